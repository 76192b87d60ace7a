"""What may be said today: cautious, balanced, bold side by side, and a slider that moves verdict, band and sentence.

A fragment: while somebody slides, only it runs again, from figures the page has already read, and nothing is asked of
the database. What it can start (another version, an idea) is shown by the page, which reads anew who is here.
"""

from collections.abc import Sequence

import streamlit as st

from analysis.choices import Point
from charts.claim import slid_curve
from models.choices import Choice, Choices, Stop, TooSoft, margin_of, too_soft
from models.competitors import ClaimView
from models.expectations import Expected
from models.promise_terms import Terms
from models.studies import Study
from ui.cards import plain, show_verdict, verdict_chip
from words.claim import better_words, gain_words, margin_words, range_words, soft_words, stop_words
from words.kinds import bar_at, figure_words, told_bar
from words.promises import hundredths, of_hundred, out_of, time_words
from words.speech import Speech

CHANGE, IMPROVE = "change", "improve"


def opened(promise_id: str) -> tuple[str, float, str] | None:
    """What somebody asked for with a button of the choices: CHANGE or IMPROVE, and the figure they stood at."""
    found = st.session_state.get(f"opened-{promise_id}")
    return found if isinstance(found, tuple) else None


def close(promise_id: str) -> None:
    """Put it away again."""
    st.session_state.pop(f"opened-{promise_id}", None)


@st.fragment
def show_choices(
    say: Speech, promise_id: str, study: Study, terms: Terms, choices: Choices, expected: Expected | None,
    claims: Sequence[ClaimView], may_edit: bool, may_write: bool,
) -> None:  # fmt: skip
    """Three named stops, the slider, what it says there, and three buttons."""
    key = f"said-{promise_id}-{terms.number}-{len(choices.all)}"
    st.session_state.setdefault(key, choices.stops[Stop.BALANCED])
    stops = [(stop, choices.stops[stop]) for stop in Stop if stop in choices.stops]
    for place, (stop, number) in zip(st.columns(len(stops)), stops, strict=True):
        with place.container(border=True):
            _show_stop(say, study, terms, choices, stop, number, key)
    number = st.select_slider(
        say("Try another figure"), options=range(len(choices.all)), key=key,
        format_func=lambda one: figure_words(say, terms, choices.all[one].amount, choices.all[one].unit),
    )  # fmt: skip
    chosen = choices.all[int(number)]
    _show_chosen(say, study, terms, choices, chosen, expected, claims)
    show_buttons(say, promise_id, terms, chosen, may_edit=may_edit, may_write=may_write)


def show_buttons(
    say: Speech, promise_id: str, terms: Terms, chosen: Choice, *, may_edit: bool, may_write: bool
) -> None:
    """Copy the sentence, change the promise, improve the process."""
    copy, change, improve = st.columns(3)
    with copy:
        _copy(say, terms, chosen)
    if may_edit and change.button(say("Change the promise"), width="stretch", key=f"change-at-{promise_id}"):
        _open(promise_id, CHANGE, chosen)
    if may_write and improve.button(say("Improve the process → idea"), width="stretch", key=f"improve-{promise_id}"):
        _open(promise_id, IMPROVE, chosen)


def own_choice(study: Study, terms: Terms) -> Choice:
    """The promise itself as a choice, where there is no other to choose."""
    facts = study.facts
    point = Point(terms.amount, facts.share or 0.0, facts.lower or 0.0, facts.upper or 1.0, facts.verdict)
    return Choice(terms.amount, terms.unit, point)


def _show_stop(
    say: Speech, study: Study, terms: Terms, choices: Choices, stop: Stop, number: int, key: str
) -> None:
    choice, best = choices.all[number], stop is Stop.BALANCED
    name = f"★ {stop_words(say, stop)}" if best else stop_words(say, stop)
    mark = "●" if st.session_state[key] == number else "○"
    st.button(f"{mark} {name}", key=f"{key}-{stop}", width="stretch", on_click=_go, args=(key, number))
    figure = plain(bar_at(say, terms, choice.amount, choice.unit))
    said = of_hundred(say, choice.point.share, terms.kept / terms.of)
    margin = margin_of(choices, study, terms, choice) if best else None
    if margin is not None and choices.clock:
        gain = gain_words(say, margin.amount, margin.unit, terms.value_unit)
        said += " · " + say("%(k)s of them %(gain)s earlier", k=say.number(hundredths(margin.share)), gain=gain)
    st.markdown(f"**{figure}**  \n{said}")
    show_verdict(say, choice.point.verdict)


