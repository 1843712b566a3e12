"""The table of contents of the programme, and what is striven for level by level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pulp

from models.program import Terms, affine
from models.trading import families
from models.trading.market import Aim, Market
from models.trading.program import TradeProgram, Wanted, area, income, start_program

INCOME = "income"
"""Name of the last level."""
LEVEL = "level"
"""Name of the level at which all buyers get the same part of their fair area."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Something to be maximised before what comes after it: its name and terms."""

    name: str
    terms: Terms


def build_trading(
    market: Market,
    *,
    parts: bool = False,
    alone: bool = False,
    wanted: Wanted | None = None,
    shares: Mapping[str, float] | None = None,
) -> TradeProgram:
    """
    The whole programme of a market, without an objective.

    Parameters
    ----------
    market, parts, alone, wanted
        As for :func:`models.trading.program.start_program`.
    shares
        Fair area of each buyer [mu], where spreading fairly is the aim.
    """
    program = start_program(market, parts=parts, alone=alone, wanted=wanted)
    families.add_never_twice(program)
    families.add_presale(program)
    families.add_demands(program)
    families.add_channel_caps(program)
    families.add_reserve(program)
    families.add_pins(program)
    if shares is not None:
        _add_fair_shares(program, shares)
    return program


def _add_fair_shares(program: TradeProgram, shares: Mapping[str, float]) -> None:
    r"""
    Every buyer gets at least the same part of its fair area.

    .. math:: \sum_{d \in b,\,pt} x_{pdt} \ge e_b\,z, \qquad 0 \le z \le 1

    Rows: ``fair.<n>`` [mu].
    """
    program.level = program.continuous("level", up=1.0)
    of_buyer = program.grouped(lambda c: program.demand(c).buyer)
    for n, (buyer, fair) in enumerate(shares.items()):
        if fair > 0:
            program.at_least("fair", (n,), [*area(of_buyer.get(buyer, [])), (program.level, -fair)], 0.0)


def levels(program: TradeProgram) -> tuple[Level, ...]:
    """What is maximised, first things first; income comes last."""
    found: list[Level] = []
    if program.market.aim is Aim.PRIORITY:
        ranks: defaultdict[int, Terms] = defaultdict(list)
        for column in program.columns:
            ranks[program.demand(column).rank] += area([column])
        found += [Level(name=f"rank.{rank}", terms=ranks[rank]) for rank in sorted(ranks) if rank > 0]
    if program.level is not None:
        found.append(Level(name=LEVEL, terms=[(program.level, 1.0)]))
    return (*found, Level(name=INCOME, terms=income(program.columns)))


def maximise(program: TradeProgram, level: Level) -> None:
    """Set the objective; the programme is minimised, so that the objective is what is lost."""
    program.problem.setObjective(affine([(x, -c) for x, c in level.terms]))
    program.problem.sense = pulp.LpMinimize
