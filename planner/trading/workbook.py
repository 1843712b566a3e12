"""The result workbook (allocation.xlsx): the answer first, then who gets what, when the money comes, and why."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from planner.trading.allocating import Allocation
from planner.trading.document import Tables
from planner.trading.explain import Row, headline, total
from planner.workbook.styles import GOOD, Styles, column_width, header_lines, number_format, print_setup


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column: key of the row, header with its unit, decimals of a number (``None``: text), and whether to add up."""

    key: str
    zh: str
    digits: int | None = None
    total: bool = False
    percent: bool = False


def _f(key: str, zh: str, digits: int | None = None, *, total: bool = False, percent: bool = False) -> Field:
    return Field(key=key, zh=zh, digits=digits, total=total, percent=percent)


_KIND = (_f("product", "产品"), _f("land_class", "地类"))
TRADES = (
    _f("number", "序号", 0), _f("period", "签约期"), _f("lot", "地块编号"), _f("project", "项目区"), *_KIND,
    _f("demand", "需求编号"), _f("buyer", "受让方"), _f("channel", "渠道"), _f("area", "面积（亩）", 4, total=True),
    _f("price", "单价（万元/亩）", 2), _f("amount", "金额（万元）", 2, total=True), _f("delivery", "交割期"),
)  # fmt: skip
DEMANDS = (
    _f("demand", "需求编号"), _f("buyer", "受让方"), _f("channel", "渠道"), _f("asked", "需求（亩）", 4, total=True),
    _f("minimum", "最小成交（亩）", 4), _f("sold", "分配（亩）", 4, total=True), _f("share", "满足率", 1, percent=True),
    _f("amount", "金额（万元）", 2, total=True),
)  # fmt: skip
PAYMENTS = (
    _f("period", "到账期"), _f("amount", "金额（万元）", 2, total=True),
    _f("discounted", "折现（万元）", 2, total=True), _f("note", "说明"),
)  # fmt: skip
LOTS = (
    _f("lot", "地块编号"), _f("project", "项目区"), *_KIND, _f("available", "验收期"),
    _f("area", "可卖（亩）", 4, total=True), _f("sold", "卖出（亩）", 4, total=True),
    _f("left", "留下（亩）", 4, total=True),
)  # fmt: skip
WAITING = (
    *_KIND, _f("period", "首次签约期"), _f("area", "该期卖出（亩）", 4), _f("change", "等一期的收入变化（万元）", 2),
    _f("per_mu", "每亩变化（万元/亩）", 4), _f("advice", "结论"),
)  # fmt: skip
PRICES = (
    *_KIND, _f("less", "少一亩的损失（万元/亩）", 4), _f("more", "多一亩的收益（万元/亩）", 4),
    _f("shadow", "影子价格（万元/亩）", 4), _f("advice", "结论"),
)  # fmt: skip
COSTS = (_f("rule", "规则"), _f("gain", "取消后可多得（万元）", 2))


