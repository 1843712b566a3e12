"""
Relocation and land-quota planner for counties: data in, audited plan out.

The names below are loaded when they are first used, so that ``import planner`` and ``planner --help`` are quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.auditing import audit
    from planner.comparing import compare
    from planner.county import read_county
    from planner.findings import PlannerError
    from planner.planning import plan
    from planner.runfolder import read_run, write_run
    from planner.scenario import read_scenario

__all__ = [
    "PlannerError",
    "audit",
    "compare",
    "plan",
    "read_county",
    "read_run",
    "read_scenario",
    "write_run",
]

_HOMES = {
    "PlannerError": "planner.findings",
    "audit": "planner.auditing",
    "compare": "planner.comparing",
    "plan": "planner.planning",
    "read_county": "planner.county",
    "read_run": "planner.runfolder",
    "read_scenario": "planner.scenario",
    "write_run": "planner.runfolder",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'planner' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
