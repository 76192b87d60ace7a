"""What is said of the places where a promise is told: when somebody saw them, and what is to be changed there."""

from datetime import date

from words.counts import capital, spelled
from words.speech import Speech

# After so long nobody knows what stands there.
STALE_DAYS = 90


def figures_differ(say: Speech, places: int, figures: int) -> str:
    """Five places, three different figures."""
    said = capital(say("%(n)s places", n=spelled(say, places)))
    return say("%(places)s, %(figures)s different figures.", places=said, figures=spelled(say, figures))


def seen_words(say: Speech, seen_on: date | None, today: date) -> str:
    """When somebody last saw what stands there, and whether it is time to look again."""
    if seen_on is None:
        return say("never seen there")
    days = max(0, (today - seen_on).days)
    if days == 0:
        return say("seen today")
    said = say.many("seen %(n)s day ago", "seen %(n)s days ago", days)
    return f"◷ {said}: {say('look again')}" if days >= STALE_DAYS else said


def changes_title(say: Speech, *, places: int, done: int, days: int) -> str:
    """To be changed in 5 places: 2 done, open for 5 days."""
    where = say.many("To be changed in %(n)s place", "To be changed in %(n)s places", places)
    ready = say.many("%(n)s done", "%(n)s done", done) if done else say("none done")
    since = say.many("open for %(n)s day", "open for %(n)s days", days) if days else say("open since today")
    return say("%(where)s: %(ready)s, %(since)s.", where=where, ready=ready, since=since)


def changes_why(say: Speech, *, figure: str, due: date | None, late: bool) -> str:
    """What each place is to tell, and by when. figure: empty where nothing is to be told any more."""
    said = say("Each place says now: %(figure)s.", figure=figure) if figure else say(
        "The promise was withdrawn: no place tells it any more."
    )  # fmt: skip
    if due is None:
        return said
    by = say("By %(day)s.", day=say.date(due))
    return f"{said} {by} {say('This day has passed.')}" if late else f"{said} {by}"


def change_line(say: Speech, *, done: bool, by: str, days: int, changer: str) -> str:
    """Of one place: done, by whom and how fast; or not yet, for how long, and who changes it."""
    if done and not by:
        return say("says it already")
    if done:
        took = say.many("in %(n)s day", "in %(n)s days", days) if days else say("the same day")
        return say("done by %(who)s, %(took)s", who=by, took=took)
    waits = say.many("not yet, for %(n)s day", "not yet, for %(n)s days", days) if days else say("not yet")
    return f"{waits} · {say('changed by %(who)s', who=changer)}" if changer else waits
