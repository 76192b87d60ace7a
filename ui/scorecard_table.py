"""The touchpoint scorecard on the screen: a table of four answers a touchpoint, a card each on a phone, and beneath it
what each place says.

The table is HTML of our own, with every text a person typed escaped: a list of thirteen places and five columns.
"""

from collections.abc import Sequence
from html import escape

import streamlit as st

from models.access import Viewer
from models.portfolio import WORST_FIRST
from models.scorecard import Answer, Score, ToldHere
from ui.cards import link_to, plain, verdict_chip, verdict_icon
from words.kinds import figure_words
from words.scorecard import figures_answer, keeps_answer, trained_words, values_answer, voices_words, words_answer
from words.speech import Speech

MOST_NAMED = 3
CSS = """
<style>
.dr-score { width: 100%; border-collapse: collapse; font-size: 0.95rem; }
.dr-score th { text-align: left; font-weight: 400; font-size: 0.85rem; opacity: 0.8; padding: 0.3rem 0.6rem; }
.dr-score td, .dr-score th[scope=row] { padding: 0.5rem 0.6rem; border-top: 1px solid rgba(128,128,128,.25);
  vertical-align: top; opacity: 1; font-size: 0.95rem; overflow-wrap: anywhere; }
.dr-score th[scope=row] { font-weight: 600; }
.dr-score small { display: block; opacity: 0.8; font-weight: 400; }
@media (min-width: 641px) { .dr-score th:first-child { width: 22%; } .dr-score th:nth-child(3) { width: 15%; } }
.dr-score .dr-bad { font-weight: 600; }
@media (max-width: 640px) {
  .dr-score thead { position: absolute; left: -9999px; }
  .dr-score tr { display: block; border: 1px solid rgba(128,128,128,.35); border-radius: 0.5rem; padding: 0.5rem;
    margin-bottom: 0.6rem; }
  .dr-score td, .dr-score th[scope=row] { display: block; border: 0; padding: 0.15rem 0.3rem; }
  .dr-score td::before { content: attr(data-asks) " "; opacity: 0.8; }
}
</style>
"""


def show_scores(say: Speech, scores: Sequence[Score], staff: int) -> None:
    """A row a touchpoint that promises something; those that promise nothing in one line below."""
    asks = (say("Same figures?"), say("Same words?"), say("Which values does it prove?"), say("Does it keep up?"))
    speaking = [score for score in scores if score.told]
    heads = "".join(f'<th scope="col">{escape(ask)}</th>' for ask in (say("Touchpoint"), *asks))
    rows = "".join(_row(say, score, asks, staff) for score in speaking)
    if speaking:
        st.html(f'{CSS}<table class="dr-score"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>')
    silent = [plain(score.name) for score in scores if not score.told]
    if silent:
        st.caption(say("They promise nothing: %(where)s.", where=say.listed(silent)))


def _row(say: Speech, score: Score, asks: tuple[str, ...], staff: int) -> str:
    differ = [one for one in score.told if one.same_figure is False]
    own = sum(not one.same_words for one in score.told)
    broken = sorted((one for one in score.told if one.verdict != "supported"),
                    key=lambda one: WORST_FIRST.index(one.verdict))  # fmt: skip
    notes = [
        ", ".join(say("says %(figure)s, not %(due)s", figure=_figure(say, one), due=_due(say, one)) for one in differ),
        say.many("%(n)s promise in other words", "%(n)s promises in other words", own) if own else "",
        "",
        " · ".join(f"{verdict_icon(one.verdict)} {say.quoted(one.words)}" for one in broken[:MOST_NAMED])
        + (" · …" if len(broken) > MOST_NAMED else ""),
    ]
    answers = [figures_answer(say, score.figures), words_answer(say, score.wording), values_answer(say, score.values),
               keeps_answer(say, score.keeps)]  # fmt: skip
    bad = [score.figures is Answer.NO, False, score.proves is Answer.NO, score.keeps == "not supportable"]
    cells = "".join(
        f'<td data-asks="{escape(ask, quote=True)}"><span{_loud(loud)}>{escape(answer)}</span>'
        + (f"<small>{escape(note)}</small>" if note else "")
        + "</td>"
        for ask, answer, note, loud in zip(asks, answers, notes, bad, strict=True)
    )
    about = [
        voices_words(say, score.voices, score.unhappy),
        trained_words(say, score.readers, staff),
        say("not in our hands") if score.control == "no" else "",
    ]
    under = " · ".join(part for part in about if part)
    return f'<tr><th scope="row">{escape(score.name)}<small>{escape(under)}</small></th>{cells}</tr>'


def show_what_each_says(say: Speech, viewer: Viewer, scores: Sequence[Score]) -> None:
    """Place by place: the words, the figure, what should be told, and whether it is kept."""
    for score in scores:
        if not score.told:
            continue
        st.markdown(f"**{plain(score.name)}**")
        for one in score.told:
            said = f"{say.quoted(plain(one.words))} · {plain(_figure(say, one))} · {verdict_chip(say, one.verdict)}"
            if one.same_figure is False:
                said += f" · ✕ {say('must say %(figure)s', figure=plain(_due(say, one)))}"
            st.markdown(f"- {said}")
        promises = {one.row.id: one.row.terms.sentence for one in score.told}
        for promise_id, sentence in promises.items():
            link_to(viewer, "promise", plain(sentence), promise=promise_id)


def show_method(say: Speech) -> None:
    """How each of the four answers is judged."""
    sentences = (
        say("Same figures: what the place says is what is to be told, the promise's own figure or, while places are"
            " being changed, the new one. 48 hours and 2 days are the same figure."),
        say("Same words: at least half of the words that matter in the promise's sentence are there, in any of their"
            " forms. Words of its own are no fault as long as the figure is the same."),
        say("Which values: those proved by a promise that is told here. A proof counts when the figure told here holds"
            " today."),
        say("Keeps up: the worst verdict among the figures told here, by the same cases. Beside it the voices of the"
            " last 90 days, and how many read in that time what may be said there."),
    )  # fmt: skip
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))


def _loud(loud: bool) -> str:
    return ' class="dr-bad"' if loud else ""


def _figure(say: Speech, one: ToldHere) -> str:
    if one.amount is None or one.unit is None:
        return say("no figure")
    return figure_words(say, one.row.terms, one.amount, one.unit)


def _due(say: Speech, one: ToldHere) -> str:
    return figure_words(say, one.row.terms, *one.figure)
