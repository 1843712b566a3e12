"""The buyers' workbook empty, and filled in for the demonstration book."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from planner.quota.layout import write_sheets
from planner.trading.columns import FILE_NAME, LINES, SHEETS, TITLE

_BUYERS = (
    ("B01", "140100"), ("B02", "140700"), ("B03", "330100"), ("晋城经济开发区（示范）", "140500"),
    ("长治市自然资源局（示范）", "140400"), ("吕梁新城建设办（示范）", "141100"), ("临汾市城投（示范）", "141000"),
    ("江苏省某市（示范）", "320100"), ("天津市某区（示范）", "120100"),
)  # fmt: skip
_CLASSES = {"C01": "一般耕地", "C02": "高标准农田", "C03": "一般耕地", "C04": "高标准农田"}
_GUIDE = {"C01": 30.0, "C02": 40.0, "C03": 18.6, "C04": 19.8}
_SEED = 20190701


def write_empty(folder: Path) -> Path:
    """Write the empty workbook with an example row in each sheet."""
    path = folder / FILE_NAME
    write_sheets(path, TITLE, SHEETS, {}, lines=LINES, examples=True)
    return path


def write_demo(folder: Path) -> Path:
    """Write the demonstration: buyers of the book that ``planner quota demo`` makes; all of them invented."""
    path = folder / FILE_NAME
    lines = ("示范数据，全部虚构。Synthetic data.", *LINES)
    write_sheets(path, TITLE, SHEETS, demo_rows(), lines=lines)
    return path


def demo_rows() -> dict[str, list[dict[str, Any]]]:
    """Rows of the demonstration by sheet."""
    draw = random.Random(_SEED)
    channels = [
        {"id": "C01", "kind": "跨省调剂", "negotiable": False, "cap_year": 300.0},
        {"id": "C02", "kind": "跨省调剂", "negotiable": False, "cap_year": 150.0},
        {"id": "C03", "kind": "省内流转", "negotiable": True, "cap_period": 160.0},
        {"id": "C04", "kind": "省内流转", "negotiable": True},
    ]
    prices = [{"channel": c, "land_class": _CLASSES[c], "price": price} for c, price in _GUIDE.items()]
    demands = [_demand(draw, n) for n in range(18)]
    needs = [
        {"name": "县城安置点二期", "product": "增减挂钩", "land_class": "一般耕地", "area": 60.0, "period": "2020Q1"}
    ]
    settings = {
        "start": "2019Q3",
        "period": "季",
        "periods": 8,
        "aim": "收入最大",
        "discount": 0.045,
        "acceptance": 0.95,
    }
    keep = [{"land_class": "一般耕地", "price": 15.0}, {"land_class": "高标准农田", "price": 16.0}]
    return {
        "settings": [settings], "channels": channels, "prices": prices, "demands": demands, "needs": needs,
        "keep": keep,
    }  # fmt: skip


def _demand(draw: random.Random, n: int) -> dict[str, Any]:
    buyer, code = _BUYERS[n % len(_BUYERS)]
    inside = code.startswith("14")
    channel = draw.choice(("C03", "C04") if inside else ("C01", "C02"))
    area = round(draw.uniform(40, 160), 1)
    return {
        "id": f"D{n + 1:02d}", "buyer": buyer, "adcode": code, "channel": channel, "area": area,
        "minimum": draw.choice((0.0, round(area / 2, 1))), "land_classes": (_CLASSES[channel],),
        "bid": round(_GUIDE[channel] * draw.uniform(1.0, 1.2), 2) if inside else None,
        "first": draw.choice((None, "2019Q4")), "last": draw.choice((None, "2020Q4")), "whole": draw.random() < 0.3,
        "rank": draw.randint(0, 3),
    }  # fmt: skip
