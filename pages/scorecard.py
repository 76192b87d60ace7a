"""The touchpoint scorecard: does each place say the same figures and words, prove values, and keep up?"""

import streamlit as st

from models.scorecard import figures_to_judge, scorecard_facts, scores
from models.to_tell import answers_given, truths_of
from models.wordings import told_everywhere
from ui.cards import empty_state
from ui.entry import ask, enter, now
from ui.folds import fold
from ui.scorecard_table import show_method, show_scores, show_what_each_says
from ui.table_down import table_down
from ui.truths import show_truths
from ui.value_forms import show_values
from ui.verdicts import told_verdicts
from words.scorecard import scorecard_title
from words.speech import speech

viewer = enter("scorecard")
say = speech(viewer.language)
places = ask(told_everywhere, viewer)
judged = told_verdicts(say, viewer, figures_to_judge(places[1]))
facts = ask(scorecard_facts, viewer, now=now(), places=places)
found = scores(facts, judged)
speaking = [score for score in found if score.told]
st.title(scorecard_title(
    say, speaking=len(speaking), differ=sum(score.figures == "no" for score in speaking),
    over=sum(score.keeps == "not supportable" for score in speaking),
))  # fmt: skip
if not speaking:
    empty_state(viewer, say("Note on each promise where customers read or hear it; then each place is judged here."),
                "promises", say("Promises"))  # fmt: skip
show_scores(say, found, facts.staff)
with fold(say("How it is judged"), "judged"):
    show_method(say)
if speaking:
    # A line for every promise at every place: written out once somebody wants them.
    each = st.expander(say("What each place says"), key="each-place", on_change="rerun")
    if each.open:
        with each:
            show_what_each_says(say, viewer, found)
st.subheader(say("Values and what proves them"))
show_values(say, viewer, facts.values, facts.rows)
truths = truths_of(facts.rows.values(), facts.told, facts.touchpoints, facts.values)
st.subheader(say("Worth telling"))
show_truths(say, viewer, truths, ask(answers_given, viewer, now=now()))
if speaking:
    table_down(say, "scorecard")