def workbook_bytes(found: Allocation, tables: Tables) -> bytes:
    """
    The workbook as bytes.

    Parameters
    ----------
    found
        The allocation.
    tables
        Its rows.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    styles = Styles(book)
    _front(book.add_worksheet("结论"), styles, found, tables)
    paid = [row | {"note": "规划期之后到账" if row["after"] else ""} for row in tables.payments]
    scope = "" if found.exact else "（地块多，按可拆分地块估算）"
    for name, fields, rows in (
        ("交易", TRADES, tables.trades), ("需求满足", DEMANDS, tables.demands), ("到账计划", PAYMENTS, paid),
        ("地块", LOTS, tables.lots), ("现在卖还是留", WAITING, tables.waiting), ("保留价格", PRICES, tables.prices),
        ("规则的代价", COSTS, tables.costs),
    ):  # fmt: skip
        page = book.add_worksheet(name)
        note = scope if fields in (WAITING, PRICES, COSTS) else ""
        _table(page, styles, 0, fields, rows)
        page.freeze_panes(1, 0)
        print_setup(page, f"指标交易分配方案　{name}{note}")
    book.close()
    return buffer.getvalue()


def _front(page: Any, styles: Styles, found: Allocation, tables: Tables) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 30)
    page.set_column(1, 4, 18)
    page.write_string(0, 0, "指标交易分配方案", styles.get(bold=True, font_size=16))
    page.merge_range(1, 0, 1, 4, "", styles.get(text_wrap=True, bold=True, font_color=GOOD, font_size=12))
    page.write_string(1, 0, headline(found, tables.trades), styles.get(text_wrap=True, bold=True, font_color=GOOD,
                                                                       font_size=12))  # fmt: skip
    page.set_row(1, 40)
    y = _table(page, styles, 3, _BY_CHANNEL, list(_channels(tables.trades)), widths=False) + 1
    lines = [
        f"目标：{found.market.aim.value}；年折现率 {found.market.discount:.2%}；审核：{_opinion(found)}。",
        "本方案只是建议，不自动入账；签约后在 events.json 补齐文号和人员，再用 planner quota post 入账。",
    ]
    if not found.exact:
        lines.append("“现在卖还是留”“保留价格”“规则的代价”按地块可以拆分估算。")
    if not found.complete:
        lines.append("时间不够，部分问题没有回答；加大 --time-limit 可补全。")
    for line in lines:
        page.write_string(y, 0, f"· {line}", styles.get())
        y += 1
    for one in found.findings:
        page.write_string(y, 0, f"· {one.text()}", styles.get())
        y += 1
    print_setup(page, "指标交易分配方案", repeat=False)


_BY_CHANNEL = (
    _f("channel", "渠道"), _f("count", "笔数", 0, total=True), _f("area", "面积（亩）", 4, total=True),
    _f("amount", "金额（万元）", 2, total=True), _f("price", "均价（万元/亩）", 2),
)  # fmt: skip


def _channels(trades: Sequence[Row]) -> Iterable[Row]:
    for channel in dict.fromkeys(row["channel"] for row in trades):
        mine = [row for row in trades if row["channel"] == channel]
        area, amount = total(mine, "area"), total(mine, "amount")
        yield {"channel": channel, "count": len(mine), "area": area, "amount": amount, "price": amount / area}


def _opinion(found: Allocation) -> str:
    return "按记录重算，无差错" if found.is_sound else "有差错，不可使用"


def _table(
    page: Any, styles: Styles, top: int, fields: Sequence[Field], rows: Sequence[Row], *, widths: bool = True
) -> int:
    """Write a table and its sums; the row below it."""
    page.set_row(top, 32)
    for x, field in enumerate(fields):
        page.write_string(top, x, header_lines(field.zh), styles.header)
        look = styles.cell(_format(field))
        for y, row in enumerate(rows, start=top + 1):
            _write(page, y, x, row.get(field.key), look)
        if widths:
            page.set_column(x, x, column_width(field.zh, [_shown(field, row.get(field.key)) for row in rows]))
        if rows and any(f.total for f in fields):
            bold = styles.cell(_format(field), bold=True)
            sums = total(rows, field.key) if field.total else ("合计" if x == 0 else None)
            _write(page, top + 1 + len(rows), x, sums, bold)
    if not rows:
        page.write_string(top + 1, 0, "（无）", styles.get(italic=True))
    return top + len(rows) + 2


def _write(page: Any, y: int, x: int, value: Any, look: Any) -> None:
    if value is None or value == "":
        page.write_blank(y, x, None, look)
    elif isinstance(value, int | float):
        page.write_number(y, x, value, look)
    else:
        page.write_string(y, x, str(value), look)


def _format(field: Field) -> str:
    if field.digits is None:
        return "@"
    return f"0.{'0' * field.digits}%" if field.percent else number_format(field.digits)


def _shown(field: Field, value: Any) -> str:
    if value is None:
        return ""
    return str(value) if field.digits is None else f"{value:,.{field.digits}f}"
