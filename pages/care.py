"""About to miss: the open cases that will soon break a promise, with the sentence to send before the customer calls."""

from urllib.parse import urlencode

import streamlit as st

from models.care import PAGE, Standing, care_page
from ui.cards import empty_state, plain
from ui.care_list import LANGUAGES, show_case, words_form
from ui.entry import ask, enter, now, zone
from words.care import care_title, counts_words, place_words
from words.speech import speech
from words.verdicts import as_of_words

viewer = enter("care")
say = speech(viewer.language)
standing = Standing.OVER if st.query_params.get("standing") == Standing.OVER else Standing.SOON
place = st.query_params.get("place")
try:
    page = max(1, int(st.query_params.get("page", "1")))
except ValueError:
    page = 1
asked = {"now": now(), "standing": standing, "touchpoint": place, "start": (page - 1) * PAGE}
found = ask(care_page, viewer, **asked)


def go(**about: str | None) -> None:
    """The same page with other choices; they stand in the address."""
    kept = {"standing": standing.value, "place": place} | about
    st.query_params.from_dict({name: value for name, value in kept.items() if value is not None})
    st.rerun()


st.title(care_title(say, found.soon), anchor=False)
if not found.lines:
    empty_state(viewer, say("Nothing to watch yet: a promise in use that gives a time, and cases with dates."),
                "promises", say("Promises"))  # fmt: skip
    st.stop()
nouns = {line.process_id: line.noun for line in found.lines}
if found.soon:
    soon = [(sum(line.soon for line in found.lines if line.process_id == one), noun.one, noun.many)
            for one, noun in nouns.items()]  # fmt: skip
    st.markdown(f"**{counts_words(say, soon)}**")
if found.as_of is not None:
    day = as_of_words(say, found.as_of, zone())
    st.caption(say("Open in the data as of %(day)s, with their age as of now. Some may have ended since. A promise's"
                   " card counts on the day of the data: time has gone on since then.", day=day))  # fmt: skip

labels = {
    Standing.SOON: say("Still in time (%(n)s)", n=say.number(found.soon)),
    Standing.OVER: say("Missed already (%(n)s)", n=say.number(found.over)),
}
where, how, tongue = st.columns([3, 2, 2], vertical_alignment="bottom")
chosen = where.segmented_control(say("Cases"), list(labels), default=standing, format_func=labels.__getitem__)
if chosen is not None and chosen is not standing:
    go(standing=chosen.value, place=None)
places: dict[str | None, str] = {None: say("Everywhere")}
places |= {name: f"{place_words(say, name)} ({say.number(number)})" for name, number in found.places}
options = list(places)
at = how.selectbox(say("Touchpoint"), options, format_func=places.__getitem__,
                   index=options.index(place) if place in options else 0)  # fmt: skip
if at != (place if place in options else None):
    go(place=at)
tongues = {viewer.language: say("Your language"), **LANGUAGES}
language = tongue.radio(say("Write in"), list(tongues), format_func=tongues.__getitem__, horizontal=True)

heading: str | None = None
for one in found.items:
    if one.touchpoint != heading:
        heading = one.touchpoint
        st.subheader(plain(place_words(say, heading)), anchor=False)
    show_case(say, viewer, one, language=language, over=standing is Standing.OVER)
if not found.items:
    st.markdown(say("None here."))
pages = -(-found.total // PAGE)
if pages > 1 and (turned := st.pagination(pages, default=min(page, pages), key="care-page")) != min(page, pages):
    go(page=str(turned))
query = urlencode({"standing": standing.value} | ({"touchpoint": place} if place is not None else {}))
st.html(f'<p><a href="/download/care.xlsx?{query}" target="_self">{say("Download as Excel")}</a> · '
        f'<a href="/download/care.csv?{query}" target="_self">{say("Download as CSV")}</a></p>')  # fmt: skip
words_form(say, viewer, found.lines, language=language)
