"""What goes to the vote: ideas searched and ticked, or promises; for a budget, what each of them costs."""

import re
from collections import Counter
from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.dots import sides_to_show, total_may_show
from models.access import Viewer
from models.ideas import IdeaView
from models.option_costs import set_costs
from models.options import OPTIONS_MOST, choose_options, choose_promises
from models.rounds import RoundKind, RoundView, change_round
from ui.cards import plain, verdict_chip
from ui.entry import attempt, form_key
from ui.folds import fold
from ui.workshop_desk import OF_PROMISES, Desk
from ui.workshop_ideas import SIDES
from words.rounds import what_will_show
from words.speech import Speech

# Ticked by itself while nothing is chosen: as many as a phone page reads well.
TICKED_MOST = 12
LISTED_MOST = 40
_FIGURE = r"\d[\d.,' ]{0,11}"
_MONEY = re.compile(
    rf"(?:€|euro|eur)\s*(?P<before>{_FIGURE})|(?P<after>{_FIGURE})\s*(?P<thousand>k|mila|thousand)?\s*(?:€|euros?\b|eur\b)",
    re.IGNORECASE,
)


def options_part(say: Speech, viewer: Viewer, desk: Desk, row: RoundView) -> None:
    """The list of a vote that has not opened: chosen, priced, and what it will show."""
    of_promises = row.kind is RoundKind.EXPECT
    if row.kind in OF_PROMISES and row.kind is not RoundKind.EXPECT and desk.promises:
        chosen_before = any(option.promise_id for option in desk.options)
        of_promises = st.segmented_control(
            say("What is voted on"), [False, True], default=chosen_before or not desk.shown,
            format_func=lambda one: say("our promises") if one else say("the ideas"), key=f"about-{row.id}",
            required=True,
        )  # fmt: skip
    # Chosen once, the list folds away: what is left to do is to open.
    with _fold(say, desk):
        if of_promises:
            found = [(one.id, _promise_label(say, one)) for one in desk.promises]
        else:
            found = [(one.id, _idea_label(say, one)) for one in to_choose_from(desk)]
        _choose(say, viewer, desk, row, found, promises=bool(of_promises))
    if row.kind is RoundKind.BUDGET:
        _costs(say, viewer, desk, row)
    if desk.preview is not None and row.kind is not RoundKind.CONSENT:
        st.info(preview_words(say, desk, row))
        if row.secret and 0 < len(desk.people) < desk.preview.people:
            _if_only_these(say, desk)


def _fold(say: Speech, desk: Desk) -> DeltaGenerator:
    if not desk.options:
        return st.container()
    label = "✓ " + _on_the_list(say, len(desk.options), promises=bool(desk.options[0].promise_id))
    return fold(label, f"options-{desk.workshop.id}")


def preview_words(say: Speech, desk: Desk, row: RoundView) -> str:
    """What the vote will show with the people who are here (law 6)."""
    seen = desk.preview
    assert seen is not None  # asked for every vote that has not opened
    return what_will_show(
        say, people=seen.people, secret=row.secret, total=seen.total, sides=seen.sides, all_sides=seen.all_sides
    )


def _if_only_these(say: Speech, desk: Desk) -> None:
    """The same with those alone who are in the room: the others may vote, and often do not."""
    here = Counter(one.side for one in desk.people)
    sides = [side for side in SIDES if side in sides_to_show(here, secret=True)]
    total = total_may_show(len(desk.people), secret=True)
    words = what_will_show(
        say, people=len(desk.people), secret=True, total=total, sides=sides, all_sides=len(sides) == len(here)
    )
    if total:
        st.caption(words)
    else:
        st.warning(words)


def _choose(
    say: Speech, viewer: Viewer, desk: Desk, row: RoundView, found: Sequence[tuple[str, str]], *, promises: bool
) -> None:
    if not found:
        if promises:
            st.info(say("There is no promise yet: write one under Promises."))
        else:
            st.info(say("Ideas to vote on come from the collected ones: open the first activity."))
        return
    chosen = {option.promise_id if promises else option.idea_id for option in desk.options} - {None}
    searched = ""
    if len(found) > TICKED_MOST:
        searched = st.text_input(
            say("Search"), key=f"search-{row.id}", placeholder=say("a word of the idea"), label_visibility="collapsed"
        )
    words = searched.casefold().split()
    listed = [(one, label) for one, label in found if all(word in label.casefold() for word in words)][:LISTED_MOST]
    listed.sort(key=lambda pair: pair[0] not in chosen)
    key = form_key(f"choose-{row.id}")
    with st.form(key, border=False):
        st.markdown(say("Promises to vote on") if promises else say("Ideas to vote on"))
        default = chosen if chosen or promises else {one.id for one in _proposed(desk)}
        ticked = [one for one, label in listed if st.checkbox(label, value=one in default, key=f"{key}-{one}")]
        if not listed:
            st.caption(say("Nothing with these words."))
        if st.form_submit_button(say("Put them to the vote"), type="secondary" if chosen else "primary"):
            # What the search hides stays on the list.
            hidden = [one for one, _ in found if one in chosen and one not in dict(listed)]
            ids = [*hidden, *ticked][:OPTIONS_MOST]
            command, what = (choose_promises, "promise_ids") if promises else (choose_options, "idea_ids")
            if attempt(command, viewer, form_key=key, round_id=row.id, **{what: ids}):
                st.rerun()


