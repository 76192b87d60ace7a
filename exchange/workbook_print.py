"""What makes a sheet of a workbook fit to be shown and printed: charts that Excel draws itself, and the page set-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, ParagraphProperties
from openpyxl.styles import Alignment

from charts.looks import LINE
from exchange.plaintext import letter

# Excel begins codes of headers and footers with an ampersand: two of them are one.
_CODE, _LITERAL = "&", "&&"
# Charts stand beside the table, one under the other: rows a chart takes.
_ROWS_A_CHART, _FEWEST_BARS = 20, 2
_PARAGRAPH, _FIGURE = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1), Alignment(vertical="top")
# Points a line takes; a row is never taller than Excel lets it be.
_LINE, _LINES_MOST = 15.0, 26
# The page's own blue, and a quiet tone beside it.
_TONES, _FAINT = (LINE[1:], "C7CDD2"), "E3E5E8"
# A sentence fits above its chart.
_TITLE = CharacterProperties(sz=1200, b=True)


@dataclass(frozen=True)
class NativeChart:
    """A chart of a sheet's own columns (counted from 0): bars lie, columns stand.

    names: the column of labels; series: the columns of figures, each called by its header; most: how many rows.
    """

    shape: Literal["bars", "columns", "line"]
    title: str
    names: int
    series: tuple[int, ...]
    most: int = 30
    axis: str = ""
    highest: float | None = None


def add_chart(page: Any, wanted: NativeChart, *, columns: int, rows: int) -> None:
    """The chart beside the table, below those that stand there already. A table without rows has none."""
    if not rows:
        return
    chart, lines = _chart(page, wanted, rows), min(rows, wanted.most)
    chart.width, chart.height = 24, max(8.5, 1.0 * lines + 3 if wanted.shape == "bars" else 9.5)
    place = 2 + _ROWS_A_CHART * len(page._charts)
    page.add_chart(chart, f"{letter(columns + 1)}{place}")


def _chart(page: Any, wanted: NativeChart, rows: int) -> Any:
    last = 1 + min(rows, wanted.most)
    chart: Any = LineChart() if wanted.shape == "line" else BarChart()
    if wanted.shape != "line":
        chart.type = "bar" if wanted.shape == "bars" else "col"
        chart.gapWidth = 60
    chart.title, chart.style = wanted.title, 10
    chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_TITLE)
    for run in chart.title.tx.rich.p[0].r:
        run.rPr = _TITLE
    for column in wanted.series:
        chart.add_data(Reference(page, min_col=column + 1, min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(page, min_col=wanted.names + 1, min_row=2, max_row=last))
    # openpyxl leaves axes out unless told, and newer Excels then draw none.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min = 0
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_FAINT))
    chart.y_axis.title = wanted.axis or None
    if wanted.highest is not None:
        chart.y_axis.scaling.max = wanted.highest
    if wanted.shape == "bars":
        # The first row of the table is the uppermost bar.
        chart.x_axis.scaling.orientation = "maxMin"
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = True
    chart.dataLabels.numFmt = "#,##0"
    for series, tone in zip(chart.series, _TONES, strict=False):
        series.graphicalProperties.solidFill = series.graphicalProperties.line.solidFill = tone
    for off in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, off, False)
    chart.legend.position = "b"
    if len(wanted.series) == 1:
        chart.legend = None
    return chart


def wrap_cells(page: Any, number: int, cells: Sequence[Any], values: Sequence[object], widths: Sequence[float]) -> None:
    """Long texts of a row in several lines, and the row as tall as they are: some programs do not look."""
    lines = 1
    for cell, value, width in zip(cells, values, widths, strict=False):
        if cell is None:
            continue
        cell.alignment = _PARAGRAPH if isinstance(value, str) else _FIGURE
        if isinstance(value, str):
            signs = max(4, int(width * 1.05) - 2)
            lines = max(lines, sum(1 + len(line) // (signs + 1) for line in value.split("\n")))
    page.row_dimensions[number].height = _LINE * min(lines, _LINES_MOST) + 3


def add_gallery(page: Any, charts: Sequence[tuple[Any, NativeChart, int]]) -> None:
    """A sheet of charts alone, two beside each other, drawn from other sheets: (sheet, chart, how many rows it has)."""
    drawn = [(sheet, wanted, rows) for sheet, wanted, rows in charts if rows >= _FEWEST_BARS]
    for place, (sheet, wanted, rows) in enumerate(drawn):
        chart = _chart(sheet, wanted, rows)
        chart.width, chart.height = 17.5, 10.5
        page.add_chart(chart, f"{'AK'[place % 2]}{1 + 22 * (place // 2)}")


def print_set_up(page: Any, title: str, foot: str) -> None:
    """Before the first row is written: a sheet that is written row by row says first how it is printed.

    Landscape A4 (Excel calls it 9), as wide as a page, the header row again on each, names above and below.
    """
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.print_title_rows = "1:1"
    page.oddHeader.left.text = title.replace(_CODE, _LITERAL)
    page.oddFooter.left.text = foot.replace(_CODE, _LITERAL)
    page.oddFooter.right.text = "&P / &N"
