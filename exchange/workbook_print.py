"""What makes a sheet of a workbook fit to be shown and printed: charts that Excel draws itself, and the page set-up."""

from dataclasses import dataclass
from typing import Any, Literal

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList

from exchange.plaintext import letter

# Excel begins codes of headers and footers with an ampersand: two of them are one.
_CODE, _LITERAL = "&", "&&"
# Charts stand beside the table, one under the other: rows a chart takes.
_ROWS_A_CHART = 20


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
    last = 1 + min(rows, wanted.most)
    if last < 2:
        return
    chart: Any = LineChart() if wanted.shape == "line" else BarChart()
    if wanted.shape != "line":
        chart.type = "bar" if wanted.shape == "bars" else "col"
        chart.gapWidth = 60
    chart.title, chart.style = wanted.title, 10
    for column in wanted.series:
        chart.add_data(Reference(page, min_col=column + 1, min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(page, min_col=wanted.names + 1, min_row=2, max_row=last))
    # openpyxl leaves axes out unless told, and newer Excels then draw none.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min = 0
    chart.y_axis.title = wanted.axis or None
    if wanted.highest is not None:
        chart.y_axis.scaling.max = wanted.highest
    if wanted.shape == "bars":
        # The first row of the table is the uppermost bar.
        chart.x_axis.scaling.orientation = "maxMin"
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = True
    for off in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, off, False)
    chart.legend.position = "b"
    if len(wanted.series) == 1:
        chart.legend = None
    chart.width, chart.height = 24, max(8.5, 1.0 * (last - 1) + 3 if wanted.shape == "bars" else 9.5)
    place = 2 + _ROWS_A_CHART * len(page._charts)
    page.add_chart(chart, f"{letter(columns + 1)}{place}")


def print_set_up(page: Any, title: str, foot: str) -> None:
    """Landscape A4 (Excel calls it 9), as wide as a page, the header row again on each, names above and below."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.print_title_rows = "1:1"
    page.print_options.gridLines = True
    page.oddHeader.left.text = title.replace(_CODE, _LITERAL)
    page.oddFooter.left.text = foot.replace(_CODE, _LITERAL)
    page.oddFooter.right.text = "&P / &N"
