"""What Streamlit's own small tools are called: over a table, over a chart, in a day field. It knows English alone, so
`static/desk-words.js` puts these in their place.

Never a word that somebody typed: the keys are Streamlit's own.
"""

from words.speech import Speech


def tool_words(say: Speech) -> dict[str, str]:
    """Streamlit's words as the reader knows them, by Streamlit's own; empty where they are the reader's already."""
    found = {
        "Show/hide columns": say("Show/hide columns"),
        "Download as CSV": say("Download as CSV"),
        "Download as PNG": say("Download as PNG"),
        "Search": say("Search"),
        "Close Search": say("Close Search"),
        "Previous Result": say("Previous Result"),
        "Next Result": say("Next Result"),
        "Fullscreen": say("Fullscreen"),
        "Close fullscreen": say("Close fullscreen"),
        "Clear selection": say("Clear selection"),
        "Show data": say("Show data"),
        "Show chart": say("Show chart"),
        "Copy to clipboard": say("Copy to clipboard"),
        "Choose date": say("Choose date"),
        "Choose date and time": say("Choose date and time"),
        "Clear date": say("Clear date"),
        "Clear value": say("Clear value"),
        "Clear entry": say("Clear entry"),
        "Clear all": say("Clear all"),
        "Previous month": say("Previous month"),
        "Next month": say("Next month"),
        "Previous page": say("Previous page"),
        "Next page": say("Next page"),
        "Pagination": say("Pagination"),
        "Increment": say("Increment"),
        "Decrement": say("Decrement"),
        "Link to heading": say("Link to heading"),
        "Skip to main content": say("Skip to main content"),
        "Navigate to home page": say("Navigate to home page"),
        "Expand sidebar": say("Expand sidebar"),
        "Collapse sidebar": say("Collapse sidebar"),
        "Sidebar": say("Sidebar"),
        "App pages": say("App pages"),
        "Open": say("Open"),
        "Close": say("Close"),
        "No results": say("No results"),
        "No options to select": say("No options to select"),
        "Choose options": say("Choose options"),
        "Choose an option": say("Choose an option"),
        "Shortcut": say("Shortcut"),
        "day": say("day"),
        "month": say("month"),
        "year": say("year"),
        "dd": say("dd"),
        "mm": say("mm"),
        "yyyy": say("yyyy"),
    }
    return {english: own for english, own in found.items() if own != english}
