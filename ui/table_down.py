"""One small button under a table of the desk: all of it as Excel, filtered as it stands there, not only the page."""

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from words.speech import Speech


def table_down(say: Speech, name: str, filters: Mapping[str, object] | None = None) -> None:
    """The button. The file asks for permission by itself once somebody presses it; until then it costs nothing.

    name: as in `exchange.desk_tables`. filters: what is not None or empty goes along in the address.
    """
    said = {key: str(value) for key, value in (filters or {}).items() if value not in (None, "", False)}
    query = f"?{urlencode(said)}" if said else ""
    st.link_button(say("Download as Excel"), f"/download/table/{name}.xlsx{query}", type="tertiary")
