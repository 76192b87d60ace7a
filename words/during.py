"""What a campaign does to a promise, in a few words: for a row of the portfolio, and for the title of the campaign."""

from words.campaigns import Prediction, people_words
from words.promises import hundredths, of_hundred
from words.speech import Speech

_BY_SHARE = ("phones_hold", "phones_edge", "phones_below", "waits_hold", "waits_edge", "waits_too_long",
             "busy_weeks_hold", "busy_weeks_miss")  # fmt: skip


def during_words(
    say: Speech, found: Prediction | None, *, target: float, owner: str, agents: int | None = None,
    enough: int | None = None, then: Prediction | None = None,
) -> str:  # fmt: skip
    """A promise in the campaign. target: the share promised. agents: on the phone; enough, then: with how many it would
    hold, and how well. owner: who could say what it can take.
    """
    if found is None or found.code == "no_flow":
        return say("no data to say it")
    if found.today == "not supportable":
        return say("it does not hold even today")
    if found.code in _BY_SHARE and found.predicted_share is not None:
        said = of_hundred(say, found.predicted_share, target)
    elif found.code == "phones_full":
        said = say("more calls than %(people)s can answer", people=people_words(say, agents or 1))
    elif found.code == "queue_grows":
        said = say("more would come in than can be done")
    elif found.code == "queue_shrinks":
        said = say("it would catch up, nobody can say how fast")
    elif found.code == "tried":
        said = say("it has carried as many before")
    elif found.most_a_week is not None and found.needed_a_week is not None:
        most, needed = say.number(round(found.most_a_week)), say.number(round(found.needed_a_week))
        said = say("never tried beyond %(most)s a week, %(needed)s needed: ask %(owner)s", most=most, needed=needed,
                   owner=owner)  # fmt: skip
    else:
        said = say("never tried: ask %(owner)s", owner=owner)
    way_out = way_out_words(say, enough, then, target)
    return say("%(said)s; %(way_out)s", said=said, way_out=way_out) if way_out else said


def way_out_words(say: Speech, enough: int | None, then: Prediction | None, target: float) -> str:
    """With how many people on the phone it would be kept, and how often: "with 3 people on the phone: 93"."""
    if enough is None or then is None or then.predicted_share is None:
        return ""
    share = say.number(hundredths(then.predicted_share, target))
    return say("with %(people)s: %(share)s", people=people_words(say, enough), share=share)


def fall_title(say: Speech, more: str, promise: str, share: float, target: float) -> str:
    """The answer where one promise would be kept less often than promised. more: already worded; promise: escaped."""
    return say("Not as things are: with %(more)s “%(promise)s” falls to %(share)s.", more=more, promise=promise,
               share=of_hundred(say, share, target))  # fmt: skip
