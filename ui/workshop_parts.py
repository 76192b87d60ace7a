"""Parts of a workshop's desk: the way in, the ideas that came in, the result (shown alike to everybody)."""

from io import BytesIO

import segno
import streamlit as st

from models.access import Viewer
from models.curation import hide_idea, merge_ideas, show_idea
from models.ideas import REASON_LIMIT, IdeaView
from models.results import ResultView
from models.workshops import TOUCHPOINTS_MOST, offer_touchpoints, renew_join, revoke_join
from ui.cards import plain, side_words
from ui.entry import attempt, form_key, now
from ui.forms import address
from ui.workshop_desk import Desk
from words import results as said
from words.rounds import side_column, turnout
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
    with st.expander(say("Renew or close the way in")):
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
    """Who is in, for who conducts."""
    with st.expander(say.many("%(n)s person is in", "%(n)s people are in", len(desk.people))):
        st.dataframe(
            {
                say("Name"): [one.name for one in desk.people],
                say("Side"): [side_words(say, one.side) for one in desk.people],
            },
            hide_index=True,
        )


def chips_form(say: Speech, viewer: Viewer, desk: Desk) -> None:
    """The touchpoints offered under the idea's field."""
    if not desk.touchpoints:
        return
    names = {point.id: point.name for point in desk.touchpoints}
    key = form_key(f"chips-{desk.workshop.id}")
    with st.expander(say("Touchpoints to tap under the idea")), st.form(key, border=False):
        chosen = st.multiselect(
            say("At most six"), list(names), default=[chip.id for chip in desk.chips if chip.id in names],
            format_func=lambda one: names[one], max_selections=TOUCHPOINTS_MOST,
        )  # fmt: skip
        if st.form_submit_button(say("Save")) and attempt(
            offer_touchpoints, viewer, form_key=key, workshop_id=desk.workshop.id, touchpoint_ids=chosen
        ):
            st.rerun()


def show_ideas(say: Speech, viewer: Viewer, ideas: list[IdeaView]) -> None:
    """The ideas of a collect round for who conducts: read, let in, hide with a reason, merge."""
    late = [idea for idea in ideas if idea.state in ("late", "hidden")]
    shown = [idea for idea in ideas if idea.state == "shown"]
    for idea in late:
        key = form_key(f"let-in-{idea.id}")
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.text(f"{'◷' if idea.state == 'late' else '✕'} {idea.text}")
        if right.button(say("Let it in"), key=key) and attempt(show_idea, viewer, form_key=key, idea_id=idea.id):
            st.rerun()
    if not shown:
        st.caption(say("No idea yet."))
        return
    st.dataframe(
        {
            say("Idea"): [idea.text for idea in shown],
            say("Where"): [idea.touchpoint or "" for idea in shown],
            say("Side"): [side_words(say, idea.side) for idea in shown],
            say("Support"): [idea.supports for idea in shown],
            say("Comments"): [idea.comments for idea in shown],
        },
        hide_index=True, column_config={say("Idea"): st.column_config.TextColumn(width="large")},
    )  # fmt: skip
    names = {idea.id: idea.text for idea in shown}
    hide, merge = form_key("hide-idea"), form_key("merge-ideas")
    with st.popover(say("Hide or merge ideas")):
        with st.form(hide, border=False):
            chosen = st.selectbox(say("Idea"), list(names), format_func=lambda one: names[one], index=None)
            reason = st.text_input(say("Why, for its author to read"), max_chars=REASON_LIMIT)
            if (
                st.form_submit_button(say("Hide it"))
                and chosen
                and attempt(hide_idea, viewer, form_key=hide, idea_id=chosen, reason=reason)
            ):
                st.rerun()
        with st.form(merge, border=False):
            one = st.selectbox(say("This idea"), list(names), format_func=lambda i: names[i], index=None)
            into = st.selectbox(say("is the same as"), list(names), format_func=lambda i: names[i], index=None)
            if (
                st.form_submit_button(say("Merge them"))
                and one
                and into
                and attempt(merge_ideas, viewer, form_key=merge, idea_id=one, into_id=into)
            ):
                st.rerun()


def show_result(say: Speech, result: ResultView, *, title: bool = True) -> None:
    """Three sentences, totals, a column a side by law 6; how it was counted one fold below."""
    facts = result.facts
    names = {option_id: option.text for option_id, option in result.options.items()}
    sentences = said.three_sentences(say, facts, names)
    if title:
        st.title(plain(sentences[0]), anchor=False)
    for sentence in sentences[1:]:
        st.text(sentence)
    if result.mine is not None:
        st.success(said.my_part(say, result.mine.given, result.mine.on_first, result.mine.first))
    if facts.options:
        rows = facts.options
        table: dict[str, list[object]] = {
            say("Place"): [f"{row.rank}{' =' if row.tied and row.total else ''}" for row in rows],
            say("Idea"): [names[row.id] for row in rows],
            say("Dots"): [row.total for row in rows],
        }
        for side in facts.sides:
            table[side_column(say, side.side)] = [row.by_side[side.side] for row in rows]
        most = max(1, rows[0].total)
        st.dataframe(
            table, hide_index=True,
            column_config={
                say("Place"): st.column_config.TextColumn(width=50),
                say("Idea"): st.column_config.TextColumn(width="large"),
                say("Dots"): st.column_config.ProgressColumn(format="%d", min_value=0, max_value=most),
            },
        )  # fmt: skip
    for tie in said.ties_sentences(say, facts):
        st.caption(f"= {tie}")
    st.caption(turnout(say, facts.voters, result.eligible))
    with st.expander(say("How it was counted")):
        for line in said.method_sentences(say, facts, by_code=result.by_code):
            st.markdown(line)
        even = [row for row in facts.options if row.even_share is not None]
        if even:
            st.dataframe(
                {
                    say("Idea"): [names[row.id] for row in even],
                    say("Of 100, every side counting the same"): [round(100 * (row.even_share or 0)) for row in even],
                },
                hide_index=True,
            )
        st.caption(say("Fingerprint of the ballots counted: %(hash)s", hash=result.ballots_hash[:16]))
