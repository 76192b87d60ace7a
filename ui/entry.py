"""How a desk page gets data and does things: `enter`, `ask`, `attempt`. No page sees a session or a database error.

Who is here is read from the database at every run, in fragments and callbacks too (law 5): a role taken away is
gone at the next click, in every open tab. Nothing is trusted from `st.session_state`; it holds form keys only.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

import streamlit as st
from sqlmodel import Session

from models.access import NOBODY, Viewer
from models.base import new_code, new_token
from models.errors import NotSignedIn, Refusal
from models.receipts import Saved, once
from models.sign_ins import SEEN_EVERY, mark_seen
from models.viewers import viewer_of_sign_in
from store import clock
from store.doors import StoreTrouble, reading, writing
from store.every import Every
from store.settings import settings
from ui.places import may_open
from words.refusals import refusal_sentence
from words.speech import LANGUAGES, language_for, speech
from words.troubles import not_saved, not_shown

A = TypeVar("A")

log = logging.getLogger("dueremi.ui")
# Two clicks on one button arrive as two runs: within this time the same words are the same form.
_SAME_FORM_SECONDS = 2.0
_seen = Every(SEEN_EVERY)
# Of this run only, and for one taker: fragments, callbacks and every later click read anew.
_read_by_shell: ContextVar[list[Viewer] | None] = ContextVar("read_by_shell", default=None)


def now() -> datetime:
    """This instant, aware, in UTC; tests and the example company move it."""
    return clock.now()


def zone() -> str:
    """The zone of the installation, in which days are told where no group or process has one of its own."""
    return settings().zone


def who_is_here() -> Viewer:
    """The person behind this run, read anew, or NOBODY with the language of the browser. For the shell; pages
    `enter`.
    """
    moment = now()
    sign_in_id = st.user.get("sign_in_id")
    viewer = NOBODY
    if isinstance(sign_in_id, str) and sign_in_id:
        try:
            with reading() as session:
                viewer = viewer_of_sign_in(session, sign_in_id, now=moment)
        except StoreTrouble as trouble:
            _cannot_show(browser_language(), trouble)
    if viewer.person_id is None:
        return replace(viewer, language=browser_language())
    st.session_state["_language"] = viewer.language
    if _seen.due(str(viewer.sign_in_id), moment):
        _mark_seen(viewer, moment)
    return viewer


@contextmanager
def known_to_page(viewer: Viewer) -> Iterator[None]:
    """Inside, the first `enter` takes who the shell has just read: the page's own, milliseconds later in one run."""
    token = _read_by_shell.set([viewer])
    try:
        yield
    finally:
        _read_by_shell.reset(token)


def enter(page: str) -> Viewer:
    """Who is here, read anew. Nobody, or somebody who may not open this page, gets a sentence and the run stops.

    The first line of every page and of every fragment that shows or changes data.
    """
    read = _read_by_shell.get()
    viewer = read.pop() if read else who_is_here()
    if viewer.person_id is None:
        say_sign_in(viewer, page)
        st.stop()
    if not may_open(viewer, page):
        _say(viewer, Refusal("not_found"))
        st.stop()
    return viewer


def ask(question: Callable[..., A], viewer: Viewer, **what: Any) -> A:
    """The answer of `question(session, viewer, **what)`. A refusal becomes its sentence and the run stops."""
    try:
        with reading() as session:
            return question(session, viewer, **what)
    except NotSignedIn:
        say_sign_in(viewer, "")
    except Refusal as refusal:
        _say(viewer, refusal)
    except StoreTrouble as trouble:
        _cannot_show(viewer.language, trouble)
    return st.stop()


def attempt(command: Callable[..., Any], viewer: Viewer, *, form_key: str, **what: Any) -> Saved | None:
    """Run a command once for this form. None: it was refused or could not be saved; the sentence is shown where
    this is called.

    What was typed stays in the form until it is saved; then the form gets a new key, so its fields are fresh when the
    form itself is keyed by `form_key(...)`. Two clicks, or the same form from a second tab, give one effect.
    """
    key = _key_of_double_click(form_key, command, what) or form_key
    moment = now()

    def work(session: Session) -> Saved:
        return once(session, viewer, command, form_key=key, now=moment, **what)

    try:
        saved = writing(work)
    except NotSignedIn:
        say_sign_in(viewer, "")
        return None
    except Refusal as refusal:
        _say(viewer, refusal)
        return None
    except Exception:
        # Whatever it was, the door kept nothing of it. The person keeps what they typed and gets something to quote.
        reference = new_code(4)
        log.exception("not saved: %s, reference %s", command.__name__, reference)
        st.error(not_saved(speech(viewer.language), reference))
        return None
    _used(key, command, what)
    return saved


def form_key(name: str) -> str:
    """The hidden key of one form, the same until its save succeeds. Best also as the `key=` of the form itself."""
    kept = f"form:{name}"
    if kept not in st.session_state:
        st.session_state[kept] = f"{name[:50]}.{new_token()}"
    return str(st.session_state[kept])


def browser_language() -> str:
    """The language for somebody we do not know: their choice on this browser, else what the browser asks for."""
    try:
        chosen = st.context.cookies.get("dueremi_language", "")
        asked = st.context.headers.get("Accept-Language")
    except RuntimeError:
        return "it"
    return chosen if chosen in LANGUAGES else language_for(asked)


def say_sign_in(viewer: Viewer, page: str) -> None:
    """The way in, for somebody whose sign-in ended while this tab was open."""
    say = speech(viewer.language)
    back = quote(f"/{'' if page == 'home' else page}", safe="")
    st.subheader(say("Sign in to go on."))
    st.html(f'<p><a href="/signin?next={back}" target="_self">{say("Sign in")}</a></p>')


def _say(viewer: Viewer, refusal: Refusal) -> None:
    st.error(refusal_sentence(speech(viewer.language), refusal.code, refusal.facts, refusal.field))


def _cannot_show(language: str, trouble: StoreTrouble) -> None:
    reference = new_code(4)
    log.error("not shown, reference %s", reference, exc_info=trouble)
    st.error(not_shown(speech(language), reference))
    st.stop()


def _mark_seen(viewer: Viewer, moment: datetime) -> None:
    try:
        writing(lambda session: mark_seen(session, viewer, now=moment))
    except StoreTrouble:
        log.warning("a sign-in could not be marked as seen")


def _fingerprint(command: Callable[..., Any], what: dict[str, Any]) -> str:
    # A file's bytes by their hash: writing out a hundred megabytes would cost more than saving them.
    short = {name: hash(value) if isinstance(value, bytes) else value for name, value in what.items()}
    return f"{command.__name__}|{short!r}"


def _key_of_double_click(key: str, command: Callable[..., Any], what: dict[str, Any]) -> str | None:
    name = key.rpartition(".")[0]
    used = st.session_state.get(f"used:{name}")
    if used and used[1] == _fingerprint(command, what) and time.monotonic() - used[2] < _SAME_FORM_SECONDS:
        return str(used[0])
    return None


def _used(key: str, command: Callable[..., Any], what: dict[str, Any]) -> None:
    name = key.rpartition(".")[0]
    st.session_state[f"used:{name}"] = (key, _fingerprint(command, what), time.monotonic())
    for kept in [k for k in st.session_state if isinstance(k, str) and st.session_state[k] == key]:
        if kept.startswith("form:"):
            del st.session_state[kept]
