"""What Streamlit must have and be set to. Each option has its own line: an upgrade that drops one must be seen."""

import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from store import doors
from tests.company import NOW, found
from tests.conftest import Database
from web.first_questions import read_ahead

ROOT = Path(__file__).resolve().parent.parent.parent
IN_FORCE = {
    "runner.postScriptGC": False,
    "server.trustedUserHeaders": {"X-Dueremi-Sign-In": "sign_in_id", "X-Dueremi-Browser": "browser_id"},
    "server.fileWatcherType": "none",
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.scriptHealthCheckEnabled": False,
    "server.baseUrlPath": "",
    "server.maxUploadSize": 200,
    "server.maxWidgetStateSize": 20,
    "server.address": "127.0.0.1",
    "client.showErrorDetails": "none",
    "browser.gatherUsageStats": False,
    "global.developmentMode": False,
    "theme.light.primaryColor": "#1f3a5f",
}
# In a process of its own, because Streamlit's options belong to the whole process, and in another folder.
LOOK = """
import json, sys
sys.path.insert(0, {root!r})
import app
from streamlit import config
def refused(act):
    try:
        act()
    except app.StartRefused as refusal:
        return str(refusal)
    return ""
found = {{name: config.get_option(name) for name in {names!r}}}
said = {{"good": refused(app.check_options)}}
config.set_option("runner.postScriptGC", True)
said["changed"] = refused(app.check_options)
app.set_options()
app.STREAMLIT = "1.68."
said["other version"] = refused(app.check_options)
app.PINNED["server.goneTomorrow"] = 1
said["dropped"] = refused(app.set_options)
print(json.dumps([found, said]))
"""


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    asked = LOOK.format(root=str(ROOT), names=list(IN_FORCE))
    folder = tmp_path_factory.mktemp("elsewhere")
    done = subprocess.run([sys.executable, "-c", asked], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.parametrize("name", IN_FORCE)
def test_the_option_is_in_force_from_another_folder_too(looked: Any, name: str) -> None:
    assert looked[0][name] == IN_FORCE[name]


def test_with_everything_in_force_it_starts(looked: Any) -> None:
    assert looked[1]["good"] == ""
    assert importlib.metadata.version("streamlit").startswith("1.67.")


@pytest.mark.parametrize(
    ("what", "sentence"),
    [("changed", "runner.postScriptGC must be False"), ("other version", "needs 1.68."), ("dropped", "no option")],
)
def test_it_refuses_to_start_otherwise_and_says_why(looked: Any, what: str, sentence: str) -> None:
    assert sentence in looked[1][what]
    assert "\n" not in looked[1][what]


def test_a_large_database_is_in_memory_before_anybody_asks_and_a_small_one_is_left_alone(database: Database) -> None:
    founded = doors.writing(found)
    assert founded.manager.person_id
    engine = doors.engine()
    assert read_ahead(engine, now=NOW) == 0
    with doors.counting() as counted:
        assert read_ahead(engine, now=NOW, large=0) == 11
    assert not [one for one in counted.statements if one.startswith(("INSERT", "UPDATE", "DELETE"))]
