"""The backlog on a phone: a card an idea instead of a table that runs off the screen; a tap opens it on the desk."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from models.desk_rows import DeskIdea
from store.settings import settings
from ui.cards import verdict_chip
from words.answers import outcome_chip, sides_short
from words.speech import Speech
from words.voted import voted_short

CSS = """
<style>
.dr-backlog { display: none; }
@media (max-width: 640px) {
  [class*="st-key-backlog-table-"], .st-key-backlog-way-in { display: none; }
  .dr-backlog { display: flex; flex-direction: column; gap: .6rem; }
}
.dr-backlog a { display: block; padding: .7rem .8rem; border: 1px solid rgba(128,128,128,.35); border-radius: .5rem;
  color: inherit; text-decoration: none; overflow-wrap: anywhere; }
.dr-backlog b { display: block; font-weight: 600; }
.dr-backlog span { display: block; font-size: .9rem; opacity: .8; margin-top: .2rem; }
</style>
"""


def show_cards(say: Speech, rows: Sequence[DeskIdea]) -> None:
    """The same page of rows, seen only where the screen is narrow; the table is what is seen elsewhere."""
    about = {key: value for key, value in st.query_params.to_dict().items() if key != "idea"}
    cards = "".join(
        f'<a href="?{escape(urlencode(about | {"idea": idea.id}), quote=True)}" target="_self">'
        f"<b>{escape(idea.words)}</b>{''.join(f'<span>{escape(line)}</span>' for line in _lines(say, idea))}</a>"
        for idea in rows
    )
    st.html(f'{CSS}<div class="dr-backlog">{cards}</div>')


def _lines(say: Speech, idea: DeskIdea) -> list[str]:
    """Where it stands, who asks and how it was voted, the promise it touches; what is not known is left out."""
    waiting = idea.waiting or idea.decision is None
    stands = outcome_chip(say, "waiting" if idea.waiting or idea.decision is None else idea.decision.outcome)
    if waiting:
        since = say.many("for %(n)s day", "for %(n)s days", idea.age_days)
    else:
        since = say.day(idea.decision.at, settings().zone) if idea.decision else ""
    touched = idea.promise
    chip = verdict_chip(say, touched.verdict) if touched and touched.verdict else ""
    asked = [sides_short(say, idea.sides), voted_short(say, idea.vote) if idea.vote else ""]
    lines = [f"{stands} · {since}" if since else stands, " · ".join(part for part in asked if part)]
    lines.append(" · ".join(part for part in (chip, touched.sentence if touched else "") if part))
    return [line for line in lines if line]
