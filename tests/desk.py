"""A desk without a browser: Streamlit's WebSocket spoken directly, for session tests and the bench.

One `Desk` is one open tab. It sends what a browser sends and gives back what the page would show.
"""

import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

ENOUGH_SECONDS = 30.0


@dataclass(frozen=True)
class Run:
    """One run of a page: how long until it said that it had finished, what it weighed, what it sent."""

    seconds: float
    bytes: int
    messages: list[ForwardMsg] = field(repr=False)

    @property
    def texts(self) -> str:
        """Every piece of text in the page's elements, for looking whether something is shown."""
        return "\n".join(str(message.delta) for message in self.messages if message.WhichOneof("type") == "delta")


class Desk:
    """One tab. `address` is http://host:port; `cookie` the whole Cookie header ("" for nobody)."""

    def __init__(
        self, address: str, cookie: str = "", *, origin: str | None = "", session_id: str = "", headers: Any = None
    ) -> None:
        """Connect; `origin` "" means the same origin, None sends none; `session_id` asks to resume that tab."""
        asked = ["streamlit", "PLACEHOLDER_AUTH_TOKEN", *([session_id] if session_id else [])]
        sent = {**({"Cookie": cookie} if cookie else {}), **(headers or {})}
        self.socket: ClientConnection = connect(
            address.replace("http", "ws", 1) + "/_stcore/stream",
            origin=Origin(address if origin == "" else origin) if origin is not None else None,
            subprotocols=[Subprotocol(part) for part in asked],
            additional_headers=sent,
            max_size=None,
            compression=None,
            open_timeout=ENOUGH_SECONDS,
            # Open until `close`, as a tab is, not for one block.
            legacy=True,
        )
        self.session_id = ""
        self.page_hash = ""

    def run(self, page: str = "", query: str = "", *, widgets: Any = None, fragment: str = "") -> Run:
        """Run a page as a browser asks for it, until the server says that it has finished."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        asked.rerun_script.fragment_id = fragment
        if widgets is not None:
            asked.rerun_script.widget_states.CopyFrom(widgets)
        asked.rerun_script.context_info.timezone = "Europe/Rome"
        asked.rerun_script.context_info.locale = "it-IT"
        began = time.perf_counter()
        self.socket.send(asked.SerializeToString())
        weight, frames = 0, []
        while True:
            try:
                frame = self.socket.recv(timeout=ENOUGH_SECONDS)
            except ConnectionClosed as closed:
                raise ConnectionError(str(closed)) from closed
            assert isinstance(frame, bytes)
            weight += len(frame)
            frames.append(frame)
            message = ForwardMsg.FromString(frame)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session_id = message.new_session.initialize.session_id or self.session_id
                self.page_hash = message.new_session.page_script_hash
            if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return Run(time.perf_counter() - began, weight, [ForwardMsg.FromString(one) for one in frames])

    def close(self) -> None:
        """Close the tab."""
        self.socket.close()

    def __enter__(self) -> "Desk":
        """Open for the length of a block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close at its end."""
        self.close()
