"""Listening in figures: how many, how they felt and where in the title; rows of weeks and faces; the rest below."""

import streamlit as st

from models.listening_figures import listening_figures, places_to_choose
from models.themes import voices_with_word
from ui.cards import empty_state, link_to, plain
from ui.entry import ask, enter, now, zone
from ui.table_down import table_down
from ui.voice_figures import how_figures_are_made, show_rows, show_scales
from ui.voice_themes import choose_word, most_shown, show_theme
from words.journey import period_name
from words.speech import speech
from words.voice_figures import changed_words, figures_title, first_answer_words, people_words

PERIODS = (30, 90, 182, 365)

viewer = enter("voices")
say = speech(viewer.language)
title = st.container()
by, where, when = st.columns([4, 3, 2], vertical_alignment="bottom")
days = when.selectbox(
    say("Period"), PERIODS, index=1, format_func=lambda n: period_name(say, n), label_visibility="collapsed"
)
places = ask(places_to_choose, viewer)
stages = {place.stage_id: place.stage for place in places}
stage = where.selectbox(
    say("Stage"), ["", *stages], format_func=lambda one: stages.get(one, say("The whole journey")),
    label_visibility="collapsed", key="voices-stage",
)  # fmt: skip
stage_id = stage or None
moment = now()
found = ask(listening_figures, viewer, now=moment, zone=zone(), period_days=days, stage_id=stage_id)
worst = found.unhappiest
with title:
    st.title(figures_title(
        say, voices=found.tally.voices, unhappy=found.tally.unhappy, days=days,
        where=plain(worst.name) if worst else "", at_worst=worst.tally.unhappy if worst else 0,
    ))  # fmt: skip
rows = {"touchpoint": found.by_touchpoint, "stage": found.by_stage, "profile": found.by_profile}
names = {"touchpoint": say("by touchpoint"), "stage": say("by stage"), "profile": say("by profile")}
shown = by.segmented_control(
    say("Shown"), [one for one, there in rows.items() if there] or ["touchpoint"], default="touchpoint", required=True,
    format_func=names.__getitem__, label_visibility="collapsed", key="voices-by",
)  # fmt: skip
if not found.tally.voices:
    empty_state(viewer, say("What customers say lands here. Print a card and put it where they have a minute."),
                "listening", say("Listening"))  # fmt: skip
    st.stop()
show_rows(say, rows[shown or "touchpoint"])
facts = [people_words(say, found.speakers)]
if found.tally.diaries:
    facts.append(say.many("%(n)s moment of a diary", "%(n)s moments of a diary", found.tally.diaries))
st.caption(" · ".join(facts))
table_down(say, "voices", {"days": days, "stage_id": stage_id})
for one in found.changed:
    st.markdown(changed_words(say, plain(one.place), one.before, one.after, one.rose))
st.markdown(first_answer_words(say, found.answers.of, found.answers.in_time, found.answers.median_days))
show_scales(say, found)
if found.unhappy_words or found.happy_words:
    st.subheader(say("What they talk about"))
bad = choose_word(say, say("Where it went badly"), found.unhappy_words, "voices-bad")
good = choose_word(say, say("Where it went well"), found.happy_words, "voices-good")
for word, unhappy in ((bad, True), (good, False)):
    if word:
        ids = [place.id for place in places if stage_id in (None, place.stage_id)]
        theme = ask(voices_with_word, viewer, now=moment, word=word, period_days=days, unhappy=unhappy,
                    touchpoint_ids=ids, most=most_shown(f"{word}-{unhappy}"))  # fmt: skip
        show_theme(viewer, say, theme, f"{word}-{unhappy}")
how_figures_are_made(say)
link_to(viewer, "journey", say("The same along the journey"))
link_to(viewer, "listening", say("All voices"))
