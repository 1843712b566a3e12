"""How much each buyer may expect where everybody is to be served alike: filling up all of them at the same time."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from models.program import Terms, affine
from models.solver.arrays import arrays_of
from models.solver.highs import solve_highs
from models.solver.outcome import Ending, Settings, SolverError
from models.trading.build import build_trading
from models.trading.market import Market
from models.trading.program import TradeProgram, area

STEP = 1e-3
"""Part of what a buyer asks for by which it must be able to rise to count as free to rise."""
NOISE = 1e-7


def fair_areas(market: Market, settings: Settings) -> dict[str, float]:
    r"""
    Area that each buyer gets where the least share of what is asked for is as large as possible, then the next (mu).

    All buyers are filled up alike until a rule stops some of them; these stay, the others go on (progressive filling,
    Bertsekas and Gallager, *Data Networks*, 6.5.2). Lots are divisible and minima left out here: this is what is
    fair to expect, the programme comes as close to it as whole lots and minima allow.

    Parameters
    ----------
    market
        The market.
    settings
        How each linear programme is solved.

    Raises
    ------
    SolverError
        If instructions leave no allocation.
    """
    program = build_trading(market, parts=True)
    asked: dict[str, float] = {}
    for demand in market.demands:
        asked[demand.buyer] = asked.get(demand.buyer, 0.0) + demand.area
    of_buyer = program.grouped(lambda c: program.demand(c).buyer)
    gets = {b: area(of_buyer.get(b, [])) for b, wanted in asked.items() if wanted > 0}
    fixed: dict[str, float] = {}
    filling = _Filling(program, gets, asked)
    while free := [b for b in gets if b not in fixed]:
        common, rise = filling.round(free, settings)
        stuck = [b for b in free if common >= 1.0 - NOISE or rise[b] < 10 * NOISE]
        for b in stuck or free:
            fixed[b] = min(1.0, common)
            filling.stop(b, fixed[b])
    return {b: share * asked[b] for b, share in fixed.items()}


class _Filling:
    r"""
    The linear programme of one round after the other; only bounds change.

    Buyer b gets at least :math:`W_b (z_b + rise_b)`, and :math:`z_b + out_b \ge` the common level, where ``out`` is
    0 until the buyer stops.
    """

    def __init__(self, program: TradeProgram, gets: Mapping[str, Terms], asked: Mapping[str, float]) -> None:
        self._program = program
        self._common = program.continuous("common", up=1.0)
        self._share, self._rise, self._out = (
            {b: program.continuous(name, n, up=1.0) for n, b in enumerate(gets)} for name in ("share", "rise", "out")
        )
        for n, (b, terms) in enumerate(gets.items()):
            owed = [(self._share[b], -asked[b]), (self._rise[b], -asked[b])]
            program.at_least("gets", (n,), [*terms, *owed], 0.0)
            program.at_least("alike", (n,), [(self._share[b], 1.0), (self._out[b], 1.0), (self._common, -1.0)], 0.0)
            program.fix(self._out[b], 0.0)

    def round(self, free: Collection[str], settings: Settings) -> tuple[float, dict[str, float]]:
        """Highest common level, and by how much each free buyer could rise above it."""
        self._common.lowBound, self._common.upBound = 0.0, 1.0
        for rise in self._rise.values():
            self._program.fix(rise, 0.0)
        common = _maximum(self._program, [(self._common, 1.0)], settings)[self._common.name]
        self._program.fix(self._common, max(0.0, common - NOISE))
        for b in free:
            self._rise[b].lowBound, self._rise[b].upBound = 0.0, STEP
        values = _maximum(self._program, [(self._rise[b], 1.0) for b in free], settings)
        return common, {b: values[self._rise[b].name] for b in free}

    def stop(self, buyer: str, share: float) -> None:
        """Let a buyer stay where it is."""
        self._out[buyer].upBound = 1.0
        self._share[buyer].lowBound = max(0.0, share - NOISE)


def _maximum(program: TradeProgram, terms: Terms, settings: Settings) -> dict[str, float]:
    program.problem.setObjective(affine([(x, -c) for x, c in terms]))
    outcome = solve_highs(arrays_of(program.problem, whole=False), settings)
    if outcome.values is None or outcome.ending is not Ending.OPTIMAL:
        raise SolverError("There is no allocation to be spread fairly.")
    return dict(zip((x.name for x in program.problem.variables()), outcome.values.tolist(), strict=True))
