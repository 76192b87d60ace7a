"""Dots as they are shown: the three sentences, a bar an idea, a column a side."""

from typing import Any

from words import results as said
from words.rounds import side_column
from words.shown import Shown, ShownRow
from words.speech import Speech


def shown_dots(say: Speech, view: Any, head: list[str]) -> Shown:
    """The result of a round of dots; `view` is a `models.results.ResultView`."""
    facts = view.facts
    names = {option_id: option.text for option_id, option in view.options.items()}
    given = {side.side: side.given for side in facts.sides}
    most = max((option.total for option in facts.options), default=0) or 1
    rows = [
        ShownRow(
            option.id, names[option.id], option.rank, say.many("%(n)s dot", "%(n)s dots", option.total),
            option.total / most,
            {side: say.number(dots) for side, dots in option.by_side.items()},
            {side: dots / given[side] if given[side] else 0.0 for side, dots in option.by_side.items()},
            option.tied and option.total > 0, facts.gap is not None and facts.gap.id == option.id,
        )
        for option in facts.options
    ]  # fmt: skip
    part = view.mine
    return Shown(
        said.three_sentences(say, facts, names), head, rows, said.ties_sentences(say, facts),
        said.method_sentences(say, facts, by_code=view.by_code),
        said.my_part(say, part.given, part.on_first, part.first) if part else "",
        [(side.side, side_column(say, side.side)) for side in facts.sides],
    )  # fmt: skip
