"""The sheet 说明 of a workbook: for people; the reader ignores it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.county.columns import SHEETS
from planner.county.layout import GUIDE_SHEET
from planner.county.styles import Styles, set_paper

RULES = (
    "表头在第一行，数据从第二行开始；列的顺序可以改变，表名和列名请勿改动。",
    "列名中的单位可换成同类单位，如 宅基地面积_公顷、金额_元，读取时自动换算。",
    "期写作 2018-07（月）或 2018Q3（季）；日期写作 2018-05-10；是否类填 是 或 否。",
    "编号、身份证号按文本保存，不要让 Excel 把 18 位数字变成数值，否则末尾几位会丢失。",
    "“参数”表空白的值取政策包；填“无”表示不限（仅限可以不限的参数）。",
)
EXAMPLE_RULE = "编号以“示例”开头的行是示例，读取时跳过，可保留或删除。"


def write_guide(book: Any, styles: Styles, cover: Sequence[str], *, examples: bool) -> None:
    """
    Add the sheet 说明.

    Parameters
    ----------
    book, styles
        The open workbook and its formats.
    cover
        First lines, shown as warnings: for instance that the data are synthetic.
    examples
        Whether the sheets have example rows.
    """
    page = book.add_worksheet(GUIDE_SHEET)
    page.hide_gridlines(2)
    set_paper(page)
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 12)
    page.set_column(2, 2, 100)
    page.write_string(0, 0, "县易地搬迁规划数据表", styles.text("title"))
    page.set_row(0, 26)
    y = 1
    for line in cover:
        page.merge_range(y, 0, y, 2, "", styles.text("warning"))
        page.write_string(y, 0, line, styles.text("warning"))
        y += 1
    for line in (*RULES, *([EXAMPLE_RULE] if examples else [])):
        y += 1
        page.write_string(y, 0, f"· {line}", styles.text("plain_line"))
    y = _legend(page, styles, y + 2)
    for x, title in enumerate(("表", "是否必需", "内容")):
        page.write_string(y, x, title, styles.header("plain"))
    for sheet in SHEETS:
        y += 1
        page.write_url(y, 0, f"internal:'{sheet.zh}'!A1", styles.text("link"), sheet.zh)
        page.write_string(y, 1, "必需" if sheet.required else "可选", styles.text("line"))
        page.write_string(y, 2, f"{sheet.note}。{sheet.meaning}", styles.text("line"))


def _legend(page: Any, styles: Styles, y: int) -> int:
    page.write_string(y, 0, "必填列", styles.header("required"))
    page.write_string(y, 1, "可空列", styles.header("optional"))
    page.write_string(y, 2, "鼠标停在表头上可看到每一列的说明、单位和可选值。", styles.text("note"))
    return y + 2
