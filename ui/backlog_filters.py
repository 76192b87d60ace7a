"""Over the backlog: standing, search, filters, saved views. Everything stands in the address, so a link is a view.

The address is read as somebody's words: what is no choice is no filter.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from models.access import Viewer
from models.backlog import BacklogQuery, Sort
from models.backlog_choices import BacklogChoices, backlog_choices
from models.functions import Side
from models.groups import GroupView
from models.saved_views import NAME_LIMIT, my_views, remove_view, save_view
from models.standings import Standing
from ui.cards import plain, side_words
from ui.entry import ask, attempt, form_key
from ui.folds import counting_fold
from words.answers import outcome_words
from words.backlog import sort_words, view_words
from words.speech import Speech

T = TypeVar("T")
VIEWS = ("table", "board", "picture")
# How many times an idea was asked for in this tab: each time the page goes to the desk.
ASKED_FOR = "backlog-asked-for"
DAYS = (7, 14, 30, 90)
# What is a filter in the address; `idea` and `place` say what lies on the desk, and stay out of saved views.
KEPT = ("group", "stands", "q", "at", "stage", "side", "promise", "days", "unscored", "mine", "todo", "sort", "view")
# What waits comes first: it is what the page is for.
_ORDER = (Standing.WAITING, Standing.ALL, Standing.DO, Standing.LATER, Standing.NO, Standing.ASK)
_FOLDED = ("at", "stage", "side", "promise", "days", "unscored", "mine", "todo", "sort")


def asked_in_address(groups: set[str]) -> BacklogQuery:
    """The question in the address, for a member of these groups."""
    said = st.query_params
    days, page = said.get("days", ""), said.get("page", "1")
    return BacklogQuery(
        group_id=said.get("group") if said.get("group") in groups else None,
        standing=_one_of(said.get("stands"), tuple(Standing), ""), search=said.get("q", "")[:80],
        touchpoint_id=_id(said.get("at")), stage_id=_id(said.get("stage")), side=_one_of(said.get("side"), tuple(Side)),
        promise_id=_id(said.get("promise")), older_than=int(days) if days in map(str, DAYS) else None,
        unscored="unscored" in said, mine="mine" in said, to_evaluate="todo" in said,
        sort=_one_of(said.get("sort"), tuple(Sort), Sort.OLDEST),
        page=int(page) if page.isdecimal() and len(page) < 8 else 1,
    )  # fmt: skip


def view_in_address() -> str:
    """Which of the three views is shown."""
    return _one_of(st.query_params.get("view"), VIEWS, VIEWS[0])


def show_filters(
    viewer: Viewer, say: Speech, groups: list[GroupView], asked: BacklogQuery, counts: Mapping[Standing, int]
) -> None:
    """The bar: where they stand, search, view; filters and saved views open from it."""
    view = view_in_address()
    if view != "board":
        named = {one: f"{outcome_words(say, one)} {say.number(counts[one])}" for one in Standing}
        waiting = counts[Standing.WAITING] and view == VIEWS[0] and not asked.narrowed
        _kept("stands", asked.standing or (Standing.WAITING if waiting else Standing.ALL))
        st.segmented_control(
            say("Where they stand"), _ORDER, format_func=named.__getitem__, required=True,
            label_visibility="collapsed", key="backlog-stands", on_change=_said("stands"),
        )  # fmt: skip
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    _kept("q", asked.search)
    left.text_input(
        say("Search"), key="backlog-q", max_chars=80, type="search", live=True, on_change=_said("q"),
        label_visibility="collapsed", placeholder=say("Search: words of the idea"),
    )  # fmt: skip
    _kept("view", view)
    right.segmented_control(
        say("How to look at them"), VIEWS if viewer.is_staff else VIEWS[:2], required=True, key="backlog-view",
        format_func=lambda one: view_words(say, one), label_visibility="collapsed", on_change=_said("view", VIEWS[0]),
    )  # fmt: skip
    if asked.narrowed and view != "board":
        # They do not follow the search: each tab would be one more search through all ideas.
        st.caption(say("The numbers above are of all ideas, not only of those found."))
    number = sum(1 for one in _FOLDED if one in st.query_params)
    label = say("Filters and order") + (f" ({say.number(number)})" if number else "")
    # Folds, not sheets over the page: one click goes from them to anywhere else.
    filters = counting_fold(label, "backlog-filters", ":material/tune:")
    views = st.expander(say("Saved views"), icon=":material/bookmark:", key="backlog-views", on_change="rerun")
    if number and st.button(say("Take the filters away"), key="backlog-clear", type="tertiary"):
        go_to(**dict.fromkeys(_FOLDED), page=None)
    if filters.open:
        with filters:
            _filters(viewer, say, groups, asked)
    if views.open:
        with views:
            _views(viewer, say, groups)


def go_to(**what: str | None) -> None:
    """Change the address and begin the page anew. None takes a part out of it; an idea asked for comes into view."""
    if what.get("idea"):
        st.session_state[ASKED_FOR] = st.session_state.get(ASKED_FOR, 0) + 1
    for name, value in what.items():
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)
        st.session_state.pop(f"backlog-{name}", None)
    st.rerun()


def _filters(viewer: Viewer, say: Speech, groups: list[GroupView], asked: BacklogQuery) -> None:
    choices = ask(backlog_choices, viewer) if viewer.is_staff else BacklogChoices({}, {}, {})
    one, two, three = st.columns(3)
    if len(groups) > 1:
        _choose(one, say("Focus group"), "group", {group.id: group.name for group in groups}, asked.group_id, say)
    if choices.stages:
        _choose(one, say("Stage of the journey"), "stage", choices.stages, asked.stage_id, say)
        _choose(two, say("Touchpoint"), "at", choices.touchpoints, asked.touchpoint_id, say)
        _choose(three, say("Promise touched"), "promise", choices.promises, asked.promise_id, say)
    _choose(two, say("Whose idea"), "side", {str(side): side_words(say, side) for side in Side}, asked.side, say)
    ages = {str(n): say("more than %(n)s days", n=say.number(n)) for n in DAYS}
    _choose(three, say("Age"), "days", ages, str(asked.older_than) if asked.older_than else None, say)
    sorts = [sort for sort in Sort if viewer.is_staff or sort in (Sort.OLDEST, Sort.NEWEST)]
    _kept("sort", asked.sort)
    one.selectbox(say("Order"), sorts, key="backlog-sort", format_func=lambda sort: sort_words(say, sort),
                  on_change=_said("sort", Sort.OLDEST))  # fmt: skip
    for place, name, label, on in (
        (two, "mine", say("Mine: written or supported"), asked.mine),
        (three, "unscored", say("Without a score"), asked.unscored),
        (three, "todo", say("Not scored by me"), asked.to_evaluate),
    ):
        if name == "mine" or viewer.is_staff:
            _kept(name, on)
            place.toggle(label, key=f"backlog-{name}", on_change=_said(name))


def _views(viewer: Viewer, say: Speech, groups: list[GroupView]) -> None:
    for one in ask(my_views, viewer):
        left, middle, right = st.columns([5, 2, 2], vertical_alignment="center")
        shared = next((group.name for group in groups if group.id == one.shared), "")
        left.markdown(f"**{plain(one.name)}**" + (f" · {plain(shared)}" if shared else ""))
        if middle.button(say("Open"), key=f"view-{one.id}"):
            found = {name: value for name, value in parse_qsl(one.asked) if name in KEPT}
            go_to(**dict.fromkeys((*KEPT, "page", "idea")) | found)
        key = form_key(f"view-out-{one.id}")
        if one.may_remove and right.button(say("Take away"), key=key) and attempt(
            remove_view, viewer, form_key=key, view_id=one.id
        ):  # fmt: skip
            st.rerun()
    key = form_key("save-view")
    with st.form(key, border=False):
        st.caption(say("What you look at now, under a name: words, filters, order and view."))
        name = st.text_input(say("Name"), max_chars=NAME_LIMIT)
        mine = say("Only for me")
        chosen = st.selectbox(say("For whom?"), [None, *groups], format_func=lambda one: one.name if one else mine)
        sent = st.form_submit_button(say("Save the view"))
    kept = urlencode({part: st.query_params[part] for part in KEPT if part in st.query_params})
    if sent and attempt(save_view, viewer, form_key=key, name=name, asked=kept,
                        group_id=chosen.id if chosen else None):  # fmt: skip
        st.rerun()


def _choose(place: Any, label: str, name: str, options: Mapping[str, str], value: str | None, say: Speech) -> None:
    _kept(name, value if value in options else None)
    place.selectbox(label, [None, *options], key=f"backlog-{name}", on_change=_said(name),
                    format_func=lambda one: options[one] if one else say("All"), placeholder=say("All"))  # fmt: skip


def _kept(name: str, value: Any) -> None:
    """A widget begins where the address stands; afterwards it is the widget that writes the address, or the Back button
    changes it: the list follows the address, and the widget must say the same.
    """
    seen = f"backlog-{name}-address"
    shown = st.session_state.get(f"backlog-{name}")
    # A space at the end of what somebody is typing stands in no address, and must stay where they type.
    if st.session_state.get(seen, value) != value and str(shown or "").strip() != str(value or ""):
        st.session_state[f"backlog-{name}"] = value
    st.session_state.setdefault(f"backlog-{name}", value)
    st.session_state[seen] = value


def _said(name: str, usual: object = None) -> Callable[[], None]:
    def write() -> None:
        value = st.session_state.get(f"backlog-{name}")
        st.query_params.pop("page", None)
        st.session_state.pop("backlog-page", None)
        if not value or value == usual:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = "1" if value is True else str(value).strip()

    return write


def _one_of(value: str | None, choices: tuple[Any, ...], usual: T = None) -> T:  # type: ignore[assignment]
    return next((one for one in choices if str(one) == value), usual)


def _id(value: str | None) -> str | None:
    return value if value and value.isalnum() and len(value) <= 32 else None
