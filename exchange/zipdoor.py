"""The first door of a workbook: what the zip says about itself is judged before anything is unpacked."""

import io
import zipfile

from exchange.unreadable import Limit, refused

_MEMBERS = 2_000
_RATIO = 200
_SMALL = 1_000_000
_OLE = b"\xd0\xcf\x11\xe0"
_CONTENT_TYPES = "[Content_Types].xml"
ACCEPTED = ".xlsx, .csv, .csv.gz"


def open_zip(data: bytes, limit: Limit) -> zipfile.ZipFile:
    """The archive of an .xlsx whose members are few, small, plainly named and no macros. Else UnreadableFile.

    Codes: those of `judged_zip`, wrong_kind, no_workbook.
    """
    archive = judged_zip(data, limit)
    _refuse_other_kinds(archive, {member.filename for member in archive.infolist()})
    return archive


def judged_zip(data: bytes, limit: Limit) -> zipfile.ZipFile:
    """Any zip whose members are few, small and plainly named. Else UnreadableFile.

    Codes: empty_file, too_big, old_or_locked, not_a_workbook, unsafe_file.
    A member that unpacks to more than it declares is stopped by zipfile at the declared size.
    """
    if not data:
        raise refused("empty_file")
    if len(data) > limit.file_bytes:
        raise refused("too_big", limit=limit.file_bytes // 1_000_000)
    if data.startswith(_OLE):
        raise refused("old_or_locked")
    if not data.startswith(b"PK"):
        raise refused("not_a_workbook", accepted=ACCEPTED)
    archive = zipfile.ZipFile(io.BytesIO(data))
    members = archive.infolist()
    if len(members) > _MEMBERS:
        raise refused("unsafe_file", reason="members")
    if sum(member.file_size for member in members) > limit.unpacked_bytes:
        raise refused("unsafe_file", reason="unpacked")
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise refused("unsafe_file", reason="names")
    for member in members:
        if member.file_size > _SMALL and member.file_size > _RATIO * max(member.compress_size, 1):
            raise refused("unsafe_file", reason="unpacked")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or member.flag_bits & 1:
            raise refused("unsafe_file", reason="compression")
        path = member.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or "\x00" in path:
            raise refused("unsafe_file", reason="names")
    return archive


def _refuse_other_kinds(archive: zipfile.ZipFile, names: set[str]) -> None:
    types = archive.read(_CONTENT_TYPES) if _CONTENT_TYPES in names else b""
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        raise refused("wrong_kind", kind=".xlsm", accepted=ACCEPTED)
    if "xl/workbook.bin" in names:
        raise refused("wrong_kind", kind=".xlsb", accepted=ACCEPTED)
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        raise refused("wrong_kind", kind=".ods", accepted=ACCEPTED)
    if "xl/workbook.xml" not in names:
        raise refused("no_workbook", accepted=ACCEPTED)
