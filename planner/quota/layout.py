"""Writing workbooks from column tables: the import template and books made for demonstrations."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from planner.county.column import Sheet
from planner.county.layout import column_note
from planner.county.output import cell_value, write_cell
from planner.county.styles import Styles, column_width, set_paper, validation
from planner.findings import PlannerError, finding
from planner.quota.columns import SHEETS

LINES = (
    "表头在第一行，数据从第二行开始；列的顺序可以改变，表名和列名请勿改动。",
    "面积以亩计，最多四位小数；金额以元计，最多两位小数；日期写作 2019-06-20。",
    "地块先进账（地块表），再发生事项（流水表）；每行一笔，同一天按行序。",
    "凭证号唯一；空白时由内容生成，同一内容重复导入不会重复入账。",
    "经办人与审核人必须是两个人。户编号只填编号，不填姓名和身份证号。",
    "编号以“示例”开头的行是示例，读取时跳过，可保留或删除。",
)
_ROWS = 2000


def write_sheets(
    path: Path,
    title: str,
    sheets: Sequence[Sheet],
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    lines: Sequence[str] = LINES,
    examples: bool = False,
) -> None:
    """
    Write a workbook that :func:`planner.quota.importing.import_book` (or another reader of the sheets) reads.

    Parameters
    ----------
    path
        File; replaced if it is there.
    title, lines
        For the sheet 说明, which only people read.
    sheets
        Their column tables.
    rows
        Rows by sheet key, values by column key.
    examples
        Whether each sheet begins with an example row.

    Raises
    ------
    PlannerError
        If it cannot be written.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    styles = Styles(book, {})
    guide = book.add_worksheet("说明")
    guide.set_column(0, 0, 100)
    guide.write_string(0, 0, title, styles.text("title"))
    for y, line in enumerate((*lines, *(f"{sheet.zh}：{sheet.note}" for sheet in sheets)), start=2):
        guide.write_string(y, 0, f"· {line}", styles.text("line"))
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.zh), styles, sheet, rows.get(sheet.key, ()), examples=examples)
    book.close()
    put(path, buffer.getvalue())


def _write_sheet(page: Any, styles: Styles, sheet: Sheet, rows: Sequence[Mapping[str, Any]], *, examples: bool) -> None:
    set_paper(page, len(sheet.columns))
    page.freeze_panes(1, 1)
    page.set_row(0, 32)
    first = 2 if examples else 1
    for x, column in enumerate(sheet.columns):
        page.write_string(0, x, column.zh, styles.header("required" if column.required else "optional"))
        page.write_comment(0, x, column_note(column), {"x_scale": 1.8, "y_scale": 1.8})
        cells = [cell_value(column, row.get(column.key)) for row in rows]
        shown = [str(cell) for cell in cells[:200] if cell is not None]
        if examples:
            example = cell_value(column, column.example)
            write_cell(page, 1, x, example, styles.example(column))
            shown.append(str(example or ""))
        page.set_column(x, x, column_width(column, shown), styles.body(column))
        for y, cell in enumerate(cells, start=first):
            if cell is not None:
                write_cell(page, y, x, cell, styles.body(column))
        if rule := validation(column, None):
            page.data_validation(first, x, first + max(_ROWS, len(rows)), x, rule)


def put(path: Path, content: bytes) -> None:
    """
    Write a file whole or not at all.

    Raises
    ------
    PlannerError
        If it cannot be written.
    """
    aside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise PlannerError([finding("QUOTA_NOT_WRITTEN", sheet=str(path), value=error.strerror or "")]) from error


def write_templates(folder: Path) -> list[Path]:
    """
    Write the empty import workbook and an example of the event file.

    Parameters
    ----------
    folder
        Made if it is not there; files of the same names are replaced.
    """
    workbook, events = folder / "指标台账导入.xlsx", folder / "event.json"
    write_sheets(workbook, "指标台账导入表", SHEETS, {}, examples=True)
    put(events, (json.dumps(EXAMPLE, ensure_ascii=False, indent=2) + "\n").encode())
    return [workbook, events]


_SIGNED = {"person": "张三", "approver": "李四"}
EXAMPLE: list[dict[str, Any]] = [
    {"kind": "planned", "date": "2018-08-01", "lot": "L001", "mu": "21.5000", "product": "增减挂钩",
     "land_class": "一般耕地", "project": "蔚汾镇项目区", "batch": "2018-1", "village_name": "示例村",
     "document": "兴自然资〔2018〕31号", **_SIGNED},
    {"kind": "approved", "date": "2018-08-20", "lot": "L001", "document": "晋自然资批〔2018〕7号", **_SIGNED},
]  # fmt: skip
"""What ``planner quota template`` writes as event.json."""
