"""The script that Streamlit runs: who is here, the menu, then the page. It lives in `ui/` so that no page is ever
found by its file name alone (a page beside the running script could be opened before any check).
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import streamlit as st

from models.access import Viewer
from models.notices import unread_in_company
from store.doors import StoreTrouble, reading
from ui.cards import plain
from ui.entry import known_to_page, say_sign_in, who_is_here
from ui.places import FOLDER, PLACES, first_place, page_of, place_file, place_title, places_for
from ui.theme import lay_theme
from words.speech import Speech, speech


def sign_in_notice() -> None:
    """What every address shows while nobody is signed in: three ways on, and no page is run."""
    viewer = who_is_here()
    say = speech(viewer.language)
    lay_theme(say)
    st.title("Due Remi")
    say_sign_in(viewer, "home")
    st.html(
        f'<p><a href="/join" target="_self">{say("Join with a code")}</a> · '
        f'<a href="/commitments" target="_self">{say("Our commitments")}</a></p>'
    )


def not_here() -> None:
    """What a page that somebody may not open, or that there is none of, shows: a sentence, and the way on."""
    viewer = who_is_here()
    say = speech(viewer.language)
    st.title(say("This page does not exist, or is not among yours."))
    st.markdown(say("The address may be an old one. If you need this page, ask whoever manages your group."))
    first = first_place(viewer)
    st.page_link(place_file(first), label=f"{place_title(say, first)} →")


def elsewhere(names: list[str], show: Callable[[], None]) -> list[st.Page]:
    """A page of no menu for every address of ours that is none of these names, and for whatever else was typed:
    Streamlit would say so in English, over the first page.
    """
    ours = {place.address or name for name, place in PLACES.items()}
    shown = {PLACES[name].address or name for name in names}
    typed = urlsplit(st.context.url or "").path.strip("/")
    other = {typed} if typed and "/" not in typed else set()
    return [st.Page(show, title="Due Remi", url_path=address, visibility="hidden")
            for address in sorted((ours | other) - shown)]  # fmt: skip


def menu(viewer: Viewer, say: Speech, unread: int) -> dict[str, list[st.Page]]:
    """The pages of this person, in the bar and in the menu under their name."""
    names = places_for(viewer)
    first = first_place(viewer)
    own = plain(viewer.name) + (f" 🔔 {say.number(unread)}" if unread else "")
    parts: dict[str, list[st.Page]] = {"": [], own: []}
    for name in names:
        place = PLACES[name]
        title = place_title(say, name)
        page = page_of(name, f"{title} ({say.number(unread)})" if name == "mine" and unread else title, name == first)
        parts["" if place.part == "" else own].append(page)
    parts[""] += elsewhere(names, not_here)
    return parts


def around(viewer: Viewer) -> tuple[int, bool]:
    """How many notices wait, and whether this is the example company; when the database cannot say, the page will."""
    try:
        with reading() as session:
            return unread_in_company(session, viewer)
    except StoreTrouble:
        return 0, False


def shell() -> None:
    """One run."""
    viewer = who_is_here()
    say = speech(viewer.language)
    st.set_page_config(page_title="Due Remi", layout="wide")
    if viewer.person_id is None:
        # Every address leads to the notice, so that it is still there after signing in.
        ways = [st.Page(sign_in_notice, title="Due Remi", url_path="home", default=True)]
        st.navigation(ways + elsewhere(["home"], sign_in_notice), position="hidden").run()
        return
    unread, invented = around(viewer)
    page = st.navigation(menu(viewer, say, unread), position="top")
    # The tab and the list behind the Back button say which page it is.
    st.set_page_config(page_title="Due Remi" if page.title == "Due Remi" else f"{page.title} · Due Remi")
    lay_theme(say)
    st.logo(str(FOLDER.parent / "static" / "emblem.svg"), size="medium")
    if invented:
        with st.container(key="invented"):
            st.markdown(say("Invented company, invented data"))
    with known_to_page(viewer):
        page.run()


shell()
