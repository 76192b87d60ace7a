"""Words of the desk about workshops that need no figures: formats and their questions."""

from words.speech import Speech


def format_name(say: Speech, kind: str) -> str:
    """The name people choose a format by."""
    return {"collect_and_choose": say("Collect and choose")}[kind]


def format_words(say: Speech, kind: str) -> str:
    """When to take a format and what it is made of."""
    return {
        "collect_and_choose": say("“We need ideas”: 2 activities, 35 minutes. Ideas, then a vote with dots."),
    }[kind]


def questions_of(say: Speech, kind: str) -> list[str]:
    """The questions a format starts with, in the language of who prepares; each can be changed before it opens."""
    return {"collect_and_choose": [say("What made you wait too long?"), say("Which ones do we take forward?")]}[kind]
