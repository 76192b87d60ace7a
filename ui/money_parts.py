"""Money on the desk: what was moved as a picture and a table, and the forms for a move, a saving, a line."""

from collections.abc import Mapping

import streamlit as st

from charts.money import moved
from models.access import Viewer
from models.budget_lines import MOST, NAME_LIMIT, REASON_LIMIT, Budget, add_line, move_money
from ui.cards import plain
from ui.entry import attempt, form_key
from words.actions import money, move_line
from words.speech import Speech


def show_budget(say: Speech, found: Budget) -> None:
    """The lines that changed as a picture, every line as a table, the moves with whom they serve."""
    changed = [(line.name, line.start, line.now) for line in found.lines if line.now != line.start]
    if changed:
        words = "; ".join(f"{name}: {money(say, start)} → {money(say, now)}" for name, start, now in changed)
        st.vega_lite_chart(moved(say, tuple(changed)), alt=words)
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
        serves = f"«{plain(one.promise)}»" if one.promise else ""
        said = [serves, plain(one.reason), plain(one.by), say.date(one.at.date())]
        st.markdown("- " + move_line(say, plain(one.source), plain(one.target), one.amount, said))


def move_form(say: Speech, viewer: Viewer, found: Budget, promises: Mapping[str, str]) -> None:
    """From where to where, how much, for which promise; without a line it comes from, it is a saving."""
    key = form_key("move")
    lines = {line.id: f"{line.name} ({money(say, line.now)})" for line in found.lines}
    with st.form(key, border=False):
        left, right = st.columns(2)
        source = left.selectbox(say("From"), ["", *lines], format_func=lambda one: lines.get(one, say("a saving")),
                                index=1 if lines else 0)  # fmt: skip
        target = right.selectbox(say("To"), list(lines), format_func=lambda one: lines[one],
                                 index=min(1, len(lines) - 1))  # fmt: skip
        amount = st.number_input(say("How many euro?"), 1, MOST, 1000, step=500)
        serves = st.selectbox(say("Which promise does it serve? (optional)"), list(promises), index=None,
                              format_func=lambda one: promises[one], placeholder=say("Choose"))  # fmt: skip
        reason = st.text_input(say("Why? For a saving: what is saved, and who estimates it"), max_chars=REASON_LIMIT)
        if st.form_submit_button(say("Move it"), type="primary") and attempt(
            move_money, viewer, form_key=key, from_id=source or None, to_id=target, amount=int(amount),
            promise_id=serves, reason=reason,
        ):  # fmt: skip
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
