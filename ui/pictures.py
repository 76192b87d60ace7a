"""A picture of simple shapes on the desk, in the ink of the theme one sees it in."""

from base64 import b64encode
from html import escape

import streamlit as st

from charts.picture import Picture, svg

STYLE = """<style>.dr-narrow { display: none; }
@media (max-width: 640px) { .dr-wide { display: none; } .dr-narrow { display: block; } }</style>"""


def show_picture(picture: Picture) -> None:
    """The picture as wide as its place, its words for who does not see it. It is an image: nothing in it runs."""
    inks = "dark" if st.context.theme.type == "dark" else "light"
    words = escape(picture.words, quote=True)
    wide = f'<img class="dr-wide" src="{_data(picture, inks)}" alt="{words}" width="100%">'
    narrow = f'<img class="dr-narrow" src="{_data(picture.narrow or picture, inks)}" alt="{words}" width="100%">'
    st.html(STYLE + wide + narrow)


def _data(picture: Picture, inks: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg(picture, inks).encode()).decode()}"
