"""A desk page without a browser or a server: the shell and one page, run for a person, in the test's own database."""

import json
import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from streamlit.util import calc_hash

from models.access import NOBODY, Viewer
from models.base import new_token
from models.sign_ins import start_sign_in
from store import clock, doors
from tests.apptest import AppTest
from ui.places import PLACES

ROOT = Path(__file__).resolve().parent.parent.parent
SHELL = str(ROOT / "ui" / "shell.py")
# On a busy machine the first table of a run waits for pandas.
ENOUGH_SECONDS = 120


@dataclass
class Shown:
    """What one run of a page put on the screen, and how many questions it asked the database."""

    app: AppTest
    queries: list[str] = field(default_factory=list)

    @property
    def failures(self) -> list[str]:
        """Errors nobody caught."""
        return [f"{one.message}" for one in self.app.exception]

    @property
    def title(self) -> str:
        """The first heading of the page."""
        return str(self.app.title[0].value) if self.app.title else ""

    @property
    def texts(self) -> list[str]:
        """Every text of every element, as the browser gets them: labels, options, captions, values, table cells."""
        found: list[str] = []
        for element in self.app._tree:
            proto = getattr(element, "proto", None)
            if hasattr(proto, "ListFields"):
                found += strings_in(proto)
        return found


def strings_in(message: object) -> list[str]:
    """Every string of a protocol message, whatever its depth."""
    found: list[str] = []
    for descriptor, value in message.ListFields():  # type: ignore[attr-defined]
        if descriptor.message_type is not None:
            parts = value if descriptor.is_repeated else [value]
            if descriptor.message_type.GetOptions().map_entry:
                parts = [part for part in value.values() if hasattr(part, "ListFields")]
            for part in parts:
                found += strings_in(part)
        elif descriptor.type == descriptor.TYPE_STRING:
            found += [str(one) for one in value] if descriptor.is_repeated else [str(value)]
    return found


def last_cells(shown: Shown) -> list[str]:
    """What stands in the last cell of each row of the portfolio: the next move."""
    rows = [one for one in shown.texts if one.startswith('<div class="dr-cells">')]
    return [unescape(re.sub("<[^>]*>", "", row.rpartition("<div>")[2])) for row in rows]


def sign_in_of(viewer: Viewer) -> str:
    """A new sign-in of a person, by the command the sign-in page uses. Returns its id."""
    return doors.writing(
        lambda session: start_sign_in(
            session, NOBODY, now=clock.now(), person_id=viewer.person_id or "", token=new_token()
        )
    )


def open_page(name: str, sign_in_id: str | None, **query: str) -> Shown:
    """Run the shell with this page for whoever is behind a sign-in (None: nobody)."""
    app = AppTest.from_file(SHELL, default_timeout=ENOUGH_SECONDS)
    # As `st.navigation` names a page: by its address.
    app._page_hash = calc_hash(PLACES[name].address or name)
    return run(app, sign_in_id, **query)


def open_alone(name: str, sign_in_id: str | None, **query: str) -> Shown:
    """Run a page's file by itself, as if somebody had got past the shell."""
    app = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=ENOUGH_SECONDS)
    return run(app, sign_in_id, **query)


def run(app: AppTest, sign_in_id: str | None, **query: str) -> Shown:
    """One run."""
    app.user = {"sign_in_id": sign_in_id} if sign_in_id else {}
    for key, value in query.items():
        app.query_params[key] = value
    with doors.counting() as counted:
        app.run()
    return Shown(app, counted.statements)


def pages() -> list[str]:
    """Every page there is a file for."""
    return sorted(path.stem for path in (ROOT / "pages").glob("*.py") if not path.stem.startswith("_"))


def as_json(shown: Shown) -> str:
    """The texts of a page as one string, to look for words in."""
    return json.dumps(shown.texts, ensure_ascii=False)
