"""Writing county workbooks in the house format: template, demonstration counties, corrected workbooks."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.county.column import Sheet
from planner.county.columns import BY_KEY, COUNTY, PARAMETERS, SHEETS
from planner.county.guide import write_guide
from planner.county.items import write_county_items, write_parameter_items
from planner.county.layout import column_note
from planner.county.output import cell_value, write_cell
from planner.county.styles import Styles, column_width, ids_name, ids_range, set_paper, validation
from planner.findings import PlannerError, finding

if TYPE_CHECKING:
    import pandas as pd

VALIDATED_ROWS = 2000
CREATED = dt.datetime(2018, 7, 24)
"""Fixed, so that the same tables give the same bytes."""


def write_workbook(
    path: str | Path,
    tables: Mapping[str, pd.DataFrame | Mapping[str, Any]],
    *,
    cover: Sequence[str] = (),
    notes: Mapping[str, str] | None = None,
    examples: bool = False,
) -> None:
    """
    Write a county workbook: every sheet and column of the table, with drop-downs, notes, units and formats.

    No cell holds a formula; text that begins with ``=``, ``+``, ``-`` or ``@`` stays text. The file appears whole
    or not at all, and the same tables give the same bytes.

    Parameters
    ----------
    path
        File to write; replaced if it exists.
    tables
        By sheet key. ``county`` and ``parameters`` as mappings of key to value, the others as frames with the
        English keys as columns (a column ``row`` is left out, a missing column stays blank). Values and units
        as in :class:`~planner.county.county.County`; ``None``, NaN, NaT and "" leave a cell blank.
    cover
        Lines for the sheet 说明, which the reader ignores; for instance that the data are synthetic.
    notes
        Further line for the cell note of a column (``"villages.lon"``) or of all columns (``"villages"``).
    examples
        Whether each sheet gets an example row, and items an example.

    Raises
    ------
    ValueError
        If a sheet or column key is unknown: a mistake of the caller.
    PlannerError
        If the file cannot be written, for instance because it is open in Excel.
    """
    import xlsxwriter

    _require_known(tables, notes or {})
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "nan_inf_to_errors": False,
    })  # fmt: skip
    book.set_properties({"title": "县易地搬迁规划数据", "created": CREATED})
    styles = Styles(book, {})
    write_guide(book, styles, cover, examples=examples)
    for sheet in SHEETS:
        page = book.add_worksheet(sheet.zh)
        set_paper(page, len(sheet.columns))
        data = tables.get(sheet.key)
        if sheet is COUNTY:
            write_county_items(page, styles, data or {}, notes or {}, examples=examples)
        elif sheet is PARAMETERS:
            write_parameter_items(page, styles, data or {}, notes or {}, examples=examples)
        else:
            _write_table(page, styles, sheet, data, notes or {}, examples=examples)
    for sheet in {c.target: BY_KEY[c.target] for s in SHEETS for c in s.columns if c.target}.values():
        book.define_name(ids_name(sheet), ids_range(sheet))
    book.close()
    _put(Path(path), buffer.getvalue())


def _write_table(
    page: Any, styles: Styles, sheet: Sheet, frame: Any, notes: Mapping[str, str], *, examples: bool
) -> None:
    first = 2 if examples else 1
    count = 0 if frame is None else len(frame)
    page.freeze_panes(1, 2)
    page.set_row(0, 32)
    for x, column in enumerate(sheet.columns):
        page.write_string(0, x, column.zh, styles.header("required" if column.required else "optional"))
        extra = "\n".join(t for t in (notes.get(sheet.key), notes.get(f"{sheet.key}.{column.key}")) if t)
        page.write_comment(0, x, column_note(column, extra), {"x_scale": 1.8, "y_scale": 1.8})
        values = [] if frame is None or column.key not in frame else frame[column.key].tolist()
        cells = [cell_value(column, v) for v in values]
        shown = [str(c) for c in cells[:200] if c is not None]
        if examples:
            example = cell_value(column, column.example)
            write_cell(page, 1, x, example, styles.example(column))
            shown.append(str(example or ""))
        page.set_column(x, x, column_width(column, shown), styles.body(column))
        for y, cell in enumerate(cells, start=first):
            if cell is not None:
                write_cell(page, y, x, cell, styles.body(column))
        rule = validation(column, BY_KEY.get(column.target))
        if rule:
            page.data_validation(first, x, first + max(VALIDATED_ROWS, 2 * count), x, rule)
    if examples:
        page.write_comment(1, 0, "示例行：编号以“示例”开头，读取时跳过，可保留或删除。\nExample row, never read.")
    page.autofilter(0, 0, max(first + count - 1, 1), len(sheet.columns) - 1)


def _require_known(tables: Mapping[str, Any], notes: Mapping[str, str]) -> None:
    unknown = set(tables) - set(BY_KEY)
    for sheet in SHEETS:
        if sheet is not PARAMETERS:
            unknown |= {f"{sheet.key}.{k}" for k in set(tables.get(sheet.key, ())) - set(sheet.by_key) - {"row"}}
    known = set(BY_KEY) | {f"{s.key}.{c.key}" for s in SHEETS for c in s.columns}
    unknown |= {k for k in notes if k not in known and not k.startswith("parameters.")}
    if unknown:
        raise ValueError(f"Unknown sheets or columns: {sorted(unknown)}.")


def _put(path: Path, data: bytes) -> None:
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        problem = error.strerror or type(error).__name__
        raise PlannerError([finding("WORKBOOK_NOT_WRITTEN", sheet=str(path), value=problem)]) from error
