"""A sheet of weekly numbers on the desk: what it would bring, every cell that cannot come in, one button; the last.

The page reads the file (`exchange`); what is open is asked here.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from models.access import Viewer
from models.traffic import LoadView, load_traffic, traffic_loads, traffic_plan, undo_traffic
from ui.case_file import show_notes, show_unreadable
from ui.entry import ask, attempt, form_key, now, zone
from ui.how_far import how_far
from ui.kept import kept, looked_at
from ui.sheet_questions import ask_dates, ask_sheet, chosen_sheet
from words.speech import Speech

Scanner = Callable[..., Any]


def bring_weeks(viewer: Viewer, say: Speech, scanner: Scanner, unreadable: type[Exception]) -> None:
    """Drop a sheet, see what it would bring, bring it in; and the last ones, to be taken back."""
    st.markdown(say("Numbers you already count (visits, carts, orders): nobody is followed here."))
    st.link_button(say("Download the sheet"), "/download/journey-weeks.xlsx")
    key = form_key("traffic")
    upload = st.file_uploader(say("Your sheet of weekly numbers (.xlsx, .csv)"), key=f"{key}-file")
    if upload is not None:
        _take(viewer, say, key, upload, scanner, unreadable)
    for load in ask(traffic_loads, viewer):
        _last(viewer, say, load)


def _take(
    viewer: Viewer, say: Speech, key: str, upload: Any, scanner: Scanner, unreadable: type[Exception]
) -> None:  # fmt: skip
    with how_far(say, "look"):
        scan = _scanned(say, key, upload, scanner, unreadable)
        if scan is None:
            return
        what = {"rows": scan.rows, "sha256": scan.sha256}
        plan = looked_at(key, scan, lambda: ask(traffic_plan, viewer, now=now(), **what))
    refused = scan.refusal((cell.row, cell.field, cell.code, cell.facts) for cell in plan.bad)
    if refused is not None:
        show_unreadable(say, refused.errors, refused.total)
        return
    if plan.earlier is not None:
        moment = say.moment(plan.earlier, zone())
        st.warning(say("This very file was already imported on %(moment)s. Nothing was added.", moment=moment))
        return
    show_notes(say, scan.notes)
    if not scan.rows:
        st.info(say("There is no row in this sheet."))
        return
    if plan.again:
        st.caption(say.many("%(n)s week stands here already: from now on the figures of this sheet count.",
                            "%(n)s weeks stand here already: from now on the figures of this sheet count.",
                            plan.again))  # fmt: skip
    label = say.many("Bring in %(n)s row", "Bring in %(n)s rows", len(scan.rows))
    if st.button(label, type="primary", key=key):
        with how_far(say, "store"):
            done = attempt(load_traffic, viewer, form_key=key, **what)
        if done:
            st.toast(say("Saved."))
            st.rerun()


def _scanned(say: Speech, key: str, upload: Any, scanner: Scanner, unreadable: type[Exception]) -> Any:
    """The sheet of an upload; None: what is wrong with it, or what must be asked, already stands there."""
    sheet = chosen_sheet(key, upload.size)
    this = f"weeks|{upload.file_id}|{sheet}"
    read = partial(scanner, upload.getvalue(), upload.name, sheet=sheet)
    try:
        scan = kept(this, read)
        form, nothing_open = ask_dates(say, f"{key}-{upload.size}", scan.formats)
        if not nothing_open:
            return None
        return scan if len(scan.formats) < 2 else kept(f"{this}|{form}", partial(read, date_format=form))
    except unreadable as refusal:
        if not ask_sheet(say, key, upload.size, refusal, say("Which sheet holds the weekly numbers?")):
            show_unreadable(say, refusal.errors, refusal.total)  # type: ignore[attr-defined]
        return None


def _last(viewer: Viewer, say: Speech, load: LoadView) -> None:
    when = say.moment(load.at, zone())
    if load.undone_at is not None:
        st.caption(
            say.many(
                "%(n)s row of %(moment)s: taken back.", "%(n)s rows of %(moment)s: taken back.", load.rows, moment=when
            )
        )
        return
    line, back = st.columns([5, 2], vertical_alignment="center")
    line.caption(
        say.many("%(n)s row brought in on %(moment)s.", "%(n)s rows brought in on %(moment)s.", load.rows, moment=when)
    )
    undo = form_key(f"traffic-undo-{load.id}")
    label = say("Take this list back")
    if back.button(label, key=undo) and attempt(undo_traffic, viewer, form_key=undo, load_id=load.id):
        st.rerun()
