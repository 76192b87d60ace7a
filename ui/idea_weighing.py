"""Value, effort and cost of an idea on the desk, by whoever works here; with several evaluators, one's own queue."""

import streamlit as st

from analysis.scoring import APART_FROM
from models.access import Viewer
from models.desk_rows import DeskIdea
from models.groups import GroupView
from models.idea_figures import COST_MOST
from models.idea_scores import ScoreSheet, evaluation_queues, score_sheet, weigh_idea
from models.scoring import Criterion, Method
from ui.backlog_filters import go_to
from ui.cards import plain
from ui.entry import ask, attempt, form_key
from words.answers import listed_lines
from words.backlog import criterion_words, evaluators_line, figures_line, months_words, queue_line
from words.speech import Speech

_FIVES = (1, 2, 3, 4, 5)


def show_figures(say: Speech, idea: DeskIdea) -> None:
    """What is known of value, effort and cost, in one line; nothing where nothing is."""
    figures = idea.figures
    line = figures_line(say, figures.value, figures.effort, figures.cost)
    # Points apart on a scale of five, times apart where units are people and months.
    far = figures.apart is not None and figures.apart >= APART_FROM
    rice = figures.value is not None and figures.value > 5
    line.append(evaluators_line(say, figures.evaluators, figures.apart, far, rice))
    if any(line):
        st.markdown(listed_lines(line))


def show_weighing(viewer: Viewer, say: Speech, idea: DeskIdea) -> None:
    """The form, folded; with several evaluators the others' scores appear once one's own are given."""
    if not idea.may_weigh:
        return
    fold = st.expander(say("Value, effort, cost"), key=f"weigh-{idea.id}", on_change="rerun")
    if not fold.open:
        return
    with fold:
        sheet = ask(score_sheet, viewer, idea_id=idea.id)
        key = form_key(f"weigh-{idea.id}")
        with st.form(key, border=False):
            scores = {one.key: _field(say, sheet, one, key) for one in sheet.scoring.criteria}
            cost = st.number_input(say("Cost in euros, if known"), 0, COST_MOST, idea.figures.cost, step=100)
            sent = st.form_submit_button(say("Save the scores"), type="primary")
        if sheet.scoring.several and not sheet.mine:
            st.caption(say("You see what the others gave once you have given yours."))
        for one in sheet.scoring.criteria:
            given = sheet.others.get(one.key, ())
            if len(given) > 1:
                name = plain(criterion_words(say, one.key, one.name))
                each = (say.decimal(value, 0 if value == int(value) else 1) for value in given)
                st.caption(f"{name}: {', '.join(each)}")
        if sent and attempt(weigh_idea, viewer, form_key=key, idea_id=idea.id, scores=scores,
                            cost=None if cost is None else int(cost)):  # fmt: skip
            st.rerun()


def show_queue(viewer: Viewer, say: Speech, groups: list[GroupView]) -> None:
    """One's own evaluations: done against pending, and the way to the next one; only where several evaluate."""
    if not viewer.is_staff:
        return
    queues = ask(evaluation_queues, viewer, group_ids=[group.id for group in groups]) if len(groups) <= 3 else {}
    for group in groups:
        queue = queues.get(group.id)
        if queue is None:
            continue
        left, right = st.columns([4, 1], vertical_alignment="center")
        name = f"{plain(group.name)}: " if len(groups) > 1 else ""
        left.markdown(f"⚖ {name}{queue_line(say, queue.done, queue.pending)}")
        if queue.first and right.button(say("Score the next one"), key=f"queue-{group.id}"):
            go_to(idea=queue.first)


def _field(say: Speech, sheet: ScoreSheet, one: Criterion, key: str) -> float | None:
    value = sheet.mine.get(one.key)
    rice = sheet.scoring.method is Method.RICE
    name = months_words(say) if rice and one.key == "effort" else criterion_words(say, one.key, one.name)
    if rice:
        found = st.number_input(plain(name), one.low, one.high, value, key=f"{key}-{one.key}")
        return None if found is None else float(found)
    chosen = st.segmented_control(
        plain(name), _FIVES, default=int(value) if value in _FIVES else None, key=f"{key}-{one.key}"
    )
    return None if chosen is None else float(chosen)
