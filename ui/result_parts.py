"""The result at the desk: what `words.results_shown` says, drawn alike for every kind; methods one fold below."""

import streamlit as st

from models.access import May, Viewer
from models.results import ResultView
from ui.cards import plain
from words.results_shown import Shown, shown
from words.speech import Speech

TIE, DIVIDES = "=", "⚡"


def draw_result(say: Speech, view: ResultView, *, title: bool = True) -> None:
    """Sentences, one's own part, a bar a row with a column a side; how it was counted below.

    `title`: whether the first sentence is to be the title of the page; where it is already, it is not said twice.
    """
    found = shown(say, view)
    if title:
        st.title(plain(found.sentences[0]), anchor=False)
    for sentence in found.sentences[1:]:
        st.text(sentence)
    if found.part:
        st.success(plain(found.part))
    draw_rows(say, found)
    for note in found.notes:
        st.caption(plain(note))
    st.caption(plain(" · ".join(found.head)))
    with st.expander(say("How it was counted")):
        for line in found.method:
            st.text(line)
        for heading, lines in found.beside:
            st.markdown(f"**{plain(heading)}**")
            st.text("\n".join(lines))
        st.caption(say("Fingerprint of the ballots counted: %(hash)s", hash=view.ballots_hash[:16]))
    if found.rows:
        take_away(say, view)


def take_away(say: Speech, view: ResultView) -> None:
    """The picture, and the sheet of the votes where there is one (there one also finds one's own line)."""
    at = f"/download/result/{view.round.id}"
    links = [(f"{at}.png", say("Picture (PNG)")), (f"{at}.svg", say("Picture (SVG)"))]
    if view.sheet:
        links.append((f"/w/{view.round.workshop_id}/sheet/{view.round.id}", say("The sheet of the votes")))
    _links(say, links)


def protocol_links(say: Speech, viewer: Viewer, *, workshop_id: str, group_id: str) -> None:
    """The protocol of a workshop, for whoever may take it."""
    if viewer.may(May.PROTOCOL_SEE, group_id=group_id):
        at = f"/download/protocol/{workshop_id}"
        _links(say, [(f"{at}.pdf", say("Protocol (PDF)")), (f"{at}.xlsx", say("Protocol (Excel)"))])


def _links(say: Speech, links: list[tuple[str, str]]) -> None:
    ways = " · ".join(f'<a href="{address}" target="_blank">{words}</a>' for address, words in links)
    st.html(f"<p>{say('To take with you')}: {ways}</p>")


def draw_rows(say: Speech, found: Shown) -> None:
    """The rows as one table: place, name, figure with its bar, the shown sides."""
    if not found.rows:
        return
    table: dict[str, list[object]] = {}
    if any(row.rank for row in found.rows):
        table[say("Place")] = [f"{row.rank or ''}{f' {TIE}' if row.tied else ''}" for row in found.rows]
    # The figure before the words: on a narrow screen both are in sight without scrolling.
    table[say("Figure")] = [f"{row.figure}{f' · {row.note}' if row.note else ''}" for row in found.rows]
    table[say("Idea")] = [f"{row.name}{f' {DIVIDES}' if row.divides else ''}" for row in found.rows]
    bar = say("Result")
    table[bar] = [row.share for row in found.rows]
    for side, label in found.columns:
        table[label] = [row.sides.get(side, "") for row in found.rows]
    st.dataframe(
        table, hide_index=True,
        column_config={
            say("Place"): st.column_config.TextColumn(width=50),
            say("Idea"): st.column_config.TextColumn(width="large"),
            bar: st.column_config.ProgressColumn(format=" ", min_value=0.0, max_value=1.0, width="small"),
        },
    )  # fmt: skip
