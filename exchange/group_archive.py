"""An archive of a group as a file: a zip of JSON lines, a table each, a manifest counts and fingerprints them.

The same group gives the same bytes but for the archive's own id and moment. In: the zip is judged before it is opened,
only members the manifest names are read, and what does not have its fingerprint and its count is refused whole.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from exchange.unreadable import Limit, UnreadableFile, one_door
from exchange.zipdoor import judged_zip
from models.archive_shape import FORMAT, NAMED, SCOPES, Archive
from models.errors import Refusal
from models.telling import Stage, tell

PRODUCT = "Due Remi"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
ENDING = "dueremi.zip"
_MB = 1_000_000
LIMIT = Limit(file_bytes=200 * _MB, unpacked_bytes=1_500 * _MB, csv_rows=0, sheet_rows=0)
# A fixed day: the same rows give the same bytes.
_DAY = (2000, 1, 1, 0, 0, 0)
_TABLES = (*SCOPES, *NAMED, "people")


def archive_file(archive: Archive) -> bytes:
    """The file."""
    out, members = io.BytesIO(), dict[str, dict[str, object]]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in _TABLES:
            rows = archive.tables[name]
            lines = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows).encode()
            members[_member(name)] = {"rows": len(rows), "sha256": hashlib.sha256(lines).hexdigest()}
            _write(file, _member(name), lines)
        manifest = json.dumps({
            "product": PRODUCT, "format": FORMAT, "archive": archive.id, "made_at": archive.made_at.isoformat(),
            "company": archive.company, "group": archive.group, "totals_only": list(archive.left), "members": members,
        }, ensure_ascii=False, indent=1, sort_keys=True).encode()  # fmt: skip
        _write(file, MANIFEST, manifest)
        _write(file, SEAL, hashlib.sha256(manifest).hexdigest().encode())
    return out.getvalue()


def read_archive(data: bytes) -> Archive:
    """The archive in a file, or a refusal; nothing of a file that is not whole is used.

    Raises:
        Refusal: `archive_unsafe` (no archive of ours, or a zip that hides something), `archive_too_large`,
            `archive_newer`, `archive_broken` (changed, cut off).
    """
    try:
        with one_door():  # what is damaged in a way nobody foresaw is one refusal, with its trace in the log
            file = judged_zip(data, LIMIT)
            names = set(file.namelist())
            if MANIFEST not in names or SEAL not in names:
                raise Refusal("archive_unsafe")
            said = file.read(MANIFEST)
            if hashlib.sha256(said).hexdigest().encode() != file.read(SEAL):
                raise Refusal("archive_broken")
            manifest = json.loads(said)
            _must_be_ours(manifest, names)
            whole, tables = sum(int(one["rows"]) for one in manifest["members"].values()), dict[str, Any]()
            for name in _TABLES:
                tables[name] = _rows(file, name, manifest["members"][_member(name)])
                tell(Stage.READING, sum(map(len, tables.values())), whole)
            return Archive(
                str(manifest["archive"])[:32], datetime.fromisoformat(manifest["made_at"]), str(manifest["company"]),
                str(manifest["group"]), tables, tuple(str(one) for one in manifest["totals_only"]),
            )  # fmt: skip
    except UnreadableFile as problem:
        codes = {"too_big": "archive_too_large", "damaged_file": "archive_broken"}
        inner = problem.__cause__
        if isinstance(inner, Refusal):
            raise inner from None
        raise Refusal(codes.get(problem.errors[0].code, "archive_unsafe")) from problem


def fingerprint(data: bytes) -> str:
    """SHA-256 of the whole file."""
    return hashlib.sha256(data).hexdigest()


def _must_be_ours(manifest: Mapping[str, Any], names: set[str]) -> None:
    if manifest.get("product") != PRODUCT:
        raise Refusal("archive_unsafe")
    if not isinstance(manifest.get("format"), int) or manifest["format"] > FORMAT:
        raise Refusal("archive_newer")
    expected = {_member(name) for name in _TABLES}
    if set(manifest["members"]) != expected or names != expected | {MANIFEST, SEAL}:
        raise Refusal("archive_broken")


def _rows(file: zipfile.ZipFile, name: str, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    lines = file.read(_member(name))
    if hashlib.sha256(lines).hexdigest() != said["sha256"]:
        raise Refusal("archive_broken")
    rows = [json.loads(line, parse_constant=_no_constant) for line in lines.decode().split("\n") if line]
    if len(rows) != said["rows"] or not all(isinstance(row, dict) for row in rows):
        raise Refusal("archive_broken")
    return rows


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _write(file: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    file.writestr(info, data)


def _member(name: str) -> str:
    return f"tables/{name}.jsonl"
