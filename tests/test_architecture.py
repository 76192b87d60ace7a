"""The house rules of docs/house.md, held by reading the code."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Layer: what of ours it may import besides itself. `store` and `app.py` are narrower still, see below.
MAY_IMPORT = {
    "words": set[str](),
    "analysis": set[str](),
    "models": {"analysis"},
    "store": {"models"},
    "charts": {"analysis", "words"},
    "exchange": {"models", "analysis", "words", "charts"},
    "ui": {"models", "store", "analysis", "charts", "words"},
    "web": {"models", "store", "exchange", "charts", "words"},
    "pages": {"ui", "models", "exchange", "words"},
}
OURS = {*MAY_IMPORT, "app", "manage", "demo", "tests", "benchmarks"}
ONLY_IN = {
    "openpyxl": {"exchange"},
    "reportlab": {"exchange"},
    "altair": {"charts"},
    "streamlit": {"ui", "pages", "app"},
    "alembic": {"store"},
    "scipy": {"analysis"},
}
FORBIDDEN_NAMES = re.compile(r"(^|_)(utils?|helpers?|common|managers?|handlers?)(_|$)")
FILE_LIMIT, PAGE_LIMIT = 300, 90
# Written apart, so that this file does not accuse itself.
LOCAL_PATHS = [f"/{folder}/" for folder in ("work", "root", "tmp", "opt/pypi", "opt/wheels")]
REGISTRIES = [".".join(parts) for parts in (("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs"))]
TEXT = {".py", ".md", ".txt", ".toml", ".po", ".html", ".css", ".js", ".json", ".csv", ".mako", ".yml", ".yaml", ""}


@cache
def files() -> tuple[Path, ...]:
    """Everything that is or will be tracked."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.splitlines()]
    else:  # an archive without its history
        hidden = {".venv", "var", ".git", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
        found = [path for path in ROOT.rglob("*") if not hidden & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


@cache
def code() -> dict[str, ast.Module]:
    """Every Python file by its path from the root, parsed."""
    paths = [path for path in files() if path.suffix == ".py"]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def layer(path: str) -> str:
    return path.split("/")[0].removesuffix(".py")


def product() -> Iterator[tuple[str, ast.Module]]:
    return ((path, tree) for path, tree in code().items() if layer(path) in {*MAY_IMPORT, "app"})


@cache
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Everything that is in a file."""
    return tuple(ast.walk(tree))


@cache
def imports(tree: ast.AST) -> frozenset[str]:
    """The dotted names a file imports, wherever in it; `from models import access` is also `models.access`."""
    names: set[str] = set()
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def test_imports_run_one_way() -> None:
    wrong = [
        f"{path} imports {name}"
        for path, tree in code().items()
        if layer(path) in MAY_IMPORT
        for name in imports(tree)
        if name.split(".")[0] in OURS - MAY_IMPORT[layer(path)] - {layer(path)}
    ]
    assert wrong == []


def test_the_store_knows_only_what_every_row_stands_on() -> None:
    wrong = [
        f"{path} imports {name}"
        for path, tree in code().items()
        if path.startswith("store/") and not path.startswith("store/migrations/")
        for name in imports(tree)
        if name.startswith("models") and not name.startswith("models.base")
    ]
    assert wrong == []


def test_app_knows_only_the_web_and_the_store() -> None:
    if "app.py" in code():
        wrong = {name for name in imports(code()["app.py"]) if name.split(".")[0] in OURS - {"web", "store"}}
        assert wrong == set()


def test_there_are_no_relative_imports() -> None:
    wrong = [path for path, tree in code().items() for n in nodes(tree) if isinstance(n, ast.ImportFrom) and n.level]
    assert wrong == []


@pytest.mark.parametrize("library", ONLY_IN)
def test_each_large_library_has_one_place(library: str) -> None:
    wrong = [
        path
        for path, tree in product()
        if layer(path) not in ONLY_IN[library]
        and any(name == library or name.startswith(f"{library}.") for name in imports(tree))
    ]
    assert wrong == []


def test_scipy_stats_is_imported_where_it_is_used_because_it_costs_a_second() -> None:
    wrong = [
        path
        for path, tree in code().items()
        if layer(path) in MAY_IMPORT
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        if any(name.startswith("scipy.stats") for name in imports(node))
    ]
    assert wrong == []


def test_no_module_is_called_by_a_name_that_says_nothing() -> None:
    wrong = [path for path in code() if FORBIDDEN_NAMES.search(Path(path).stem) and path != "manage.py"]
    assert wrong == []


def test_no_file_beside_the_shell_hides_a_module_of_that_name() -> None:
    # Streamlit puts the folder of its script, ui/, first on sys.path.
    taken = OURS | sys.stdlib_module_names | set(metadata.packages_distributions())
    wrong = [path for path in code() if path.startswith("ui/") and path.count("/") == 1 and Path(path).stem in taken]
    assert wrong == []


def test_only_one_door_commits() -> None:
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in code().items()
        if layer(path) != "tests" and path != "store/doors.py"
        for node in nodes(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert wrong == []


def test_only_the_access_table_knows_what_a_role_may() -> None:
    # Groups and invitations hand roles out and so must name them; nobody else decides by a role.
    allowed = {"models/access.py", "models/groups.py", "models/invitations.py"}
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in product()
        if path not in allowed
        for node in nodes(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Role"
    ]
    assert wrong == []


def test_a_fold_of_the_desk_is_known_by_a_name() -> None:
    # By its place it closes when the page above it grows, over the sentence that says why a form inside was refused.
    # Those of the thread hold links only; two threads of one page may lead through the same knot.
    only_links = {"ui/thread_panel.py", "ui/thread_more.py"}
    assert not any("ui.entry.attempt" in imports(code()[path]) for path in only_links)
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in product()
        if layer(path) in {"ui", "pages"} and path not in only_links
        for node in nodes(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"expander", "popover"} and "key" not in {word.arg for word in node.keywords}
    ]
    assert wrong == []


def test_no_file_is_two_nouns_and_pages_are_thin() -> None:
    wrong = []
    for path in code():
        lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
        limit = PAGE_LIMIT if layer(path) == "pages" else FILE_LIMIT
        if lines > limit and not path.startswith("store/migrations/versions/"):
            wrong.append(f"{path}: {lines} lines, at most {limit}")
    assert wrong == []


def test_every_module_says_what_it_is_and_stands_in_where() -> None:
    where = ROOT / "docs" / "where.md"
    said = where.read_text(encoding="utf-8") if where.exists() else ""
    modules = [path for path, _ in product() if not path.startswith("store/migrations/")]
    assert [path for path in modules if ast.get_docstring(code()[path]) is None] == []
    missing = [path for path in modules if Path(path).name != "__init__.py" and path not in said]
    assert missing == [], "name them in docs/where.md"
    named = set(re.findall(r"\b(?:" + "|".join(MAY_IMPORT) + r")/[\w/]+\.py\b", said))
    assert sorted(named - code().keys()) == [], "docs/where.md names what is not there"


def test_nothing_of_a_developer_s_machine_is_in_the_tree() -> None:
    wrong = []
    for path in files():
        if path.suffix in TEXT and path.name != "LICENSE":
            text = path.read_text(encoding="utf-8", errors="replace")
            wrong += [f"{path.relative_to(ROOT)}: {part}" for part in [*LOCAL_PATHS, *REGISTRIES] if part in text]
    assert wrong == []
