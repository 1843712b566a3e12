"""
Proving on the side: the bound rises in a second thread while plans are looked for.

First only finish times are whole: a bound of fewer whole columns is one of the whole programme too, and it rises
faster. Where there is time for the large LP this is done in slots, which say exactly who may have moved where by when;
otherwise in the relaxed programme with rows that say nearly as much (:mod:`models.strategy.ready`). Then everything is
whole.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from models.solver.arrays import Arrays
from models.solver.hot import HotLp
from models.strategy.aside import Aside, Rise
from models.strategy.ground import Ground
from models.strategy.ready import with_ready_rows
from models.strategy.slots import Slots, in_slots

_LOG = logging.getLogger(__name__)
_BOUND_ONLY: dict[str, bool | int | float | str] = {
    "mip_lp_solver": "ipm",
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_root_reduced_cost": False,
}
"""No search for plans: cuts and branching alone raise the bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofParams:
    """
    Which form of the programme, and how long.

    Parameters
    ----------
    patience
        How many times the seconds until the relaxation was solved must be left for the programme in slots to be worth
        while: its LP takes about three times as long, and the first cuts as long again.
    rounds
        Most rounds of ready rows.
    rise, rise_share
        Least rise of the bound, as a part of gross, in a part of the whole time; where it is less, everything is whole
        from then on.
    """

    patience: float = 8.0
    rounds: int = 10
    rise: float = 0.0001
    rise_share: float = 0.15


def prove(aside: Aside, ground: Ground, params: ProofParams) -> None:
    """Raise the bound of the search until the thread must stop."""
    search = aside.search
    left = search.budget.seconds_left
    roomy = left is None or left >= params.patience * ground.seconds
    if roomy:
        slots = in_slots(search, search.arrays)
        arrays = cumulative(slots)
        built = slots.marked(search.columns(search.program.built))
    else:
        quick = ground.quick
        lp = HotLp(quick.arrays, search.budget.settings())
        lp.solve()
        arrays = with_ready_rows(quick, quick.arrays, lp, params.rounds)
        search.prove(lp.objective)
        built = quick.columns(quick.program.built)
    _LOG.debug("Proof of %d rows, in slots: %s", arrays.rows, roomy)
    rise = Rise(params.rise * search.scale, search.budget.share(params.rise_share) or np.inf)
    outcome = aside.solve(replace(arrays, integer=built), options=_BOUND_ONLY, proves=True, rise=rise)
    _LOG.debug("Proof with whole finish times: %s, bound %s", outcome.ending, outcome.bound)
    if not aside.is_stopped:
        arrays = arrays if roomy else cumulative(in_slots(search, search.arrays))
        aside.solve(arrays, options=_BOUND_ONLY, proves=True)


def cumulative(slots: Slots) -> Arrays:
    r"""
    The programme in cumulative slots: by t, and not in t, a group has gone to a site.

    .. math:: Y_{gjt} = \sum_{\tau \le t} y_{gj\tau}, \qquad Y_{gj,t-1} \le Y_{gjt} \le B_{j1t}

    The same programme with short rows, and branching on "by t" divides it better than on "in t".
    """
    arrays, count = slots.arrays, slots.count
    order = np.lexsort((slots.period, slots.site, slots.item))
    same = (slots.item[order][1:] == slots.item[order][:-1]) & (slots.site[order][1:] == slots.site[order][:-1])
    later, earlier = order[1:][same], order[:-1][same]
    others = np.arange(count, arrays.columns)
    rows = np.concatenate([order, later, others])
    columns = np.concatenate([order, earlier, others])
    value = np.concatenate([np.ones(count), -np.ones(len(later)), np.ones(len(others))])
    change = csr_array((value, (rows, columns)), shape=(arrays.columns, arrays.columns))
    written = arrays.in_terms_of(change, arrays.low, arrays.up, arrays.integer)
    pairs = len(later)
    return written.and_rows(
        np.arange(0, 2 * pairs + 1, 2, dtype=np.int32),
        np.column_stack([earlier, later]).ravel().astype(np.int32),
        np.tile([1.0, -1.0], pairs),
        np.full(pairs, -np.inf),
        np.zeros(pairs),
    ).without_repeated_rows()
