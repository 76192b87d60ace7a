"""Files as people (and attackers) make them, built by hand so that the tests say what is in them."""

import io
import zipfile
from collections.abc import Sequence

from exchange.tables import UnreadableFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def raw_xlsx(
    sheet_xml: str | bytes,
    *,
    shared: str | bytes | None = None,
    extra: dict[str, str | bytes] | None = None,
    leave_out: Sequence[str] = (),
    sheets: Sequence[str] = ("Dati",),
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A workbook from the XML of its sheet (the same for every sheet name)."""
    listed = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(sheets, 1))
    links = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    if shared is not None:
        links += f'<Relationship Id="s" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELS}">{links}</Relationships>',
        **{f"xl/worksheets/sheet{i}.xml": sheet_xml for i in range(1, len(sheets) + 1)},
        **({"xl/sharedStrings.xml": shared} if shared is not None else {}),
        **(extra or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            if name not in leave_out:
                archive.writestr(name, content)
    return out.getvalue()


def sheet_xml(body: str, *, dimension: str = "", after: str = "") -> str:
    dim = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f'<worksheet xmlns="{MAIN}">{dim}<sheetData>{body}</sheetData>{after}</worksheet>'


def row_xml(number: int, cells: Sequence[str], columns: str = "ABCDEFGH") -> str:
    """A row of inline texts; "" is no cell."""
    inside = "".join(
        f'<c r="{columns[i]}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for i, cell in enumerate(cells) if cell
    )
    return f'<row r="{number}">{inside}</row>'


def cases_xml(*rows: Sequence[str], header: Sequence[str] = ("case_id", "start", "end")) -> str:
    return "".join(row_xml(number, cells) for number, cells in enumerate([header, *rows], 1))


GOOD = ("A1", "2026-01-01 10:00", "2026-01-02 10:00")


def csv_of(*lines: str, header: str = "case_id,start,end") -> bytes:
    return "\n".join([header, *lines]).encode()


def codes(refusal: UnreadableFile) -> list[str]:
    return [error.code for error in refusal.errors]
