"""A picture of simple shapes on the desk, in the ink of the theme one sees it in."""

from base64 import b64encode
from html import escape

import streamlit as st

from charts.picture import Picture, svg


def show_picture(picture: Picture) -> None:
    """The picture as wide as its place, its words for who does not see it. It is an image: nothing in it runs."""
    inks = "dark" if st.context.theme.type == "dark" else "light"
    data = b64encode(svg(picture, inks).encode()).decode()
    st.html(f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(picture.words, quote=True)}" width="100%">')
