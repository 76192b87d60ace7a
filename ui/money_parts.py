"""Money on the desk: what was moved as a picture and a table, and the forms for a move, a saving, a line."""

from collections.abc import Mapping, Sequence

import streamlit as st

from charts.money import flows, moved
from models.access import May, Viewer
from models.budget_lines import MOST, NAME_LIMIT, REASON_LIMIT, Budget, add_line, move_money
from models.days import day_here
from models.savings import WHAT_LIMIT, SavingView, enter_saving, take_back_saving
from ui.cards import plain
from ui.entry import attempt, form_key
from ui.folds import fold
from words.actions import estimate_words, hours_words, money, move_line, saving_line, served_words
from words.speech import Speech

# Where money comes from that no line held: a saving.
SAVED = "saved"


def show_budget(say: Speech, found: Budget, served: Mapping[str, tuple[float | None, float]]) -> None:
    """From where to where each euro went as a picture, every line as a table, the moves with whom they serve.

    served: for each promise how often it was kept before, where that was measured, and how often now.
    """
    gone = [one for one in found.moves if one.source]
    if gone:
        drawn = tuple((one.source, one.target, one.amount, served_words(say, one.promise,
                       served.get(one.promise_id or ""))) for one in gone)  # fmt: skip
        words = "; ".join(f"{source} → {target}: {money(say, amount)} {why}" for source, target, amount, why in drawn)
        st.vega_lite_chart(flows(say, drawn), alt=words)
    savings = any(line.saved for line in found.lines)
    head = [say("Line"), say("At the start"), say("Now"), *([say("Savings, estimated")] if savings else [])]
    rows = ["| " + " | ".join(head) + " |", "|:--|" + "--:|" * (len(head) - 1)]
    for line in found.lines:
        cells = [plain(line.name), money(say, line.start), f"**{money(say, line.now)}**"]
        cells += [money(say, line.saved) if line.saved else "–"] if savings else []
        rows.append("| " + " | ".join(cells) + " |")
    now = sum(line.now for line in found.lines)
    rows.append(f"| **{say('Sum')}** | **{money(say, found.total)}** | **{money(say, now)}** |" + " |" * savings)
    st.markdown("\n".join(rows))
    for one in found.moves:
        serves = plain(served_words(say, one.promise, served.get(one.promise_id or "")))
        estimate = plain(estimate_words(say, one.estimated_by))
        said = [serves, plain(one.reason), estimate, plain(one.by), say.date(day_here(one.at))]
        st.markdown("- " + move_line(say, plain(one.source), plain(one.target), one.amount, said))
    changed = [(line.name, line.start, line.now) for line in found.lines if line.now != line.start]
    if changed:
        words = "; ".join(f"{name}: {money(say, start)} → {money(say, now)}" for name, start, now in changed)
        with fold(say("Line by line, as a picture"), "line-by-line"):
            st.vega_lite_chart(moved(say, tuple(changed)), alt=words)


def show_savings(say: Speech, savings: Sequence[SavingView], viewer: Viewer) -> None:
    """What is spared, in hours a year, with who estimates it: apart from the sum, to be reinvested."""
    if not savings:
        return
    hours = sum(one.hours for one in savings)
    st.subheader(hours_words(say, hours), anchor=False)
    for one in savings:
        words, way = st.columns([5, 1.4], vertical_alignment="center")
        euro = money(say, one.euro) if one.euro else ""
        said = [plain(saving_line(say, one.what, one.a_week, one.hours, one.estimated_by)), euro,
                say.date(day_here(one.entered_at))]  # fmt: skip
        words.markdown("- " + " · ".join(part for part in said if part))
        key = form_key(f"saving-{one.id[:20]}")
        if viewer.may(May.MONEY_MOVE) and way.button(say("Take the saving back"), key=key) and attempt(
            take_back_saving, viewer, form_key=key, saving_id=one.id
        ):
            st.rerun()


