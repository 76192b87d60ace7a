"""Every example in docs/tally.md does what it says."""

import json
import re
import shlex
from pathlib import Path

import pytest

from exchange.tally import METHODS, main

DOCS = Path(__file__).resolve().parents[2] / "docs" / "tally.md"


def test_every_example_of_the_page_is_what_the_command_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = DOCS.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, rows in re.findall(r"`(\w+\.csv)`\n\n```csv\n(.*?)```", text, re.DOTALL):
        Path(name).write_text(rows, encoding="utf-8")
    said = re.findall(r"```sh\npython manage\.py tally (.*?)\n```\n\n```json\n(.*?)```", text, re.DOTALL)
    for asked, printed in said:
        assert main(shlex.split(asked)) == 0
        assert json.loads(capsys.readouterr().out) == json.loads(printed)
    assert sorted(shlex.split(asked)[2] for asked, _ in said) == sorted(METHODS)
