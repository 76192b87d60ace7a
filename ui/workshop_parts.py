"""Parts of a workshop's desk: the way in, who is in, the touchpoints offered, how many voted."""

from collections import Counter
from io import BytesIO

import segno
import streamlit as st

from models.access import Viewer
from models.results import TurnoutView
from models.rounds import RoundKind
from models.workshops import TOUCHPOINTS_MOST, offer_touchpoints, renew_join, revoke_join
from ui.cards import plain, side_words
from ui.entry import attempt, form_key, now
from ui.folds import fold
from ui.forms import address
from ui.table_down import table_down
from ui.workshop_desk import Desk
from words.rounds import side_name, turnout
from words.speech import Speech


def qr_picture(text: str) -> bytes:
    """A QR as PNG."""
    out = BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=6, border=2)
    return out.getvalue()


def show_way_in(say: Speech, viewer: Viewer, desk: Desk) -> None:
    """QR, code, poster, phone pages to try; renewing and revoking one fold below."""
    shop, way_in = desk.workshop, desk.way_in
    st.subheader(say("The way in"))
    if way_in.until <= now():
        st.warning(say("Nobody else can come in: the code is no longer valid."))
    else:
        st.image(qr_picture(address(f"/join/{way_in.token}")), width=200, alt=say("QR code to join"))
        st.markdown(say("Or at %(address)s with the code", address=plain(address("/join"))))
        st.code(f"{way_in.code[:4]}-{way_in.code[4:]}", language=None)
    st.html(
        f'<p><a href="/print/workshop/{shop.id}" target="_blank">{say("A4 poster")}</a><br>'
        f'<a href="/w/{shop.id}/try" target="_blank">{say("Try it with a make-believe phone")}</a> · '
        f'<a href="/w/{shop.id}/try?step=vote" target="_blank">{say("the vote")}</a></p>'
    )
    with fold(say("Renew or close the way in"), "renew"):
        fresh, shut = form_key(f"renew-{shop.id}"), form_key(f"revoke-{shop.id}")
        if st.button(say("New code and new QR"), key=fresh) and attempt(
            renew_join, viewer, form_key=fresh, workshop_id=shop.id
        ):
            st.rerun()
        if st.button(say("Let nobody else in"), key=shut) and attempt(
            revoke_join, viewer, form_key=shut, workshop_id=shop.id
        ):
            st.rerun()


def show_people(say: Speech, desk: Desk) -> None:
    """Who is in, for who conducts; while ideas are collected, who has contributed. In a vote nobody's name says so."""
    written = Counter(idea.author_id for idea in desk.own_ideas if idea.state in ("shown", "late"))
    collecting = desk.row is not None and desk.row.kind is RoundKind.COLLECT and desk.row.opened_at is not None
    with fold(say.many("%(n)s person is in", "%(n)s people are in", len(desk.people)), "people-in"):
        table: dict[str, list[object]] = {
            say("Name"): [one.name for one in desk.people],
            say("Side"): [side_words(say, one.side) for one in desk.people],
        }
        if collecting:
            here = sum(1 for one in desk.people if written[one.person_id])
            st.caption(say.many("%(n)s of them has contributed.", "%(n)s of them have contributed.", here))
            table[say("Ideas")] = [written[one.person_id] for one in desk.people]
        st.dataframe(table, hide_index=True)
        table_down(say, "room", {"workshop": desk.workshop.id})


def chips_form(say: Speech, viewer: Viewer, desk: Desk) -> None:
    """The touchpoints offered under the idea's field."""
    if not desk.touchpoints:
        return
    names = {point.id: point.name for point in desk.touchpoints}
    key = form_key(f"chips-{desk.workshop.id}")
    with fold(say("Touchpoints to tap under the idea"), key), st.form(key, border=False):
        chosen = st.multiselect(
            say("At most six"), list(names), default=[chip.id for chip in desk.chips if chip.id in names],
            format_func=lambda one: names[one], max_selections=TOUCHPOINTS_MOST,
        )  # fmt: skip
        if st.form_submit_button(say("Save")) and attempt(
            offer_touchpoints, viewer, form_key=key, workshop_id=desk.workshop.id, touchpoint_ids=chosen
        ):
            st.rerun()


def turnout_line(say: Speech, seen: TurnoutView, *, here: int) -> str:
    """How many voted; by side where law 6 allows; and how many are here, where others may vote from elsewhere."""
    parts = [turnout(say, seen.voted, seen.eligible)]
    parts += [f"{side_name(say, one.side)}: {turnout(say, one.voted, one.eligible)}" for one in seen.sides]
    if here < seen.eligible:
        parts.append(say.many("%(n)s person is in", "%(n)s people are in", here))
    return " · ".join(parts)
