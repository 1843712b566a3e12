"""
Sweeps: one scenario with one or two things varied, for a trade-off chart.

An axis is a number of the policy (a key of :mod:`planner.parameters`), the move-in deadline, or a factor on all funds
or on the places at all sites. This module makes the scenarios and lays their results out; the workspace runs them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from planner.findings import PlannerError, finding
from planner.labels import KPIS
from planner.parameters import BY_KEY, PARAMETERS
from planner.policy.records import show
from planner.policy.values import BadValueError, typed
from planner.scenario import FundChange, Scenario, SiteChoice
from planner.tomlfiles import nearest

if TYPE_CHECKING:
    import pandas as pd

    from planner.county import County

MOST_RUNS = 64
DEADLINE, FUNDS, CAPACITY = "deadline", "funds.factor", "capacity.factor"
RESULTS = ("status", "objective", "bound", "gross", "gap_gross", "seconds")
"""Figures of a run beside its indicators; 万元, 万元, 万元, fraction, s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """
    Something that may be varied.

    Parameters
    ----------
    key
        Key of a parameter, or ``deadline``, ``funds.factor``, ``capacity.factor``.
    zh, en, unit
        What it is.
    kind
        ``number``, ``whole``, ``share``, ``flag`` as parameters are; ``period`` for a text such as 2019Q4; ``factor``.
    """

    key: str
    zh: str
    en: str
    unit: str
    kind: Literal["number", "whole", "share", "flag", "period", "factor"]


_FIELDS = (
    Axis(key=DEADLINE, zh="入住期限", en="move-in deadline", unit="", kind="period"),
    Axis(key=FUNDS, zh="到账资金倍数", en="funds, as a multiple", unit="倍", kind="factor"),
    Axis(key=CAPACITY, zh="安置点容量倍数", en="places at sites, as a multiple", unit="倍", kind="factor"),
)


def axes() -> tuple[Axis, ...]:
    """All that may be varied, fields of the scenario first."""
    numbers = (
        Axis(key=p.key, zh=p.zh, en=p.key.replace(".", ": ").replace("_", " "), unit=p.unit, kind=p.kind)
        for p in PARAMETERS
        if p.kind in ("number", "whole", "share", "flag")
    )
    return (*_FIELDS, *numbers)


def axis(key: str) -> Axis:
    """
    One axis.

    Raises
    ------
    PlannerError
        SWEEP_UNKNOWN_AXIS, with the nearest.
    """
    known = {one.key: one for one in axes()}
    if key not in known:
        params = {"nearest": nearest(key, known) or DEADLINE}
        raise PlannerError([finding("SWEEP_UNKNOWN_AXIS", value=key, params=params)])
    return known[key]


