"""How publishing, webhooks, the care list and handing over say no."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """Code -> sentence."""
    limit = say.number(facts["limit"]) if isinstance(facts.get("limit"), int | float) else "?"
    owned = [*map(str, facts.get("processes") or []), *(say.quoted(one) for one in facts.get("promises") or []),
             *map(str, facts.get("actions") or [])]  # fmt: skip
    return {
        "publish_in_use": say("Only a promise in use can be published. Put it in use first."),
        "publish_each": say("Some of its choices are published one by one: publish the others the same way."),
        "withdraw_why": say("Customers find this promise on our page: say why it is withdrawn."),
        "webhook_https": say("This must be a full address that begins with https://, without name and password."),
        "webhook_private": say("This address lies inside a private network: we only send to addresses outside."),
        "webhook_many": say("There are %(limit)s addresses already. Take one off first.", limit=limit),
        "webhook_twice": say("This address is told already."),
        "care_place_unknown": say(
            "We do not know “%(place)s”: use {case}, {promise} or {by}.", place="{" + str(facts.get("place", "")) + "}"
        ),
        "owns_things": say("Hand these over to somebody else first: %(what)s.", what=say.listed(owned)),
    }  # fmt: skip
