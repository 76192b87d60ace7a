"""Times in a sentence: counted ones, days by their name, ranges of which the later counts, and what must be asked."""

from collections.abc import Iterable
from dataclasses import replace
from math import ceil

from words.numbers_said import Number, is_one, number_at
from words.said_text import LONGEST, SECONDS, SaidText, Time

# A day by its name, longest first, and how many days it is at most. The whole of it counts.
_DAYS = (
    (("the", "day", "after", "tomorrow"), 2), (("il", "giorno", "dopo"), 1), (("il", "giorno", "stesso"), 1),
    (("in", "the", "same", "day"), 1), (("on", "the", "same", "day"), 1), (("the", "same", "day"), 1),
    (("the", "next", "day"), 1), (("lo", "stesso", "giorno"), 1), (("day", "after", "tomorrow"), 2),
    (("entro", "domani"), 1), (("domani", "mattina"), 1), (("domani", "pomeriggio"), 1), (("domani", "sera"), 1),
    (("tomorrow", "morning"), 1), (("tomorrow", "afternoon"), 1), (("tomorrow", "evening"), 1),
    (("by", "tomorrow"), 1), (("in", "giornata"), 1), (("stesso", "giorno"), 1), (("same", "day"), 1),
    (("same", "-", "day"), 1), (("next", "day"), 1), (("next", "-", "day"), 1), (("giorno", "dopo"), 1),
    (("l", "indomani"), 1), (("dopo", "domani"), 2), (("dopodomani",), 2), (("domattina",), 1), (("domani",), 1),
    (("tomorrow",), 1), (("overnight",), 1), (("indomani",), 1), (("oggi", "stesso"), 1), (("oggi",), 1),
    (("today",), 1),
)  # fmt: skip
TODAY = {"oggi", "today"}
# A part of a day: nobody knows how long, so it is asked: half a working day, or half of the clock.
_PARTS = (
    ("mezza", "giornata"), ("half", "a", "day"), ("in", "mattinata"), ("nel", "pomeriggio"), ("in", "serata"),
    ("stamattina",), ("stasera",), ("this", "morning"), ("this", "afternoon"), ("this", "evening"), ("tonight",),
    ("entro", "sera"),
)  # fmt: skip
_SOON = {"subito", "immediatamente", "presto", "prestissimo", "istantaneamente", "immediately", "instantly", "soon",
         "asap", "quickly"}  # fmt: skip
_FEW = {"qualche", "pochi", "poche", "alcuni", "alcune", "few", "some", "several"}
_OPENERS = {"tra", "fra", "da", "dai", "dalle", "between", "from"}
_JOINS = {"o", "or", "-", "–", "—", "/", "a", "ai", "alle", "to", "e", "and", "ed"}
_AT_MOST = {"massimo", "max", "most", "maximum"}
_BEFORE = {"in", "entro", "within", "tra", "fra", "di", "than", "under", "massimo", "max", "a", "o", "or", "to"}
_WORKING = {"lavorativi", "lavorativo", "lavorative", "lavorativa", "feriali", "working", "business", "work"}


