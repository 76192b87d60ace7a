"""What became of what one said: the same as on the phone, at the desk."""

import streamlit as st

from models.answers import Part, my_answers
from ui.answer_parts import felt, knots, news, question, said_back
from ui.cards import plain
from ui.entry import ask, enter, now
from ui.mail_choice import choose_how
from words.listening import face_sign
from words.mine import mine_title, voted_words, what_is_here
from words.speech import speech

SHOWN = 20

viewer = enter("mine")
say = speech(viewer.language)
found = ask(my_answers, viewer, now=now())
st.title(mine_title(say, found.became, found.total, told=found.told, answered=found.answered,
                    voted=found.voted, latest=found.latest))  # fmt: skip
if below := what_is_here(say, found.total, found.told):
    st.caption(below)
news(say, viewer)
if not found.items:
    st.markdown(
        say("Nothing of yours is here yet. Write your first idea in a workshop, or leave a word at a touchpoint.")
    )
own = [one for one in found.items if one.part is not Part.VOTED]
pages = max(1, -(-len(own) // SHOWN))
first = (min(int(st.session_state.get("mine-page", 1)), pages) - 1) * SHOWN
for number, answer in enumerate(own[first : first + SHOWN], first):
    with st.container(border=True, key=f"answer-{number}"):
        st.text(say.quoted(answer.words) if answer.words else face_sign(say, answer.face or 3))
        said_back(say, answer)
        if answer.hidden_reason:
            st.caption(f"{say('It is no longer shown, because:')} {plain(answer.hidden_reason)}")
        if answer.merged_into:
            st.caption(f"{say('It became part of:')} {say.quoted(plain(answer.merged_into))}")
        if answer.decided is not None and answer.decided.decision_id is not None:
            question(say, viewer, answer, answer.decided.decision_id)
        knots(say, answer)
        felt(say, viewer, answer, number)
if pages > 1:
    st.pagination(pages, key="mine-page")
voted = [one for one in found.items if one.part is Part.VOTED]
if voted:
    fold = st.expander(voted_words(say, len(voted), not own), expanded=not own, key="mine-voted",
                       on_change="rerun")  # fmt: skip
    with fold:
        for answer in voted if fold.open else ():
            st.text(say.quoted(answer.words))
            knots(say, answer)
choose_how(say, viewer)
st.html(f'<p><a href="/my-data" target="_self">{say("Take away or erase my data")}</a></p>')
