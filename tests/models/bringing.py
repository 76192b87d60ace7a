"""Bringing ideas in and taking them back, for the tests: by commands only, through the doors."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, func, select

from exchange.ideas_sheet import IdeaRow, scan_ideas
from models.access import Viewer
from models.activity import Activity
from models.errors import Refusal
from models.ideas import Idea, IdeaState
from models.imports import import_ideas, import_plan, undo_import
from store.doors import reading, writing
from tests.company import NOW, Company

LATER = NOW + timedelta(hours=1)
SHA = "a" * 64


def row(text: str, *, key: str = "", touchpoint: str = "", side: str = "", at: int = 2) -> IdeaRow:
    return IdeaRow(key, text, touchpoint, side, at)


def several(n: int, first: int = 2) -> list[IdeaRow]:
    return [row(f"Idea numero {number}", at=first + number) for number in range(n)]


def bring(company: Company, rows: Sequence[IdeaRow], *, who: Viewer | None = None, **what: Any) -> str:
    asked = {"group_id": company.group_id, "sha256": SHA, "now": NOW, **what}
    return writing(lambda s: import_ideas(s, who or company.facilitator, rows=rows, **asked))


def undo(company: Company, import_id: str, *, who: Viewer | None = None) -> int:
    return writing(lambda s: undo_import(s, who or company.facilitator, now=LATER, import_id=import_id))


def refused(work: Any, *args: Any, **what: Any) -> Refusal:
    with pytest.raises(Refusal) as raised:
        work(*args, **what)
    return raised.value


def said(company: Company, group_id: str | None = None) -> list[str]:
    """The words of the shown ideas, in their order."""
    asked = select(Idea.text).where(Idea.group_id == (group_id or company.group_id), Idea.state == IdeaState.SHOWN)
    with reading() as session:
        return list(session.exec(asked.order_by(col(Idea.created_at))).all())


def keys(company: Company) -> list[str]:
    with reading() as session:
        return list(session.exec(select(Idea.id).where(Idea.group_id == company.group_id)).all())


def plan(company: Company, data: bytes, name: str = "idee.csv") -> tuple[Any, Any]:
    """What the page does with a file: the sheet read, and what the rules say of its rows."""
    scan = scan_ideas(data, filename=name)
    with reading() as session:
        asked = import_plan(session, company.facilitator, group_id=company.group_id, rows=scan.rows, sha256=scan.sha256)
    return scan, asked


def count(kind: type) -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(kind)).one()


def records() -> int:
    return count(Activity)
