"""Fingerprints: the same inputs give the same ones, and so does the same plan."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from models.instance import Instance
from models.plan import Plan

if TYPE_CHECKING:
    from planner.county import County
    from planner.scenario import Scenario


def instance_json(instance: Instance) -> bytes:
    """Write an instance as JSON, the same bytes for equal instances."""
    return TypeAdapter(Instance).dump_json(instance)


def fingerprints(county: County, scenario: Scenario, instance: Instance, plan: Plan | None) -> dict[str, str]:
    """
    Hash what a run was made from and what it gave.

    The scenario's hash leaves out where its files stand, since their content is the county's.
    """
    return {
        "county": county.fingerprint,
        "scenario": digest(_canonical(scenario.replace(county=None, layers=None)).encode()),
        "instance": digest(instance_json(instance)),
        "plan": "" if plan is None else plan_fingerprint(plan),
    }


def plan_fingerprint(plan: Plan) -> str:
    """Hash a plan."""
    return digest(TypeAdapter(Plan).dump_json(plan))


def digest(content: bytes) -> str:
    """Hash of bytes."""
    return hashlib.sha256(content).hexdigest()


def _canonical(scenario: Scenario) -> str:
    parts: dict[str, Any] = {name: getattr(scenario, name) for name in scenario.__slots__}
    return repr({k: sorted(v.items()) if isinstance(v, dict) else v for k, v in sorted(parts.items())})
