"""Raw workbooks for tests: rows as a clerk would type them, written with openpyxl."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import openpyxl

Rows = dict[str, list[list[Any]]]

VILLAGE = {
    "村编号": "V1", "村名": "甲村", "乡镇": "一乡", "经度": 111.55, "纬度": 38.72, "户数": 10, "人口": 24,
    "建档立卡户数": 6, "建档立卡人口": 15, "有劳力户数": 7, "宅基地面积_亩": 15, "可复垦面积_亩": 12,
}  # fmt: skip
SITE = {
    "安置点编号": "S1", "名称": "新村", "层级": "集镇", "经度": 111.57, "纬度": 38.7, "容纳人口": 100, "占地_亩": 8,
    "工期_期": 2, "住房单价_元每平米": 1500, "基础设施_万元": 60, "公共服务_万元": 20, "选址安全": "是",
    "规划符合": "符合",
}  # fmt: skip


def table(*records: dict[str, Any]) -> list[list[Any]]:
    """Header row and one row per record."""
    header = list(records[0])
    return [header, *([r.get(h) for h in header] for r in records)]


def minimal() -> Rows:
    """The smallest county that reads without a finding."""
    return copy.deepcopy({
        "县情": [["项目", "值"], ["县名", "试县"], ["行政区划代码", "140929"], ["起始期", "2018Q1"], ["期长", "季"],
                ["期数", 12], ["入住期限", "2019-12"]],
        "参数": [["项目", "值", "单位"]],
        "村庄": table(VILLAGE),
        "安置点": table(SITE),
        "岗位": table({"安置点编号": "S1", "类别": "扶贫车间", "岗位数": 8}),
        "资金": table({"资金编号": "F1", "名称": "中央", "类别": "中央预算内投资", "期": "2018Q1", "金额_万元": 900,
                     "用途": "住房;基础设施"}),
        "指标渠道": table({"渠道编号": "C1", "类别": "省内流转", "地类": "一般耕地", "单价_万元每亩": 18.6}),
    })  # fmt: skip


def save(path: Path, rows: Rows) -> Path:
    """Write the rows; a :class:`datetime.date` becomes a date cell, text starting with ``=`` a formula."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in rows.items():
        page = book.create_sheet(name)
        for line in lines:
            page.append(line)
    book.save(path)
    return path


def put(rows: Rows, sheet: str, header: str, value: Any, row: int = 1) -> Rows:
    """Set the cell of a column in a data row; a column that is not there is added."""
    lines = rows[sheet]
    if header not in lines[0]:
        lines[0].append(header)
    x = lines[0].index(header)
    while len(lines) <= row:
        lines.append([])
    lines[row] += [None] * (x + 1 - len(lines[row]))
    lines[row][x] = value
    return rows