def saving_form(
    say: Speech, viewer: Viewer, year: int, promises: Mapping[str, str], people: Mapping[str, str]
) -> None:
    """What is spared, how often, how long each time; the hours a year are computed."""
    key = form_key("saving")
    with st.form(key, border=False):
        what = st.text_input(say("What is spared?"), max_chars=WHAT_LIMIT)
        left, right = st.columns(2)
        a_week = left.number_input(say("How many a week?"), 1, 100_000, 1)
        minutes = right.number_input(say("Minutes each"), 0.5, 10_000.0, 5.0, step=0.5)
        euro = left.number_input(say("Euro a year, where known (optional)"), 1, MOST, None, step=500)
        names = list(people)
        who = right.selectbox(say("Who estimates it?"), names, format_func=lambda one: people[one],
                              index=names.index(viewer.person_id) if viewer.person_id in names else 0,
                              key=f"{key}-who")  # fmt: skip
        serves = st.selectbox(say("Which promise does it serve? (optional)"), list(promises), index=None,
                              format_func=lambda one: promises[one], placeholder=say("Choose"),
                              key=f"{key}-serves")  # fmt: skip
        if st.form_submit_button(say("Enter it"), type="primary") and attempt(
            enter_saving, viewer, form_key=key, what=what, year=year, a_week=int(a_week), minutes=float(minutes),
            euro=None if euro is None else int(euro), estimated_by=who, promise_id=serves,
        ):  # fmt: skip
            st.toast(say("Saved."))
            st.rerun()


def move_form(
    say: Speech, viewer: Viewer, found: Budget, promises: Mapping[str, str], people: Mapping[str, str]
) -> None:
    """From where to where, how much, for which promise; without a line it comes from, it is a saving.

    No line is chosen for anybody and none is labelled by what it holds: Streamlit knows an option by its label alone. A
    choice whose sum had changed in another tab fell back to the first line, and that was where the money went from.
    """
    key = form_key("move")
    lines = {line.id: line.name for line in found.lines}
    with st.form(key, border=False):
        left, right = st.columns(2)
        source = left.selectbox(say("From which line?"), [*lines, SAVED], index=None, placeholder=say("Choose"),
                                format_func=lambda one: lines.get(one, say("a saving")),
                                key=f"{key}-from")  # fmt: skip
        target = right.selectbox(say("To which line?"), list(lines), index=None, placeholder=say("Choose"),
                                 format_func=lambda one: lines[one], key=f"{key}-to")  # fmt: skip
        amount = st.number_input(say("How many euro?"), 1, MOST, 1000, step=500)
        serves = st.selectbox(say("Which promise does it serve? (optional)"), list(promises), index=None,
                              format_func=lambda one: promises[one], placeholder=say("Choose"),
                              key=f"{key}-serves")  # fmt: skip
        reason = st.text_input(say("Why? For a saving: what is saved"), max_chars=REASON_LIMIT)
        who = st.selectbox(say("For a saving: who estimates it?"), list(people), index=None,
                           format_func=lambda one: people[one], placeholder=say("Choose"),
                           key=f"{key}-who")  # fmt: skip
        if st.form_submit_button(say("Move it"), type="primary") and attempt(
            move_money, viewer, form_key=key, from_id=None if source == SAVED else source or "", to_id=target or "",
            amount=int(amount), promise_id=serves, reason=reason, estimated_by=who,
        ):  # fmt: skip
            # The figures it changed stand far above.
            st.toast(say("Moved. The sum stays as it was."))
            st.rerun()


def line_form(say: Speech, viewer: Viewer, year: int) -> None:
    """A new line of a year."""
    key = form_key("line")
    with st.form(key, border=False):
        name = st.text_input(say("Name of the line"), max_chars=NAME_LIMIT)
        amount = st.number_input(say("Euro at the start of the year"), 0, MOST, 0, step=1000)
        if st.form_submit_button(say("Add")) and attempt(
            add_line, viewer, form_key=key, name=name, year=year, amount=int(amount)
        ):
            st.rerun()
