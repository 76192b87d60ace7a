"""How the rules of answering voices, of what counts and of bringing voices in say no."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """The sentences of this area by code."""
    limit = say.number(facts["limit"]) if isinstance(facts.get("limit"), int | float) else "?"
    return {
        "closed_with_respect": say("This message was closed with respect: nothing more is said to it."),
        "day_gone": say("That day is over. Choose today or a later one."),
        "same_place": say("A hand-over goes from one touchpoint to another one: these two are the same."),
        "in_the_future": say("That day has not come yet."),
        "too_many_matters": say("There are %(limit)s already. Rename one instead.", limit=limit),
        "too_many_faces": say("At most %(limit)s faces at once.", limit=limit),
        "asked_too_late": say("This was asked within the hour. What you told us is safe, and a person reads it."),
        "not_a_customer": say("This is somebody who works here, not a customer."),
        "already_on": say("It is switched on already."),
        "touchpoint_missing": say("Say where it was: choose the touchpoint."),
        "source_missing": say("Say where you heard it: on the phone, by e-mail, in the shop…"),
        "noted_too_late": say("Ten minutes have passed: this voice stays as it is."),
        "voice_acted_on": say("Somebody is already working on this voice: it stays as it is."),
        "voices_loaded": say("This very list was already brought in. Nothing was added."),
        "voices_acted_on": say("Somebody has acted on these voices already: they stay."),
        "no_new_voices": say("Every voice of this file is already here: there is nothing to bring in."),
    }
