"""How a face, a source and a voice are worded."""

from words.speech import Speech


def face_words(say: Speech, face: int | None) -> str:
    """The word for one of five faces, as whoever leaves it reads it; a text may have come without one."""
    if face is None:
        return say("no face yet")
    words = {
        1: say("Terrible"),
        2: say("Bad"),
        3: say("So-so"),
        4: say("Good"),
        5: say("Great"),
    }
    return words[face]


FACES = {1: "😣", 2: "🙁", 3: "😐", 4: "🙂", 5: "😀"}


def face_sign(say: Speech, face: int | None) -> str:
    """Face and word, for lists; a text may have come without one."""
    return f"{FACES[face]} {face_words(say, face)}" if face is not None else face_words(say, None)


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
        "forum": say("on a forum"),
    }
    return words[source]


def came_by_words(say: Speech, way: str) -> str:
    """How somebody came to us."""
    words = {
        "friend": say("a friend told me"),
        "reviews": say("reviews"),
        "advert": say("an advert"),
        "last_time": say("I was a customer already"),
        "shop": say("I passed by the shop"),
        "other": say("some other way"),
    }
    return words[way]


def tick_words(say: Speech) -> list[tuple[str, str]]:
    """The three ticks that make a voice argued, by the name of their field."""
    return [
        ("said_what", say("It says what happened")),
        ("said_when", say("It says when and where")),
        ("said_proof", say("There is a proof (order number, photo, receipt)")),
    ]


def figure_question(say: Speech, figure: str) -> str:
    """The one figure asked for at the open door, after sending."""
    if figure == "recommends":
        return say("Would you recommend us to a friend?")
    return say("It was easy to get what I needed.")


def figure_ends(say: Speech, figure: str) -> tuple[str, str]:
    """What the two ends of its scale mean."""
    if figure == "recommends":
        return say("0 not at all"), say("10 certainly")
    return say("1 not true at all"), say("7 very true")
