"""What a field is called in the middle of a sentence that says it was left empty."""

from words.speech import Speech


def field_left_empty(say: Speech, field: str | None) -> str | None:
    """Which field waits to be filled in, by its name in the Draft; None for one that goes by the form it stands in."""
    words = {
        "name": lambda: say("the name"),
        "title": lambda: say("the title"),
        "text": lambda: say("the text"),
        "words": lambda: say("the text"),
        "sentence": lambda: say("the sentence"),
        "question": lambda: say("the question"),
        "query": lambda: say("the question to the database"),
        "reason": lambda: say("the reason"),
        "email": lambda: say("the e-mail address"),
        "what": lambda: say("what it is about"),
        "url": lambda: say("the address"),
        "segment": lambda: say("the kind of customer"),
        "face": lambda: say("the face"),
        "signed": lambda: say("who signs"),
        "steps": lambda: say("the steps"),
        "amount": lambda: say("the figure"),
        "aim_amount": lambda: say("the aim"),
        "low": lambda: say("the figure"),
        "unit": lambda: say("the unit"),
        "origin": lambda: say("where it comes from"),
        "feedback_ids": lambda: say("the voices"),
        "idea_ids": lambda: say("the ideas"),
    }
    return words[field]() if field in words else None
