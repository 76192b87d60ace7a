"""Small pieces that every page shows alike: text a person typed, verdicts, empty states."""

import re
from html import escape

import streamlit as st

from models.access import Viewer
from ui.places import can_open, conducts, place_file
from words.speech import ERASED, Speech

# Everything Markdown and Streamlit's own extensions (colours, icons, emoji codes, formulas) give a meaning to.
_MEANINGFUL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=/@])")
_ADDRESS = re.compile(r"https?:/(?=/)|www(?=\.)|(?<=[\w.+-])@(?=[\w-]+\.)", re.IGNORECASE)
_ICONS = {"supported": "✔", "at risk": "≈", "not supportable": "✕", "not enough evidence": "?"}
_TONES = {"supported": "green", "at risk": "orange", "not supportable": "red", "not enough evidence": "gray"}


def plain(text: str) -> str:
    """Text a person typed, escaped for labels, captions, radio options and every other place that reads Markdown.

    The options of select boxes are plain text already: there it would show its backslashes.

    White space becomes single: a line break could begin a heading, a list or a table.
    """
    # Its space at the end is what tells it from an "…" that somebody wrote.
    if text == ERASED:
        return text
    # Punctuation escaped by a backslash is literal in CommonMark; so no link, image, icon or formula can form. A bare
    # address, also of mail, is made a link afterwards, in the text without its backslashes: a sign of no width stands
    # in its way.
    return _MEANINGFUL.sub(r"\\\1", _ADDRESS.sub("\\g<0>\u2060", " ".join(text.split())))


def bring_into_view(word: str) -> None:
    """The page comes to this place, once for each word (`static/desk.js`): what was just done
    or asked for is not left above what is seen."""
    st.html(f'<span data-seen="{escape(word, quote=True)}"></span>')


def person_text(text: str) -> None:
    """Text a person typed, on lines of its own, exactly as written."""
    st.text(text)


def verdict_words(say: Speech, verdict: str) -> str:
    """The four words for a verdict."""
    words = {
        "supported": say("Holds"),
        "at risk": say("On the edge"),
        "not supportable": say("Does not hold"),
        "not enough evidence": say("Too few data"),
    }
    return words[verdict]


def verdict_icon(verdict: str) -> str:
    """The sign beside the word; colour alone never carries a verdict."""
    return _ICONS[verdict]


def verdict_chip(say: Speech, verdict: str) -> str:
    """Icon and word, such as "✔ Regge". Plain text: good for tables, options and titles."""
    return f"{verdict_icon(verdict)} {verdict_words(say, verdict)}"


def verdict_badge(say: Speech, verdict: str) -> str:
    """The same chip as Markdown, for a line that goes on after it."""
    return f":{_TONES[verdict]}-badge[{verdict_chip(say, verdict)}]"


def show_verdict(say: Speech, verdict: str) -> None:
    """The verdict as a coloured chip."""
    st.badge(verdict_chip(say, verdict), color=_TONES[verdict])  # type: ignore[arg-type]


def side_words(say: Speech, side: str | None) -> str:
    """Whom somebody speaks for; a function without a side decides and votes for none."""
    words = {
        "promises": say("who promises"),
        "keeps": say("who keeps"),
        "receives": say("who receives"),
    }
    return words[side] if side in words else say("decides, votes for no side")


def link_to(viewer: Viewer, name: str, label: str, **about: str) -> None:
    """A way to another page of the desk, only for whoever may open it. `about` becomes its query, such as
    promise=id.
    """
    # Who conducts nothing goes where one takes part, straight: a page that sends them on would catch their way back.
    name = "round" if name == "workshop" and not conducts(viewer) else name
    if can_open(viewer, name):
        st.page_link(place_file(name), label=f"{label} →", query_params=about or None)


def empty_state(viewer: Viewer, sentence: str, name: str = "", label: str = "") -> None:
    """An empty page says what to do next and offers the way there."""
    with st.container(border=True):
        st.markdown(sentence)
        if name:
            link_to(viewer, name, label)
