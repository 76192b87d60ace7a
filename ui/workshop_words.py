"""Words of the desk about the ready formats: the name people choose, when to take it, its activities and questions."""

from collections.abc import Sequence

from words.activities import minutes_words
from words.speech import Speech

FORMATS = ("collect_and_choose", "what_we_promise", "tell_us", "broken_promise", "move_the_budget")


def format_name(say: Speech, kind: str) -> str:
    """The name people choose a format by."""
    names = {
        "collect_and_choose": say("Collect and choose"), "what_we_promise": say("What do we promise?"),
        "tell_us": say("Tell us"), "broken_promise": say("Broken promise"), "move_the_budget": say("Move the budget"),
    }  # fmt: skip
    return names[kind]


def format_when(say: Speech, kind: str) -> str:
    """When to take it."""
    words = {
        "collect_and_choose": say("“We need ideas”"), "what_we_promise": say("before a campaign"),
        "tell_us": say("customers, at a distance, two weeks"), "broken_promise": say("after something went wrong"),
        "move_the_budget": say("once a quarter"),
    }  # fmt: skip
    return words[kind]


def format_steps(say: Speech, kind: str) -> list[str]:
    """What its activities are called in its one line."""
    steps = {
        "collect_and_choose": [say("Ideas (hidden)"), say("uncover and group"), say("dots"),
                               say("result and decision")],
        "what_we_promise": [say("How long do you expect?"), say("our promises, with the data"),
                            say("agree / disagree / pass"), say("signatures")],
        "tell_us": [say("Diary"), say("themes"), say("dots"), say("answer")],
        "broken_promise": [say("What happened"), say("why"), say("three remedies"), say("budget")],
        "move_the_budget": [say("Ideas with a cost"), say("budget between sides"), say("result and shifts")],
    }  # fmt: skip
    return steps[kind]


def format_line(say: Speech, kind: str, minutes: Sequence[int]) -> str:
    """When, its activities with their minutes, and how long it takes in all, with a breath between: one line."""
    days = max(minutes) >= 1440
    steps = [
        name if days else f"{name} {say.number(number)}"
        for name, number in zip(format_steps(say, kind), minutes, strict=True)
    ]  # fmt: skip
    whole = minutes_words(say, max(minutes) if days else -(-sum(minutes) // 5) * 5)
    return f"{format_when(say, kind)} · {' → '.join(steps)} · {whole}"


def questions_of(say: Speech, kind: str) -> list[str]:
    """The questions a format starts with, one an activity; each can be said anew before it opens."""
    questions = {
        "collect_and_choose": [say("What made you wait too long?"), say("What belongs together?"),
                               say("Which ones do we take forward?"), say("What do we decide?")],
        "what_we_promise": [say("How long do you expect it to take?"), say("What do the data say of our promises?"),
                            say("Are we in agreement?"), say("Who signs?")],
        "tell_us": [say("What happened to you?"), say("What belongs together?"),
                    say("Which ones do we take forward?"), say("What do we answer?")],
        "broken_promise": [say("What happened?"), say("Why did it happen?"),
                           say("Three remedies: the process, the promise, what is expected"),
                           say("What do we spend on?")],
        "move_the_budget": [say("What would you spend on, and how much?"), say("What do we spend on?"),
                            say("What do we move?")],
    }  # fmt: skip
    return questions[kind]
