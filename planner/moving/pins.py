"""Moves by hand taken over: pins in the scenario, and a plan that begins from the one at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from planner.planning import plan
from planner.scenario import Decision

if TYPE_CHECKING:
    from planner.county import County
    from planner.planning import OnProgress
    from planner.run import Run
    from planner.scenario import Scenario


def pinned(scenario: Scenario, moves: Mapping[str, str], reason: str = "") -> Scenario:
    """
    Pin villages to sites; what the scenario said of these villages' pins and of these pairs is replaced.

    Parameters
    ----------
    scenario
        To begin with.
    moves
        Site ids by village id.
    reason
        Why, as it stands in the scenario.
    """
    kept = tuple(
        d for d in scenario.decisions if d.village not in moves or (d.decision == "禁止" and d.site != moves[d.village])
    )
    added = tuple(Decision(village=v, site=s, decision="指定", reason=reason) for v, s in moves.items())
    return scenario.replace(decisions=(*kept, *added))


def plan_moved(
    county: County,
    scenario: Scenario,
    run: Run,
    moves: Mapping[str, str],
    *,
    reason: str = "",
    time_limit: float | None = None,
    on_progress: OnProgress | None = None,
) -> Run:
    """
    Plan again with villages pinned, beginning from a run.

    Parameters
    ----------
    county, scenario
        What ``run`` was planned from.
    run
        Where to begin.
    moves, reason
        As in :func:`pinned`.
    time_limit, on_progress
        As in :func:`planner.planning.plan`.

    Raises
    ------
    PlannerError
        If the pins make the scenario one that cannot be planned, for instance where a pair was left out beforehand.
    """
    asked = pinned(scenario, moves, reason)
    return plan(county, asked, time_limit=time_limit, on_progress=on_progress, start=run)
