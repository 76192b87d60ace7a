"""What opens behind a stage of the journey: its voices, the most argued first, its promises, its ideas, a new one."""

import streamlit as st

from models.access import May, Viewer
from models.groups import my_groups
from models.ideas import TEXT_LIMIT, add_idea
from models.journey import StageOnMap
from models.journey_stories import Cell, CellVoice
from store.settings import settings
from ui.cards import link_to, plain, verdict_badge
from ui.entry import ask, attempt, form_key
from ui.folds import fold
from words.journey import control_words, voices_words
from words.listening import face_sign
from words.speech import Speech

MOST_PROMISES = 4


def show_cell(viewer: Viewer, say: Speech, stage: StageOnMap, chosen: str | None, cell: Cell) -> None:
    """The panel: voices left, promises in the middle, ideas right; below each other on a phone."""
    voices, promises, ideas = st.columns([5, 4, 4], gap="medium")
    with voices:
        st.markdown(f"**{say('Voices, the best argued first')}**")
        for voice in cell.voices:
            _voice(viewer, say, voice)
        if not cell.voices:
            st.caption(say("Nobody has put it into words yet."))
        for point in stage.points:
            if chosen in (None, point.id) and point.tally.voices:
                link_to(viewer, "listening", say("All voices: %(place)s", place=plain(point.name)), at=point.id)
    with promises:
        st.markdown(f"**{say('Promises kept here')}**")
        for row in stage.promises[:MOST_PROMISES]:
            st.markdown(verdict_badge(say, row.stands))
            link_to(viewer, "promise", say.quoted(plain(row.terms.sentence)), promise=row.id)
        if not stage.promises:
            st.caption(say("We promise nothing here."))
        for point in stage.points:
            if chosen in (None, point.id) and control_words(say, point.control):
                st.caption(f"{plain(point.name)}: {control_words(say, point.control)}.")
    with ideas:
        st.markdown(f"**{say('Open ideas')}**")
        for idea_id, text in cell.ideas:
            st.text(say.quoted(text))
            link_to(viewer, "decisions", say("See the idea"), idea=idea_id)
        if stage.ideas > len(cell.ideas):
            about = {"at": chosen} if chosen else {"stage": stage.id}
            link_to(viewer, "decisions", say("All ideas of this place"), **about)
        if not cell.ideas:
            st.caption(say("No idea is open here."))


def new_idea(viewer: Viewer, say: Speech, stage: StageOnMap, chosen: str | None) -> None:
    """*Open an idea* at this place, in one of the groups one may write in."""
    if not stage.points or not any(viewer.may(May.IDEA_ADD, group_id=one) for one in viewer.seats):
        return
    # The groups are asked for only once it is open.
    opened = st.expander(say("Open an idea"), key=f"journey-new-{stage.id}", on_change="rerun")
    if not opened.open:
        return
    mine = [group for group in ask(my_groups, viewer) if viewer.may(May.IDEA_ADD, group_id=group.id)]
    key = form_key(f"journey-idea-{stage.id}")
    with opened, st.form(key, border=False):
        text = st.text_area(say("The idea, in one thought"), max_chars=TEXT_LIMIT)
        options = [point for point in stage.points if chosen in (None, point.id)]
        point = st.selectbox(say("Touchpoint"), options, format_func=lambda one: one.name)
        group = st.selectbox(say("Focus group"), mine, format_func=lambda one: one.name) if len(mine) > 1 else mine[0]
        if st.form_submit_button(say("Send the idea"), type="primary") and attempt(
            add_idea, viewer, form_key=key, group_id=group.id, text=text, touchpoint_id=point.id
        ):
            st.toast(say("Saved. It waits for a decision."))
            st.rerun()


def cell_title(say: Speech, stage: StageOnMap, chosen: str | None) -> str:
    """Ricevo · 96 voices, 52 argued."""
    point = next((one for one in stage.points if one.id == chosen), None)
    name, tally = (point.name, point.tally) if point is not None else (stage.name, stage.tally)
    return f"{plain(name)} · {voices_words(say, tally.voices, tally.argued)}"


def how_it_is_drawn(say: Speech) -> None:
    """The method, one fold below."""
    with fold(say("How the picture is made"), "drawn"):
        for line in (
            say("The line is the mean of the faces at each stage, from 1 to 5; the band is how far apart people are. "
                "Under five faces nothing is drawn."),
            say("The lowest point is said only where luck alone would rarely put a stage below each of the others "
                "(Welch's comparison of means, 1 in 40 for each)."),
            say("A voice is a feedback or a moment of a diary. Argued: it says what happened, when and where, or has a "
                "proof."),
            say("A promise stands at the last stage its process passes through, or else where it is told last."),
            say("Expected: the answer in the middle, where people were asked about a promise kept here; below it what "
                "counts most for who spoke."),
            say("Passing: the mean of the whole weeks of the period, as noted by form or sheet; nobody is followed."),
            say("Single stories are the diaries of the last year that went through most stages, at most five."),
        ):  # fmt: skip
            st.markdown(f"- {line}")


def _voice(viewer: Viewer, say: Speech, voice: CellVoice) -> None:
    st.text(say.quoted(voice.words))
    facts = [face_sign(say, voice.face) if voice.face else "", plain(voice.touchpoint),
             say.day(voice.at, settings().zone),
             say("argued %(n)s of 3", n=say.number(voice.argued)) if voice.argued else "",
             say("from a diary") if not voice.id else ""]  # fmt: skip
    st.caption(" · ".join(fact for fact in facts if fact))
    if voice.id:
        link_to(viewer, "listening", say("See what was said"), voice=voice.id)
