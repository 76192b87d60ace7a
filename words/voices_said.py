"""How well argued a voice is, who answers it, how it was closed: in words."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from words.speech import Speech


def argued_badge(say: Speech, argued: int) -> str:
    """argued 2/3; nothing while nobody has ticked anything."""
    return say("argued %(n)s/3", n=say.number(argued)) if argued else ""


def when_said(say: Speech, at: datetime, zone: str) -> str:
    """Day and time; the day alone where a list named only days: nobody wrote at midnight."""
    here = at.astimezone(ZoneInfo(zone))
    return say.date(at, zone) if (here.hour, here.minute, here.second) == (0, 0, 0) else say.moment(at, zone)


def voices_argued(say: Speech, voices: int, argued: int) -> str:
    """41 voices, 17 argued."""
    said = say.many("%(n)s voice", "%(n)s voices", voices)
    return say.many("%(voices)s, %(n)s argued", "%(voices)s, %(n)s argued", argued, voices=said)


def listening_title(say: Speech, voices: int, argued: int, new: int, late: int) -> str:
    """The answer of the page Listening: how many voices, how many argued, how many wait."""
    if not voices:
        return say("Nobody has left a word yet.")
    said = voices_argued(say, voices, argued)
    if late:
        return say.many("%(voices)s. %(n)s answer is late.", "%(voices)s. %(n)s answers are late.", late, voices=said)
    if new:
        return say.many("%(voices)s. %(n)s waits for a reader.", "%(voices)s. %(n)s wait for a reader.", new,
                        voices=said)  # fmt: skip
    return say("%(voices)s. All of them read.", voices=said)


def charge_line(say: Speech, name: str, answer_by: date | None, today: date) -> str:
    """Who answers, and by when."""
    if answer_by is None:
        return say("%(name)s answers.", name=name)
    if answer_by < today:
        late = (today - answer_by).days
        return say.many("%(name)s should have answered by %(day)s: %(n)s day late.",
                        "%(name)s should have answered by %(day)s: %(n)s days late.", late, name=name,
                        day=say.date(answer_by))  # fmt: skip
    return say("%(name)s answers by %(day)s.", name=name, day=say.date(answer_by))


def care_time_line(say: Speech, minutes: int, closed_minutes: int, closed: int) -> str:
    """How long care spent, and how much of it on messages closed with respect."""
    number = say.many("%(n)s message closed with respect", "%(n)s messages closed with respect", closed)
    return say(
        "In 90 days care noted %(all)s minutes of answering, %(closed)s of them on %(number)s.",
        all=say.number(minutes), closed=say.number(closed_minutes), number=number,
    )  # fmt: skip


def closing_words(say: Speech, *, argued: bool = False, answered: bool = False) -> dict[str, tuple[str, str]]:
    """Why a message is closed, and the polite last words for it, to be edited: key, (why, words).

    The one that fits comes first. Whoever said what happened (argued) is not told that no fact was said.
    """
    ways = _closings(say)
    order = ("said_all", "not_ours") if answered else ("not_ours", "said_all")
    return {one: ways[one] for one in (order if argued else ("no_fact", *order))}


def _closings(say: Speech) -> dict[str, tuple[str, str]]:
    return {
        "no_fact": (
            say("It says nothing that can be checked"),
            say("Thank you for writing to us. We have read your message. It does not say what happened, when or where,"
                " so we cannot do more with it. If you write us a fact, we look into it at once."),
        ),
        "not_ours": (
            say("It asks for something we cannot give"),
            say("Thank you for writing to us. We have thought about what you ask and we cannot give it: here is why,"
                " and what we can do instead. This is our final answer on this message; a new one is always read."),
        ),
        "said_all": (
            say("We have said all we know"),
            say("Thank you for your patience. We have told you everything we know and done what we could. We do not"
                " answer this message any further; if something new happens, write to us again and a person will read"
                " it."),
        ),
    }  # fmt: skip


def followed_title(say: Speech, outcome: str, *, asks: bool, answered: bool, read: bool) -> str:
    """The answer in the title of one voice's page. outcome: "" while nothing is decided; answered: we wrote back."""
    if asks:
        return say("We ask you something.")
    if outcome in ("do", "later", "no"):
        return {
            "do": say("It was decided: we do it."), "later": say("It was decided: later."),
            "no": say("It was decided: we do not do it."),
        }[outcome]  # fmt: skip
    if answered:
        return say("We have answered you.")
    return say("A person has read it.") if read else say("It has arrived.")
