"""Every no in a sentence: from a code, a field and facts to what the person reads, naming what to do.

A test compares the codes raised in `models/` with the ones that speak here. Nouns may add theirs in a table of their
own below; the dictionary is built at call time because a literal must stand inside `say(...)`.
"""

from collections.abc import Mapping
from typing import Any

from words import (
    refusals_actions,
    refusals_answering,
    refusals_backlog,
    refusals_campaigns,
    refusals_claim,
    refusals_entry_links,
    refusals_exchange,
    refusals_journey,
    refusals_kinds,
    refusals_listen,
    refusals_listening,
    refusals_outbound,
    refusals_phone,
    refusals_promises,
    refusals_results,
    refusals_rounds,
    refusals_sources,
    refusals_telling,
    refusals_wall,
    refusals_whole,
    refusals_workshop,
)
from words.refused_fields import field_left_empty
from words.speech import Speech


def refusal_sentence(say: Speech, code: str, facts: Mapping[str, Any], field: str | None = None) -> str:
    """The sentence for a refusal. An unknown code says that nothing was saved, honestly and without a code.

    field: the one at fault, named where it was left empty.
    """
    missing = field_left_empty(say, field) if code == "empty" else None
    if missing is not None:
        return say("Still missing: %(field)s. Fill it in, please.", field=missing)
    limit = say.number(facts["limit"]) if isinstance(facts.get("limit"), int | float) else "?"
    least = say.number(facts["least"]) if isinstance(facts.get("least"), int | float) else "?"
    known = {
        "empty": lambda: say("This is empty: write something, please."),
        "too_long": lambda: say("This is too long: %(limit)s characters at most.", limit=limit),
        "too_small": lambda: say("This is too small: at least %(limit)s.", limit=limit),
        "too_large": lambda: say("This is too large: at most %(limit)s.", limit=limit),
        "not_a_number": lambda: say("This must be a number."),
        "not_an_option": lambda: say("Choose one of the options, please."),
        "not_valid": lambda: say("We cannot read this: check it, please."),
        "not_a_link": lambda: say("This must be a web address that begins with https://, or a plain place."),
        "unknown_field": lambda: say("The form carried something we do not know. Reload the page and try again."),
        "unreadable_characters": lambda: say("There is an invisible character in here. Type the text again, please."),
        "form_expired": lambda: say("This form is out of date. Reload the page: what you typed is still in the field."),
        "not_found": lambda: say("This is not here, or not yours to see."),
        "not_allowed": lambda: say("This is up to somebody else: ask whoever is in charge of it."),
        "not_signed_in": lambda: say("Sign in to go on."),
        "sign_in_wrong": lambda: say("E-mail or password are not right."),
        "wait": lambda: say("Too many attempts. Wait a moment, then try again."),
        "email_not_valid": lambda: say("This is not an e-mail address. Check it, please."),
        "email_taken": lambda: say("There is already somebody with this e-mail address."),
        "password_short": lambda: say("The password is too short: at least %(least)s characters.", least=least),
        "password_long": lambda: say("The password is too long: %(limit)s characters at most.", limit=limit),
        "password_guessable": lambda: say("This password is among the first that are tried. Choose another one."),
        "setup_done": lambda: say("Somebody has already set this installation up. Sign in."),
        "code_wrong": lambda: say("This code has expired. Ask the facilitator for the new one."),
        "link_expired": lambda: say("This link has been used or has expired. Ask for a new one."),
        "last_administrator": lambda: say("The last administrator stays. Name another one first."),
        "last_manager": lambda: say("The last manager of the group stays. Name another one first."),
        "not_own_role": lambda: say("Nobody changes their own role. Ask another manager."),
        "not_staff": lambda: say("Only somebody who works here can have this role."),
        "name_taken": lambda: say("This name is already there. Choose another one."),
        "zone_unknown": lambda: say("We do not know this time zone. Choose one like Europe/Rome."),
    }
    more = _more(say, facts)
    if code in known:
        return known[code]()
    if code in more:
        return more[code]
    return say("We could not save. Nothing is lost: try again.")


def _more(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """The other nouns' sentences, each table in a module of its own (`words/refusals_*.py` register here)."""
    found: dict[str, str] = {}
    for table in TABLES:
        found |= table(say, facts)
    return found


TABLES: list[Any] = [
    refusals_promises.sentences,
    refusals_journey.sentences,
    refusals_kinds.sentences,
    refusals_workshop.sentences,
    refusals_rounds.sentences,
    refusals_listen.sentences,
    refusals_listening.sentences,
    refusals_entry_links.sentences,
    refusals_exchange.sentences,
    refusals_claim.sentences,
    refusals_actions.sentences,
    refusals_answering.sentences,
    refusals_backlog.sentences,
    refusals_campaigns.sentences,
    refusals_telling.sentences,
    refusals_outbound.sentences,
    refusals_phone.sentences,
    refusals_sources.sentences,
    refusals_results.sentences,
    refusals_wall.sentences,
    refusals_whole.sentences,
]
