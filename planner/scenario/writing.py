"""Writing a scenario as TOML."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planner.parameters import BY_KEY
from planner.policy.values import NONE
from planner.scenario.records import Scenario, SolverChoice


def write_scenario(scenario: Scenario, path: str | Path) -> None:
    """
    Write a scenario so that :func:`planner.scenario.read_scenario` gives it back.

    Parameters
    ----------
    scenario
        What to write.
    path
        A ``.toml`` file; paths in it are relative to its folder.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    path = Path(path)
    path.write_text(scenario_text(scenario, path.parent), encoding="utf-8")


def scenario_text(scenario: Scenario, folder: Path) -> str:
    """
    Word a scenario as TOML.

    Parameters
    ----------
    scenario
        What to write.
    folder
        Where the text will stand; paths in it are relative to that.
    """
    lines = [f"name = {_value(scenario.name)}"]
    lines += _paths(scenario, folder)
    if scenario.deadline is not None:
        lines.append(f"deadline = {_value(scenario.deadline)}")
    if scenario.overrides:
        lines += ["", "[parameters]"]
    for key, value in scenario.overrides.items():
        lines += [f"# {BY_KEY[key].zh} {BY_KEY[key].unit}".rstrip(), f"{_value(key)} = {_value(value)}"]
    for decision in scenario.decisions:
        lines += ["", "[[decisions]]", *_fields(dataclasses.asdict(decision))]
    for site, choice in scenario.sites.items():
        lines += ["", f"[sites.{_value(site)}]", *_fields(dataclasses.asdict(choice))]
    for change in scenario.funds:
        lines += ["", "[[funds]]", *_fields(dataclasses.asdict(change))]
    lines += _solver(scenario.solver)
    return "\n".join(lines) + "\n"


def _paths(scenario: Scenario, folder: Path) -> list[str]:
    lines = []
    policy = scenario.policy
    for key, target in (("county", scenario.county), ("layers", scenario.layers)):
        if target is not None:
            lines.append(f"{key} = {_value(_relative(target, folder))}")
    if policy is not None:
        said = _relative(Path(policy), folder) if policy.endswith(".toml") else policy
        lines.append(f"policy = {_value(said)}")
    return lines


def _relative(target: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(target, folder)).as_posix()
    except ValueError:  # another drive on Windows
        return target.resolve().as_posix()


def _solver(solver: SolverChoice) -> list[str]:
    usual = dataclasses.asdict(SolverChoice())
    changed = {key: value for key, value in dataclasses.asdict(solver).items() if value != usual[key]}
    return ["", "[solver]", *(f"{key} = {_value(value)}" for key, value in changed.items())] if changed else []


def _fields(values: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in values.items() if value not in (None, "")]


def _value(value: Any) -> str:
    if value is None:
        return _value(NONE)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_value(k)} = {_value(v)}" for k, v in value.items() if v is not None)
        return "{ " + inner + " }"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    # JSON's escapes are TOML's too, but for DEL, which JSON leaves bare and TOML refuses.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