def to_choose_from(desk: Desk) -> list[IdeaView]:
    """What the last collecting brought, then what came before it: of why something happened nobody votes."""
    last = _last_collected(desk)
    return sorted(desk.shown, key=lambda idea: idea.round_id != last)


def _proposed(desk: Desk) -> list[IdeaView]:
    """Ticked by itself: what the last collecting brought, as many as a phone page reads well."""
    last = _last_collected(desk)
    return [idea for idea in to_choose_from(desk) if idea.round_id == last][:TICKED_MOST]


def _last_collected(desk: Desk) -> str | None:
    """The collecting before this vote, the last one that has ideas."""
    at = desk.row.position if desk.row is not None else 0
    with_ideas = {idea.round_id for idea in desk.shown}
    before = [one for one in desk.rounds if one.id in with_ideas and one.position < at]
    return max(before, key=lambda one: one.position).id if before else next(iter(with_ideas), None)


def cost_in(text: str) -> int | None:
    """The sum of money an idea names in its own words, to be proposed as its cost: 1.200 €, € 400, 2 mila euro."""
    found = _MONEY.search(text)
    if found is None:
        return None
    figure = found["before"] or found["after"]
    amount = int(re.sub(r"[.,\s'](?=\d{3}\b)", "", figure).split(",")[0].split(".")[0])
    cost = amount * (1000 if found["thousand"] else 1)
    return cost if 1 <= cost <= 1_000_000_000 else None


def _costs(say: Speech, viewer: Viewer, desk: Desk, row: RoundView) -> None:
    key = form_key(f"costs-{row.id}")
    money_key = form_key(f"money-{row.id}")
    missing = row.settings.money is None or any(option.cost is None for option in desk.options)
    with st.container(border=True), st.form(key, border=False):
        money = st.number_input(say("How much there is to spend, in euros"), 1, 1_000_000_000,
                                value=row.settings.money, step=100, key=f"{key}-money", placeholder="€")  # fmt: skip
        if desk.options:
            st.markdown(say("What each one costs, in euros"))
        typed = {}
        for option in desk.options:
            words, figure = st.columns([3, 1], vertical_alignment="center")
            words.text(option.text)
            typed[option.id] = figure.number_input(
                option.text, 1, 1_000_000_000, value=option.cost or cost_in(option.text), step=100,
                key=f"{key}-{option.id}", label_visibility="collapsed", placeholder="€",
            )  # fmt: skip
        label = say("Save the costs") if desk.options else say("Save the sum")
        if st.form_submit_button(label, type="primary" if missing and desk.options else "secondary"):
            costs = {option_id: int(cost) for option_id, cost in typed.items() if cost is not None}
            said = money in (None, row.settings.money) or attempt(
                change_round, viewer, form_key=money_key, round_id=row.id, question=row.question, secret=row.secret,
                others_see=row.others_see, latecomers=row.latecomers, budget=row.budget, cap=row.cap,
                settings={"money": int(money or 0)},
            )  # fmt: skip
            if said and (not costs or attempt(set_costs, viewer, form_key=key, round_id=row.id, costs=costs)):
                st.rerun()


def ready_to_open(desk: Desk, row: RoundView) -> bool:
    """Whether nothing has to be chosen first: then opening is the primary thing to do."""
    if not row.votes:
        return True
    if row.kind is RoundKind.BUDGET and (row.settings.money is None or any(one.cost is None for one in desk.options)):
        return False
    return bool(desk.options)


def _on_the_list(say: Speech, number: int, *, promises: bool) -> str:
    if promises:
        return say.many("%(n)s promise is on the list.", "%(n)s promises are on the list.", number)
    return say.many("%(n)s idea is on the list.", "%(n)s ideas are on the list.", number)


def _idea_label(say: Speech, idea: object) -> str:
    number = getattr(idea, "supports", 0)
    support = say.many("%(n)s supports it", "%(n)s support it", number) if number else ""
    return plain(getattr(idea, "text", "")) + (f" · {support}" if support else "")


def _promise_label(say: Speech, promise: object) -> str:
    stands = getattr(promise, "stands", "")
    return f"{plain(promise.terms.sentence)} · {verdict_chip(say, stands)}"  # type: ignore[attr-defined]
