"""Money that was moved, never added: from which line to which, and the promise each euro serves."""

from dataclasses import dataclass

import streamlit as st
from sqlmodel import Session

from models.access import Viewer
from models.budget_lines import FIRST_YEAR, LAST_YEAR, Budget, budget_view
from models.days import day_here
from models.outcome_checks import checks_of
from models.portfolio import promise_rows
from models.savings import SavingView, savings_of
from ui.cards import empty_state, link_to
from ui.check_saving import staff_of
from ui.entry import ask, enter, now
from ui.money_parts import line_form, move_form, saving_form, show_budget, show_savings
from ui.table_down import table_down
from words.actions import budget_title
from words.speech import speech


@dataclass(frozen=True)
class Everything:
    """A year's budget and savings, the promises money can serve with how they were and are kept, and who estimates."""

    budget: Budget
    savings: list[SavingView]
    promises: dict[str, str]
    served: dict[str, tuple[float | None, float]]
    people: dict[str, str]


def everything(session: Session, viewer: Viewer, year: int) -> Everything:
    """All of it in one visit."""
    rows, before = promise_rows(session, viewer, now=now()), {}
    for look in checks_of(session, viewer, now=now()):
        if look.promise_id and look.share_before is not None:
            before[look.promise_id] = look.share_before
    served = {
        row.id: (before.get(row.id), row.verdict.facts.share)
        for row in rows if row.verdict and row.verdict.facts.share is not None
    }  # fmt: skip
    return Everything(
        budget_view(session, viewer, year=year), savings_of(session, viewer, year=year),
        {row.id: row.terms.sentence for row in rows}, served,
        {one.id: one.name for one in staff_of(session, viewer)},
    )  # fmt: skip


viewer = enter("money")
say = speech(viewer.language)
asked = st.query_params.get("year", "")
year = int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked) <= LAST_YEAR else day_here(now()).year
seen = ask(everything, viewer, year=year)
found, promises = seen.budget, seen.promises
st.title(budget_title(say, year, len(found.lines), found.moved, found.total), anchor=False)
link_to(viewer, "actions", say("What is done with it"))
years = sorted({year, day_here(now()).year, day_here(now()).year + 1, *found.years}, reverse=True)
chosen = st.selectbox(say("Year"), years, index=years.index(year), width=160)
if chosen != year:
    st.query_params["year"] = str(chosen)
    st.rerun()
if found.lines:
    show_budget(say, found, seen.served)
else:
    empty_state(viewer, say("Write the lines of the year first: what they are called and what they hold."))
show_savings(say, seen.savings, viewer)
if found.may_move:
    # By their keys: what another tab moved makes the page above longer, and a fold without one closed itself over the
    # sentence that says why this move was refused.
    with st.expander(say("Enter a saving"), key="money-saving", on_change="rerun"):
        saving_form(say, viewer, year, promises, seen.people)
    if found.lines:
        with st.expander(say("Move money"), key="money-move", on_change="rerun"):
            move_form(say, viewer, found, promises, seen.people)
    with st.expander(say("A new line"), expanded=not found.lines, key="money-line", on_change="rerun"):
        line_form(say, viewer, year)
if found.moves:
    table_down(say, "money", {"year": year})
