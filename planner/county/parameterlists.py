"""Parameters that hold several values in one cell: ``4;5;6``, ``县城;集镇``, ``2018-07=6;2019-04=8``, 期初指标."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from models.vocabulary import LandClass, Source
from planner.county.column import Column
from planner.county.parsers import BadCellError, bounded, plain, show, to_number
from planner.county.times import to_period
from planner.parameters import Parameter

_SPLIT = re.compile(r"[;,、\n]")


def parse_list(parameter: Parameter, column: Column, raw: Any, factor: float) -> tuple[Any, ...]:
    """
    Return the values in a cell of a parameter of kind numbers, texts or dated.

    Parameters
    ----------
    parameter, column
        The parameter and the column with its bounds.
    raw
        Cell that is not blank.
    factor
        From the unit given to the unit of the parameter.

    Returns
    -------
    tuple
        Numbers, texts, or pairs (period, number) with "" for "from the beginning".

    Raises
    ------
    BadCellError
        If one of them is not what the parameter wants.
    """
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        number = bounded(column, float(raw) * factor)
        return {"numbers": (number,), "dated": (("", number),)}.get(parameter.kind, (show(raw),))
    words = [w.strip() for w in _SPLIT.split(plain(show_whole(raw))) if w.strip()]
    if parameter.kind == "texts":
        return tuple(dict.fromkeys(words))
    if parameter.kind == "numbers":
        return tuple(bounded(column, to_number(w) * factor) for w in words)
    steps = [_step(column, word, factor) for word in words]
    if len({period for period, _ in steps}) < len(steps):
        raise BadCellError("CELL_NOT_DATED")
    return tuple(steps)


def parse_opening(name: str) -> Mapping[str, Any] | None:
    """
    Return product, land class and period of 期初指标_增减挂钩_一般耕地_2019-03; ``None`` if the name is not like that.

    Parameters
    ----------
    name
        项目 in one spelling, see :func:`~planner.county.headers.tidy`.
    """
    parts = name.split("_")[1:]
    if len(parts) not in (2, 3) or parts[0] not in set(Source) or parts[1] not in set(LandClass):
        return None
    period = to_period(parts[2]) if len(parts) == 3 else None
    if len(parts) == 3 and period is None:
        return None
    return {"source": parts[0], "land_class": parts[1], "period": period}


def show_whole(raw: Any) -> str:
    """Return a cell as text, not shortened."""
    return raw if isinstance(raw, str) else show(raw)


def _step(column: Column, word: str, factor: float) -> tuple[str, float]:
    left, equals, right = word.partition("=")
    if not equals:
        return "", bounded(column, to_number(word) * factor)
    period = to_period(left)
    if period is None:
        raise BadCellError("CELL_NOT_DATED")
    return period, bounded(column, to_number(right) * factor)
