"""Invented names and ID numbers: none of them belongs to a person or a place."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.random import Generator

_SURNAMES = tuple(
    "王李张刘陈杨赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾田董袁潘蒋蔡余于杜叶程苏魏吕丁任沈姚卢"
)
_GIVEN = tuple("福贵喜财旺顺成根栓锁怀保银玉海生明亮秀兰翠英桂花香莲梅枝芳彩云爱勤俭和平建国庆丰年春秋石山林泉")
_VILLAGE_FIRST = tuple("王李张刘陈杨赵周吴徐孙马朱胡郭何高罗郑梁谢宋唐许韩冯曹田董袁潘蒋蔡杜程苏魏任姚卢石白康")
_VILLAGE_SECOND = ("家", "家上", "家下", "家前", "家后", "家东", "家西", "家南", "家北", "家新", "家旧", "家小")
_VILLAGE_LAST = tuple("沟洼坪塔梁峁岔湾庄坡咀崖圪湾岭墕")

ID_PREFIX = "000000"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def check_character(digits: str) -> str:
    """
    Check character that GB 11643 demands after 17 digits.

    Parameters
    ----------
    digits
        The first 17 characters of an ID number.
    """
    return _CHECKS[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11]


def invented_id(birth: dt.date, serial: int) -> str:
    """
    An ID number that cannot belong to anybody: no such region, and the check character is wrong.

    Parameters
    ----------
    birth
        Invented date of birth.
    serial
        Three-digit serial number.
    """
    digits = f"{ID_PREFIX}{birth:%Y%m%d}{serial % 1000:03d}"
    right = _CHECKS.index(check_character(digits))
    return digits + _CHECKS[(right + 1 + serial % 9) % 11]


def invented_ids(rng: Generator, count: int) -> list[str]:
    """
    Different invented ID numbers.

    Parameters
    ----------
    rng
        Source of chance.
    count
        How many.
    """
    first = dt.date(1932, 1, 1)
    days = rng.integers(0, 60 * 365, size=count)
    serials: dict[int, int] = {}
    found = []
    for day in days.tolist():
        serials[day] = serials.get(day, 0) + 1
        found.append(invented_id(first + dt.timedelta(days=day), serials[day]))
    return found


def invented_people(rng: Generator, count: int) -> list[str]:
    """
    Invented names of heads of households.

    Parameters
    ----------
    rng
        Source of chance.
    count
        How many; names may repeat, as they do.
    """
    surname = rng.integers(0, len(_SURNAMES), size=count).tolist()
    given = rng.integers(0, len(_GIVEN), size=(count, 2)).tolist()
    return [_SURNAMES[s] + _GIVEN[a] + (_GIVEN[b] if a != b else "") for s, (a, b) in zip(surname, given, strict=True)]


def invented_villages(rng: Generator, count: int) -> list[str]:
    """
    Different invented village names.

    Parameters
    ----------
    rng
        Source of chance.
    count
        How many; beyond the combinations, names get a number.
    """
    names = [a + b + c for b in _VILLAGE_SECOND for a in _VILLAGE_FIRST for c in dict.fromkeys(_VILLAGE_LAST)]
    block = len(_VILLAGE_FIRST) * len(set(_VILLAGE_LAST))
    order = [x for start in range(0, len(names), block) for x in (rng.permutation(block) + start).tolist()]
    return [names[order[x % len(names)]] + ("" if x < len(names) else f"{x // len(names) + 1}") for x in range(count)]
