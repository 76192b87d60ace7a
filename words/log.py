"""The record in words: what was done and on what. A verb nobody has worded yet is shown as it is stored."""

from words.speech import Speech


def verb_words(say: Speech, verb: str) -> str:
    """What was done."""
    words = {
        "accept": say("accepted"),
        "add": say("added"),
        "archive": say("archived"),
        "ask": say("asked to sign"),
        "cast": say("voted"),
        "change": say("changed"),
        "choose": say("chose the ideas"),
        "close": say("closed"),
        "comment": say("commented"),
        "compute": say("computed"),
        "create": say("created"),
        "decide": say("decided"),
        "disable": say("disabled"),
        "erase": say("erased"),
        "expire": say("expired"),
        "extend": say("moved the end"),
        "follow": say("follows"),
        "grant": say("gave a role"),
        "call_invented": say("called it invented"),
        "destroy_key": say("destroyed the key"),
        "hide": say("hid"),
        "hide_comment": say("hid a comment"),
        "make": say("made"),
        "offer": say("chose the touchpoints"),
        "renew_join": say("renewed the way in"),
        "renew_return_code": say("took a new code"),
        "revoke_join": say("closed the way in"),
        "untell": say("noted where it is no longer told"),
        "import": say("imported"),
        "invite": say("invited"),
        "join": say("came in"),
        "leave": say("left"),
        "link": say("linked"),
        "load": say("loaded data"),
        "merge": say("merged"),
        "open": say("opened"),
        "read": say("read"),
        "record": say("noted"),
        "reopen": say("reopened"),
        "reply": say("answered"),
        "revoke": say("revoked"),
        "set_role": say("gave a role"),
        "show": say("showed again"),
        "sign": say("signed"),
        "sign_out": say("signed out"),
        "split": say("separated"),
        "support": say("supports"),
        "take_support_back": say("no longer supports"),
        "tell": say("noted where it is told"),
        "undo": say("took back"),
        "undo_load": say("took data back"),
        "use": say("put in use"),
        "withdraw": say("withdrew"),
        "write": say("wrote"),
    }
    return words.get(verb, verb)


def noun_words(say: Speech, noun: str) -> str:
    """On what."""
    words = {
        "decision": say("decision"),
        "entry_link": say("link to come in"),
        "feedback": say("feedback"),
        "function": say("function"),
        "group": say("group"),
        "idea": say("idea"),
        "ideas": say("ideas"),
        "installation": say("installation"),
        "invitation": say("invitation"),
        "membership": say("place in a group"),
        "person": say("person"),
        "process": say("process"),
        "promise": say("promise"),
        "round": say("activity"),
        "touchpoint": say("touchpoint"),
        "verdict": say("verdict"),
        "workshop": say("workshop"),
    }
    return words.get(noun, noun)
