"""Ideas to decide: how many wait, one at a time with four buttons, and below every idea as table, board or picture."""

import streamlit as st

from models.access import May
from models.backlog import desk_and_backlog
from models.backlog_views import desk_and_board, picture
from models.groups import my_groups
from models.standings import Standing
from ui.backlog_board import show_board
from ui.backlog_filters import asked_in_address, show_filters, view_in_address
from ui.backlog_picture import show_picture
from ui.backlog_table import show_table
from ui.cards import empty_state
from ui.decision_desk import show_desk, show_undo
from ui.entry import ask, enter, now
from ui.idea_weighing import show_queue
from ui.reply_parts import show_unsent
from ui.table_down import table_down
from words.answers import desk_title
from words.speech import speech

viewer = enter("decisions")
say = speech(viewer.language)
groups = [g for g in ask(my_groups, viewer) if viewer.may(May.DECISION_SEE, group_id=g.id)]
asked = asked_in_address({group.id for group in groups})
view = view_in_address()
front = {"place": int(st.session_state.get("desk-place", 1)), "idea_id": st.query_params.get("idea")}
if view == "board":
    found, columns = ask(desk_and_board, viewer, now=now(), asked=asked, **front)
else:
    found, listed = ask(desk_and_backlog, viewer, now=now(), asked=asked, listed=view == "table", **front)
st.title(desk_title(say, found.waiting, found.late, found.oldest_days))
show_undo(viewer, say)
show_desk(viewer, say, found)
show_unsent(viewer, say, asked.group_id)

if not found.counts[Standing.ALL]:
    empty_state(viewer, say("Ideas land here when their activity is over."), "workshops", say("Prepare a workshop"))
else:
    st.subheader(say("All ideas"))
    show_queue(viewer, say, [group for group in groups if asked.group_id in (None, group.id)])
    show_filters(viewer, say, groups, asked, found.counts)
    if view == "board":
        show_board(viewer, say, columns)
    elif view == "picture" and viewer.is_staff:
        show_picture(viewer, say, ask(picture, viewer, now=now(), asked=asked))
    else:
        show_table(viewer, say, listed, asked)
    table_down(say, "backlog", st.query_params.to_dict())
