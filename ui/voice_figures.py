"""Listening in figures on the screen: rows with their weeks and faces, three scales, how they are made."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from analysis.nps import FEWEST_ANSWERS
from charts.voices import faces_bar, spark
from models.listening_figures import ListeningFigures, Spoken
from ui.folds import fold
from words.listening import FACES
from words.promises import of_hundred
from words.speech import Speech
from words.voice_figures import range_words, signed, too_few_answers

CSS = """
<style>
.dr-voices { width: 100%; border-collapse: collapse; font-size: .95rem; font-variant-numeric: tabular-nums; }
.dr-voices th { text-align: left; font-weight: 400; font-size: .85rem; opacity: .8; padding: .3rem .5rem; }
.dr-voices td, .dr-voices th[scope=row] { border-top: 1px solid rgba(128,128,128,.25); padding: .3rem .5rem; }
.dr-voices th[scope=row] { font-weight: 600; opacity: 1; font-size: .95rem; }
.dr-voices td.n, .dr-voices th.n { text-align: right; white-space: nowrap; }
.dr-voices img { width: 100%; min-width: 90px; max-width: 190px; height: 34px; display: block; }
.dr-voices th[scope=row] { overflow-wrap: break-word; hyphens: auto; }
@media (max-width: 640px) { .dr-voices .wide { display: none; } .dr-voices img { min-width: 120px; } }
</style>
"""


def show_rows(say: Speech, rows: Sequence[Spoken]) -> None:
    """A row a touchpoint, stage or profile: its weeks, its faces, how many, and how many in the period before."""
    most = max((count for row in rows for _, count in row.weeks), default=1)
    titles = ((say("Week by week"), "wide"), (say("How it went"), ""), (say("Voices"), "n"), (say("Argued"), "n wide"),
              (say("Before"), "n wide"))  # fmt: skip
    named = "".join(f'<th scope="col" class="{how}">{escape(one)}</th>' for one, how in titles)
    heads = f'<th scope="col"></th>{named}'
    body = ""
    for row in sorted(rows, key=lambda one: (-one.tally.voices, one.name)):
        weeks = say("Voices a week, first to last: %(n)s", n=", ".join(str(count) for _, count in row.weeks))
        bars = spark([count for _, count in row.weeks], most)
        faces = ", ".join(f"{FACES[face]} {count}" for face, count in enumerate(row.tally.faces, start=1))
        body += (
            f'<tr><th scope="row">{escape(row.name)}</th>'
            f'<td class="wide"><img src="{bars}" alt="{escape(weeks, quote=True)}"></td>'
            f'<td><img src="{faces_bar(row.tally.faces)}" alt="{escape(faces, quote=True)}" title="{faces}"></td>'
            f'<td class="n"><b>{say.number(row.tally.voices)}</b></td>'
            f'<td class="n wide">{say.number(row.tally.argued)}</td>'
            f'<td class="n wide">{say.number(row.before)}</td></tr>'
        )
    st.html(f'{CSS}<table class="dr-voices"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>')


def show_scales(say: Speech, found: ListeningFigures) -> None:
    """Would they recommend, are they satisfied, was it easy: each with its range, or how many answers are missing."""
    recommends, satisfied, effort = st.columns(3)
    nps, csat, ces = found.recommends.recommends, found.satisfied.satisfied, found.effort.effort
    with recommends.container(border=True):
        st.metric(say("Would recommend us, −100 to +100"), signed(say, nps.score) if nps else "–")
        st.caption(range_words(say, signed(say, nps.low), signed(say, nps.high), nps.n) if nps
                   else too_few_answers(say, found.recommends.n, FEWEST_ANSWERS))  # fmt: skip
    with satisfied.container(border=True):
        st.metric(say("It went well"), of_hundred(say, csat.share) if csat else "–")
        st.caption(range_words(say, say.number(round(100 * csat.low)), say.number(round(100 * csat.high)), csat.n)
                   if csat else too_few_answers(say, found.satisfied.n, FEWEST_ANSWERS))  # fmt: skip
    with effort.container(border=True):
        st.metric(say("It was easy, from 1 to 7"), say.decimal(ces.mean) if ces else "–")
        st.caption(range_words(say, say.decimal(ces.low), say.decimal(ces.high), ces.n) if ces
                   else too_few_answers(say, found.effort.n, FEWEST_ANSWERS))  # fmt: skip


def how_figures_are_made(say: Speech) -> None:
    """The method, one fold below."""
    with fold(say("How these figures are made"), "how-made"):
        for line in (
            say("Would recommend us (NPS): who says 9 or 10, from 0 to 10, less who says 0 to 6; from −100 to +100."),
            say("It went well (CSAT): the share of the two best faces. It was easy (CES): the mean of 1 to 7."),
            say("Each stands from %(n)s answers on, with the range it lies in 19 times of 20 (NPS: of a multinomial, "
                "adjusted; CSAT: Wilson; CES: Student, with one answer more spread over all seven).",
                n=say.number(FEWEST_ANSWERS)),
            say("Rose or fell: this period beside the one before as two rates (exact test), where weeks that differ "
                "much let less be said; all places looked at together, so that of those named one in twenty is luck "
                "(Benjamini and Hochberg). The season is not taken out."),
            say("Words: said by at least three people (whoever is known counts once) and more often by this group than "
                "luck explains (Fisher's exact test, the same correction), among the newest 1,000 voices each; forms "
                "of a word count together, what was masked never counts."),
            say("First answer: of the voices older than 14 days that somebody took in charge or whose author follows "
                "them."),
        ):  # fmt: skip
            st.markdown(f"- {line}")
