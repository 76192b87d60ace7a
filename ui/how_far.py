"""How far the rows of a file are: one bar with its words for everything that is brought in at the desk.

Reading, looking through, storing: whoever does it tells (`models.telling`), here it is shown. The words say what the
bar shows, and `static/desk.js` says them aloud. What is over in a moment shows nothing.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from models.telling import HowFar, Stage, heard_by
from words.speech import Speech

MOMENT_SECONDS = 0.25
EVERY_SECONDS = 0.1
STAGES = tuple(Stage)


@contextmanager
def how_far(say: Speech, name: str, *, known: int | None = None) -> Iterator[None]:
    """Inside, what is read, looked through or stored shows how far it is, here on the page.

    name: of this piece of work, once a page. known: so many rows, where the file was read before: reading it again is
    looking through, and the bar goes on. A person who leaves meanwhile, or presses something, ends it: what was on its
    way into the database goes back whole.
    """
    with st.container(key=f"how-far-{name}"):
        place = st.empty()
    last = time.monotonic() + MOMENT_SECONDS - EVERY_SECONDS
    stage: Stage | None = None

    def shown(far: HowFar) -> None:
        nonlocal last, stage
        moment = time.monotonic()
        if known is not None and far.stage is Stage.READING:
            far = HowFar(Stage.CHECKING, far.rows, max(known, far.rows), far.part)
        if moment - last < EVERY_SECONDS or (stage is far.stage and far.part >= 1.0):
            return
        last, stage = moment, far.stage
        # One bar for the three stages: it never runs backwards.
        place.progress((STAGES.index(far.stage) + far.part) / len(STAGES), text=far_words(say, far))

    try:
        with heard_by(shown):
            yield
    finally:
        place.empty()


def far_words(say: Speech, far: HowFar) -> str:
    """Looking through: 4,000 of 10,000 rows."""
    rows = say.number(far.rows)
    if far.stage is Stage.READING:
        return say("1 of 3 · Reading the file: %(rows)s rows so far", rows=rows)
    of = say.number(far.of or far.rows)
    if far.stage is Stage.CHECKING:
        return say("2 of 3 · Looking through: %(rows)s of %(of)s rows", rows=rows, of=of)
    return say("3 of 3 · Storing: %(rows)s of %(of)s rows. All of it comes in, or nothing.", rows=rows, of=of)
