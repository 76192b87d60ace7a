"""The parts of Home: the lines, what may be used today, the cases about to miss, both oars, the three doors."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from models.access import May, Viewer
from models.today import Today
from models.today_lines import Line, Need
from models.walls import open_wall
from ui.cards import link_to, plain, side_words
from ui.entry import attempt, form_key
from ui.forms import address
from ui.places import can_open, place_file
from words.care import care_line
from words.promises import of_hundred
from words.speech import Speech
from words.today import actions_words, line_icon, line_sentence, line_way, unbacked_words

SIDES = ("promises", "keeps", "receives")
_OARS = """<style>
.dr-oars { margin: 0 !important; padding: 0 !important; display: grid; align-items: center; gap: 0.35rem 0.75rem;
  grid-template-columns: max-content 1fr max-content; }
.dr-oars dt, .dr-oars dd { margin: 0 !important; padding: 0 !important; font-size: 1rem; line-height: 1.55; }
.dr-oars dd { display: contents; }
.dr-oars span { white-space: nowrap; text-align: right; font-variant-numeric: tabular-nums; }
.dr-oars i { display: block; min-width: 2px; height: 0.7rem; border-radius: 0.2rem; background: #1f3a5f; }
.dr-oars i.receives { background: #59626b; }
@media (prefers-color-scheme: dark) { .dr-oars i { background: #9dc1ea; } .dr-oars i.receives { background: #a8b0b8; } }
</style>"""


def show_doors(say: Speech, viewer: Viewer) -> None:
    """An empty company: three doors, each one thing to do now."""
    check, prepare, example = st.columns(3, border=True)
    with check:
        st.subheader(say("Check a promise"), anchor=False)
        st.markdown(say("Drop an Excel with your cases: does what you say hold? Two minutes, no group needed."))
        link_to(viewer, "check", say("Check a promise"))
    with prepare:
        st.subheader(say("Prepare a workshop"), anchor=False)
        st.markdown(say("Thirty-five minutes, a QR for everybody's phone, ideas and dots, a decision at the end."))
        link_to(viewer, "workshops", say("Prepare a workshop"))
        link_to(viewer, "group", say("First create the focus group"))
    with example:
        st.subheader(say("Look at the example company"), anchor=False)
        st.markdown(say(
            "An invented coffee roaster with six months of ideas, promises and data: see what a full Due Remi looks"
            " like. It has a database of its own and touches nothing here. Whoever installed Due Remi opens it with:"
        ))  # fmt: skip
        st.code("make demo", language=None)


def show_box(say: Speech) -> None:
    """One box, one answer; the page behind it does the work."""
    with st.form("say", border=True):
        words, go = st.columns([5, 1], vertical_alignment="bottom")
        said = words.text_input(say("Can we say it?"), placeholder=say("“We deliver in 24 hours”"), max_chars=180)
        if go.form_submit_button(say("Check"), type="primary", width="stretch"):
            st.switch_page(place_file("say"), query_params={"say": said})


def show_usable(say: Speech, viewer: Viewer, today: Today) -> None:
    """The sentences that hold today, for whoever writes what customers read."""
    st.subheader(say("The sentences you can use today"), anchor=False)
    if not today.usable:
        st.markdown(say("None holds today. Ask above what can be said instead."))
    with st.container(key="home-usable"):
        for one in today.usable:
            words, way = st.columns([5, 1.4], vertical_alignment="center")
            times = of_hundred(say, one.share, one.target)
            words.markdown(f"✔ **{say.quoted(plain(one.sentence))}** · {say('kept %(times)s', times=times)}")
            with way:
                link_to(viewer, "promise", say("See the promise"), promise=one.promise_id)


def show_care(say: Speech, viewer: Viewer, today: Today) -> None:
    """About to miss, in one line."""
    nouns = {line.process_id: line.noun for line in today.care}
    counted = [(sum(line.soon for line in today.care if line.process_id == one), noun.one, noun.many)
               for one, noun in nouns.items()]  # fmt: skip
    with st.container(border=True):
        words, way = st.columns([5, 1.4], vertical_alignment="center")
        words.markdown(f"⏳ **{plain(care_line(say, counted))}**")
        with way:
            link_to(viewer, "care", say("Write to them first"))


def show_needs(say: Speech, viewer: Viewer, today: Today) -> None:
    """At most five lines, worst first."""
    st.subheader(say("Needs you today"), anchor=False)
    if not today.lines:
        st.markdown(say("Nothing urgent. The promises stand as they did last week.") if today.promised
                    else say("Nothing urgent."))  # fmt: skip
    with st.container(key="home-needs"):
        for line in today.lines:
            words, way = st.columns([5, 1.4], vertical_alignment="center")
            sentence = plain(str(line.facts.get("sentence", "")))
            words.markdown(f"{line_icon(line.need)} {line_sentence(say, line.need, line.facts, sentence, line.more)}")
            with way:
                _way(say, viewer, line)


def show_projector(say: Speech, viewer: Viewer, today: Today) -> None:
    """What fits the projector now: the wall of today's workshop for who conducts it, else a notice board."""
    found = today.projected
    if found is None:
        return
    label = say("Project it")
    if found.wall is not None:
        st.link_button(label, address(f"/wall/{found.wall}"), width="stretch")
    elif found.board is not None:
        st.link_button(label, address(f"/board/{found.board}"), width="stretch")
    elif found.workshop_id is not None:
        key = form_key(f"home-wall-{found.workshop_id}")
        if st.button(label, key=key, width="stretch") and attempt(
            open_wall, viewer, form_key=key, workshop_id=found.workshop_id
        ):
            st.rerun()
    elif can_open(viewer, "board"):
        st.page_link(place_file("board"), label=f"{label} →")


def show_boat(say: Speech, viewer: Viewer, today: Today) -> None:
    """Who speaks, what happened in the last seven days, when one meets."""
    oars, week, meeting = st.columns(3)
    with oars:
        st.subheader(say("Both oars"), anchor=False)
        _oars(say, today.ideas)
    with week:
        st.subheader(say("In the last 7 days"), anchor=False)
        facts = [say.many("%(n)s decision", "%(n)s decisions", today.decided)]
        if today.voices is not None:
            heard = say.many("%(n)s voice from customers", "%(n)s voices from customers", today.voices)
            facts[:0] = [heard, say.many("%(n)s argued", "%(n)s argued", today.argued)]
        if today.first_answer_days is not None:
            # Ideas alone: the voices that wait for an answer have a figure of their own in listening.
            facts.append(say.many("an idea's first answer in %(n)s day", "an idea's first answer in %(n)s days",
                                  today.first_answer_days))  # fmt: skip
        st.markdown("  \n".join(facts))
        if today.promised:
            st.markdown(unbacked_words(say, today.unbacked))
    with meeting:
        st.subheader(say("Next meeting"), anchor=False)
        _meeting(say, viewer, today)


def _oars(say: Speech, ideas: Mapping[str, int]) -> None:
    """Each side with a bar as long as it has ideas; the number beside it says the same."""
    most, rows = max(ideas.values(), default=0) or 1, []
    for side in SIDES:
        number = ideas.get(side, 0)
        words = say.many("%(n)s idea", "%(n)s ideas", number)
        bar = f"<i style='width:{round(100 * number / most)}%' class='{side}' aria-hidden='true'></i>"
        rows.append(f"<dt>{escape(side_words(say, side))}</dt><dd>{bar}<span>{escape(words)}</span></dd>")
    st.html(f"{_OARS}<dl class='dr-oars'>{''.join(rows)}</dl>")


def _meeting(say: Speech, viewer: Viewer, today: Today) -> None:
    found = today.meeting
    if found is None:
        st.markdown(say("No date yet."))
        if any(viewer.may(May.WORKSHOP_PREPARE, group_id=group) for group in viewer.seats):
            link_to(viewer, "workshops", say("Prepare a workshop"))
        return
    people = say.many("%(n)s person", "%(n)s people", found.people)
    when = say.date(found.on)
    if found.at is not None:
        when = f"{say.day(found.at, found.zone)}, {say.time(found.at, found.zone)}"
    st.markdown(f"**{when}** · {people}  \n{plain(found.title)}")
    if today.open_actions:
        link_to(viewer, "actions", actions_words(say, today.open_actions, today.stuck_actions))
    if found.workshop_id:
        label = say("Prepare it") if found.may_prepare else say("See it")
        link_to(viewer, "workshop", label, workshop=found.workshop_id)
    elif found.may_prepare:
        link_to(viewer, "workshops", say("Prepare a workshop"))


def _way(say: Speech, viewer: Viewer, line: Line) -> None:
    label = line_way(say, line.need)
    if line.need is Need.WAITING and not any(viewer.may(May.DECISION_MAKE, group_id=one) for one in viewer.seats):
        label = say("See it")
    if line.need is Need.ANSWER and can_open(viewer, "listening"):
        link_to(viewer, "listening", label)
    elif line.need is Need.STILL:
        link_to(viewer, "actions", label, action=str(line.facts.get("action", "")))
    elif line.need is Need.CHECK and can_open(viewer, "actions"):
        link_to(viewer, "actions", label)
    elif line.promise_id and line.need is Need.TO_CHANGE:
        link_to(viewer, "promise", label, promise=line.promise_id, show="changes")
    elif line.promise_id:
        link_to(viewer, "promise", label, promise=line.promise_id)
    elif line.idea_id and can_open(viewer, "idea"):
        link_to(viewer, "idea", label, idea=line.idea_id)
    else:
        link_to(viewer, "decisions", label)
