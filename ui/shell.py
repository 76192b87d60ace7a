"""The script that Streamlit runs: who is here, the menu, then the page. It lives in `ui/` so that no page is ever
found by its file name alone (a page beside the running script could be opened before any check).
"""

import streamlit as st

from models.access import Viewer
from models.installation import company_view
from models.notices import unread_count
from store.doors import StoreTrouble, reading
from ui.cards import plain
from ui.entry import known_to_page, say_sign_in, who_is_here
from ui.places import FOLDER, PLACES, page_of, place_title, places_for
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


def menu(viewer: Viewer, say: Speech) -> dict[str, list[st.Page]]:
    """The pages of this person, in the bar and in the menu under their name."""
    names = places_for(viewer)
    first = "mine" if not viewer.is_staff and "mine" in names else "home"
    unread = waiting_for(viewer)
    own = plain(viewer.name) + (f" 🔔 {say.number(unread)}" if unread else "")
    parts: dict[str, list[st.Page]] = {"": [], own: []}
    for name in names:
        place = PLACES[name]
        title = place_title(say, name)
        page = page_of(name, f"{title} ({say.number(unread)})" if name == "mine" and unread else title, name == first)
        parts["" if place.part == "" else own].append(page)
    return parts


def waiting_for(viewer: Viewer) -> int:
    """How many notices wait for this person; none when the database cannot say."""
    try:
        with reading() as session:
            return unread_count(session, viewer)
    except StoreTrouble:
        return 0


def is_invented() -> bool:
    """Whether this is the example company; when the database cannot say, the page itself will."""
    try:
        with reading() as session:
            return company_view(session).is_invented
    except StoreTrouble:
        return False


def shell() -> None:
    """One run."""
    viewer = who_is_here()
    say = speech(viewer.language)
    st.set_page_config(page_title="Due Remi", layout="wide")
    if viewer.person_id is None:
        # Every known address leads to the notice, so that the address is still there after signing in.
        ways = [st.Page(sign_in_notice, title="Due Remi", url_path="home", default=True)]
        ways += [st.Page(sign_in_notice, title="Due Remi", url_path=place.address or name)
                 for name, place in PLACES.items() if name != "home"]  # fmt: skip
        st.navigation(ways, position="hidden").run()
        return
    page = st.navigation(menu(viewer, say), position="top")
    lay_theme(say)
    st.logo(str(FOLDER.parent / "static" / "emblem.svg"), size="medium")
    if is_invented():
        with st.container(key="invented"):
            st.markdown(say("Invented company, invented data"))
    with known_to_page(viewer):
        page.run()


shell()
