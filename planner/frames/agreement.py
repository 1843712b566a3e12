"""Names, cumulative shares and balances beside the fields that are read: they must say the same."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from planner.frames import cells
from planner.frames.signs import CASH_SIGN, STOCK_SIGN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.instance import Instance
    from planner.frames.columns import Table

Row = dict[str, Any]
Line = tuple[int, Row, Row]
Disagreement = tuple[int, str, str, str]

_TOLERANCE = 1e-4
"""Half of the last digit that the workbook shows, twice: what a person copying shown figures may lose."""


def disagreements(table: Table, instance: Instance, lines: list[Line]) -> Iterator[Disagreement]:
    """
    Cells written for people that contradict the fields of their table.

    Parameters
    ----------
    table
        Which one.
    instance
        The problem, for names.
    lines
        Row number, cells as they stand, fields as they were read.

    Yields
    ------
    tuple
        Row, key of the column, value as it stands, value expected. Only the first of each running total.
    """
    yield from _names(table, instance, lines)
    if table.key == "clearance":
        yield from _running(lines, "demolished_total", ("village",), lambda r: r["demolished"])
        yield from _running(
            lines, "reclaimed_total", ("village",), lambda r: r["reclaimed_machine"] + r["reclaimed_self"]
        )
    elif table.key == "quota":
        yield from _running(lines, "balance", ("source", "land_class"), lambda r: STOCK_SIGN[r["flow"]] * r["mu"])
    elif table.key == "cash":
        yield from _running(lines, "balance", ("fund",), lambda r: CASH_SIGN[r["flow"]] * r["amount"])


def _names(table: Table, instance: Instance, lines: list[Line]) -> Iterator[Disagreement]:
    names = {
        ("village", "village_name"): {v.id: v.name for v in instance.villages},
        ("site", "site_name"): {s.id: s.name for s in instance.sites},
        ("fund", "fund_name"): {f.id: f.name for f in instance.funds},
    }
    keys = {c.key for c in table.columns}
    for (key, shown), known in names.items():
        if not {key, shown} <= keys:
            continue
        for line, row, found in lines:
            stands = row.get(shown)
            expected = known.get(found[key], "")
            if not _unknown(stands) and cells.text(stands) != cells.text(expected):
                yield line, shown, str(stands), expected or "—"


def _running(lines: list[Line], shown: str, account: tuple[str, ...], change: Any) -> Iterator[Disagreement]:
    totals: dict[tuple[Any, ...], float] = defaultdict(float)
    reported: set[tuple[Any, ...]] = set()
    for line, row, found in lines:
        key = tuple(found[k] for k in account)
        totals[key] += change(found)
        stands = row.get(shown)
        if key in reported or _unknown(stands):
            continue
        try:
            agrees = abs(_signed(stands) - totals[key]) <= _TOLERANCE * max(1.0, abs(totals[key]))
        except cells.CellError:
            agrees = False
        if not agrees:
            reported.add(key)
            yield line, shown, str(stands), f"{totals[key]:.4f}"


def _signed(value: Any) -> float:
    shown = cells.text(value)
    return -cells.number(shown[1:]) if shown.startswith("-") else cells.number(value)


def _unknown(value: Any) -> bool:
    return value is cells.Lost.FORMULA or cells.is_blank(value)
