"""Voting at the desk, every kind of it: one form with what is given now; the same commands and words as on a phone."""

from collections.abc import Callable

import streamlit as st

from models.access import Viewer
from models.ballots import withdraw_ballot
from models.duels import answer_duel
from models.expectations import Origin
from models.mark_rules import REASON_LIMIT, VALUE_MOST
from models.marks import Mark, cast_marks
from models.options import OptionView
from models.rounds import RoundKind, RoundView
from models.workshop_now import Now
from ui.cards import plain
from ui.entry import attempt, form_key
from words import phone as said
from words.claim import origin_words
from words.rounds import turnout
from words.speech import Speech

Fields = Callable[[Speech, str, RoundView, list[OptionView], tuple[Mark, ...]], list[Mark]]


def vote(say: Speech, viewer: Viewer, found: Now, row: RoundView) -> None:
    """The question, what one may do, the form; one's own vote stands in it and can be changed until the close."""
    place = found.place
    assert place is not None  # every vote has it
    st.title(plain(row.question), anchor=False)
    if not place.may_vote:
        st.info(say("You are not among those who vote here. Ask who conducts."))
        for option in found.options:
            st.text(_words(say, option))
        return
    task = said.task(say, row.kind, budget=place.budget, cap=place.cap, picks=row.settings.picks,
                     money=row.settings.money)  # fmt: skip
    st.markdown(f"**{plain(task)}**")
    st.caption(f"{'🔒' if row.secret else '👁'} {said.who_sees_mark(say, row.kind, row.secret)}")
    if row.paused:
        st.info(said.paused(say))
    elif row.kind is RoundKind.DUELS:
        _duel(say, viewer, found, row)
    else:
        _form(say, viewer, found, row)
    if place.mine is not None and not row.paused:
        back = form_key(f"vote-back-{row.id}")
        if st.button(say("Take my vote back"), key=back) and attempt(
            withdraw_ballot, viewer, form_key=back, round_id=row.id
        ):
            st.rerun()
    if found.turnout:
        st.caption(turnout(say, found.turnout.voted, found.turnout.eligible))


def _form(say: Speech, viewer: Viewer, found: Now, row: RoundView) -> None:
    place = found.place
    assert place is not None
    if place.mine is not None:
        st.success("✓ " + say("Your vote is saved. You can change it until the close."))
    key = form_key(f"vote-{row.id}")
    with st.form(key):
        if row.kind is RoundKind.DOTS:
            marks = _dots(say, key, place.cap, found.options, place.marks)
        else:
            marks = _FIELDS[row.kind](say, key, row, found.options, place.marks)
        sent = st.form_submit_button(say("Vote now"), type="primary")
    if sent and attempt(cast_marks, viewer, form_key=key, round_id=row.id, marks=marks):
        st.rerun()


def _duel(say: Speech, viewer: Viewer, found: Now, row: RoundView) -> None:
    duel = found.duel
    if duel is None:
        st.success(said.comparisons_done(say, found.place is not None and found.place.mine is not None))
        return
    st.progress(duel.done / duel.of, text=said.comparison(say, duel.done + 1, duel.of))
    key = form_key(f"duel-{row.id}-{duel.left.id}-{duel.right.id}")
    pair = {"round_id": row.id, "left_id": duel.left.id, "right_id": duel.right.id}
    for place, option in zip(st.columns(2), (duel.left, duel.right), strict=True):
        if place.button(plain(option.text), key=f"{key}-{option.id}", width="stretch") and attempt(
            answer_duel, viewer, form_key=key, winner_id=option.id, **pair
        ):
            st.rerun()
    if st.button(say("Pass"), key=f"{key}-pass", type="tertiary") and attempt(
        answer_duel, viewer, form_key=key, winner_id=None, **pair
    ):
        st.rerun()


def _dots(say: Speech, key: str, cap: int, options: list[OptionView], given: tuple[Mark, ...]) -> list[Mark]:
    before = {mark.option_id: mark.value for mark in given}
    marks = []
    for option in options:
        dots = st.segmented_control(
            plain(option.text), range(cap + 1), default=before.get(option.id, 0), required=True,
            key=f"{key}-{option.id}", format_func=lambda n: "●" * n or "0",
        )  # fmt: skip
        marks.append(Mark(option.id, int(dots or 0)))
    return marks


def _picks(
    say: Speech, key: str, row: RoundView, options: list[OptionView], given: tuple[Mark, ...]
) -> list[Mark]:  # fmt: skip
    before = {mark.option_id for mark in given}
    marks = []
    for option in options:
        cost = f" · {plain(said.euros(say, option.cost))}" if option.cost is not None else ""
        if st.checkbox(plain(option.text) + cost, value=option.id in before, key=f"{key}-{option.id}"):
            marks.append(Mark(option.id, 1))
    return marks


