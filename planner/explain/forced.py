"""What another site for a village, or a site that is not built, would cost in all: cells of the explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.forcing import Forced, Forcing
from models.strategy.decisions import PlanError
from planner.explain.sections import plan_of
from planner.findings import PlannerError, finding

if TYPE_CHECKING:
    from models.instance import Instance
    from planner.run import Run

COLUMNS = (
    ("forced", "强制后多花（万元）"),
    ("relaxed", "松弛解中多花（万元）"),
    ("least", "至少多花（万元）"),
    ("movers", "须改迁的他村"),
    ("phases", "须加建"),
    ("dropped", "可不建"),
    ("note", "说明"),
)
_BETTER = 0.005
"""Saving that is worth telling [万元]."""


def forcing(run: Run) -> Forcing:
    """
    Make a run's plan ready to have things forced.

    Raises
    ------
    PlannerError
        RUN_NO_PLAN, or PRICE_PLAN_IMPOSSIBLE where the plan was edited into one that cannot be.
    """
    solution = run.solution
    try:
        return Forcing(run.instance, plan_of(run), gross=solution.gross or 0.0, bound=solution.bound)
    except PlanError as error:
        raise PlannerError([finding("PRICE_PLAN_IMPOSSIBLE")]) from error


def cells(instance: Instance, forced: Forced) -> dict[str, Any]:
    """Cells of :data:`COLUMNS`."""
    names = [instance.villages[instance.village_index[one]].name for one in forced.others]
    zh, en = _note(forced)
    return {
        "forced": _rounded(forced.most),
        "relaxed": _rounded(forced.relaxed),
        "least": _rounded(forced.least),
        "movers": "、".join(names),
        "phases": "、".join(forced.phases),
        "dropped": "、".join(forced.dropped),
        "note": zh,
        "note_en": en,
    }


def _note(forced: Forced) -> tuple[str, str]:
    if forced.most is None:
        said = finding("FORCED_IMPOSSIBLE" if forced.least is None else "FORCED_NOT_FOUND")
    elif forced.most < -_BETTER:
        said = finding("FORCED_BETTER")
    else:
        return "", ""
    return said.zh, said.en


def _rounded(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 2) + 0.0
