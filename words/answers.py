"""What became of it, in plain words: for whoever said it, and for the desk where it is decided. Plain values in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from words.promises import of_hundred
from words.speech import Speech
from words.verdicts import as_of_words
from words.voted import voted_line


class VoteFacts(Protocol):
    """What a vote said about one idea."""

    @property
    def points(self) -> int: ...  # noqa: D102
    @property
    def rank(self) -> int: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def wanted(self) -> bool | None: ...  # noqa: D102
    @property
    def wanted_by(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def by_side(self) -> Mapping[str, float]: ...  # noqa: D102


def outcome_words(say: Speech, outcome: str) -> str:
    """The four words of a decision, or that it waits for one."""
    words = {
        "do": say("Do it"),
        "later": say("Later"),
        "no": say("Not doing"),
        "ask": say("Ask"),
        "waiting": say("To decide"),
        "all": say("All"),
    }
    return words[outcome]


OUTCOME_ICONS = {"do": "✓", "later": "◷", "no": "✕", "ask": "?", "waiting": "⏳"}


def outcome_chip(say: Speech, outcome: str) -> str:
    """Icon and word."""
    return f"{OUTCOME_ICONS[outcome]} {outcome_words(say, outcome)}"


def said_by(say: Speech, part: str, others: int) -> str:
    """Whose words these are, and how many say the same."""
    if part == "voted":
        return say("It was in a vote of yours.")
    if part == "supported":
        return say.many("You support it, with %(n)s other person.", "You support it, with %(n)s others.", others)
    if not others:
        return say("You said it.")
    return say.many("You and %(n)s other person.", "You and %(n)s others.", others)


def decided_line(say: Speech, outcome: str, reason: str, until: date | None, *, told: bool = False) -> str:
    """The decision with its reason: Do it: «…». A no reads like a yes. told: to whoever it is about."""
    word = outcome_words(say, outcome)
    if outcome == "ask" and told:
        word = say("We ask") if reason else say("We have asked you something")
    if outcome == "later" and until is not None:
        word = say("Later, until %(day)s", day=say.date(until))
    return f"{word}: {say.quoted(reason)}" if reason else f"{word}."


def waiting_line(say: Speech, *, left: bool, read: bool, turned: bool) -> str:
    """What is said while nothing is decided."""
    if left and not read:
        return say("A person reads it within 2 days.")
    if left and not turned:
        return say("A person has read it. It has not become an idea so far.")
    return say("Not decided yet. You read it here as soon as it is.")


def promised_line(say: Speech, since: datetime | None, zone: str) -> str:
    """From when it is promised."""
    return say("since %(day)s", day=say.date(since, zone)) if since else say("agreed, about to be told")


def measured_line(say: Speech, share: float | None, as_of: datetime, zone: str) -> str:
    """So far 99 of 100 (data as of 22 Nov 2026)."""
    if share is None:
        return say("Too few data so far (data as of %(day)s).", day=as_of_words(say, as_of, zone))
    return say("so far %(times)s (data as of %(day)s)", times=of_hundred(say, share), day=as_of_words(say, as_of, zone))


def desk_title(say: Speech, waiting: int, late: int, oldest: int) -> str:
    """The answer of the decision desk: 4 ideas have been waiting for more than 14 days. The oldest: 31."""
    if not waiting:
        return say("No idea is waiting for a decision.")
    if late:
        return say.many(
            "%(n)s idea has been waiting for more than 14 days. The oldest: %(days)s.",
            "%(n)s ideas have been waiting for more than 14 days. The oldest: %(days)s.",
            late, days=say.number(oldest),
        )  # fmt: skip
    return say.many("%(n)s idea is waiting for a decision, none for more than 14 days.",
                    "%(n)s ideas are waiting for a decision, none for more than 14 days.", waiting)  # fmt: skip


def sides_short(say: Speech, sides: Mapping[str, int]) -> str:
    """How many of each side: 3 promises, 4 keeps, 9 receives; sides with nobody are left out."""
    words = {
        "promises": lambda n: say.many("%(n)s who promises", "%(n)s who promise", n),
        "keeps": lambda n: say.many("%(n)s who keeps", "%(n)s who keep", n),
        "receives": lambda n: say.many("%(n)s customer", "%(n)s customers", n),
    }
    return ", ".join(words[side](sides[side]) for side in words if sides.get(side))


def who_asks(say: Speech, people: int, sides: Mapping[str, int]) -> str:
    """Who stands behind an idea."""
    if not people:
        return say("nobody by name yet")
    named = sides_short(say, sides)
    total = say.many("%(n)s person", "%(n)s people", people)
    return f"{total} ({named})" if named else total


def vote_line(say: Speech, vote: VoteFacts, day: str) -> str:
    """Voted on 17 Nov: 11 dots (2 · 6 · 3 by side, where it may be shown)."""
    if vote.kind != "dots":
        return voted_line(say, vote, day)
    points = say.many("%(n)s dot", "%(n)s dots", vote.points)
    order = [side for side in ("promises", "keeps", "receives") if side in vote.by_side]
    said = say("voted on %(day)s: %(points)s, place %(rank)s", day=day, points=points, rank=say.number(vote.rank))
    if not order:
        return said
    names = {"promises": say("promises"), "keeps": say("keeps"), "receives": say("receives")}
    return f"{said} ({', '.join(f'{names[side]} {say.number(vote.by_side[side])}' for side in order)})"


def as_voted_words(say: Speech, as_voted: bool | None) -> str:
    """Whether a decision follows the vote."""
    if as_voted is None:
        return ""
    return say("as the vote says") if as_voted else say("different from the vote")


def proposed_reason(say: Speech, vote: VoteFacts | None, day: str, verdict: str | None = None) -> str:
    """A reason to begin with, fit for whoever asked: what the vote of that day said for it, and the promise it touches.

    verdict: of the promise the idea is about, if there is one. Empty where nothing speaks for it.
    """
    touches = {"not supportable": say("It touches a promise that does not hold today."),
               "at risk": say("It touches a promise that is on the edge.")}.get(verdict or "", "")  # fmt: skip
    return " ".join(one for one in (_voted_for(say, vote, day), touches) if one)


def _voted_for(say: Speech, vote: VoteFacts | None, day: str) -> str:
    if vote is None:
        return ""
    if vote.wanted and len(vote.wanted_by) == 3:
        return say("In the vote of %(day)s all three sides vote for it.", day=day)
    if vote.wanted and vote.kind in ("dots", "score", "ranked", "duels"):
        return say("The vote of %(day)s wants it: place %(rank)s.", day=day, rank=say.number(vote.rank))
    if vote.wanted:
        return say("The vote of %(day)s wants it.", day=day)
    if vote.kind == "dots" and len(vote.by_side) == 3 and all(vote.by_side.values()):
        return say("In the vote of %(day)s all three sides gave it dots.", day=day)
    return ""


def notice_sentence(say: Speech, kind: str, facts: Mapping[str, Any]) -> str:
    """What a notice of these nouns says; empty for a kind of another noun."""
    idea = str(facts.get("idea", ""))
    if kind == "decided" and "reader" in facts:
        return answer_sentence(
            say, str(facts["reader"]), idea, str(facts.get("outcome")), str(facts.get("reason", "")),
            date.fromisoformat(facts["until"]) if facts.get("until") else None, str(facts.get("signed", "")),
        )  # fmt: skip
    if kind == "decided":
        return say("About “%(idea)s”: %(what)s", idea=idea,
                   what=decided_line(say, str(facts.get("outcome")), str(facts.get("reason", "")), None))  # fmt: skip
    if kind == "decision_undone":
        return say("The decision about “%(idea)s” was taken back. You will read the new one here.", idea=idea)
    if kind == "answered":
        return say("An answer about “%(idea)s”: “%(words)s”", idea=idea, words=facts.get("words", ""))
    if kind == "voice_given":
        return say("A customer's voice is yours to answer by %(day)s.",
                   day=say.date(date.fromisoformat(str(facts.get("by")))))  # fmt: skip
    if kind == "voice_answered":
        return say("We have answered what you told us: “%(words)s”", words=facts.get("words", ""))
    if kind == "voice_closed":
        return say("Our last word on what you told us: “%(words)s”", words=facts.get("words", ""))
    return _about_a_promise(say, kind, {name: str(facts.get(name, "")) for name in ("by", "sentence", "words")})


def _about_a_promise(say: Speech, kind: str, said: Mapping[str, str]) -> str:
    if kind == "signature_asked":
        return say("%(by)s asks you whether you can keep “%(sentence)s”.", **said)
    if kind == "signature_answered" and said["words"]:
        return say("%(by)s has answered whether “%(sentence)s” can be kept: “%(words)s”", **said)
    if kind == "signature_answered":
        return say("%(by)s has answered whether “%(sentence)s” can be kept.", **said)
    if kind == "promise_expired":
        return say("“%(sentence)s” has come to its last day.", **said)
    return ""


def answer_sentence(
    say: Speech, reader: str, idea: str, outcome: str, reason: str, until: date | None, signed: str
) -> str:
    """What one kind of reader is told of a decision: whose words it is about, what was decided, why, who signs."""
    about = {
        "said": say("You said: “%(idea)s”", idea=idea),
        "supports": say("You support: “%(idea)s”", idea=idea),
        "spoken_for": say("You told us: “%(idea)s”", idea=idea) if idea else say("You told us how it went."),
        "voted": say("In a vote of yours: “%(idea)s”", idea=idea),
        "present": say("In your workshop: “%(idea)s”", idea=idea),
        "follows": say("What you told us, under your code"),
    }
    what = decided_line(say, outcome, reason, until, told=True)
    return f"{about[reader]} → {what}" + (f" · {signed}" if signed else "")


def reader_words(say: Speech, reader: str, people: int) -> str:
    """How many of one kind of reader."""
    counted = {
        "said": lambda: say.many("%(n)s person said it", "%(n)s people said it", people),
        "supports": lambda: say.many("%(n)s person supports it", "%(n)s people support it", people),
        "spoken_for": lambda: say.many("%(n)s person told us elsewhere", "%(n)s people told us elsewhere", people),
        "voted": lambda: say.many("%(n)s person had it in their vote", "%(n)s people had it in their vote", people),
        "present": lambda: say.many("%(n)s person was in the room", "%(n)s people were in the room", people),
        "follows": lambda: say.many("%(n)s person follows by code", "%(n)s people follow by code", people),
    }
    return counted[reader]()


def readers_title(say: Speech, people: int) -> str:
    """The answer of the preview: how many will read it."""
    if not people:
        return say("Nobody is waiting for this answer.")
    return say.many("%(n)s person will read this.", "%(n)s people will read this.", people)


def missed_line(say: Speech, *, yours: bool, others: int) -> str:
    """Why fewer read it than asked for it; empty where everybody does."""
    said = [say("You are one of those who asked: you know it already.")] if yours else []
    if others:
        said.append(say.many(
            "%(n)s person who asked cannot be told: no account or code, or not in the group any more.",
            "%(n)s people who asked cannot be told: no account or code, or not in the group any more.", others,
        ))  # fmt: skip
    return " ".join(said)


def mails_line(say: Speech, by_mail: int, people: int) -> str:
    """Where they read it."""
    if not by_mail:
        return say("Everybody finds it on their page and in their notices; nobody asked for mails.")
    return say.many("Everybody finds it on their page and in their notices; %(n)s of %(of)s also gets a mail.",
                    "Everybody finds it on their page and in their notices; %(n)s of %(of)s also get a mail.",
                    by_mail, of=say.number(people))  # fmt: skip


def sent_line(say: Speech, people: int, by_mail: int, signed: str, day: str) -> str:
    """What was sent: when, to how many, whose name stood below."""
    told = say.many("sent to %(n)s person on %(day)s", "sent to %(n)s people on %(day)s", people, day=day)
    mails = say.many("%(n)s by mail", "%(n)s by mail", by_mail) if by_mail else ""
    return listed_lines([told, mails, signed])


def how_words(say: Speech, how: str) -> str:
    """How often one is told by mail."""
    words = {"at_once": say("At once"), "weekly": say("Every week"), "never": say("Never")}
    return words[how]


def listed_lines(items: Sequence[str]) -> str:
    """Short facts of one thing, in one line."""
    return " · ".join(item for item in items if item)
