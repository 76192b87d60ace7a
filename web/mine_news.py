"""News on the phone: what somebody was told and has not read yet, each with when, and the way to what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from models.access import Viewer
from models.answers import Answer, Answers
from models.notices import NoticeView
from words.answers import notice_sentence
from words.speech import Speech


@dataclass(frozen=True)
class News:
    """One line, its moment, and where it leads; no way where there is nothing more to see."""

    sentence: str
    when: str
    href: str
    label: str


def news_of(say: Speech, viewer: Viewer, unread: Sequence[NoticeView], answers: Answers, zone: str) -> list[News]:
    """The unread notices, worded, newest first. Of an own thing the way is its card on the same page."""
    found = []
    for one in unread:
        sentence = notice_sentence(say, one.kind, one.facts)
        if sentence:
            href, label = _way(say, viewer, one.facts, answers.items)
            found.append(News(sentence, say.moment(one.at, zone), href, label))
    return found


def _way(say: Speech, viewer: Viewer, facts: Mapping[str, Any], answers: Sequence[Answer]) -> tuple[str, str]:
    own = _card_of(facts, answers)
    if own is not None:
        return f"#answer-{own}", say("Read it")
    if viewer.is_staff and facts.get("promise_id"):
        return f"/promise?id={quote(str(facts['promise_id']))}", say("See the promise")
    if viewer.is_staff and facts.get("feedback_id"):
        return f"/listening?voice={quote(str(facts['feedback_id']))}", say("See what was said")
    if viewer.is_staff and facts.get("idea_id"):
        return f"/decisions?idea={quote(str(facts['idea_id']))}", say("See the idea")
    return "", ""


def _card_of(facts: Mapping[str, Any], answers: Sequence[Answer]) -> int | None:
    """The place of the answer on the page that a notice is about: the one with the same words, or part of them."""
    words = str(facts.get("idea") or facts.get("words") or "")
    if not words or "promise_id" in facts:
        return None
    for place, answer in enumerate(answers):
        if words in (answer.words, answer.merged_into):
            return place
    return None
