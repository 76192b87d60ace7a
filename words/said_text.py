"""A typed sentence as tokens, with what was understood of it so far, and the units of time in two languages."""

from dataclasses import dataclass

from words.numbers_said import tokens_of

SECONDS = {"s": 1.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0, "w": 604_800.0}
# Word -> unit and how many of it. Months and years as the days they have at least.
ITALIAN = {
    "secondo": ("s", 1), "secondi": ("s", 1), "minuto": ("min", 1), "minuti": ("min", 1), "ora": ("h", 1),
    "ore": ("h", 1), "oretta": ("h", 1), "giorno": ("d", 1), "giorni": ("d", 1), "giornata": ("d", 1),
    "giornate": ("d", 1), "gg": ("d", 1), "settimana": ("w", 1), "settimane": ("w", 1), "sett": ("w", 1),
    "mese": ("d", 30), "mesi": ("d", 30), "anno": ("d", 365), "anni": ("d", 365),
}  # fmt: skip
ENGLISH = {
    "second": ("s", 1), "seconds": ("s", 1), "sec": ("s", 1), "secs": ("s", 1), "s": ("s", 1), "minute": ("min", 1),
    "minutes": ("min", 1), "min": ("min", 1), "mins": ("min", 1), "hour": ("h", 1), "hours": ("h", 1), "h": ("h", 1),
    "hr": ("h", 1), "hrs": ("h", 1), "day": ("d", 1), "days": ("d", 1), "week": ("w", 1), "weeks": ("w", 1),
    "wk": ("w", 1), "wks": ("w", 1), "month": ("d", 30), "months": ("d", 30), "year": ("d", 365), "years": ("d", 365),
    "fortnight": ("w", 2), "fortnights": ("w", 2),
}  # fmt: skip
_UNITS = ITALIAN | ENGLISH
# No promise looks further than this many seconds.
LONGEST = 200 * 366 * SECONDS["d"]


@dataclass(frozen=True)
class Time:
    """A time heard: `heard` as it was typed, between `start` and `end`. `wide`: a day's name, counted as the whole."""

    amount: float
    unit: str
    heard: str = ""
    start: int = 0
    end: int = 0
    wide: bool = False

    @property
    def seconds(self) -> float:
        """Its size."""
        return self.amount * SECONDS[self.unit]


class SaidText:
    """The tokens of a sentence; `used` are those that were understood as a figure or as part of one."""

    def __init__(self, text: str) -> None:
        """A sentence of at most a few hundred signs."""
        self.text, self.tokens = text, tokens_of(text)
        self.words = [token.text for token in self.tokens]
        self.used: set[int] = set()

    def has(self, at: int, *wanted: str) -> bool:
        """Whether these words stand here."""
        return tuple(self.words[at : at + len(wanted)]) == wanted

    def word(self, at: int) -> str:
        """The word here, empty outside."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def free(self, start: int, end: int) -> bool:
        """Whether nothing between them was understood yet."""
        return not self.used & set(range(start, end))

    def use(self, start: int, end: int) -> None:
        """These are understood."""
        self.used |= set(range(start, end))

    def time(self, amount: float, unit: str, start: int, end: int, *, wide: bool = False) -> Time:
        """A time said by these tokens, which are then understood."""
        self.use(start, end)
        first, last = self.tokens[start].start, self.tokens[end - 1].end
        return Time(round(amount, 6), unit, self.text[first:last], first, last, wide)

    def unit(self, at: int, *, one: bool = False) -> tuple[str, int] | None:
        """The unit here and how many of it. `one`: after an article, and "a" is one in English only."""
        table = ENGLISH if one and self.word(at - 1) in ("a", "an") else _UNITS
        return table.get(self.word(at))
