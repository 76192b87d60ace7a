"""How charts look: the page's fonts and colours, quiet axes, numbers in the reader's language. Theme-neutral greys.

A verdict's colour is the same as on the page, and never alone: a chart says it in words in its title as well.
"""

import hashlib
import json
import pickle
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import update_wrapper
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec

from words.speech import Speech

P = ParamSpec("P")
Draw = Callable[Concatenate[Speech, P], dict[str, Any]]
KEPT_PICTURES = 256
# The letters of what is printed: the screen's own, as still cuts (LICENCES.txt beside them).
FONTS = Path(__file__).resolve().parent / "fonts"

# Middle tones that can be read on a light and on a dark ground (3 to 1 or better on both).
VERDICT_TONES: Mapping[str, str] = MappingProxyType(
    {
        "supported": "#1a8f7e",
        "at risk": "#b5740c",
        "not supportable": "#d4552f",
        "not enough evidence": "#7a848d",
    }
)
# The three sides.
SIDE_TONES: Mapping[str, str] = MappingProxyType({"promises": "#1f3a5f", "keeps": "#00796b", "receives": "#d98c00"})
# What is printed on white: letters, rules between rows, the empty part of a bar.
INK, RULE, TROUGH = "#22282e", "#d9dde1", "#e8ebee"
LINE = "#3d6ea8"
QUIET = "#777f87"
FONT = "Source Sans, Source Sans Pro, sans-serif"


# How figures on an axis are written where it is not the English way.
NUMBERS = {"it": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", "\u00a0€"]}}


def dressed(chart: Any, *, height: int) -> dict[str, Any]:
    """The chart as a dictionary for `st.vega_lite_chart`; without a ground of its own, so that it sits on any theme."""
    spec: dict[str, Any] = (
        chart.properties(height=height, width="container", background="transparent")
        .configure(font=FONT)
        .configure_view(strokeWidth=0)
        .configure_axis(labelColor=QUIET, titleColor=QUIET, gridColor=QUIET, gridOpacity=0.18, domainColor=QUIET,
                        tickColor=QUIET, titleFontWeight="normal", labelFontSize=12, titleFontSize=12)
        .to_dict()
    )  # fmt: skip
    return spec


def drawn_once(draw: Draw[P]) -> Draw[P]:
    """Keep what a function of plain facts draws: building a chart costs a tenth of a second, reading it back nothing.

    The key is the whole of the facts and the language, so nobody gets a picture of anything else.
    """
    kept: OrderedDict[bytes, str] = OrderedDict()
    lock = Lock()

    def again(say: Speech, /, *args: P.args, **what: P.kwargs) -> dict[str, Any]:
        key = hashlib.sha256(pickle.dumps((say.language, args, sorted(what.items())))).digest()
        with lock:
            text = kept.get(key)
        if text is None:
            made = draw(say, *args, **what)
            if say.language in NUMBERS:
                made.setdefault("config", {})["locale"] = {"number": NUMBERS[say.language]}
            text = json.dumps(made)
            with lock:
                kept[key] = text
                while len(kept) > KEPT_PICTURES:
                    kept.popitem(last=False)
        spec: dict[str, Any] = json.loads(text)
        return spec

    update_wrapper(again, draw)
    return again
