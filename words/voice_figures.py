"""Listening in figures, in words: the answer of the page, scales with their range, what changed, how soon we answer."""

from words.speech import Speech


def figures_title(say: Speech, *, voices: int, unhappy: int, days: int, where: str, at_worst: int) -> str:
    """The answer: how many, how many went badly, and where most of those. where: already escaped."""
    if not voices:
        return say("Nobody has left a word in the last %(n)s days.", n=say.number(days))
    said = say.many("%(n)s voice", "%(n)s voices", voices)
    if not unhappy:
        return say("%(voices)s in %(days)s days, and none of them went badly.", voices=said, days=say.number(days))
    bad = say.many("%(n)s went badly", "%(n)s went badly", unhappy)
    if at_worst * 3 < unhappy:
        return say("%(voices)s in %(days)s days: %(bad)s, in many places.", voices=said, days=say.number(days), bad=bad)
    return say("%(voices)s in %(days)s days: %(bad)s, %(m)s of them at “%(where)s”.", voices=said,
               days=say.number(days), bad=bad, m=say.number(at_worst), where=where)  # fmt: skip


def too_few_answers(say: Speech, n: int, fewest: int) -> str:
    """Below so many answers no figure stands."""
    return say("%(n)s of the %(m)s answers it takes", n=say.number(n), m=say.number(fewest))


def range_words(say: Speech, low: str, high: str, n: int) -> str:
    """Between which figures it lies, and of how many answers."""
    said = say.many("%(n)s answer", "%(n)s answers", n)
    return say("between %(low)s and %(high)s; %(answers)s", low=low, high=high, answers=said)


def signed(say: Speech, score: float) -> str:
    """+12, −30, 0."""
    whole = round(score)
    return f"+{say.number(whole)}" if whole > 0 else f"−{say.number(-whole)}" if whole < 0 else "0"


def changed_words(say: Speech, place: str, before: int, after: int, rose: bool) -> str:
    """What rose or fell beyond what luck explains. place: already escaped."""
    facts = {"place": place, "before": say.number(before), "after": say.number(after)}
    if rose:
        return say("▲ %(place)s: from %(before)s voices to %(after)s. More than luck explains.", **facts)
    return say("▼ %(place)s: from %(before)s voices to %(after)s. More than luck explains.", **facts)


def first_answer_words(say: Speech, of: int, in_time: int, median: int | None) -> str:
    """How soon whoever waits had a first answer. Voices alone, and said so: ideas have a promise of their own."""
    if not of:
        return say("Nobody waits for an answer: none was taken in charge.")
    said = say("Of the voices that wait for an answer, %(n)s of %(of)s had a first one within 14 days",
               n=say.number(in_time), of=say.number(of))  # fmt: skip
    if median is None:
        return say("%(said)s; fewer than half have one. Ideas are counted apart.", said=said)
    return say.many("%(said)s, half of them within %(n)s day. Ideas are counted apart.",
                    "%(said)s, half of them within %(n)s days. Ideas are counted apart.", median, said=said)


def people_words(say: Speech, speakers: int) -> str:
    """How many speak: an organisation once."""
    return say.many("%(n)s person or organisation", "%(n)s people or organisations", speakers)
