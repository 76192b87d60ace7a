"""Where the data of a process come from by themselves: keys for programs, databases, links for watching."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from sqlmodel import Session

from models.access import May, Viewer
from models.base import new_token
from models.errors import Refusal
from models.evidence import Source
from models.observations import WatchView, can_be_watched, close_watch, open_watch, watches_of
from models.portfolio import PortfolioRow
from models.processes import ProcessView
from models.sources import NAME_LIMIT, QUERY_LIMIT, URL_LIMIT, SourceView, connect_source, end_source, sources_of
from models.tokens import NAME_LIMIT as KEY_NAME_LIMIT
from models.tokens import TokenView, make_token, revoke_token, tokens_of
from models.touchpoints import TouchpointView, touchpoints_all
from store.settings import settings
from ui.cards import plain
from ui.entry import ask, attempt, form_key
from ui.folds import fold
from ui.forms import address
from words.promises import time_words
from words.refusals import refusal_sentence
from words.refusals_sources import trouble_words
from words.speech import Speech


@dataclass(frozen=True)
class Asker:
    """How other databases are asked, handed over by the page (`exchange.sql_source`)."""

    place_of: Callable[..., str]
    look_at: Callable[..., list[list[str]]]
    trouble: type[Exception]


@dataclass(frozen=True)
class Sources:
    """What the part shows, read at once."""

    tokens: list[TokenView]
    databases: list[SourceView]
    watches: list[WatchView]
    touchpoints: list[TouchpointView]


def sources_seen(session: Session, viewer: Viewer, *, process_id: str) -> Sources:
    """Everything in one reading."""
    return Sources(
        tokens_of(session, viewer, process_id=process_id), sources_of(session, viewer, process_id=process_id),
        watches_of(session, viewer, process_id=process_id), touchpoints_all(session, viewer),
    )  # fmt: skip


def source_words(say: Speech, source: Source) -> str:
    """Where a load came from, in a word."""
    words = {
        Source.FILE: say("file"), Source.PROGRAM: say("program"), Source.DATABASE: say("database"),
        Source.OBSERVED: say("observed"),
    }  # fmt: skip
    return words[source]


def source_parts(
    say: Speech, viewer: Viewer, process: ProcessView, promises: Sequence[PortfolioRow], asker: Asker
) -> None:
    """The fold on the process page, for whoever may bring its data."""
    if not viewer.may(May.EVIDENCE_LOAD, owner_id=process.owner_id):
        return
    seen = ask(sources_seen, viewer, process_id=process.id)
    with fold(say("It comes by itself"), f"sources-{process.id}"):
        _watches(say, viewer, process, promises, seen)
        _keys(say, viewer, process, seen.tokens)
        _databases(say, viewer, process, seen.databases, asker)


def _keys(say: Speech, viewer: Viewer, process: ProcessView, tokens: Sequence[TokenView]) -> None:
    st.markdown(f"#### {say('Keys for programs')}")
    st.caption(say("A program that holds a key brings the cases of this process, and can do nothing else."))
    for token in tokens:
        if token.revoked_at is not None:
            continue
        used = say("last used %(moment)s", moment=say.moment(token.used_at, process.zone)) if token.used_at else say(
            "never used")  # fmt: skip
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(say("%(name)s (…%(hint)s) · made by %(who)s · %(used)s", name=plain(token.name),
                          hint=plain(token.hint), who=plain(token.made_by), used=used))  # fmt: skip
        key = form_key(f"revoke-{token.id}")
        if right.button(say("Revoke"), key=key) and attempt(revoke_token, viewer, form_key=key, token_id=token.id):
            st.rerun()
    made = f"key-{process.id}"
    key = form_key(made)
    # The key belongs to the form: two clicks on the button make the same one.
    secret = st.session_state.setdefault(f"secret:{key}", new_token())
    with st.form(key, border=False):
        name = st.text_input(say("Which program is it for?"), max_chars=KEY_NAME_LIMIT)
        sent = st.form_submit_button(say("Make a key"))
    what = {"process_id": process.id, "name": name, "token": secret}
    if sent and attempt(make_token, viewer, form_key=key, **what):
        st.session_state[f"shown:{made}"] = secret
        st.rerun()
    shown = st.session_state.get(f"shown:{made}")
    if shown:
        st.success(say("Copy the key now: it is not shown again."))
        where = address(f"/api/processes/{process.id}/cases?at=2026-11-22")
        st.code(f'curl -X POST "{where}" \\\n  -H "Authorization: Bearer {shown}" \\\n  -H "Content-Type: text/csv"'
                " --data-binary @cases.csv", language="bash", wrap_lines=True)  # fmt: skip


def _databases(
    say: Speech, viewer: Viewer, process: ProcessView, found: Sequence[SourceView], asker: Asker
) -> None:  # fmt: skip
    may = viewer.may(May.SOURCE_CONNECT)
    if not found and not may:
        return
    st.markdown(f"#### {say('Databases')}")
    for one in found:
        asked = say("asked %(moment)s", moment=say.moment(one.asked_at, process.zone)) if one.asked_at else say(
            "not asked yet")  # fmt: skip
        hours = time_words(say, one.every_hours, "h")
        st.markdown(say("%(name)s · %(place)s · every %(hours)s · %(asked)s", name=plain(one.name),
                        place=plain(one.place), hours=hours, asked=asked))  # fmt: skip
        if not one.has_address:
            st.warning(say("After a restore its address must be typed again: connect it anew."))
        elif one.trouble:
            st.warning(trouble_words(say, one.trouble))
        key = form_key(f"end-{one.id}")
        if (
            may
            and st.button(say("Ask no more"), key=key)
            and attempt(end_source, viewer, form_key=key, source_id=one.id)
        ):
            st.rerun()
    if may:
        _connect(say, viewer, process, asker)


def _connect(say: Speech, viewer: Viewer, process: ProcessView, asker: Asker) -> None:
    key = form_key(f"source-{process.id}")
    st.markdown(f"**{say('Connect a database')}**")
    with st.form(key, border=False):
        name = st.text_input(say("Its name"), max_chars=NAME_LIMIT)
        url = st.text_input(say("Address (postgresql://user:password@host/database)"), type="password",
                            max_chars=URL_LIMIT, autocomplete="off")  # fmt: skip
        query = st.text_area(say('Question (SELECT … AS case_id, … AS start, … AS "end" FROM …)'),
                             max_chars=QUERY_LIMIT)  # fmt: skip
        hours = st.number_input(say("Ask every how many hours?"), 1, 24 * 31, 24)
        left, right = st.columns(2)
        tried = left.form_submit_button(say("Try"))
        sent = right.form_submit_button(say("Connect"), type="primary")
    if not tried and not sent:
        return
    files = settings().source_files
    try:
        place = asker.place_of(url, query, files=files)
        if tried:
            _show_answer(say, asker.look_at(url, query, files=files))
    except Refusal as refusal:
        st.error(refusal_sentence(say, refusal.code, refusal.facts, refusal.field))
        return
    except asker.trouble as trouble:
        st.error(trouble_words(say, str(trouble)))
        return
    what: dict[str, Any] = {"process_id": process.id, "name": name, "url": url, "query": query, "place": place}
    if sent and attempt(connect_source, viewer, form_key=key, every_hours=int(hours), **what):
        st.rerun()


def _show_answer(say: Speech, rows: Sequence[Sequence[str]]) -> None:
    header, *found = rows or [[]]
    st.dataframe(
        [dict(zip(header, row, strict=False)) for row in found], hide_index=True,
        alt=say("The first rows of the answer"),
    )  # fmt: skip


def _watches(
    say: Speech, viewer: Viewer, process: ProcessView, promises: Sequence[PortfolioRow], seen: Sources
) -> None:  # fmt: skip
    fit = [row for row in promises if can_be_watched(row.terms)]
    if not fit and not seen.watches:
        return
    st.markdown(f"#### {say('Watched on the spot')}")
    st.caption(say("A link for whoever stands there: two big buttons, or a stopwatch. Ten presses a day become cases."))
    for watch in seen.watches:
        if watch.closed_at is not None:
            continue
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.markdown(say(
            "%(point)s · “%(sentence)s” · %(taps)s · %(waiting)s", point=plain(watch.touchpoint),
            sentence=plain(watch.sentence), taps=say.many("%(n)s seen", "%(n)s seen", watch.taps),
            waiting=say.many("%(n)s not counted yet", "%(n)s not counted yet", watch.waiting),
        ))  # fmt: skip
        key = form_key(f"close-{watch.id}")
        if right.button(say("Close the link"), key=key) and attempt(
            close_watch, viewer, form_key=key, watch_id=watch.id
        ):
            st.rerun()
    if fit and seen.touchpoints:
        _new_watch(say, viewer, process, fit, seen.touchpoints)


def _new_watch(
    say: Speech, viewer: Viewer, process: ProcessView, promises: Sequence[PortfolioRow],
    points: Sequence[TouchpointView],
) -> None:  # fmt: skip
    name = f"watch-{process.id}"
    key = form_key(name)
    token = st.session_state.setdefault(f"secret:{key}", new_token())
    with st.form(key, border=False):
        promise = st.selectbox(say("Which promise?"), promises, format_func=lambda one: one.terms.sentence,
                               index=0 if len(promises) == 1 else None, key=f"{key}-promise")  # fmt: skip
        point = st.selectbox(say("Where?"), points, index=None, format_func=lambda one: one.name, key=f"{key}-point")
        sent = st.form_submit_button(say("Make the link to watch"))
    if sent and promise is not None and point is not None:
        what = {"promise_id": promise.id, "touchpoint_id": point.id, "token": token}
        if attempt(open_watch, viewer, form_key=key, **what):
            st.session_state[f"shown:{name}"] = address(f"/observe/{token}")
            st.rerun()
    link = st.session_state.get(f"shown:{name}")
    if link:
        st.success(say("Open this on the phone of whoever watches. It is not shown again."))
        st.code(link, language=None, wrap_lines=True)
