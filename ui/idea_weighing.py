"""Value, effort and cost of an idea on the desk, by whoever works here; with several evaluators, one's own queue."""

import streamlit as st

from analysis.scoring import APART_FROM, distance, distance_in_times
from models.access import Viewer
from models.desk_rows import DeskIdea
from models.groups import GroupView
from models.idea_figures import COST_MOST
from models.idea_scores import ScoreSheet, evaluation_queues, score_sheet, weigh_idea
from models.scoring import Criterion, Method
from ui.backlog_filters import go_to
from ui.cards import bring_into_view, plain
from ui.entry import ask, attempt, form_key, now
from words.answers import listed_lines
from words.backlog import by_rice, criterion_words, evaluators_line, figures_line, queue_line
from words.speech import Speech

_FIVES = (1, 2, 3, 4, 5)
_STEPS = {"impact": 0.25, "months": 0.5}
# The idea the queue has just put on the desk: where it is scored is open at once, nobody has to look for it.
_NEXT = "weigh-next"


def show_figures(say: Speech, idea: DeskIdea) -> None:
    """What is known of value, effort and cost, in one line; nothing where nothing is."""
    figures = idea.figures
    line = figures_line(say, figures.value, figures.effort, figures.cost)
    # Points apart on a scale of five, times apart where units are people and months.
    far = figures.apart is not None and figures.apart >= APART_FROM
    line.append(evaluators_line(say, figures.evaluators, figures.apart, far, by_rice(figures.value)))
    if any(line):
        st.markdown(listed_lines(line))


def scores_next(idea_id: str) -> bool:
    """Whether the queue has just put this idea on the desk, to be scored."""
    return bool(st.session_state.get(_NEXT) == idea_id)


def show_weighing(viewer: Viewer, say: Speech, idea: DeskIdea) -> None:
    """The form, folded; with several evaluators the others' scores appear once one's own are given."""
    if not idea.may_weigh:
        return
    called = scores_next(idea.id)
    if called:
        del st.session_state[_NEXT]
        st.session_state[f"weigh-{idea.id}"] = True
    fold = st.expander(say("Value, effort, cost"), key=f"weigh-{idea.id}", on_change="rerun")
    if not fold.open:
        return
    with fold:
        if called:
            bring_into_view(f"weigh-{idea.id}")
        sheet = ask(score_sheet, viewer, idea_id=idea.id)
        st.caption(say.quoted(plain(idea.words)))
        key = form_key(f"weigh-{idea.id}")
        with st.form(key, border=False):
            scores = {one.key: _field(say, sheet, one, key) for one in sheet.scoring.criteria}
            cost = st.number_input(say("Cost in euros, if known"), 0, COST_MOST, idea.figures.cost, step=100)
            sent = st.form_submit_button(say("Save the scores"), type="primary")
        if sheet.scoring.several and any(one.key not in sheet.mine for one in sheet.scoring.criteria):
            st.caption(say("You see what the others gave once you have given yours."))
        _show_others(say, sheet)
        if sent and attempt(weigh_idea, viewer, form_key=key, idea_id=idea.id, scores=scores,
                            cost=None if cost is None else int(cost)):  # fmt: skip
            st.rerun()


def _show_others(say: Speech, sheet: ScoreSheet) -> None:
    """What everybody gave, criterion by criterion, lowest first; where they are far apart it says so."""
    several = [one for one in sheet.scoring.criteria if len(sheet.others.get(one.key, ())) > 1]
    if not several:
        return
    rice = sheet.scoring.method is Method.RICE
    lines = []
    for one in several:
        given = sheet.others[one.key]
        each = " · ".join(say.decimal(value, 0 if value == int(value) else 1) for value in given)
        apart = distance_in_times(given) if rice else distance(given)
        far = f"  ↔ {say('worth talking about')}" if apart is not None and apart >= APART_FROM else ""
        lines.append(f"- {plain(criterion_words(say, one.key, one.name))}: **{each}**{far}")
    st.markdown("\n".join([say("What everybody gave, lowest first; the middle one counts:"), "", *lines]))


def show_queue(viewer: Viewer, say: Speech, groups: list[GroupView]) -> None:
    """One's own evaluations: done against pending, and the way to the next one; only where several evaluate."""
    if not viewer.is_staff:
        return
    queues = {}
    if len(groups) <= 3:
        queues = ask(evaluation_queues, viewer, now=now(), group_ids=[group.id for group in groups])
    for group in groups:
        queue = queues.get(group.id)
        if queue is None:
            continue
        left, right = st.columns([4, 1], vertical_alignment="center")
        name = f"{plain(group.name)}: " if len(groups) > 1 else ""
        left.markdown(f"⚖ {name}{queue_line(say, queue.done, queue.pending)}")
        if queue.first and right.button(say("Score the next one"), key=f"queue-{group.id}"):
            st.session_state[_NEXT] = queue.first
            go_to(idea=queue.first)


def _field(say: Speech, sheet: ScoreSheet, one: Criterion, key: str) -> float | None:
    value = sheet.mine.get(one.key)
    rice = sheet.scoring.method is Method.RICE
    name = criterion_words(say, one.key, one.name)
    if rice:
        # People and hundredths are whole; impact goes by quarters, months by halves. One kind of number in one field.
        found: float | None
        if one.key in _STEPS:
            found = st.number_input(name, float(one.low), float(one.high), value, step=_STEPS[one.key],
                                    format="%0.2f", key=f"{key}-{one.key}")  # fmt: skip
        else:
            whole = None if value is None else int(value)
            found = st.number_input(name, int(one.low), int(one.high), whole, key=f"{key}-{one.key}")
        return None if found is None else float(found)
    # Where several had given theirs and one figure counts again, their middle may lie between two.
    begins = None if value is None else min(_FIVES[-1], int(value + 0.5))
    chosen = st.segmented_control(plain(name), _FIVES, default=begins, key=f"{key}-{one.key}")
    return None if chosen is None else float(chosen)
