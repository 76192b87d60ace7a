"""How the desk looks: shell, entry, cards, theme. The only package beside `pages` that imports Streamlit."""
