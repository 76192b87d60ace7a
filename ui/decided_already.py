"""An idea that is decided, on the desk: what stands, by whom, and what will tell whether it worked."""

import streamlit as st

from models.days import day_here
from models.desk_rows import DeskIdea
from models.outcome_checks import Answer, Fixed
from store.settings import settings
from ui.cards import plain
from ui.entry import now
from words.actions import aim_sentence, answer_icon, answer_words, look_line
from words.answers import listed_lines, outcome_chip
from words.speech import Speech


def show_decided(say: Speech, idea: DeskIdea, fixed: dict[str, Fixed]) -> None:
    """Before anything else, for an idea whose decision stands."""
    one = idea.decision
    if one is None:
        return
    day = say.date(one.at, settings().zone)
    st.markdown(f"**{listed_lines([say('Decided already'), outcome_chip(say, one.outcome), day, plain(one.by)])}**")
    if one.id in fixed:
        st.markdown(tells_line(say, fixed[one.id]))


def tells_line(say: Speech, one: Fixed) -> str:
    """What will tell whether it worked, and when one looks, or what was found."""
    how = say("We will know by: %(how)s", how=aim_sentence(say, plain(one.words), one.before, one.aim))
    if one.answer is not None:
        found = Answer(one.answer)
        return listed_lines([how, f"{answer_icon(found)} {answer_words(say, found)}"])
    return listed_lines([how, look_line(say, one.look_on, day_here(now()))])