def _show_chosen(
    say: Speech, study: Study, terms: Terms, choices: Choices, chosen: Choice, expected: Expected | None,
    claims: Sequence[ClaimView],
) -> None:  # fmt: skip
    """Verdict, band and sentence of the figure the slider stands at, and what speaks against it."""
    point, target, band = chosen.point, terms.kept / terms.of, study.assessment.band
    words = _words(say, terms, chosen, target)
    st.markdown(f"**{verdict_chip(say, point.verdict)}** · {plain(words)}")
    margin = margin_of(choices, study, terms, chosen)
    if margin is not None and choices.clock:
        st.markdown("🎁 " + margin_words(say, margin.share, gain_words(say, margin.amount, margin.unit)))
    elif margin is not None:
        st.markdown("🎁 " + plain(better_words(say, margin.share, bar_at(say, terms, *margin.aim))))
    soft = too_soft(choices, chosen, expected, claims)
    if soft is not None:
        _show_soft(say, terms, soft)
    if band is not None:
        unit = terms.unit if terms.unit == "value" else _axis_unit(choices)
        st.vega_lite_chart(
            slid_curve(say, band, at=chosen.size, share=point.share, verdict=point.verdict, target=target,
                       end=choices.all[-1].size, unit=unit, unit_size=choices.units.get(unit, 1.0),
                       value_unit=terms.value_unit),
            alt=words,
        )  # fmt: skip


def _words(say: Speech, terms: Terms, chosen: Choice, target: float) -> str:
    """Within 3 days: 99 of 100; we promise 19 of 20. With the range where it is one."""
    low, high = hundredths(chosen.point.lower), hundredths(chosen.point.upper)
    said = {
        "figure": bar_at(say, terms, chosen.amount, chosen.unit), "target": out_of(say, terms.kept, terms.of),
        "k": say.number(hundredths(chosen.point.share, target)),
    }  # fmt: skip
    if low == high:
        return say("%(figure)s: %(k)s of 100; we promise %(target)s.", **said)
    return say("%(figure)s: %(k)s of 100 (between %(low)s and %(high)s); we promise %(target)s.",
               low=say.number(low), high=say.number(high), **said)  # fmt: skip


def _show_soft(say: Speech, terms: Terms, soft: TooSoft) -> None:
    """A warning where a bolder figure holds as well; where none does, only what is hoped for elsewhere."""
    hoped, name, figure = "", "", ""
    if soft.expected is not None:
        hoped = time_words(say, soft.expected.median or 0.0, soft.expected.unit, terms.value_unit)
    elif soft.claim is not None:
        name, unit = soft.claim.name, soft.claim.unit or ""
        figure = range_words(say, soft.claim.low or 0.0, soft.claim.high or 0.0, unit, terms.value_unit)
    said = {"expected": plain(hoped), "competitor": plain(name), "figure": plain(figure)}
    words = soft_words(say, avoidable=soft.avoidable, **said)
    if soft.avoidable:
        st.warning(words)
    else:
        st.caption(words)


def _copy(say: Speech, terms: Terms, chosen: Choice) -> None:
    """The sentence to copy, while it holds; whoever must say something bolder is told why not."""
    with st.popover(say("Copy the sentence"), type="primary", width="stretch", key="copy-sentence"):
        if chosen.point.verdict in ("supported", "at risk"):
            own, share = (chosen.amount, chosen.unit) == (terms.amount, terms.unit), out_of(say, terms.kept, terms.of)
            text = terms.sentence if own else told_bar(say, terms, chosen.amount, chosen.unit, share)
            st.code(text, language=None, wrap_lines=True)
            if chosen.point.verdict == "at risk":
                st.caption(say("On the edge: say it only where it can be taken back."))
        else:
            st.markdown(say("This does not hold today: choose a figure that does."))


def _axis_unit(choices: Choices) -> str:
    return next((unit for unit in ("d", "h", "min") if choices.all[-1].size >= 2 * choices.units[unit]), "s")


def _go(key: str, number: int) -> None:
    st.session_state[key] = number


def _open(promise_id: str, what: str, chosen: Choice) -> None:
    st.session_state[f"opened-{promise_id}"] = (what, float(chosen.amount), chosen.unit)
    st.rerun()
