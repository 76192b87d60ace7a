"""Excel: the group as one workbook, and ideas from a sheet, looked at before they come in and undoable after."""

from functools import partial
from typing import Any

import streamlit as st

from exchange.ideas_sheet import IdeaScan, idea_headers, scan_ideas, side_cell
from exchange.unreadable import UnreadableFile
from models.access import May
from models.groups import GroupView, my_groups
from models.imports import import_ideas, import_plan, imports_of, undo_import
from ui.cards import empty_state
from ui.case_file import show_unreadable
from ui.entry import ask, attempt, enter, form_key
from ui.group_archive import take_out_part
from ui.how_far import how_far
from ui.idea_file import choose_idea_sheet, show_last_import, show_plan
from ui.kept import kept, looked_at
from words.speech import speech


def scanned(upload: Any, key: str) -> IdeaScan | None:
    """The sheet of an upload; which one is asked when it cannot be told. None: what is missing already stands there."""
    sheet: str | None = None
    for _ in range(2):
        try:
            read = partial(scan_ideas, upload.getvalue(), filename=upload.name, sheet=sheet)
            return kept(f"ideas|{upload.file_id}|{sheet}", read)
        except UnreadableFile as refusal:
            asked = refusal.errors[0]
            if asked.code != "which_sheet":
                show_unreadable(say, refusal.errors, refusal.total)
                return None
            sheet = choose_idea_sheet(say, key, asked.facts.get("sheets"))
            if sheet is None:
                return None
    return None


def bring_in(group: GroupView) -> None:
    """A file, what it would bring, every cell that cannot come in, and one button."""
    key = form_key(f"import-{group.id}")
    upload = st.file_uploader(say("Your sheet of ideas (.xlsx, .csv)"), key=f"{key}-file")
    with how_far(say, "look"):
        scan = scanned(upload, key) if upload is not None else None
        if scan is None:
            return
        what = {"group_id": group.id, "rows": scan.rows, "sha256": scan.sha256}
        plan = looked_at(key, scan, partial(ask, import_plan, viewer, **what))
    unreadable = scan.refusal((cell.row, cell.field, cell.code, cell.facts) for cell in plan.bad)
    if unreadable is not None:
        show_unreadable(say, unreadable.errors, unreadable.total)
        return
    rows = [(row.text, row.touchpoint, side_cell(say, row.side)) for row in scan.rows]
    if show_plan(say, plan, group.zone, idea_headers(say)[:3], rows, scan.notes):
        label = say.many("Bring in %(n)s idea", "Bring in %(n)s ideas", plan.new)
        if st.button(label, type="primary", key=key):
            with how_far(say, "store"):
                done = attempt(import_ideas, viewer, form_key=key, looked=plan.looked, **what)
            if done:
                st.rerun()


viewer = enter("excel")
say = speech(viewer.language)
groups = [group for group in ask(my_groups, viewer) if viewer.may(May.GROUP_EXPORT, group_id=group.id)]
st.title(say("The group's work in one Excel, and ideas from yours."))
group = st.selectbox(say("Focus group"), groups, format_func=lambda one: one.name) if groups else None
if group is None:
    empty_state(viewer, say("Who conducts a focus group finds its Excel here."), "group", say("Focus groups"))
else:
    with st.container(border=True):
        st.subheader(say("Take it out"))
        st.markdown(say("Ideas, totals of the votes, promises with their verdicts, decisions: one sheet each."))
        st.link_button(say("Download as Excel"), f"/download/group/{group.id}.xlsx", type="primary")
        st.caption(say("Not in it: withdrawn and hidden ideas, who wrote an idea, how a person voted."))
    take_out_part(say, viewer, group)
    with st.container(border=True):
        st.subheader(say("Bring ideas in"))
        st.markdown(say("Write them in our sheet, one a row, and drop it here. Nothing comes in before you say so."))
        st.link_button(say("Download the empty sheet"), "/download/ideas-template.xlsx")
        bring_in(group)
        for last in ask(imports_of, viewer, group_id=group.id)[:1]:
            key = form_key(f"undo-{last.id}")
            if not show_last_import(say, last, group.zone) or not st.button(say("Undo the last import"), key=key):
                continue
            if attempt(undo_import, viewer, form_key=key, import_id=last.id):
                st.rerun()
