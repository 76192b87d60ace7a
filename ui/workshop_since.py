"""Since last time: what a meeting begins with, so that people see that it was worth coming."""

import streamlit as st

from models.access import Viewer
from models.since import Since
from ui.cards import link_to, plain, verdict_chip
from ui.folds import fold
from words.actions import state_chip
from words.answers import outcome_chip
from words.meetings import open_words, since_sentence, since_title
from words.speech import Speech


def since_part(say: Speech, viewer: Viewer, found: Since, *, unfolded: bool = True) -> None:
    """What was decided, done and measured since the last meeting, and what is still open."""
    if not found.anything:
        return
    with st.container(border=True):
        st.subheader(since_title(say, found.on), anchor=False)
        st.markdown(
            since_sentence(say, decided=found.decided_all, measured=len(found.measured), waiting=found.open_all)
        )
        with fold(say("What exactly"), "since", expanded=unfolded):
            for one in found.decided:
                st.markdown(f"{outcome_chip(say, one.outcome)} · {say.quoted(plain(one.words))}")
                if one.reason:
                    st.caption(plain(one.reason))
            for sentence in found.in_use:
                st.markdown(say("✓ Promised: “%(sentence)s”", sentence=plain(sentence)))
            for seen in found.measured:
                before = verdict_chip(say, seen.before) if seen.before is not None else ""
                after = verdict_chip(say, seen.verdict)
                change = say("%(after)s, it was %(before)s", after=after, before=before) if before else after
                stands = change if seen.before is not seen.verdict else after
                st.markdown(f"{say.quoted(plain(seen.sentence))} · {stands}")
            if found.still_open:
                st.markdown(f"**{say('Still open')}**")
            for waiting in found.still_open:
                st.markdown(f"○ {say.quoted(plain(waiting.words))} · {open_words(say, waiting.why, waiting.since)}")
            if found.actions:
                st.markdown(f"**{say.many('%(n)s open action', '%(n)s open actions', found.actions_all)}**")
            for under_way in found.actions:
                chip = state_chip(say, "running", late=under_way.late, still_days=under_way.still_days,
                                  stalled=under_way.stalled)  # fmt: skip
                due = say("by %(day)s", day=say.date(under_way.due_on)) if under_way.due_on else ""
                facts = [chip, say.quoted(plain(under_way.title)), plain(under_way.owner), due]
                st.markdown(" · ".join(fact for fact in facts if fact))
            if found.actions:
                link_to(viewer, "actions", say("To the actions"))
            link_to(viewer, "decisions", say("To the decisions"))
