"""Home: how the promises stand, one box to ask whether a thing may be said, and what needs one today."""

import streamlit as st

from models.access import Viewer
from models.today import Today, today_view
from ui.cards import link_to, plain, side_words
from ui.entry import ask, enter, now, zone
from ui.places import can_open, place_file
from words.speech import Speech, speech
from words.today import home_title, line_icon, line_sentence, line_way
from words.verdicts import as_of_words

SIDES = ("promises", "keeps", "receives")


def doors(viewer: Viewer, say: Speech) -> None:
    """An empty company: three doors, each one thing to do now."""
    check, prepare, example = st.columns(3, border=True)
    with check:
        st.subheader(say("Check a promise"))
        st.markdown(say("Drop an Excel with your cases: does what you say hold? Two minutes, no group needed."))
        link_to(viewer, "check", say("Check a promise"))
    with prepare:
        st.subheader(say("Prepare a workshop"))
        st.markdown(say("Thirty-five minutes, a QR for everybody's phone, ideas and dots, a decision at the end."))
        link_to(viewer, "workshops", say("Prepare a workshop"))
        link_to(viewer, "group", say("First create the focus group"))
    with example:
        st.subheader(say("Look at the example company"))
        st.markdown(say("An invented coffee roaster with six months of ideas, promises and data. Start it with:"))
        st.code("make demo", language=None)


def can_we_say_it(viewer: Viewer, say: Speech) -> None:
    """One box, one answer; the page behind it does the work."""
    with st.form("say", border=True):
        words, go = st.columns([5, 1], vertical_alignment="bottom")
        said = words.text_input(say("Can we say it?"), placeholder=say("“We deliver in 24 hours”"), max_chars=180)
        if go.form_submit_button(say("Check"), type="primary", width="stretch"):
            st.switch_page(place_file("say"), query_params={"say": said})


def needs(viewer: Viewer, say: Speech, today: Today) -> None:
    """At most five lines, worst first."""
    st.subheader(say("Needs you today"))
    if not today.lines:
        st.markdown(say("Nothing urgent."))
    for line in today.lines:
        words, way = st.columns([5, 1.4], vertical_alignment="center")
        sentence = plain(str(line.facts.get("sentence", "")))
        words.markdown(f"{line_icon(line.need)} {line_sentence(say, line.need, line.facts, sentence)}")
        with way:
            about = {"promise": line.promise_id} if line.promise_id else {}
            link_to(viewer, "promise" if line.promise_id else "decisions", line_way(say, line.need), **about)


def both_oars(say: Speech, today: Today) -> None:
    """Who speaks, and how much was heard this week."""
    oars, week = st.columns(2)
    with oars:
        st.subheader(say("Both oars"))
        said = [say.many("%(n)s idea", "%(n)s ideas", today.ideas.get(side, 0)) for side in SIDES]
        st.markdown("  \n".join(f"{side_words(say, side)}: {words}" for side, words in zip(SIDES, said, strict=True)))
    if today.voices is not None:
        with week:
            st.subheader(say("This week"))
            st.markdown(say.many("%(n)s voice from customers", "%(n)s voices from customers", today.voices))


viewer = enter("home")
say = speech(viewer.language)
today = ask(today_view, viewer, now=now())
if today.is_empty and viewer.is_staff:
    st.title(say("Where do we start?"))
    doors(viewer, say)
else:
    day = say.weekday(now(), zone())
    fresh = (
        say("Data as of %(day)s", day=as_of_words(say, today.data_as_of, zone()))
        if today.data_as_of is not None
        else ""
    )
    st.caption(f"{day} · {fresh}" if fresh else day)
    st.title(home_title(say, today.promised, today.holding))
    if can_open(viewer, "say"):
        can_we_say_it(viewer, say)
    needs(viewer, say, today)
    if today.ideas:
        both_oars(say, today)
