"""Plain HTTP beside Streamlit: the gate, sign-in, phone pages, downloads."""