def _scores(
    say: Speech, key: str, row: RoundView, options: list[OptionView], given: tuple[Mark, ...]
) -> list[Mark]:  # fmt: skip
    before = {(mark.option_id, mark.criterion): mark.value for mark in given}
    names = row.settings.criteria or ("",)
    words = dict(said.scale(say))
    marks = []
    for option in options:
        if len(names) > 1 or names[0]:
            st.text(option.text)
        for number, name in enumerate(names):
            value = st.segmented_control(
                plain(name or option.text), list(words), default=before.get((option.id, number)),
                key=f"{key}-{option.id}-{number}", format_func=lambda n: say.number(n), help=say("1, the least"),
            )  # fmt: skip
            if value is not None:
                marks.append(Mark(option.id, value, number))
    return marks


def _ranks(
    say: Speech, key: str, row: RoundView, options: list[OptionView], given: tuple[Mark, ...]
) -> list[Mark]:  # fmt: skip
    before = {mark.option_id: mark.value for mark in given}
    places = [None, *range(1, len(options) + 1)]
    marks = []
    for option in options:
        words, place = st.columns([4, 1], vertical_alignment="center")
        words.text(_words(say, option))
        rank = place.selectbox(
            _words(say, option), places, index=places.index(before.get(option.id)), key=f"{key}-{option.id}",
            format_func=lambda n: say("no place") if n is None else say.number(n), label_visibility="collapsed",
        )  # fmt: skip
        if rank is not None:
            marks.append(Mark(option.id, rank))
    return marks


def _stances(
    say: Speech, key: str, row: RoundView, options: list[OptionView], given: tuple[Mark, ...]
) -> list[Mark]:  # fmt: skip
    before = {mark.option_id: mark.value for mark in given}
    words = dict(said.stances(say))
    marks = []
    for option in options:
        value = st.segmented_control(
            plain(option.text), list(words), default=before.get(option.id), key=f"{key}-{option.id}",
            format_func=lambda one: words[one],
        )  # fmt: skip
        if value is not None:
            marks.append(Mark(option.id, value))
    return marks


def _consent(
    say: Speech, key: str, row: RoundView, options: list[OptionView], given: tuple[Mark, ...]
) -> list[Mark]:  # fmt: skip
    before = {mark.option_id: mark for mark in given}
    words = dict(said.consents(say))
    marks = []
    for option in options:
        mine = before.get(option.id)
        value = st.segmented_control(
            plain(option.text), list(words), default=mine.value if mine else None, key=f"{key}-{option.id}",
            format_func=lambda one: words[one],
        )  # fmt: skip
        reason = st.text_input(
            say("Why? (only for an objection)"), value=mine.reason if mine else "", max_chars=REASON_LIMIT,
            key=f"{key}-{option.id}-why",
        )  # fmt: skip
        if value is not None:
            marks.append(Mark(option.id, value, 0, reason if value == -1 else ""))
    return marks


def _figures(
    say: Speech, key: str, row: RoundView, options: list[OptionView], given: tuple[Mark, ...]
) -> list[Mark]:  # fmt: skip
    before = {mark.option_id: mark for mark in given}
    unit = said.unit_of(say, row.settings.unit)
    origins = [one.value for one in Origin]
    kept = next((mark.reason for mark in given if mark.reason), None)
    figures = {}
    for option in options:
        mine = before.get(option.id)
        label = f"{plain(option.text)} ({plain(unit)})" if unit else plain(option.text)
        figures[option.id] = st.number_input(label, 0, VALUE_MOST, value=mine.value if mine else None,
                                             key=f"{key}-{option.id}")  # fmt: skip
    origin = st.radio(
        say("Where do you have this expectation from?"), origins, horizontal=True, key=f"{key}-origin",
        index=origins.index(kept) if kept in origins else None, format_func=lambda one: origin_words(say, one),
    )  # fmt: skip
    return [Mark(one, int(value), 0, origin or "") for one, value in figures.items() if value is not None]


def _words(say: Speech, option: OptionView) -> str:
    return option.text or say("None of these")


_FIELDS: dict[RoundKind, Fields] = {
    RoundKind.APPROVAL: _picks, RoundKind.BUDGET: _picks, RoundKind.SCORE: _scores, RoundKind.RANKED: _ranks,
    RoundKind.AGREEMENT: _stances, RoundKind.CONSENT: _consent, RoundKind.EXPECT: _figures,
}  # fmt: skip
