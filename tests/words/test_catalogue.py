"""Nothing is said in one language only."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from words.speech import CATALOGUES, speech

ROOT = Path(__file__).resolve().parents[2]
CODE = ("words", "ui", "web", "pages", "charts", "exchange", "demo")
PLACES = re.compile(r"%\((\w+)\)[sd]")


def sentences_in_code() -> Iterator[tuple[str, object]]:
    """Every literal handed to `say(...)` or `say.many(...)`, with where it stands; None where it is not literal."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                if isinstance(node.func, ast.Name) and node.func.id in ("say", "self") and node.args:
                    yield where, _literal(node.args[0])
                elif isinstance(node.func, ast.Attribute) and node.func.attr == "many" and _is_say(node.func.value):
                    yield where, (_literal(node.args[0]), _literal(node.args[1]))


def sentences_in_templates() -> Iterator[tuple[str, object]]:
    """The same for the phone's templates."""
    environment = Environment(autoescape=True, extensions=["jinja2.ext.do"])
    for path in sorted((ROOT / "web").rglob("*.html")):
        for call in environment.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            where = f"{path.relative_to(ROOT)}:{call.lineno}"
            target = call.node
            if isinstance(target, nodes.Name) and target.name == "say" and call.args:
                yield where, _constant(call.args[0])
            elif isinstance(target, nodes.Getattr) and target.attr == "many":
                yield where, (_constant(call.args[0]), _constant(call.args[1]))


def _is_say(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "say"


def _literal(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _constant(node: nodes.Expr) -> object:
    return node.value if isinstance(node, nodes.Const) else None


@cache
def everything_said() -> tuple[tuple[str, object], ...]:
    """Both; read when the first test asks, because every worker imports this file and one of them runs it."""
    return *sentences_in_code(), *sentences_in_templates()


def test_the_code_says_something_at_all() -> None:
    assert len(everything_said()) > 100


def test_every_sentence_is_written_out_where_it_is_said() -> None:
    built = [where for where, key in everything_said() if key is None or (isinstance(key, tuple) and None in key)]
    assert built == []


def test_every_sentence_has_its_italian() -> None:
    italian = speech("it")
    missing = [
        f"{where}: {key}"
        for where, key in everything_said()
        if (key not in italian.plurals if isinstance(key, tuple) else key not in italian.sentences)
    ]
    assert missing == []


def test_italian_fills_the_same_places() -> None:
    italian = speech("it")
    odd = [
        english
        for english, said in italian.sentences.items()
        if set(PLACES.findall(english)) != set(PLACES.findall(said))
    ]
    assert odd == []


def test_the_catalogue_keeps_no_sentence_that_nobody_says() -> None:
    italian = speech("it")
    said = {key for _, key in everything_said()}
    unsaid = [key for key in (*italian.sentences, *italian.plurals) if key not in said]
    assert unsaid == []


@pytest.mark.parametrize("path", sorted((CATALOGUES / "it").glob("*.po")), ids=lambda path: path.stem)
def test_a_catalogue_says_each_sentence_once(path: Path) -> None:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        keys = [str(message.id) for message in read_po(file, locale="it") if message.id]
    others = [
        str(message.id)
        for other in (CATALOGUES / "it").glob("*.po")
        if other != path
        for message in read_po(other.open("rb"), locale="it")
        if message.id
    ]
    assert sorted(set(keys) & set(others)) == []
    assert len(keys) == len(set(keys))


def test_italian_never_greets_by_gender() -> None:
    gendered = re.compile(r"\b(benvenut[oa]|iscritt[oa]/|utente|utenti)\b|[oa]/[aeio]\b", re.IGNORECASE)
    found = [said for said in speech("it").sentences.values() if gendered.search(said)]
    assert found == []
