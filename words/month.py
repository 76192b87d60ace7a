"""The month in words, and the board's sentences: each picture's answer, how to read it, and how it was counted."""

from datetime import date

from babel.dates import format_date

from words.speech import Speech


def month_name(say: Speech, first: date) -> str:
    """November 2026."""
    return format_date(first, format="LLLL yyyy", locale=say.locale)


def month_title(say: Speech, month: str, holds: int, promises: int, voices: int) -> str:
    """The answer of the page: November 2026: 3 of 9 promises hold, 23 voices heard."""
    heard = say.many("%(n)s voice heard", "%(n)s voices heard", voices)
    if not promises:
        return say("%(month)s: no promise in use yet, %(heard)s.", month=month, heard=heard)
    kept = say.many("%(n)s of %(of)s promises holds", "%(n)s of %(of)s promises hold", holds, of=say.number(promises))
    return say("%(month)s: %(kept)s, %(heard)s.", month=month, kept=kept, heard=heard)


def voices_sentence(
    say: Speech, total: int, argued: int, before: int, *, running: bool = False, too_early: bool = False
) -> str:
    """23 voices, 17 of them argued; 14 the month before. running: before counts as many days of it; too_early: nothing
    is held against it.
    """
    said = say.many("%(n)s voice this month", "%(n)s voices this month", total)
    reasoned = say.many("%(n)s argued", "%(n)s argued", argued) if argued else say("none argued")
    if too_early:
        return say("%(voices)s, %(argued)s; the month has just begun, too early to compare.", voices=said,
                   argued=reasoned)  # fmt: skip
    if not before:
        return say("%(voices)s, %(argued)s.", voices=said, argued=reasoned)
    if running:
        return say("%(voices)s, %(argued)s; %(n)s by this day of the month before.", voices=said, argued=reasoned,
                   n=say.number(before))  # fmt: skip
    return say("%(voices)s, %(argued)s; %(n)s the month before.", voices=said, argued=reasoned, n=say.number(before))


def place_sentence(say: Speech, place: str, voices: int, badly: int) -> str:
    """Where most of it was heard: «Corriere», 9 voices, 6 of them went badly."""
    heard = say.many("%(n)s voice", "%(n)s voices", voices)
    if not badly:
        return say("Most was heard about “%(place)s”: %(voices)s, none went badly.", place=place, voices=heard)
    return say.many("Most was heard about “%(place)s”: %(voices)s, %(n)s went badly.",
                    "Most was heard about “%(place)s”: %(voices)s, %(n)s went badly.", badly, place=place,
                    voices=heard)  # fmt: skip


def customers_sentence(say: Speech, well: str, answers: int) -> str:
    """For 72 of 100 it went well or very well; 60 say so by a face."""
    return say.many("It went well for %(well)s; %(n)s chose a face.",
                    "It went well for %(well)s; %(n)s chose a face.", answers, well=well)  # fmt: skip


def customers_note(say: Speech, low: str, high: str, answers: int, more: str = "") -> str:
    """Beside a share: between which shares it lies, from how many answers, and the figure by its usual name."""
    said = say.many("between %(low)s and %(high)s of 100, %(n)s answer", "between %(low)s and %(high)s of 100,"
                    " %(n)s answers", answers, low=low, high=high)  # fmt: skip
    return f"{more} · {said}" if more else said


def how_customers(say: Speech) -> str:
    """How to read what customers say of it."""
    return say("How to read this: a bar is how many of 100 say so.")


def how_faces(say: Speech) -> str:
    """How to read the picture of the five faces."""
    return say("How to read this: a column is a face, its figure how many chose it.")


def counted_customers(say: Speech) -> str:
    """Small print: the standard definitions."""
    return say("CSAT: the two best of five faces. NPS: those who would recommend us with 9 or 10 of 10, minus those"
               " with 6 or less. CES: those to whom it was easy, 5 to 7 of 7. Shown from twenty answers on.")


def decided_sentence(say: Speech, decided: int, yes: int, ideas: int) -> str:
    """8 decisions, 4 of them a yes; 12 ideas written."""
    said = say.many("%(n)s decision", "%(n)s decisions", decided)
    agreed = say.many("%(n)s yes", "%(n)s times yes", yes)
    written = say.many("%(n)s idea written", "%(n)s ideas written", ideas)
    return say("%(decisions)s this month, %(yes)s; %(ideas)s.", decisions=said, yes=agreed, ideas=written)


def answers_sentence(say: Speech, due: int, in_time: int) -> str:
    """Of 12 answers due this month, 10 came in time."""
    if due == in_time:
        return say.many("The one answer due this month came in time.",
                        "All %(n)s answers due this month came in time.", due)  # fmt: skip
    if not in_time:
        return say.many("The one answer due this month did not come in time.",
                        "Of %(n)s answers due this month, none came in time.", due)  # fmt: skip
    return say.many("Of %(due)s answers due this month, %(n)s came in time.",
                    "Of %(due)s answers due this month, %(n)s came in time.", in_time, due=say.number(due))  # fmt: skip


def actions_sentence(say: Speech, done: int, late: int) -> str:
    """2 actions done, 1 late."""
    if not done:
        if not late:
            return say("No action was finished this month, none is late.")
        return say.many("No action was finished this month, %(n)s is late.",
                        "No action was finished this month, %(n)s are late.", late)  # fmt: skip
    ended = say.many("%(n)s action done", "%(n)s actions done", done)
    if not late:
        return say("%(done)s this month, none late.", done=ended)
    return say.many("%(done)s this month, %(n)s late.", "%(done)s this month, %(n)s late.", late, done=ended)


