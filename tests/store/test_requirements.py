"""What we install is pinned, complete, and free to use and pass on."""

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from store.settings import ROOT

# LGPL, unmodified and replaceable by pip, is fine.
FORBIDDEN = re.compile(r"(?<!L)(?<!Lesser )\b(A?GPL|SSPL|BUSL|Affero|GNU General Public)", re.IGNORECASE)


def pinned(*names: str) -> dict[str, Requirement]:
    lines = [line.strip() for name in names for line in (ROOT / name).read_text().splitlines()]
    return {
        canonicalize_name(Requirement(line).name): Requirement(line)
        for line in lines
        if line and not line.startswith(("#", "-r"))
    }


def test_every_version_is_exact() -> None:
    for wanted in pinned("requirements.txt", "requirements-dev.txt").values():
        assert re.fullmatch(r"==[^*,]+", str(wanted.specifier)), wanted


def test_streamlit_is_the_version_whose_hidden_options_we_use() -> None:
    assert str(pinned("requirements.txt")["streamlit"].specifier) == "==1.67.0"


@pytest.mark.parametrize("files", [("requirements.txt",), ("requirements.txt", "requirements-dev.txt")])
def test_the_set_is_complete_and_is_what_is_installed(files: tuple[str, ...]) -> None:
    # pip is told so in CI, and looks for nothing more.
    running = pinned(*files)
    for name, wanted in running.items():
        found = metadata.distribution(name)
        assert wanted.specifier.contains(found.version), f"{name} {found.version} is installed"
        for line in found.requires or []:
            need = Requirement(line)
            extras = wanted.extras or {""}
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras):
                assert canonicalize_name(need.name) in running, f"{name} needs {need.name}, which is not pinned"


def test_nothing_that_runs_forbids_passing_it_on() -> None:
    for name in pinned("requirements.txt"):
        about = metadata.distribution(name).metadata.json
        said = [str(about.get("license_expression") or about.get("license") or "")[:200]]
        said += [line for line in about.get("classifier", []) if line.startswith("License ::")]
        assert any(said), f"{name} names no licence"
        for licence in said:
            assert not FORBIDDEN.search(licence), f"{name}: {licence}"


def test_our_own_licence_is_mit() -> None:
    assert Path(ROOT / "LICENSE").read_text().startswith("MIT License")
