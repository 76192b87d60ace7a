"""Streamlit's own way to run a page without a browser, for the tests of pages."""

from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

__all__ = ["AppTest"]

# Each run of an AppTest reads what every installed package says of itself, looking for components of others: half of
# its time. What is installed does not change while tests run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


# Pages do not change either while tests run: each is compiled once.
_code = ScriptCache()
app_test.ScriptCache = local_script_runner.ScriptCache = lambda: _code  # type: ignore[assignment,attr-defined]
_look_again_and_again = local_script_runner.require_widgets_deltas


def _wait_until_it_ends(runner: LocalScriptRunner, timeout: float = 3) -> None:
    """Streamlit's own looks a thousand times a second whether the run has ended, which takes the run's processor."""
    if runner._script_thread is not None:
        runner._script_thread.join(timeout)
    _look_again_and_again(runner, 0.5 if runner.script_stopped() else 0.0)


local_script_runner.require_widgets_deltas = _wait_until_it_ends
