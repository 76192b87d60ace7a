"""The customer's journey: where it hurts in the title, one picture over the stages, behind each stage who said so."""

import streamlit as st

from models.journey import journey
from models.journey_stories import journey_cell
from ui.cards import empty_state, link_to, plain
from ui.entry import ask, enter, now
from ui.in_address import begins, writes
from ui.journey_choices import forget_profile, one_place, profile_asked_for, single_stories
from ui.journey_map import show_map
from ui.journey_panel import cell_title, how_it_is_drawn, new_idea, show_cell
from ui.table_down import table_down
from words.journey import journey_title, period_name
from words.speech import speech

PERIODS = (30, 90, 182, 365)

viewer = enter("journey")
say = speech(viewer.language)
title = st.container()
who, when, how = st.columns([8, 2, 3], vertical_alignment="bottom")
begins("journey-days", "days", PERIODS, PERIODS[1])
days = when.selectbox(
    say("Period"), PERIODS, format_func=lambda n: period_name(say, n), label_visibility="collapsed", key="journey-days",
    on_change=writes("journey-days", "days", PERIODS[1], undoes=("stage", "point")),
)  # fmt: skip
asked = {"now": now(), "period_days": days}
profile = profile_asked_for("journey-profile")
seen = ask(journey, viewer, profile_id=profile, **asked)
with who:
    names = {one.id: one.name for one in seen.profiles}
    if profile is not None and profile not in names:
        forget_profile("journey-profile")
    if names:
        begins("journey-profile", "profile", names, "")
        st.segmented_control(say("Profile"), ["", *names], key="journey-profile", required=True, wrap=True,
                             format_func=lambda one: plain(names[one]) if one else say("Everybody"),
                             on_change=writes("journey-profile", "profile", "", undoes=("stage", "point")),
                             label_visibility="collapsed")  # fmt: skip
with how:
    singles = bool(seen.stories) and single_stories(say)
low, close = seen.lowest, seen.too_close
broken = low.broken if low is not None else None
with title:
    st.title(journey_title(
        say, voices=seen.voices, lowest=plain(low.name) if low else "", late=low.late if low else None,
        broken=plain(broken.terms.sentence) if broken else "", unhappy=low.tally.unhappy if low else 0,
        of=sum(low.tally.faces) if low else 0, edge=low.on_the_edge if low else False,
        too_close=(plain(close[0].name), plain(close[1].name)) if close else None,
    ))  # fmt: skip
for one in seen.profiles:
    if one.id == profile and (one.motivation or one.history):
        st.caption(" ".join(plain(words) for words in (one.motivation, one.history) if words))
if not seen.voices:
    empty_state(viewer, say("What customers say lands on this map. Print a card and put it where they have a minute."),
                "listening", say("Listening"))  # fmt: skip
show_map(say, seen, singles=singles)
stages = {one.id: one for one in seen.stages}
first = (low or (close[0] if close else seen.stages[0])).id if seen.stages else None
with st.container(key="behind"):
    key = f"journey-stage-{days}-{profile}"
    begins(key, "stage", stages, first)
    picked = st.segmented_control(
        say("Look behind a stage"), list(stages), required=True, key=key,
        format_func=lambda one: plain(stages[one].name), on_change=writes(key, "stage", first, undoes=("point",)),
    )  # fmt: skip
stage = stages.get(picked) if picked else None
if stage is not None:
    with st.container(border=True, key="journey-cell"):
        head, open_idea = st.columns([5, 2])
        chosen = one_place(say, stage) if len(stage.points) > 1 else None
        head.subheader(cell_title(say, stage, chosen))
        with open_idea:
            new_idea(viewer, say, stage, chosen)
        ids = [point.id for point in stage.points if chosen in (None, point.id)]
        said = {"profile_id": profile, "diaries": stage.tally.diaries > 0}
        cell = ask(journey_cell, viewer, touchpoint_ids=ids, **said, **asked)
        show_cell(viewer, say, stage, chosen, cell)
how_it_is_drawn(say)
table_down(say, "journey", {"days": days, "profile": profile})
link_to(viewer, "journey_setup", say("Profiles, diaries and weekly numbers"))
