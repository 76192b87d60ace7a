"""What people read when the machine failed: nothing was saved, and a reference to say when it happens again."""

from words.speech import Speech


def not_saved(say: Speech, reference: str) -> str:
    """A form could not be saved. What was typed is still in the form."""
    return say(
        "We could not save. Nothing is lost: try again. If it happens again, say “%(reference)s”.", reference=reference
    )


def not_shown(say: Speech, reference: str) -> str:
    """A page could not be shown."""
    return say(
        "We could not show this page. Nothing is lost: try again. If it happens again, say “%(reference)s”.",
        reference=reference,
    )


def too_much(say: Speech) -> str:
    """More came than a form may hold: it was not even read."""
    return say(
        "This is too long to be sent at once, and nothing was saved. Go back, make it shorter and send it again."
    )
