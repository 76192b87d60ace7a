"""Can we say it? One box: type what you want to say, read within a second whether it holds and what may be said."""

import streamlit as st

from models.touchpoints import touchpoints_all
from ui.cards import link_to
from ui.entry import ask, enter
from ui.saying import ask_promise, ask_time, reply_to, show_reply, title_and_rest
from words.asking import MOST_SIGNS, question_of
from words.speech import speech

viewer = enter("say")
say = speech(viewer.language)
title = st.empty()
title.title(say("Can we say it?"))

points = ask(touchpoints_all, viewer)
query = st.query_params
names = {point.id: point.name for point in points}
asked = (query.get("say", "")[:MOST_SIGNS], query.get("at", ""))
if st.session_state.get("say-asked") != asked or "say-words" not in st.session_state:
    # Home sent a sentence, or an address was opened. The fields keep their keys, so that the next one typed counts.
    st.session_state["say-asked"], st.session_state["say-words"] = asked, asked[0]
    st.session_state["say-where"] = asked[1] if asked[1] in names else None
with st.form("say", border=True):
    words, where, go = st.columns([5, 2, 1], vertical_alignment="bottom")
    typed = words.text_input(
        say("What do you want to say?"), key="say-words", max_chars=MOST_SIGNS,
        placeholder=say("“We deliver in 24 hours”"),
    )  # fmt: skip
    place = where.selectbox(
        say("Where?"), list(names), index=None, key="say-where", format_func=lambda one: names[one],
        placeholder=say("anywhere"),
    )  # fmt: skip
    if go.form_submit_button(say("Check"), type="primary", width="stretch"):
        # Everything stands in the address: it can be sent to a colleague, and what was asked back starts anew.
        st.session_state["say-asked"] = (typed, place or "")
        st.query_params.from_dict({"say": typed, **({"at": place} if place else {})})

sentence = typed.strip()
if sentence:
    question = question_of(sentence, touchpoint_id=place or "", chosen=query.get("time", ""))
    if question.must_choose:
        chosen = ask_time(say, question)
        if chosen:
            st.query_params["time"] = chosen
            st.rerun()
    else:
        with st.spinner(say("Computing the verdict…")):
            reply = reply_to(say, viewer, question, query.get("about", ""))
        if reply is not None and reply.answer is not None and question.still_asks(reply.answer.terms):
            chosen = ask_time(say, question)
            if chosen:
                st.query_params["time"] = chosen
                st.rerun()
        elif reply is not None and reply.answer is not None:
            first, rest = title_and_rest(say, question, reply.answer)
            title.title(first)
            show_reply(say, viewer, question, reply.answer, rest)
        elif reply is not None and not (reply.likely or reply.others):
            st.markdown(say("Nothing is promised yet, so no cases can say. Check it with a file of yours."))
        elif reply is not None:
            about = ask_promise(say, reply)
            if about:
                st.query_params["about"] = about
                st.rerun()
else:
    st.markdown(say("Type the sentence as you would say it: the cases answer, not an opinion."))

st.divider()
link_to(viewer, "check", say("Not there yet? Check it with a file"))
link_to(viewer, "front_line", say("What may be said at a touchpoint"))
st.html(f'<p><a href="/say" target="_blank">{say("On the phone")}</a></p>')