class TimesSaid(SaidText):
    """Reads the times of a sentence into `times`; a time that reads two ways into `choices`, with the `doubt`."""

    def __init__(self, text: str) -> None:
        """Nothing is read yet."""
        super().__init__(text)
        self.times: list[Time] = []
        self.doubt = ""
        self.choices: tuple[Time, ...] = ()

    def read_times(self) -> None:
        """From the first word to the last, then the numbers that stand alone."""
        at = 0
        while at < len(self.words):
            end = self._read_at(at) if self.free(at, at + 1) else 0
            at = max(end, at + 1)
        self._bare_numbers()

    def _read_at(self, at: int) -> int:
        for words, days in _DAYS:
            if self.has(at, *words):
                same = bool({"giornata", "stesso", "same", *TODAY} & set(words))
                amount, unit = (24.0, "h") if same else (float(days), "d")
                self.times.append(self.time(amount, unit, at, at + len(words), wide=True))
                return at + len(words)
        for part in _PARTS:
            if self.has(at, *part):
                self._ask("part", [(4.0, "h"), (12.0, "h")], at, at + len(part))
                return at + len(part)
        return self._few(at) or self._fixed(at) or self._counted(at)

    def _few(self, at: int) -> int:
        first = at + 1 if self.word(at) == "a" and self.word(at + 1) == "few" else at
        unit = self.unit(first + 1)
        if self.word(first) not in _FEW or unit is None:
            if self.word(at) in _SOON:
                self.use(at, at + 1)
                self.doubt = self.doubt or "soon"
                return at + 1
            return 0
        self._ask("few", [(float(n * unit[1]), unit[0]) for n in (2, 3, 5)], at, first + 2)
        return first + 2

    def _fixed(self, at: int) -> int:
        """Mezz'ora, un quarto d'ora, half an hour, l'ora."""
        begins = at + 1 if self.word(at) in ("un", "una", "a") else at
        for words, minutes in (
            (("quarto", "d", "ora"), 15), (("quarto", "di", "ora"), 15), (("tre", "quarti", "d", "ora"), 45),
            (("quarter", "of", "an", "hour"), 15), (("three", "quarters", "of", "an", "hour"), 45),
            (("quarter", "hour"), 15), (("mezz", "ora"), 30), (("mezza", "ora"), 30), (("mezzora",), 30),
            (("half", "an", "hour"), 30), (("half", "hour"), 30),
        ):  # fmt: skip
            if self.has(begins, *words):
                self.times.append(self.time(minutes, "min", at, begins + len(words)))
                return begins + len(words)
        if self.word(at) in ("l", "la", "the") and self.word(at - 1) in ("entro", "nell", "within"):
            unit = self.unit(at + 1)
            if unit is not None and self.word(at + 1) in ("ora", "hour", "settimana", "week"):
                self.times.append(self.time(unit[1], unit[0], at, at + 2, wide=unit[0] == "w"))
                return at + 2
        return 0

    def _counted(self, at: int) -> int:
        first = at + 1 if self.word(at) in _OPENERS else at
        number = number_at(self.tokens, first)
        if number is None:
            return 0
        start, numbers, end = first, [number], number.end
        # 24/48 ore, due o tre giorni, da 3 a 5 giorni, tra 3 e 5.
        more = number_at(self.tokens, end + 1) if self.word(end) in _JOINS else None
        if more is not None and (self.unit(more.end) or self.word(more.end) in _WORKING):
            numbers, end = [number, more], more.end
        unit = self.unit(end, one=is_one(self.tokens[first]) and end == first + 1)
        working = ""
        if unit is None and self.word(end) in _WORKING and self.unit(end + 1):
            working, unit, end = self.word(end), self.unit(end + 1), end + 1
        if unit is None:
            return self._lonely_g(first, number)
        other = next((n.other for n in numbers if n.other is not None), None)
        amount, name, end = self._tail(max(n.value for n in numbers) * unit[1], unit[0], end + 1)
        if other is not None and len(numbers) == 1:
            self._ask("thousands", [(amount, name), (other * unit[1], name)], start, end)
            return end
        if working or self.word(end) in _WORKING:
            end = end if working else end + 1
            # A weekend lies in every five working days, and one may begin with it; eight hours make one of them.
            days = amount if name == "d" else amount * SECONDS[name] / (8 * SECONDS["h"])
            calm = 2 * max(1, ceil(days / 5)) if name == "d" else 0
            if name != "w":
                self._ask("working", [(amount, name), (float(ceil(days) + calm), "d")], start, end)
                return end
        if not 0 < amount * SECONDS[name] <= LONGEST:
            return end
        self.times.append(self.time(amount, name, start, end))
        return self._later(end)

    def _tail(self, amount: float, unit: str, end: int) -> tuple[float, str, int]:
        """Un'ora e mezza, a day and a half, 1 ora e 30 minuti, 1h30: what follows the unit and belongs to it."""
        for words, more in (
            (("e", "mezza"), 0.5), (("e", "mezzo"), 0.5), (("and", "a", "half"), 0.5), (("e", "un", "quarto"), 0.25),
            (("and", "a", "quarter"), 0.25), (("e", "tre", "quarti"), 0.75),
        ):  # fmt: skip
            if self.has(end, *words):
                return amount + more, unit, end + len(words)
        joined = self.word(end) in ("e", "and", "ed")
        number = number_at(self.tokens, end + 1 if joined else end)
        if number is None or not number.value.is_integer():
            return amount, unit, end
        smaller = self.unit(number.end)
        if smaller is not None and SECONDS[smaller[0]] < SECONDS[unit]:
            whole = amount * SECONDS[unit] + number.value * smaller[1] * SECONDS[smaller[0]]
            return whole / SECONDS[smaller[0]], smaller[0], number.end + 1
        ends = number.end >= len(self.words) or not self.word(number.end).isalpha()
        glued = end > 0 and number.digits and self.tokens[end - 1].end == self.tokens[number.end - 1].start
        if unit == "h" and number.value < 60 and (glued or (joined and ends)) and self.word(number.end) != "%":
            return amount * 60 + number.value, "min", number.end
        return amount, unit, end

    def _later(self, end: int) -> int:
        """A day or two; 24 hours, at most 48: the later one counts."""
        last, at = self.times[-1], end
        while self.word(at) in (",", "(", "al", "at", "up", "to", "fino", "a", *_AT_MOST):
            at += 1
        said_so = at > end and self.word(at - 1) in (*_AT_MOST, "to", "a")
        begins = at if said_so else end + 1 if self.word(end) in _JOINS else len(self.words)
        number = number_at(self.tokens, begins)
        if number is None:
            return end
        unit = self.unit(number.end)
        if unit is None and (is_one(self.tokens[begins]) or self.word(number.end).isalpha()):
            return end
        stop = number.end + 1 if unit else number.end
        amount, name = (number.value * unit[1], unit[0]) if unit else (number.value, last.unit)
        if amount * SECONDS[name] <= last.seconds:
            return end
        until = self.tokens[stop - 1].end
        self.use(end, stop)
        self.times[-1] = replace(last, amount=amount, unit=name, heard=self.text[last.start : until], end=until)
        return stop

    def _lonely_g(self, at: int, number: Number) -> int:
        """3 g: days, or grams."""
        if self.word(number.end) == "g" and self.word(at - 1) in _BEFORE and number.value <= 31:
            self._ask("unit", [(number.value, "d")], at, number.end + 1)
            return number.end + 1
        return 0

    def _bare_numbers(self) -> None:
        """In 3: three of what? Asked. After a time, a number alone is a second one."""
        for at in range(len(self.words)):
            number = number_at(self.tokens, at) if self.free(at, at + 1) else None
            if number is None or is_one(self.tokens[at]) or self.word(at - 1) not in _BEFORE:
                continue
            if self.word(number.end).isalpha() or self.word(number.end) in ("%", "€", "°") or not number.value:
                continue
            if self.times:
                self.times.append(self.time(number.value, self.times[-1].unit, at, number.end))
            elif not self.doubt:
                self._ask("unit", [(number.value, unit) for unit in ("min", "h", "d")], at, number.end)

    def _ask(self, doubt: str, readings: Iterable[tuple[float, str]], start: int, end: int) -> None:
        if self.choices:
            return
        self.doubt, self.choices = doubt, tuple(self.time(a, unit, start, end) for a, unit in readings)
