"""Start here: `python app.py`, `streamlit run app.py` or `uvicorn app:app`, from whatever folder.

One program on one port: Streamlit's desk with `ui/shell.py` as its script, our plain pages and downloads beside it,
and the gate around both. It starts only when what safety and durability rest on is as it must be, and says in one
sentence what is not.
"""

import asyncio
import gc
import logging
import os
import sys
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))
# Nothing of what is imported is waste: looking for waste in it again and again was a fifth of the start.
gc.disable()

import streamlit as st  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402
from streamlit import config, runtime  # noqa: E402

from store.engine import StartRefused  # noqa: E402
from store.settings import settings  # noqa: E402
from web import start  # noqa: E402
from web.failures import failure_sentence  # noqa: E402
from web.gate import Gate  # noqa: E402
from web.logs import adopt_loggers, set_up_logs  # noqa: E402
from web.routes import ON_ERROR, all_routes, failed  # noqa: E402

STREAMLIT = "1.67."
# What must be so however the program was started; everything else of config.toml may be overridden by the operator.
PINNED: dict[str, Any] = {
    "runner.postScriptGC": False,
    "server.trustedUserHeaders": {"X-Dueremi-Sign-In": "sign_in_id", "X-Dueremi-Browser": "browser_id"},
    "server.fileWatcherType": "none",
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.scriptHealthCheckEnabled": False,
    "server.baseUrlPath": "",
    "server.maxUploadSize": 200,
    "server.maxWidgetStateSize": 20,
    "client.showErrorDetails": "none",
    "browser.gatherUsageStats": False,
    "global.developmentMode": False,
}

log = logging.getLogger("dueremi")


def set_options(**more: Any) -> None:
    """Bring Streamlit's options into force whatever the current folder: ours from config.toml, pinned ones over all."""
    known = config.get_config_options()
    with (ROOT / ".streamlit" / "config.toml").open("rb") as file:
        ours = dict(_flat(tomllib.load(file), known)) | more
    for name, value in ours.items():
        if not config.is_manually_set(name) or name in more:
            config.set_option(name, value, str(ROOT / ".streamlit" / "config.toml"))
    for name, value in PINNED.items():
        if name not in known:
            raise StartRefused(f"This Streamlit has no option {name}: install exactly what requirements.txt names.")
        config.set_option(name, value, "pinned by app.py")


def check_options() -> None:
    """Whether the pinned version and options are in force.

    Raises:
        StartRefused: names the first that is not.
    """
    if not version("streamlit").startswith(STREAMLIT):
        raise StartRefused(f"Streamlit {version('streamlit')} is installed; this program needs {STREAMLIT}x.")
    for name, value in PINNED.items():
        if config.get_option(name) != value:
            raise StartRefused(f"Streamlit's option {name} must be {value}, but it is {config.get_option(name)}.")


def _flat(tree: dict[str, Any], known: Any, before: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in tree.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and name not in known:
            found += _flat(value, known, f"{name}.")
        else:
            found.append((name, value))
    return found


def owns_tab(session_id: str, sign_in_id: str) -> bool:
    """Whether this sign-in opened the tab of this id; of a tab that is not there Streamlit itself says so."""
    tab = runtime.get_instance().get_app_session(session_id) if runtime.exists() else None
    # Exactly what the gate told the socket that opened it.
    return tab is None or tab.matches_user_info({"sign_in_id": sign_in_id, "browser_id": None})


def on_script_error(error: Exception) -> bool:
    """An error on a desk page: the trace to the log, one sentence with a reference to the person."""
    language = str(st.session_state.get("_language", ""))
    st.error(failure_sentence(error, language, st.context.headers.get("Accept-Language")))
    return True


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Checks before the first request, scheduled work while serving, connections closed at the end."""
    adopt_loggers()
    try:
        check_options()
        await asyncio.to_thread(start.open_for_business)
        # Before anybody may ask: beside the first page it would take twice as long, and the page as well.
        await asyncio.to_thread(start.warm)
    except StartRefused as refusal:
        log.critical("%s", refusal)
        # One sentence for the operator instead of a trace; the servers turn any other exception into forty lines.
        sys.stderr.write(f"Due Remi does not start: {refusal}\n")
        sys.stderr.flush()
        os._exit(3)
    work = [asyncio.create_task(start.ticking())]
    try:
        yield
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        await asyncio.to_thread(start.close)


set_up_logs(settings().log)
# `streamlit run` and `uvicorn` have chosen their own by now; `python app.py` takes BIND and PORT.
WHERE = {"server.address": settings().bind, "server.port": settings().port} if __name__ == "__main__" else {}
set_options(**WHERE)
ROUTES = all_routes()
app = st.App(
    ROOT / "ui" / "shell.py",
    routes=ROUTES,
    middleware=[Middleware(Gate, routes=ROUTES, failed=failed, owns=owns_tab, on_error=ON_ERROR)],
    exception_handlers=ON_ERROR,
    lifespan=lifespan,
    on_script_error=on_script_error,
)
gc.enable()

if __name__ == "__main__":
    app.run(config={**PINNED, **WHERE})
