"""How a face, a source and a voice are worded."""

from words.speech import Speech


def face_words(say: Speech, face: int) -> str:
    """The word for one of five faces, as whoever leaves it reads it."""
    words = {
        1: say("Terrible"),
        2: say("Bad"),
        3: say("So-so"),
        4: say("Good"),
        5: say("Great"),
    }
    return words[face]


FACES = {1: "😣", 2: "🙁", 3: "😐", 4: "🙂", 5: "😀"}


def face_sign(say: Speech, face: int) -> str:
    """Face and word, for lists."""
    return f"{FACES[face]} {face_words(say, face)}"


def source_words(say: Speech, source: str) -> str:
    """Where something was heard."""
    words = {
        "door": say("at the open door"),
        "phone": say("on the phone"),
        "email": say("by e-mail"),
        "shop": say("in the shop"),
        "review": say("in a review"),
        "social": say("on social media"),
        "chat": say("in a chat"),
        "visit": say("on a visit"),
        "meeting": say("at a meeting"),
        "word_of_mouth": say("by word of mouth"),
    }
    return words[source]


def listening_title(say: Speech, voices: int, new: int, unhappy: int) -> str:
    """The answer of the page Listening: how many voices, how many of them unhappy, how many wait to be read."""
    if not voices:
        return say("Nobody has left a word yet.")
    said = say.many("%(n)s voice", "%(n)s voices", voices)
    bad = say.many("%(n)s went badly", "%(n)s went badly", unhappy)
    if not new:
        return say("%(voices)s, %(bad)s. All of them read.", voices=said, bad=bad)
    return say.many("%(voices)s, %(bad)s. %(n)s waits for a reader.", "%(voices)s, %(bad)s. %(n)s wait for a reader.",
                    new, voices=said, bad=bad)  # fmt: skip
