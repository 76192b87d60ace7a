"""The traces of an event log as a stream: whatever stands in it costs one trace of memory, and that is bounded too.

Entities and document types are refused. So is what no log of a process is made of: a file that unpacks to very much,
thousands of attributes on one trace or event, elements nested without end, a value of megabytes. What we do not read
is counted by its name, so that it can be said.
"""

import gzip
import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from exchange.columns import OPTIONAL, SYNONYMS
from exchange.plaintext import folded, trimmed
from exchange.unreadable import CellError, Limit, UnreadableFile, refused, shown

_RATIO = 200
_ALWAYS = 1_000_000
_LONGEST = 2_000_000
_DEEPEST = 50
_MOST_INSIDE = 5_000
_MOST_NAMES = 1_000
_MOST_BESIDE = 10_000
NAMES_SHOWN = 20
# A gunzip asks for more than it needs: in small sips, what was used of the file is known.
_SIP = 4_096
_TEXTS = ("string", "int", "float", "boolean", "id", "date")
_ATTRIBUTES = (*_TEXTS, "list", "container")
_KNOWN = (*_ATTRIBUTES, "log", "trace", "event", "extension", "global", "classifier", "values")
_OF_EVENTS = ("concept:name", "lifecycle:transition", "time:timestamp")

Event = tuple[str, str, str]
"""Its name, the name with its transition, its time as written."""


@dataclass
class Unread:
    """The attributes that nobody reads, and how often each stands in the log."""

    counts: Counter[str] = field(default_factory=Counter)
    more: int = 0

    def see(self, name: str) -> None:
        """One more of this name; beyond so many names, only that there are others."""
        if name in self.counts or len(self.counts) < _MOST_NAMES:
            self.counts[name] += 1
        else:
            self.more += 1

    def no_figure(self, name: str, texts: list[str]) -> None:
        """An attribute that is called like a figure and holds none."""
        self.counts[name] += sum(1 for text in texts if text)

    def notes(self) -> list[CellError]:
        """What is said of them: the most frequent by name, the others counted."""
        if not self.counts:
            return []
        named = sorted(self.counts.items(), key=lambda pair: (-pair[1], pair[0]))
        first, rest = named[:NAMES_SHOWN], named[NAMES_SHOWN:]
        facts: dict[str, object] = {
            "names": [shown(name) for name, _ in first], "counts": [count for _, count in first],
            "others": sum(count for _, count in rest) + self.more,
        }  # fmt: skip
        return [CellError(None, None, "attributes_ignored", facts)]


def opened(plain: IO[bytes], size: int, limit: Limit, *, packed: bool) -> "Bounded":
    """The bytes of a log, unpacked where it is packed. `plain` is closed with it."""
    return Bounded(gzip.GzipFile(fileobj=_Sips(plain)) if packed else plain, plain, size, limit)


def traces(
    stream: "Bounded", see: Callable[[Event], None], unread: Unread
) -> Iterator[dict[str, str]]:  # fmt: skip
    """The attributes of each trace by our field (`case_id` its name), after `see` has heard its events in their order.

    Raises UnreadableFile.
    """
    depth: list[Element] = []
    held: list[int] = []
    beside = 0
    names: set[str] = set()
    try:
        for happening, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            stream.heard()
            kind = _plain(element.tag)
            if happening == "start":
                if not depth and kind != "log":
                    raise refused("damaged_log")
                depth.append(element)
                held.append(0)
                names.add(kind)
                names.update(element.attrib)
                if len(depth) > _DEEPEST or len(names) > _MOST_NAMES:
                    raise refused("unsafe_log")
                continue
            depth.pop()
            held.pop()
            inside = _plain(depth[-1].tag) if depth else ""
            if kind == "event" and inside == "trace":
                see(_event(element, unread))
            elif kind == "trace":
                yield _attributes(element, unread)
            elif kind in _ATTRIBUTES and inside in ("event", "trace"):
                # Read with its parent, without what hangs below it.
                del element[:]
                element.text = None
                held[-1] += sum(map(len, element.attrib.values()))
                if len(depth[-1]) > _MOST_INSIDE or held[-1] > _LONGEST:
                    raise refused("unsafe_log")
                continue
            elif kind not in _KNOWN or (inside == "log" and kind != "event"):
                # Events of no trace are allowed, as many as there are; they are no case, and are let go like any other.
                beside += 1
                if beside > _MOST_BESIDE:
                    raise refused("unsafe_log")
            if depth:
                depth[-1].remove(element)
    except UnreadableFile:
        raise
    except DefusedXmlException:
        raise refused("unsafe_log") from None
    except (ParseError, OSError, EOFError, zlib.error, ValueError, UnicodeError):
        raise refused("damaged_log") from None


class Bounded(io.RawIOBase):
    """What unpacks to more than any log of ours, at a ratio no log reaches, or to one value without end, stops here."""

    def __init__(self, inner: Any, plain: IO[bytes], size: int, limit: Limit) -> None:
        self._inner, self._plain, self._size, self._limit = inner, plain, size, limit
        self._got = self._heard = 0

    def part(self) -> float:
        """Which part of the file has been read, from 0 to 1."""
        return self._plain.tell() / self._size

    def heard(self) -> None:
        """What came so far has been understood."""
        self._heard = self._got

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most a chunk of them."""
        data: bytes = self._inner.read(min(size, 1 << 16) if size > 0 else 1 << 16)
        self._got += len(data)
        if (
            self._got > self._limit.unpacked_bytes
            or (self._got > _ALWAYS and self._got > _RATIO * self._plain.tell())
            or self._got - self._heard > _LONGEST
        ):
            raise refused("unsafe_log")
        return data

    def close(self) -> None:
        """Close what is behind."""
        self._inner.close()
        self._plain.close()
        super().close()


class _Sips(io.RawIOBase):
    """A file that gives little at a time."""

    def __init__(self, plain: IO[bytes]) -> None:
        self._plain = plain

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most a sip."""
        return self._plain.read(min(size, _SIP) if size > 0 else _SIP)


def _event(element: Element, unread: Unread) -> Event:
    found: dict[str, str] = {}
    for one in element:
        key = str(one.get("key"))
        if _plain(one.tag) in _TEXTS and key in _OF_EVENTS:
            found[key] = str(one.get("value", ""))
        else:
            unread.see(key)
    name = trimmed(found.get("concept:name", ""))
    return name, f"{name}+{found.get('lifecycle:transition', '')}", found.get("time:timestamp", "")


def _attributes(element: Element, unread: Unread) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in element:
        key, value = str(one.get("key", "")), trimmed(str(one.get("value", "")))
        if _plain(one.tag) not in _TEXTS:
            unread.see(key)
        elif not value:
            continue
        elif key == "concept:name":
            found["case_id"] = value
        else:
            name = folded(key.rpartition(":")[2])
            fields = [field for field in OPTIONAL if name in SYNONYMS[field] and field not in found]
            found.update(dict.fromkeys(fields, value))
            if not fields:
                unread.see(key)
    return found


def _plain(tag: Any) -> str:
    return str(tag).rpartition("}")[2]
