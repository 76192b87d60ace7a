"""The sentence form: «[At home] within [48] [hours], at least [19] times of [20], for [everybody]».

One visible choice says which kind of promise it is: within a time, yes or no, a measure; whatever was typed for another
kind is still there when one comes back. What stands behind the sentence is under *Details*: all of it visible, none of
it asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.business_time import OpeningHours
from analysis.yes_no import likely_yes
from models.promise_terms import MOST_OF, SENTENCE_LIMIT, VALUE_UNIT_LIMIT, Kind, Terms, Unit
from ui.folds import fold
from ui.sentence_details import WHOLE_FILE, details_of
from words.kinds import direction_words, kind_words, working_words
from words.promises import time_words, unit_words
from words.speech import Speech

CLOCK_UNITS = [unit.value for unit in Unit if unit is not Unit.VALUE]
DIRECTIONS = ("at most", "at least", "between")
WHAT_LIMIT = 80
# What was typed for one kind waits while another is shown.
KEPT: Any = "page"


@dataclass(frozen=True)
class Known:
    """What is known of the cases: their segments and outcomes, whether they have figures, how many come a week.

    hours: the opening hours of the process. ask_hours: there is no process yet, so they may be typed here. columns: the
    cases are a file, and a column that is missing can be named there.
    """

    zone: str
    period: int
    a_week: float | None = None
    segments: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    values: bool = True
    hours: OpeningHours | None = None
    ask_hours: bool = False
    columns: bool = False


@dataclass(frozen=True)
class Filled:
    """What the form says now: the fields of `TermsDraft`, and whether to look at the whole file, not the period.

    between: the place between the sentence and its details, for the verdict. details: for more visible defaults.
    hours: the opening hours that count, known or typed here; typed: those typed, as `set_opening_hours` wants them.
    lacking: what the cases lack for this kind of promise, in words; empty where nothing is.
    """

    terms: dict[str, Any]
    whole_file: bool
    between: DeltaGenerator
    details: DeltaGenerator
    hours: OpeningHours | None
    typed: dict[str, Any] | None
    lacking: str


def sentence_form(
    say: Speech, name: str, known: Known, *, today: date, start: Terms | None = None, whole_file: bool = False,
    sentence: str = "",
) -> Filled:  # fmt: skip
    """The widgets, live (no form around them), and what they say. `name` keeps apart the forms of a session."""
    row, between = st.container(key=f"sentence-{name}"), st.container()
    details = fold(say("Details"), f"{name}-details")
    whole_sentence = start.sentence if start else sentence
    with row:
        kind = _kind(say, name, start)
        said = _sentence(say, name, known, start, whole_sentence, kind)
    with details:
        behind = details_of(say, name, known, today=today, start=start, whole_file=whole_file, said=said, kind=kind)
    typed = what = said.pop("what")
    if not whole_sentence:
        timed = bool(what) and kind is Kind.TIME
        composed = say("%(what)s within %(time)s", what=what, time=_time(say, said)) if timed else what
        # The key follows the composition: as long as nobody writes here, the sentence follows the form.
        typed = details.text_input(
            say("As the customer reads it"), value=composed[:SENTENCE_LIMIT], max_chars=SENTENCE_LIMIT,
            key=f"{name}-text-{composed}",
        )  # fmt: skip
    whole = behind.days == WHOLE_FILE
    terms = {**said, **behind.terms, "sentence": typed, "period_days": known.period if whole else behind.days}
    return Filled(terms, whole, between, details, behind.hours, behind.typed, _lacking(say, known, kind))


def _kind(say: Speech, name: str, start: Terms | None) -> Kind:
    chosen = st.segmented_control(
        say("What do you promise?"), list(Kind), default=start.kind if start else Kind.TIME, required=True,
        format_func=lambda one: kind_words(say, one), key=f"{name}-kind", persist_state=KEPT,
    )  # fmt: skip
    return Kind(chosen or Kind.TIME)


def _sentence(
    say: Speech, name: str, known: Known, start: Terms | None, sentence: str, kind: Kind
) -> dict[str, Any]:
    """The one line everybody fills in. With a whole `sentence` its first field is that, as the customer reads it."""
    widths = {Kind.TIME: [2.6, 1.4, 1.9], Kind.YES_NO: [5.9], Kind.MEASURE: [2.9, 1.4, 1.6]}[kind]
    columns = iter(st.columns([*widths, 1.2, 1.2, 2], vertical_alignment="bottom"))
    what = next(columns).text_input(
        say("As the customer reads it") if sentence else say("What we promise"), value=sentence,
        placeholder=_example(say, kind), max_chars=SENTENCE_LIMIT if sentence else WHAT_LIMIT, key=f"{name}-what",
    )  # fmt: skip
    bar = _time_bar(say, name, start, columns) if kind is Kind.TIME else {}
    direction = _direction(say, name, start, columns) if kind is Kind.MEASURE else ""
    low = _figure(say, name, start, next(columns), direction) if kind is Kind.MEASURE else 1.0
    kept = next(columns).number_input(
        say("at least"), min_value=1, max_value=MOST_OF, value=start.kept if start else 19, key=f"{name}-kept"
    )
    of = next(columns).number_input(
        say("times of"), min_value=2, max_value=MOST_OF, value=start.of if start else 20, key=f"{name}-of"
    )
    choices = ["", *dict.fromkeys([*known.segments, *([start.segment] if start and start.segment else [])])]
    segment = next(columns).selectbox(
        say("for"), choices, index=choices.index(start.segment) if start else 0,
        format_func=lambda one: one or say("everybody"), key=f"{name}-segment",
    )  # fmt: skip
    if kind is Kind.TIME:
        bar["business"] = _clock(say, name, start, known)
    elif kind is Kind.YES_NO:
        bar = _yes(say, name, known, start)
    else:
        bar = _measure(say, name, start, direction, low)
    return {"what": what.strip(), "kept": int(kept), "of": int(of), "segment": segment, **bar}


def _time_bar(say: Speech, name: str, start: Terms | None, columns: Iterator[DeltaGenerator]) -> dict[str, Any]:
    timed = start is not None and start.kind is Kind.TIME
    value = start.amount if start and timed else 48.0
    column = next(columns)
    if value.is_integer():
        amount: float = column.number_input(
            say("within"), value=int(value), min_value=0, key=f"{name}-amount", persist_state=KEPT
        )
    else:
        amount = column.number_input(
            say("within"), value=value, min_value=0.0, key=f"{name}-amount", persist_state=KEPT
        )
    first = CLOCK_UNITS.index(start.unit) if start and start.unit in CLOCK_UNITS else CLOCK_UNITS.index("h")
    # The clock is chosen below, and its days are others.
    business = bool(st.session_state.get(f"{name}-business", bool(start and start.business)))
    working = {"d": say("working days"), "w": say("working weeks")} if business else {}
    unit = next(columns).selectbox(
        say("unit"), CLOCK_UNITS, index=first, key=f"{name}-unit", persist_state=KEPT,
        format_func=lambda one: working.get(one) or unit_words(say, one),
    )  # fmt: skip
    return {"metric": "clock", "direction": "at most", "amount": float(amount), "unit": unit}


def _clock(say: Speech, name: str, start: Terms | None, known: Known) -> bool:
    """Day and night, or opening hours: in the sentence, because it changes what is promised."""
    if known.hours is None and not known.ask_hours and not (start and start.business):
        return False
    ways = {False: say("day and night"), True: say("in opening hours")}
    return bool(st.segmented_control(
        say("The clock runs"), list(ways), default=bool(start and start.business), required=True,
        format_func=lambda one: ways[one], key=f"{name}-business", persist_state=KEPT,
    ))  # fmt: skip


def _yes(say: Speech, name: str, known: Known, start: Terms | None) -> dict[str, Any]:
    own = list(start.yes_when) if start and start.kind is Kind.YES_NO else []
    choices = list(dict.fromkeys([*own, *known.outcomes]))
    yes = st.multiselect(
        say("It was kept when the outcome is"), choices, default=own or likely_yes(known.outcomes), key=f"{name}-yes",
        accept_new_options=True, placeholder=say("for example: right"), persist_state=KEPT,
    )  # fmt: skip
    return {"metric": "value", "direction": "at least", "amount": 1.0, "unit": "value", "yes_no": True,
            "yes_when": tuple(yes)}  # fmt: skip


def _direction(say: Speech, name: str, start: Terms | None, columns: Iterator[DeltaGenerator]) -> str:
    own = str(start.direction) if start and start.kind is Kind.MEASURE else DIRECTIONS[0]
    return next(columns).selectbox(
        say("the figure is"), DIRECTIONS, index=DIRECTIONS.index(own), key=f"{name}-direction",
        format_func=lambda one: direction_words(say, one), persist_state=KEPT,
    )  # fmt: skip


def _figure(say: Speech, name: str, start: Terms | None, column: DeltaGenerator, direction: str) -> float:
    own = start.amount if start and start.kind is Kind.MEASURE else 10.0
    label = say("from") if direction == "between" else say("figure")
    return column.number_input(label, value=own, step=1.0, format="%g", key=f"{name}-figure", persist_state=KEPT)


def _measure(say: Speech, name: str, start: Terms | None, direction: str, low: float) -> dict[str, Any]:
    own = start if start and start.kind is Kind.MEASURE else None
    places = iter(st.columns([1.4, 2.9, 6]) if direction == "between" else st.columns([2.9, 7.4]))
    ceiling = None
    if direction == "between":
        ceiling = float(next(places).number_input(
            say("to"), value=own.ceiling if own and own.ceiling is not None else low + 1.0, step=1.0, format="%g",
            key=f"{name}-ceiling", persist_state=KEPT,
        ))  # fmt: skip
    unit = next(places).text_input(
        say("Unit of the figure"), value=own.value_unit if own else "", max_chars=VALUE_UNIT_LIMIT,
        placeholder=say("for example: days, °C, of 5"), key=f"{name}-value-unit", persist_state=KEPT,
    )  # fmt: skip
    return {"metric": "value", "direction": direction, "amount": low, "ceiling": ceiling, "unit": "value",
            "value_unit": unit}  # fmt: skip


def _example(say: Speech, kind: Kind) -> str:
    if kind is Kind.TIME:
        return say("At home")
    return say("The order is right first time") if kind is Kind.YES_NO else say("Roasted less than 10 days ago")


def _time(say: Speech, said: dict[str, Any]) -> str:
    if not said["business"]:
        return time_words(say, said["amount"], said["unit"])
    if said["unit"] in ("d", "w"):
        return working_words(say, said["amount"], said["unit"])
    return say("%(time)s, in opening hours", time=time_words(say, said["amount"], said["unit"]))


def _lacking(say: Speech, known: Known, kind: Kind) -> str:
    if kind is Kind.YES_NO and known.columns and not known.outcomes:
        return say("For yes or no, name the column that says how a case ended, under “Other columns” above.")
    if kind is Kind.MEASURE and known.columns and not known.values:
        return say("For a measure, name the column with the figure of each case, under “Other columns” above.")
    return ""
