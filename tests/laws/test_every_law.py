"""Each of the twelve laws has its file of sentences, and each file names its law."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize("law", range(1, 13))
def test_the_law_has_its_sentences(law: int) -> None:
    files = sorted(HERE.glob(f"test_law_{law:02d}_*.py"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert text.startswith(f'"""Law {law}'), file.name
        assert "def test_" in text
