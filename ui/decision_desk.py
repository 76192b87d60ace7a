"""The decision desk on the screen: one idea at a time, four buttons with the keys 1 to 4, a reason people can read."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import streamlit as st

from models.access import May, Viewer
from models.askers import Askers, Going, askers_of
from models.bulk import undo_bulk
from models.days import day_here
from models.decisions import REASON_LIMIT, Outcome, decide_idea, decision_history, undo_decision
from models.desk import DeskView
from models.desk_rows import DeskIdea
from models.outcome_checks import WORDS_LIMIT, Fixed, accept_idea, fixed_with
from store.settings import settings
from ui.cards import bring_into_view, link_to, plain, verdict_chip
from ui.decided_already import show_decided, tells_line
from ui.entry import ask, attempt, form_key, now
from ui.idea_weighing import scores_next, show_figures, show_weighing
from ui.reply_parts import sent_words, show_sent, told_here
from ui.similar_ideas import say_part_of, show_similar
from ui.thread_panel import thread_panel
from words.actions import money, state_chip
from words.answers import (
    as_voted_words,
    decided_line,
    listed_lines,
    outcome_chip,
    outcome_words,
    proposed_reason,
    who_asks,
)
from words.backlog import functions_line, how_voted, organisations_line, voices_line
from words.promises import hundredths, of_hundred
from words.speech import Speech

_LAST, _SHOWN = "desk-last", "desk-shown"
# What was typed with the last decision of this tab, and with the one that was taken back: there it is not lost.
_TYPED, _BACK = "desk-typed", "desk-typed-back"
# Two by two on a phone, where there are no keys to be told of either.
_TWO_BY_TWO = """<style>@media (max-width: 640px) { .st-key-desk-answers > * { flex: 1 1 42% !important; }
.st-key-desk-keys { display: none; } }</style>"""
LOOK_AFTER = timedelta(weeks=8)


def show_desk(viewer: Viewer, say: Speech, found: DeskView) -> None:
    """The idea in front, with what is known about it, and the four ways to decide."""
    idea = found.idea
    _say_overtaken(say, idea)
    if idea is None:
        return
    with st.container(border=True, key="desk"):
        if st.session_state.get("backlog-asked-for") and not scores_next(idea.id):
            bring_into_view(f"desk-{st.session_state['backlog-asked-for']}")
        if found.place:
            of = {"place": say.number(found.place), "all": say.number(found.waiting)}
            st.caption(say("Ideas to decide: %(place)s of %(all)s", **of))
        elif found.waiting:
            _queue_again(say)
        st.markdown(f"#### {say.quoted(plain(idea.words))}")
        say_part_of(say, idea)
        decided = idea.decision is not None and not idea.waiting
        fixed = ask(fixed_with, viewer, idea_id=idea.id) if idea.decision and viewer.may(May.ACTION_SEE) else {}
        if decided:
            show_decided(say, idea, fixed)
        behind = ask(askers_of, viewer, idea_id=idea.id)
        _facts(viewer, say, idea, behind)
        _say_actions(say, behind.going)
        # Before one decides: who asked, word for word, and what is promised and measured.
        thread_panel(viewer, "idea", idea.id)
        if idea.may_decide and decided:
            fold = st.expander(say("Look at the decision again"), key=f"again-{idea.id}", on_change="rerun")
            if fold.open:
                with fold:
                    _decide(viewer, say, found, idea, behind.going[0].id if behind.going else "", fixed)
        elif idea.may_decide:
            _decide(viewer, say, found, idea, behind.going[0].id if behind.going else "", {})
        else:
            st.caption(say("Whoever manages the group decides."))
    if idea.decision is not None:
        if idea.decision.outcome == Outcome.DO:
            link_to(viewer, "promises", say("Make a promise of it"), idea=idea.id)
            about = {"promise": idea.promise.id} if idea.promise and not idea.promise.told_here else {}
            if behind.going:
                link_to(viewer, "actions", say("What is done about it"), action=behind.going[0].id)
            else:
                link_to(viewer, "actions", say("Plan an action"), idea=idea.id, **about)
        _history(viewer, say, idea, fixed)
    show_weighing(viewer, say, idea)
    show_similar(viewer, say, idea)


def _say_overtaken(say: Speech, idea: DeskIdea | None) -> None:
    """Somebody else was quicker: what was pressed about an idea that is no longer in front has done nothing."""
    shown = st.session_state.get(_SHOWN)
    st.session_state[_SHOWN] = (idea.id, idea.words) if idea else None
    if shown is None or (idea is not None and idea.id == shown[0]):
        return
    key = form_key(f"decide-{shown[0]}")
    if any(st.session_state.get(f"{outcome}-{key}") for outcome in Outcome):
        words = plain(shown[1])
        st.warning(say("“%(idea)s” has been decided in the meantime: your click changed nothing.", idea=words))


def show_undo(viewer: Viewer, say: Speech) -> None:
    """Take the last decision of this tab back."""
    last = st.session_state.get(_LAST)
    if not last:
        return
    words, untold, promising, still_open, command, what = last
    if untold and not told_here(what["decision_id"]):
        words = f"{words} {untold}"
    bring_into_view(f"done-{next(iter(what.values()))}")
    line, button = st.columns([4, 1], vertical_alignment="center")
    with line:
        st.success(words)
        if promising:
            link_to(viewer, "promises", say("Make a promise of it"), idea=promising)
        if still_open:
            link_to(viewer, "actions", say("Its action is still open: end it"), action=still_open)
    key = form_key(f"undo-{next(iter(what.values()))}")
    undo = undo_bulk if command == "bulk" else undo_decision
    if button.button(say("Undo"), key=key, shortcut="u") and attempt(undo, viewer, form_key=key, **what):
        del st.session_state[_LAST]
        st.session_state[_BACK] = st.session_state.pop(_TYPED, None)
        st.rerun()


def note_undo(
    words: str, *, untold: str = "", decision: str = "", bulk: str = "", promising: str = "", still_open: str = ""
) -> None:
    """Keep the last act of this tab, for `show_undo`: a decision, or an act on several ideas.

    untold: what is added until its answer was sent; promising: the idea that may become a promise; still_open: the
    action that a no leaves open.
    """
    what = {"act_id": bulk} if bulk else {"decision_id": decision}
    st.session_state[_LAST] = (words, untold, promising, still_open, "bulk" if bulk else "decision", what)


def _facts(viewer: Viewer, say: Speech, idea: DeskIdea, behind: Askers) -> None:
    who = say("asked by %(who)s", who=who_asks(say, idea.people, idea.sides))
    more = [organisations_line(say, behind.organisations), plain(functions_line(behind.functions)),
            voices_line(say, behind.voices, behind.argued)]  # fmt: skip
    age = say.many("waiting for %(n)s day", "waiting for %(n)s days", idea.age_days)
    if not idea.age_days:
        age = say("waiting since today")
    if idea.decision is not None and not idea.waiting:
        age = ""
    vote = how_voted(say, idea.vote, idea.too_few, settings().zone)
    st.markdown("  \n".join([listed_lines([who, *more]), listed_lines([vote, age, plain(idea.touchpoint or "")])]))
    touched = idea.promise
    if touched is not None:
        label = say("Promise touched:") if not touched.told_here else say("Promise told at the same touchpoint:")
        chip = verdict_chip(say, touched.verdict) if touched.verdict else say("not measured yet")
        share = of_hundred(say, touched.share) if touched.share is not None else ""
        st.markdown(listed_lines([f"{label} {say.quoted(plain(touched.sentence))}", chip, share]))
        link_to(viewer, "promise", say("See the promise"), id=touched.id)
    show_figures(say, idea)
    if idea.replies and idea.decision is not None and idea.decision.outcome == Outcome.ASK:
        st.markdown(f"{say('We asked:')} {say.quoted(plain(idea.decision.reason))}")
    for words in idea.replies:
        st.markdown(f"{say('They answered:')} {say.quoted(plain(words))}")


def _say_actions(say: Speech, going: Sequence[Going]) -> None:
    """What is done about it already, said before anybody decides."""
    for one in going:
        chip = state_chip(say, one.state, late=False, still_days=0, stalled=False)
        facts = [say.quoted(plain(one.title)), chip, money(say, one.cost) if one.cost else ""]
        st.markdown(f"{say('There is an action already:')} {listed_lines(facts)}")


def _decide(
    viewer: Viewer, say: Speech, found: DeskView, idea: DeskIdea, going: str, fixed_before: dict[str, Fixed]
) -> None:
    day = say.long_day(idea.vote.at, settings().zone) if idea.vote else ""
    about = idea.promise if idea.promise and not idea.promise.told_here else None
    proposed = proposed_reason(say, idea.vote, day, about.verdict if about else None)
    # What stands is where one begins again, except where its day has come or an answer: now a reason is due.
    standing = idea.decision.reason if idea.decision and not idea.waiting else ""
    key = form_key(f"decide-{idea.id}")
    back = st.session_state.get(_BACK)
    begun = back[1] if back and back[0] == idea.id else ""
    # What we propose speaks for doing it: no other answer may go out with it.
    ours = "" if standing or begun else proposed
    # Beside each other: the four answers stay in sight below them.
    wide, narrow = st.columns([3, 1])
    reason = wide.text_area(say("Why? Whoever asked for it reads this."), value=standing or begun,
                            max_chars=REASON_LIMIT, key=f"why-{key}", height=90)  # fmt: skip
    if ours:
        # Said once, under the field: grey words inside it look typed, and go as soon as one types.
        wide.caption(say("Left empty, it says with a yes: %(reason)s", reason=say.quoted(plain(ours))))
    ties = idea.promise is not None
    until = narrow.date_input(say("If later: until when?"), value=None, key=f"until-{key}", format="DD/MM/YYYY")
    if idea.promise is not None and idea.promise.told_here:
        ties = narrow.checkbox(say("It is about this promise"), value=False, key=f"ties-{key}")
    stands = fixed_before.get(idea.decision.id) if idea.decision else None
    telling = _will_tell(say, idea, key, stands if stands and stands.answer is None else None)
    st.html(_TWO_BY_TWO)
    answers = st.container(horizontal=True, key="desk-answers")
    # The keys are for what waits: a decision that stands is not made anew by a number typed by chance.
    keys = ["1", "2", "3", "4"] if idea.waiting else [None] * len(Outcome)
    for number, outcome in enumerate(Outcome, start=1):
        label = outcome_words(say, outcome)
        if answers.button(label, key=f"{outcome}-{key}", shortcut=keys[number - 1], width="stretch"):
            said = reason if reason.strip() or outcome is not Outcome.DO else ours
            promise_id = idea.promise.id if idea.promise and ties else None
            if outcome is Outcome.DO and telling["words"]:
                saved = attempt(
                    accept_idea, viewer, form_key=key, idea_id=idea.id, reason=said, promise_id=promise_id, **telling
                )
            else:
                saved = attempt(
                    decide_idea, viewer, form_key=key, idea_id=idea.id, outcome=outcome.value, reason=said,
                    until=until if outcome is Outcome.LATER else None, promise_id=promise_id,
                )  # fmt: skip
            if saved:
                promising = idea.id if outcome is Outcome.DO else ""
                done = f"{outcome_chip(say, outcome)}: {say.quoted(plain(idea.words))}"
                if outcome is Outcome.DO and telling["words"]:
                    fixed = Fixed(telling["words"], None, telling["aim"], telling["look_on"])
                    done = f"{done} {tells_line(say, fixed)}."
                untold = say("Nobody has been told yet: reply to all below.")
                note_undo(done, untold=untold, decision=saved.answer, promising=promising,
                          still_open=going if outcome is Outcome.NO else "")  # fmt: skip
                st.session_state[_TYPED] = (idea.id, reason)
                st.query_params.pop("idea", None)
                st.session_state["desk-place"] = max(1, found.place)
                st.rerun()
    if idea.waiting:
        with st.container(key="desk-keys"):
            st.caption(say("Keys 1 to 4 decide, U takes the last one back."))
    if found.waiting > 1 and found.place and st.button(say("Look at the next one first"), key="desk-skip"):
        st.session_state["desk-place"] = found.place % found.waiting + 1
        st.rerun()


def _will_tell(say: Speech, idea: DeskIdea, key: str, stands: Fixed | None) -> dict[str, Any]:
    """What will tell whether it worked, fixed with the yes; left empty, nothing is fixed.

    stands: what was fixed with the yes that stands and nobody has answered: one begins again there, else it were lost.
    """
    day = day_here(now()) + LOOK_AFTER
    with st.expander(say("If it is done: how will we know that it worked?"), key=f"tell-{key}"):
        words = st.text_input(say("By what will we know?"), max_chars=WORDS_LIMIT, key=f"tell-words-{key}",
                              value=stands.words if stands else "")  # fmt: skip
        left, right = st.columns(2)
        aim = None
        if idea.promise is not None:
            aim = left.number_input(
                say("To how many of 100?"), 1, 100, stands.aim if stands else None, key=f"tell-aim-{key}"
            )
            with left:
                _today(say, idea.promise.share, aim)
        if stands and stands.look_on > day_here(now()):
            day = stands.look_on
        look_on = right.date_input(say("When do we look?"), value=day, format="DD/MM/YYYY", key=f"tell-day-{key}")
    return {"words": words, "aim": None if aim is None else int(aim), "look_on": look_on}


def _today(say: Speech, share: float | None, aim: float | None) -> None:
    """Today's figure beside the aim; an aim that today reaches already is no aim, and may still be meant."""
    if share is None:
        st.caption(say("Today's figure is not known: too few data, or too old."))
        return
    today = {"today": of_hundred(say, share)}
    if aim is None or aim > hundredths(share):
        st.caption(say("Today: %(today)s", **today))
    else:
        st.warning(say("Today it is already %(today)s: nothing would have to change.", **today))


def _queue_again(say: Speech) -> None:
    """From one idea that was chosen back to those that wait."""
    if st.button(say("Back to those that wait"), key="desk-back"):
        st.query_params.pop("idea", None)
        st.rerun()


def _history(viewer: Viewer, say: Speech, idea: DeskIdea, fixed: dict[str, Fixed]) -> None:
    fold = st.expander(say("What was decided before"), key=f"history-{idea.id}", on_change="rerun")
    if not fold.open:
        return
    with fold:
        sent = show_sent(viewer, say, idea.id)
        for one in ask(decision_history, viewer, idea_id=idea.id):
            st.text(decided_line(say, one.outcome, one.reason, one.until))
            taken = say("taken back") if one.undone else "" if one.standing else say("replaced")
            day = say.date(one.at, settings().zone)
            st.caption(listed_lines([day, plain(one.by), as_voted_words(say, one.as_voted), taken]))
            if one.id in fixed:
                st.caption(tells_line(say, fixed[one.id]))
            if one.id in sent:
                st.caption(f"✉ {plain(sent_words(say, sent[one.id]))}")
                if sent[one.id].words != one.reason:
                    st.text(say.quoted(sent[one.id].words))
