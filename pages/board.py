"""Notice boards: a link without account for everybody who works here, one picture and its sentence a day."""

import streamlit as st

from models.boards import NAME_LIMIT, BoardView, boards_all, close_board, open_board, renew_board
from ui.cards import empty_state, plain
from ui.entry import ask, attempt, enter, form_key, zone
from ui.forms import address
from words.speech import LANGUAGES, speech

NAMES = {"it": "Italiano", "en": "English"}


def show_board(board: BoardView) -> None:
    """One board: its link, and what ends it."""
    with st.container(border=True):
        st.markdown(f"**{plain(board.name)}** · {NAMES[board.language]}")
        if board.token is None:
            day = say.date(board.closed_at, zone()) if board.closed_at else ""
            st.caption(say("Closed on %(day)s: the link shows nothing any more.", day=day))
        else:
            link = address(f"/board/{board.token}")
            st.code(link, language=None, wrap_lines=True)
        look, renew, close = st.columns(3)
        if board.token is not None:
            look.link_button(say("Look at it"), link, width="stretch")
        key = form_key(f"renew-{board.id}")
        label = say("New link") if board.token else say("Open it again")
        if renew.button(label, key=key, width="stretch") and attempt(
            renew_board, viewer, form_key=key, board_id=board.id
        ):
            st.rerun()
        key = form_key(f"close-{board.id}")
        if board.token and close.button(say("Close the link"), key=key, width="stretch") and attempt(
            close_board, viewer, form_key=key, board_id=board.id
        ):  # fmt: skip
            st.rerun()


viewer = enter("board")
say = speech(viewer.language)
boards = ask(boards_all, viewer)
hanging = sum(board.token is not None for board in boards)
st.title(
    say.many("%(n)s notice board shows one picture a day.", "%(n)s notice boards show one picture a day.", hanging)
    if hanging
    else say("One picture a day, for everybody who works here."),
    anchor=False,
)  # fmt: skip
st.markdown(say("Open the link on the TV of the warehouse or send it to everybody who works here: no account, and it"
                " turns the page by itself."))  # fmt: skip
st.caption(say("Never on it: customers' names and words, costs, votes, ideas of a group."))
for board in boards:
    show_board(board)
if not boards:
    empty_state(viewer, say("No notice board hangs anywhere yet. Make the first link."))
key = form_key("board")
with st.form(key, border=True):
    name = st.text_input(say("Where does it hang?"), max_chars=NAME_LIMIT, placeholder=say("Warehouse in Faenza"))
    own = LANGUAGES.index(viewer.language) if viewer.language in LANGUAGES else 0
    language = st.selectbox(say("Language"), LANGUAGES, index=own, format_func=lambda one: NAMES[one])
    made = st.form_submit_button(say("Make the link"), type="primary")
    if made and attempt(open_board, viewer, form_key=key, name=name, language=language):
        st.rerun()
