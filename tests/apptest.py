"""Streamlit's own way to run a page without a browser, for the tests of pages."""

from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

__all__ = ["AppTest"]

# Each run of an AppTest reads what every installed package says of itself, looking for components of others: half of
# its time. What is installed does not change while tests run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
