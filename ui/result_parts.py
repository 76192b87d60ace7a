"""The result at the desk: what `words.results_shown` says, drawn alike for every kind; methods one fold below."""

from html import escape

import streamlit as st

from models.access import May, Viewer
from models.results import ResultView
from ui.cards import plain
from ui.folds import fold
from words.results_shown import Shown, ShownRow, shown
from words.speech import Speech

TIE, DIVIDES = "=", "⚡"
# One block of plain HTML: it wraps where a grid would cut, and costs the page one message.
LOOK = """
<style>
.dr-result { width: 100%; border-collapse: collapse; line-height: 1.35; overflow-wrap: anywhere; }
.dr-result th { white-space: nowrap; text-align: left; font-weight: 400;
  font-size: 0.875rem; opacity: 0.8; padding: 0.2rem 0.5rem; }
.dr-result td { padding: 0.45rem 0.5rem; vertical-align: top; border-top: 1px solid rgba(128, 128, 128, 0.3); }
.dr-result .dr-place { font-weight: 600; white-space: nowrap; }
.dr-result .dr-words { width: 45%; }
.dr-result .dr-figure { font-variant-numeric: tabular-nums; min-width: 8rem; }
.dr-result .dr-side, .dr-result .dr-figure { overflow-wrap: break-word; }
.dr-result small { display: block; font-size: 0.875rem; opacity: 0.85; }
.dr-bar { display: block; height: 0.4rem; margin-top: 0.25rem; border-radius: 0.2rem;
  background: rgba(128, 128, 128, 0.25); }
.dr-bar > span { display: block; height: 100%; border-radius: 0.2rem; background: #3f6ea8; }
.dr-of { display: none; }
@media (max-width: 640px) {
  .dr-result thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .dr-result, .dr-result tbody { display: block; }
  .dr-result tr { display: flex; flex-wrap: wrap; border-top: 1px solid rgba(128, 128, 128, 0.3); padding: 0.5rem 0; }
  .dr-result td { border: 0; padding: 0.1rem 0; }
  .dr-result .dr-place { flex: 0 0 2.2rem; }
  .dr-result .dr-words { flex: 1 1 calc(100% - 2.2rem); width: auto; }
  .dr-result .dr-figure { flex: 1 1 100%; }
  .dr-result .dr-side { margin-right: 0.9rem; }
  .dr-result .dr-place + .dr-words { flex-basis: 0; min-width: 60%; }
  .dr-of { display: inline; font-size: 0.875rem; opacity: 0.8; }
}
</style>
"""


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
    with fold(say("How it was counted"), f"counted-{view.round.id}"):
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
    """The rows: place, words, figure with its bar, the shown sides; on a phone one below the other, nothing cut."""
    if not found.rows:
        return
    heads = "".join(f'<th scope="col">{escape(label)}</th>' for _, label in found.columns)
    rows = "".join(_row(say, found, row) for row in found.rows)
    ranked = [say("Place")] if any(row.rank for row in found.rows) else []
    words = "".join(f'<th scope="col">{escape(one)}</th>' for one in (*ranked, say("Idea"), say("Result")))
    st.html(f'{LOOK}<table class="dr-result"><thead><tr>{words}{heads}</tr></thead><tbody>{rows}</tbody></table>')


def _row(say: Speech, found: Shown, row: ShownRow) -> str:
    ranked = any(one.rank for one in found.rows)
    stands = f"{row.rank or ''}{f' {TIE}' if row.tied else ''}"
    place = f'<td class="dr-place">{escape(stands)}</td>' if ranked else ""
    note = f"<small>{escape(row.note)}</small>" if row.note else ""
    sides = "".join(
        # A side that is not shown leaves no name without a figure on a phone.
        f'<td class="dr-side"><span class="dr-of">{escape(label)}</span> {escape(row.sides[side])}</td>'
        if row.sides.get(side)
        else '<td class="dr-side"></td>'
        for side, label in found.columns
    )
    return (
        f"<tr>{place}"
        f'<td class="dr-words">{escape(row.name)}{f"&nbsp;{DIVIDES}" if row.divides else ""}</td>'
        f'<td class="dr-figure">{escape(row.figure)}{note}'
        f'<span class="dr-bar"><span style="width: {100 * row.share:.1f}%"></span></span></td>{sides}</tr>'
    )
