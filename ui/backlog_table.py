"""The backlog as a table, paged by the database: rows are picked, one goes on the desk, several are changed at once."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.access import Viewer
from models.backlog import BacklogPage, BacklogQuery, PickedIdea
from models.desk_rows import DeskIdea
from store.settings import settings
from ui.backlog_bulk import show_bulk
from ui.backlog_cards import show_cards
from ui.backlog_filters import go_to
from ui.backlog_ticks import all_ticked, let_go, show_elsewhere, table_key, ticked_at_first
from ui.cards import verdict_chip
from ui.pages_turned import show_pages
from words.answers import listed_lines, outcome_chip
from words.backlog import dots, effort_words, found_line, sides_column
from words.phone import euros
from words.speech import Speech
from words.voted import voted_short


def show_table(viewer: Viewer, say: Speech, listed: BacklogPage, asked: BacklogQuery) -> None:
    """A page of rows; with rows picked, on this page or others, what can be done with them."""
    if asked.narrowed or not listed.rows:
        st.caption(found_line(say, listed.total))
    if not listed.rows:
        turn_pages(say, listed.pages, listed.page)
        return
    way_in = st.container(horizontal=True, vertical_alignment="center", key="backlog-way-in")
    # Where all of them wait, a column that says so of each would only take the room of the others.
    stands = any(not idea.waiting and idea.decision is not None for idea in listed.rows)
    widths = {say("Days"): 58, say("Promise"): 150 if stands else 180, say("Value / effort"): 110, say("Cost"): 75,
              say("Vote"): 85}  # fmt: skip
    rows, spared = _without_empty([_row(viewer, say, idea, stands) for idea in listed.rows], widths)
    key = table_key(listed.rows)
    event = st.dataframe(
        rows, hide_index=True, on_select="rerun",
        selection_mode="multi-row", key=key, alt=say("All ideas"), placeholder="",
        selection_default={"selection": {"rows": ticked_at_first(key, listed.rows, asked)}},
        column_config={
            say("Days"): st.column_config.NumberColumn(width=58, help=say("How long it has been waiting.")),
            say("Stands"): st.column_config.TextColumn(width=120),
            say("Idea"): st.column_config.TextColumn(width=(220 if stands else 320) + spared),
            say("Promise"): st.column_config.TextColumn(width=150 if stands else 180),
            say("Sides (p·k·c)"): st.column_config.TextColumn(
                width=92, help=say("How many ask for it: who promises, who keeps, customers.")
            ),
            say("Value / effort"): st.column_config.TextColumn(width=110),
            say("Cost"): st.column_config.TextColumn(width=75),
            say("Vote"): st.column_config.TextColumn(width=85),
        },
    )  # fmt: skip
    show_cards(say, listed.rows)
    picked = all_ticked(viewer, listed, asked, event["selection"]["rows"])
    _way_in(way_in, say, picked)
    if picked:
        show_elsewhere(say, listed.rows, picked)
    if picked and show_bulk(viewer, say, picked):
        let_go()
        st.rerun()
    turn_pages(say, listed.pages, listed.page)


def _without_empty(rows: list[dict[str, object]], widths: dict[str, int]) -> tuple[list[dict[str, object]], int]:
    """The rows without the columns that say nothing of any of them, and the room this leaves for the ideas."""
    empty = {name for name in widths if all(row.get(name) in (None, "") for row in rows)}
    spared = sum(widths[name] for name in empty if name in rows[0])
    return [{name: cell for name, cell in row.items() if name not in empty} for row in rows], spared


def _way_in(place: DeltaGenerator, say: Speech, picked: list[PickedIdea]) -> None:
    """Above the rows, always at the same height: what opens the one that is picked."""
    one = picked[0] if len(picked) == 1 else None
    open_now = one is not None and st.query_params.get("idea") == one.id
    pressed = place.button(say("Open"), key="desk-pick", type="primary" if one and not open_now else "secondary",
                           disabled=one is None or open_now)  # fmt: skip
    if open_now:
        place.caption(say("It is open at the top of this page."))
    elif one is None:
        place.caption(say("Tick the row of one idea, then open it. Several rows are changed together."))
    if one is not None and pressed:
        go_to(idea=one.id)


def turn_pages(say: Speech, pages: int, page: int) -> None:
    """The pages of the backlog, which stand in its address."""
    show_pages(say, pages, page, key="backlog-page", in_address=True)


def _row(viewer: Viewer, say: Speech, idea: DeskIdea, stands_too: bool) -> dict[str, object]:
    """An idea in the table. Cells are data, so what people typed stays what it is."""
    stands = "waiting" if idea.waiting or idea.decision is None else idea.decision.outcome
    decided = say.day(idea.decision.at, settings().zone) if idea.decision and not idea.waiting else ""
    touched, figures = idea.promise, idea.figures
    chip = f"{verdict_chip(say, touched.verdict)} · {touched.sentence}" if touched and touched.verdict else ""
    row: dict[str, object] = {
        say("Days"): idea.age_days if idea.waiting else None,
        say("Idea"): idea.words,
        **({say("Stands"): listed_lines([outcome_chip(say, stands), decided])} if stands_too else {}),
        say("Sides (p·k·c)"): sides_column(idea.sides),
        say("Promise"): chip or (touched.sentence if touched else ""),
    }
    if viewer.is_staff:
        both = figures.value is not None or figures.effort is not None
        effort = effort_words(say, figures.value, figures.effort)
        row[say("Value / effort")] = f"{dots(say, figures.value)} / {effort}" if both else ""
        row[say("Cost")] = euros(say, figures.cost) if figures.cost is not None else ""
    row[say("Vote")] = voted_short(say, idea.vote) if idea.vote else ""
    return row
