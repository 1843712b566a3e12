"""The layers of a policy: pack ← county ← scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.findings import Finding, finding, require_no_errors
from planner.parameters import BY_KEY, BY_ZH, PARAMETERS
from planner.policy.packs import merge
from planner.policy.provisions import table_parts
from planner.policy.records import COUNTY, SCENARIO, Effective, Pack, Policy
from planner.policy.values import BadValueError, typed
from planner.tomlfiles import nearest


def effective_policy(
    pack: Pack,
    county_parameters: Mapping[str, Any] | None = None,
    scenario_overrides: Mapping[str, Any] | None = None,
) -> Policy:
    """
    The values in force.

    Parameters
    ----------
    pack
        The lowest layer.
    county_parameters
        ``County.parameters``: what the sheet 参数 fills in, by key.
    scenario_overrides
        ``Scenario.overrides``; these win.

    Raises
    ------
    PlannerError
        If a key is unknown, a value wrong, or a parameter has no value in any layer.
    """
    entries = dict(pack.entries)
    findings: list[Finding] = []
    for origin, mark, layer in (
        (COUNTY, "county", county_parameters or {}),
        (SCENARIO, "scenario", scenario_overrides or {}),
    ):
        for key, raw in layer.items():
            try:
                entry = _entry(key, raw, origin, mark)
            except BadValueError as error:
                params = {"zh": error.zh, "en": error.en}
                findings.append(finding("POLICY_VALUE", params=params, sheet=origin, column=_zh(key), value=raw))
                continue
            if entry is None:
                findings.append(unknown_parameter(key, origin))
            else:
                entries[key] = merge(key, entries.get(key), entry)
    findings += [
        finding("POLICY_INCOMPLETE", sheet=pack.name, column=p.zh, value=p.key)
        for p in PARAMETERS
        if p.key not in entries
    ]
    require_no_errors(findings)
    return Policy(pack=pack.name, entries=entries)


def unknown_parameter(key: str, place: str) -> Finding:
    """
    Finding about a parameter that does not exist, with the nearest name.

    Parameters
    ----------
    key
        What was written.
    place
        Layer or file.
    """
    like = nearest(key, [*BY_KEY, *BY_ZH]) or "—"
    return finding("POLICY_UNKNOWN_KEY", params={"nearest": like}, sheet=place, value=key)


def _entry(key: str, raw: Any, origin: str, mark: str) -> Effective | None:
    parameter = BY_KEY.get(key)
    if parameter is None:
        return None
    entry = Effective(value=typed(parameter, raw), unit=parameter.unit, origin=origin, certainty=mark)
    return table_parts(entry) if parameter.kind == "table" and entry.value is not None else entry


def _zh(key: str) -> str:
    return BY_KEY[key].zh if key in BY_KEY else key
