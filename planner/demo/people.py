"""Invented households whose sums are given exactly, and the counts of their villages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.demo.names import invented_ids, invented_people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

REGISTERED, ACCOMPANYING = "建档立卡", "同步搬迁"
CENTRALISED, SCATTERED = "集中", "分散"
_LARGEST = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """
    Households and persons of one category (类别) and one way of settling (安置方式).

    Parameters
    ----------
    category, mode
        Words of the sheet 户.
    households, persons
        Totals that the roster has to meet.
    """

    category: str
    mode: str
    households: int
    persons: int


def apportion(total: int, weights: NDArray[np.float64], *, least: int) -> NDArray[np.int64]:
    """
    Whole numbers in proportion to weights that add up to a total (largest remainders).

    Parameters
    ----------
    total
        What they add up to, at least ``least`` each.
    weights
        Proportions.
    least
        Least of each.

    Raises
    ------
    ValueError
        If the total is too small for the least of each.
    """
    spare = total - least * len(weights)
    if spare < 0:
        raise ValueError(f"{total} cannot be shared among {len(weights)} with at least {least} each.")
    exact = weights / weights.sum() * spare
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: spare - int(whole.sum())]] += 1
    return whole + least


def household_sizes(rng: Generator, count: Count) -> NDArray[np.int64]:
    """
    Sizes between 1 and 7 persons that add up exactly.

    Parameters
    ----------
    rng
        Source of chance.
    count
        Households and persons.
    """
    mean = count.persons / max(count.households, 1)
    sizes = 1 + rng.binomial(_LARGEST - 1, min(max((mean - 1) / (_LARGEST - 1), 0.0), 1.0), size=count.households)
    while missing := count.persons - int(sizes.sum()):
        step = 1 if missing > 0 else -1
        able = np.flatnonzero(sizes < _LARGEST if step > 0 else sizes > 1)
        sizes[rng.permutation(able)[: abs(missing)]] += step
    return sizes


def make_roster(
    rng: Generator,
    villages: Sequence[str],
    sizes: NDArray[np.int64],
    counts: Sequence[Count],
    able: Sequence[float],
) -> pd.DataFrame:
    """
    Households dealt out to villages.

    Parameters
    ----------
    rng
        Source of chance.
    villages, sizes
        Village ids and the number of households of each.
    counts
        What the households add up to; their households add up to the sizes.
    able
        Share of households of 1, 2, … persons with somebody able to work; the last one for all larger ones.
    """
    parts = [pd.DataFrame({"category": c.category, "mode": c.mode, "persons": household_sizes(rng, c)}) for c in counts]
    roster = pd.concat(parts, ignore_index=True)
    roster = roster.iloc[rng.permutation(len(roster))].reset_index(drop=True)
    roster.insert(0, "village", np.repeat(np.asarray(villages, dtype=object), sizes))
    _leave_somebody_central(roster)
    roster.insert(0, "id", roster["village"] + (roster.groupby("village").cumcount() + 1).map("{:03d}".format))
    return _with_members(rng, roster, able)


def name_heads(rng: Generator, roster: pd.DataFrame) -> pd.DataFrame:
    """
    Give every household an invented head and ID number.

    Parameters
    ----------
    rng
        Source of chance.
    roster
        Households.
    """
    return roster.assign(head=invented_people(rng, len(roster)), id_number=invented_ids(rng, len(roster)))


def sign(rng: Generator, roster: pd.DataFrame, first: dt.date, last: dt.date) -> pd.DataFrame:
    """
    Give every household its two agreements, a village within some weeks.

    Parameters
    ----------
    rng
        Source of chance.
    roster
        Households by village.
    first, last
        Days between which the agreements are signed.
    """
    span = (last - first).days - 30
    # Most villages sign early: the square of a uniform number leans towards the first day.
    start = {v: int(span * rng.random() ** 2) for v in roster["village"].unique()}
    days = roster["village"].map(start).to_numpy() + rng.integers(0, 15, size=len(roster))
    later = days + rng.integers(0, 15, size=len(roster))
    return roster.assign(
        resettle_signed=[first + dt.timedelta(days=int(d)) for d in days],
        demolish_signed=[first + dt.timedelta(days=int(d)) for d in later],
    )


def village_counts(roster: pd.DataFrame) -> pd.DataFrame:
    """
    Counts of the sheet 村庄 that follow from the roster, indexed by village.

    Parameters
    ----------
    roster
        Households with their agreements.
    """
    registered = roster["category"] == REGISTERED
    signed = roster["resettle_signed"].notna() & roster["demolish_signed"].notna()
    columns: Mapping[str, pd.Series] = {
        "households": pd.Series(1, index=roster.index),
        "persons": roster["persons"],
        "registered_households": registered.astype(int),
        "registered_persons": roster["persons"].where(registered, 0),
        "labour_households": (roster["labour"] > 0).astype(int),
        "pupils": roster["pupils"],
        "signed_households": signed.astype(int),
        "scattered_households": (roster["mode"] == SCATTERED).astype(int),
    }
    return pd.DataFrame(columns).groupby(roster["village"]).sum()


def _leave_somebody_central(roster: pd.DataFrame) -> None:
    """Exchange ways of settling so that every village keeps a household that moves to a site."""
    central = (roster["mode"] == CENTRALISED).astype(int).groupby(roster["village"]).sum()
    attributes = ["category", "mode", "persons"]
    for village in central.index[central == 0].tolist():
        donor = str(central.idxmax())
        mine = roster.index[roster["village"] == village][0]
        theirs = roster.index[(roster["village"] == donor) & (roster["mode"] == CENTRALISED)][0]
        roster.loc[[mine, theirs], attributes] = roster.loc[[theirs, mine], attributes].to_numpy()
        central.loc[village] += 1
        central.loc[donor] -= 1


def _with_members(rng: Generator, roster: pd.DataFrame, shares: Sequence[float]) -> pd.DataFrame:
    persons = roster["persons"].to_numpy()
    able = rng.random(len(roster)) < np.asarray(shares)[np.minimum(persons, len(shares)) - 1]
    labour = np.where(able, 1 + rng.binomial(np.minimum(persons - 1, 2), 0.5), 0)
    pupils = rng.binomial(np.maximum(persons - labour - 1, 0), 0.45)
    elders = np.minimum(rng.binomial(persons, np.where(able, 0.15, 0.75)), persons - labour - pupils)
    disabled = rng.binomial(persons - labour - pupils, 0.08)
    return roster.assign(labour=labour, pupils=pupils, elders=elders, disabled=disabled)
