"""What every page is compared with: 50 widgets, a table of 1,000 rows and one chart, all constants, no database.

    .venv/bin/streamlit run benchmarks/reference_page.py

`python -m benchmarks` serves it beside the example company, so that both are measured in the same minutes.
"""

import altair as alt
import pandas as pd
import streamlit as st

ROWS = pd.DataFrame(
    {
        "Day": list(range(1000)),
        "Idea": [f"An idea, number {number}" for number in range(1000)],
        "Dots": [number * 7 % 31 for number in range(1000)],
        "Share": [number % 100 / 100 for number in range(1000)],
    }
)

st.title("The page every page is compared with")
for number in range(10):
    left, middle, right = st.columns(3)
    left.text_input(f"Text {number}", value="constant")
    middle.selectbox(f"Choice {number}", ["one", "two", "three"])
    right.number_input(f"Number {number}", 0, 100, 10)
    left.checkbox(f"Box {number}")
    middle.button(f"Button {number}")
st.dataframe(ROWS, hide_index=True)
st.altair_chart(alt.Chart(ROWS).mark_line().encode(x="Day", y="Dots"))
