"""Units in headers: 宅基地面积_公顷 is read as well as 宅基地面积_亩, converted once."""

from __future__ import annotations

import re
import unicodedata

MU_IN_M2 = 2000 / 3

_SCALES: dict[str, dict[str, float]] = {
    "area": {"亩": 1.0, "公顷": 15.0, "平方米": 1 / MU_IN_M2, "平方公里": 1500.0},
    "money": {"万元": 1.0, "元": 1e-4, "千元": 0.1, "亿元": 1e4},
    "length": {"公里": 1.0, "米": 1e-3},
    "time": {"分钟": 1.0, "小时": 60.0, "秒": 1 / 60},
    "years": {"月": 1.0, "年": 12.0},
    "persons": {"人": 1.0, "万人": 1e4},
    "part": {"": 1.0, "%": 0.01},
}
_SAME = {
    "平米": "平方米", "m2": "平方米", "㎡": "平方米", "ha": "公顷", "hm2": "公顷", "km2": "平方公里", "市亩": "亩",
    "km": "公里", "千米": "公里", "m": "米", "min": "分钟", "分": "分钟", "h": "小时", "时": "小时", "个月": "月",
    "百分比": "%", "度": "°", "口": "人", "家": "户",
}  # fmt: skip


def conversion(given: str, wanted: str) -> float | None:
    """
    Return the factor that turns numbers in one unit into another of the same quantity.

    Parameters
    ----------
    given, wanted
        Units such as 公顷 and 亩, or 元/平方米 and 万元/平方米; ``每`` is read as ``/``.

    Returns
    -------
    float or None
        1.0 for the same unit; ``None`` if they do not measure the same.
    """
    parts, goal = _parts(given), _parts(wanted)
    if len(parts) != len(goal):
        return None
    factor = 1.0
    for place, (one, other) in enumerate(zip(parts, goal, strict=True)):
        step = _step(one, other)
        if step is None:
            return None
        factor = factor * step if place == 0 else factor / step
    return round(factor, 15) if factor == 1 else factor


def alternatives(unit: str) -> tuple[str, ...]:
    """
    Return the other units of the same simple quantity: 公顷, 平方米, 平方公里 for 亩.

    Parameters
    ----------
    unit
        A unit without ``/``.
    """
    name = _name(unit)
    scale = next((s for s in _SCALES.values() if name in s and name), {})
    return tuple(u for u in scale if u != name)


def _parts(unit: str) -> list[str]:
    return [_name(u) for u in re.split(r"[/·]", _plain(unit).replace("每", "/"))]


def _plain(unit: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", unit))


def _name(unit: str) -> str:
    plain = _plain(unit)
    return _SAME.get(plain.lower(), plain)


def _step(given: str, wanted: str) -> float | None:
    if given == wanted:
        return 1.0
    for scale in _SCALES.values():
        if given in scale and wanted in scale:
            return scale[given] / scale[wanted]
    return None