def money_sentence(say: Speech, moved: str, saved: str) -> str:
    """16,200 € moved to where a promise needs them; the sum stays."""
    if not saved:
        return say("%(moved)s moved to where a promise needs it; the sum stays.", moved=moved)
    return say("%(moved)s moved to where a promise needs it; %(saved)s saved, as estimated.", moved=moved, saved=saved)


def published_sentence(say: Speech, n: int) -> str:
    """6 things customers said have an answer they can read."""
    return say.many("%(n)s thing customers said has an answer they can read.",
                    "%(n)s things customers said have an answer they can read.", n)  # fmt: skip


def promise_sentence(say: Speech, sentence: str, stands: str, times: str, target: str) -> str:
    """«A casa in 48 ore» does not hold: 86 of 100, we promise 95."""
    facts = {"sentence": sentence, "times": times, "target": target}
    said = {
        "supported": say("“%(sentence)s” holds: %(times)s, we promise %(target)s.", **facts),
        "at risk": say("“%(sentence)s” is on the edge: %(times)s, we promise %(target)s.", **facts),
        "not supportable": say("“%(sentence)s” does not hold: %(times)s, we promise %(target)s.", **facts),
        "not enough evidence": say("“%(sentence)s”: %(times)s so far, too few data to be sure.", **facts),
    }
    return said[stands]


def moving_sentence(say: Speech, sentence: str, drift: str) -> str:
    """«Riparata in una settimana»: getting better since 14 September."""
    return say("“%(sentence)s”. %(drift)s", sentence=sentence, drift=drift)


def how_promises(say: Speech) -> str:
    """How to read the picture of the promises."""
    return say("How to read this: the bar is how many times of 100 a promise is kept, the line is what we promise.")


def how_promises_then(say: Speech) -> str:
    """The same with the ring of the month before."""
    return say("How to read this: the bar is how many times of 100 a promise is kept, the line is what we promise, the"
               " ring where it stood when the month began.")  # fmt: skip


def how_voices(say: Speech) -> str:
    """How to read the picture of voices by week."""
    return say("How to read this: a column is a week, cut where the month begins and ends; its full part are voices"
               " that say what happened, when, or with a proof.")  # fmt: skip


def how_places(say: Speech) -> str:
    """How to read the picture of voices by touchpoint."""
    return say("How to read this: a bar is how many voices a touchpoint had; the full part went badly.")


def other_places_words(say: Speech) -> str:
    """The row of all the touchpoints that are not named one by one."""
    return say("All the other touchpoints")


def how_bars(say: Speech) -> str:
    """How to read plain bars."""
    return say("How to read this: the longer the bar, the more there were.")


def how_answers(say: Speech) -> str:
    """How to read the picture of answers in time."""
    return say("How to read this: the whole bar are the answers we had given a day for, the full part came by that"
               " day.")  # fmt: skip


def how_answers_few(say: Speech) -> str:
    """How to read the circles of answers in time."""
    return say("How to read this: a circle is an answer we had given a day for, a full one came by that day.")


def how_arrows(say: Speech) -> str:
    """How to read the arrows of money moved."""
    return say("How to read this: an arrow is an amount, from which line to which; below it, the promise it serves.")


def how_money(say: Speech) -> str:
    """How to read the picture of money moved."""
    return say("How to read this: a bar is an amount, from which line to which; below it, the promise it serves.")


def how_weeks(say: Speech) -> str:
    """How to read the picture of the last weeks."""
    return say("How to read this: a column is a week, its figure how many times of 100 the promise was kept; the dashed"
               " line is what we promise.")  # fmt: skip


def how_turned(say: Speech) -> str:
    """How to read the weeks before and after a turn."""
    return say("How to read this: a column is a week, its figure how many times of 100 the promise was kept; the grey"
               " ones are before it turned, the dashed line is what we promise.")  # fmt: skip


def how_pairs(say: Speech) -> str:
    """How to read what was said beside what was done."""
    return say("How to read this: first what customers told us, then what we did, or why not.")


def counted_promises(say: Speech) -> str:
    """Small print: where the verdicts come from."""
    return say(
        "Promises in use. Each verdict was computed from the dated cases of its process and is the newest one on data"
        " of before the month's end; one that had grown too old by then counts as too few data."
    )


def counted_voices(say: Speech, zone: str) -> str:
    """Small print: what counts as a voice, and when argued."""
    return say("Every voice that came in during the month, days of %(zone)s. Argued: at least one of three ticks (what"
               " happened, when and where, a proof).", zone=zone)  # fmt: skip


def counted_decisions(say: Speech) -> str:
    """Small print: which decisions count."""
    return say("Decisions of the month that still stand, of every focus group; ideas that can be seen.")


def counted_actions(say: Speech) -> str:
    """Small print: when an action is late."""
    return say("Late: the day it was due has passed, at the month's end or today, and it is not done.")


def counted_answers(say: Speech) -> str:
    """Small print: which answers were due."""
    return say("Voices taken in charge with an answer promised for a day of this month.")


def counted_money(say: Speech) -> str:
    """Small print: moves and savings."""
    return say("Moves between lines of the budget; a saving is an estimate and stands apart from the sum.")


def counted_published(say: Speech) -> str:
    """Small print: the public page."""
    return say("As on the public page “You said, we did”, published in this month.")