def points(varied: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """
    All combinations of values, the last axis fastest.

    Parameters
    ----------
    varied
        Values by axis; one or two axes.

    Raises
    ------
    PlannerError
        SWEEP_AXES, SWEEP_UNKNOWN_AXIS, SWEEP_VALUES (none, or one twice), SWEEP_VALUE, SWEEP_TOO_MANY.
    """
    if len(varied) not in (1, 2):
        raise PlannerError([finding("SWEEP_AXES", value=len(varied))])
    values = {key: [_checked(axis(key), value) for value in given] for key, given in varied.items()}
    for key, given in values.items():
        if not given or len(set(given)) < len(given):
            raise PlannerError([finding("SWEEP_VALUES", value=axis(key).zh)])
    if (number := math.prod(len(given) for given in values.values())) > MOST_RUNS:
        raise PlannerError([finding("SWEEP_TOO_MANY", value=number, params={"most": MOST_RUNS})])
    return [dict(zip(values, combination, strict=True)) for combination in itertools.product(*values.values())]


def vary(scenario: Scenario, point: Mapping[str, Any], county: County) -> Scenario:
    """
    The scenario at one point.

    Parameters
    ----------
    scenario
        What stays the same is taken from here; so are changed amounts and places, which a factor multiplies.
    point
        Value by axis, as :func:`points` gives it.
    county
        Its county.
    """
    for key, value in point.items():
        if key == DEADLINE:
            scenario = scenario.replace(deadline=value)
        elif key == FUNDS:
            scenario = scenario.replace(funds=_scaled_funds(scenario, county, value))
        elif key == CAPACITY:
            scenario = scenario.replace(sites=_scaled_sites(scenario, county, value))
        else:
            scenario = scenario.replace(overrides={**scenario.overrides, key: value})
    words = "，".join(f"{axis(key).zh} {show(value)}" for key, value in point.items())
    return scenario.replace(name=f"{scenario.name}（{words}）")


def frame(results: Sequence[tuple[Mapping[str, Any], str, str, Mapping[str, Any]]]) -> pd.DataFrame:
    """
    Lay a sweep out for a chart.

    Parameters
    ----------
    results
        For each run: value by axis, id, state, indicators (empty without a plan).

    Returns
    -------
    DataFrame
        A column for each axis, ``run``, ``state``, the indicators of :data:`planner.labels.KPIS` and
        :data:`RESULTS`; missing ones are NaN or ``None``.
    """
    import pandas as pd

    figures = (*(label.key for label in KPIS), *RESULTS)
    varied = list(dict.fromkeys(key for point, *_ in results for key in point))
    rows = [
        {**point, "run": run, "state": state, **{key: indicators.get(key) for key in figures}}
        for point, run, state, indicators in results
    ]
    return pd.DataFrame(rows, columns=pd.Index([*varied, "run", "state", *figures]))


def _checked(one: Axis, value: Any) -> Any:
    try:
        if one.kind == "period":
            if not isinstance(value, str) or not value.strip():
                raise BadValueError("应为期，如 2019-12 或 2019Q4", "a period such as 2019-12 or 2019Q4")
            return value.strip().upper()
        if one.kind == "factor":
            if not _numeric(value) or not 0 <= value < 100:
                raise BadValueError("应为 0 到 100 之间的倍数", "a multiple between 0 and 100")
            return float(value)
        return typed(BY_KEY[one.key], value)
    except BadValueError as error:
        params = {"zh": error.zh, "en": error.en}
        raise PlannerError([finding("SWEEP_VALUE", column=one.zh, value=value, params=params)]) from error


def _numeric(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _scaled_funds(scenario: Scenario, county: County, factor: float) -> tuple[FundChange, ...]:
    """Every amount that arrives within the horizon, in the period in which it counts."""
    calendar = county.calendar
    amounts: dict[tuple[str, int], float] = {}
    for row in county.funds.to_dict("records"):
        period = max(0, calendar.index(row["period"])) if row["period"] else 0
        if row["amount"] > 0 and period < calendar.periods:
            amounts[row["id"], period] = amounts.get((row["id"], period), 0.0) + float(row["amount"])
    amounts |= {(c.fund, calendar.index(c.period)): c.amount for c in scenario.funds}
    return tuple(
        FundChange(fund=fund, period=calendar.label(period), amount=round(factor * amount, 6))
        for (fund, period), amount in amounts.items()
    )


def _scaled_sites(scenario: Scenario, county: County, factor: float) -> dict[str, SiteChoice]:
    """Places of every site of one phase; those that grow in phases stay, since their phases are chosen one by one."""
    phased = set(county.sites["phase_of"].dropna()) - {""}
    sites = dict(scenario.sites)
    for row in county.sites.to_dict("records"):
        if row["phase_of"] or row["id"] in phased:
            continue
        choice = sites.get(row["id"], SiteChoice())
        places = row["capacity_persons"] if choice.capacity_persons is None else choice.capacity_persons
        sites[row["id"]] = replace(choice, capacity_persons=math.floor(factor * places + 1e-9))
    return sites
