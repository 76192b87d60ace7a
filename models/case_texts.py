"""Texts of cases and of their files: how long they may be, and how they are kept."""

from analysis.cases import Cases
from models.errors import Refusal

ID_LIMIT = 200
LABEL_LIMIT = 120
FILE_NAME_LIMIT = 120


def short_enough(found: Cases, places: list[int]) -> None:
    """Refuse texts longer than their column: `case_text_long` with the line."""
    for column, limit in ((found.ids, ID_LIMIT), *((c, LABEL_LIMIT) for c in (found.outcome, found.segment,
                                                                              found.touchpoint))):  # fmt: skip
        for at, label in enumerate(column.tolist()):
            if label and (len(label) > limit or "\x00" in label):
                raise Refusal("case_text_long", line=places[at], limit=limit)


def one_line(name: str) -> str:
    """The name of a file as it is kept: no folders, one line."""
    flat = "".join(sign if sign.isprintable() else " " for sign in name.replace("\\", "/").rsplit("/", 1)[-1])
    return " ".join(flat.split())[:FILE_NAME_LIMIT]
