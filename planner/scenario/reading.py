"""Reading a scenario: a TOML file, or a bare county workbook."""

from __future__ import annotations

import datetime
import math
import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, get_args

from planner.findings import Finding, finding, require_no_errors
from planner.parameters import BY_KEY, BY_ZH
from planner.policy.effective import unknown_parameter
from planner.policy.values import NONE, BadValueError, typed
from planner.scenario.records import (
    Decision,
    FundChange,
    PinWord,
    Scenario,
    SiteChoice,
    SiteState,
    SolverChoice,
    SolverName,
)
from planner.tomlfiles import nearest, parse_toml, read_toml

_PERIOD = re.compile(r"\d{4}-(0?[1-9]|1[0-2])|\d{4}[Qq][1-4]")
_KEYS = ("name", "county", "layers", "policy", "deadline", "parameters", "decisions", "sites", "funds", "solver")
_LIMITS = ("time_limit", "work_limit")


def read_scenario(path: str | Path) -> Scenario:
    """
    A scenario from its file; anything but a ``.toml`` is taken for a county workbook with no wishes.

    Parameters
    ----------
    path
        ``SCENARIO.toml`` or ``COUNTY.xlsx``. Paths inside a scenario are relative to its folder.

    Raises
    ------
    PlannerError
        If the file cannot be read, has a syntax error (with the line), an unknown key (with the nearest), a
        value of the wrong type, or names a county workbook, layers or policy file that does not exist.
    """
    path = Path(path)
    if path.suffix.lower() != ".toml":
        return Scenario(name=path.stem, county=path)
    return _read(path, read_toml(path))


def parse_scenario(text: str, path: Path) -> Scenario:
    """
    A scenario from its text.

    Parameters
    ----------
    text
        As :func:`planner.scenario.writing.scenario_text` gives it.
    path
        File that it stands for: paths in it are relative to its folder, findings have its name.

    Raises
    ------
    PlannerError
        As for :func:`read_scenario`.
    """
    return _read(path, parse_toml(text, path.name))


def _read(path: Path, content: Mapping[str, Any]) -> Scenario:
    reader = _Reader(path)
    scenario = reader.scenario(content)
    require_no_errors(reader.findings)
    return scenario


class _Reader:
    """Turns TOML tables into records and collects what is wrong with them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.findings: list[Finding] = []

    def scenario(self, content: Mapping[str, Any]) -> Scenario:
        self.known("", content, _KEYS)
        if not content.get("county"):
            self.report("SCENARIO_NO_COUNTY", "county", "")
        name, policy = self.value("name", content, _text), self.value("policy", content, _text)
        if policy and policy.endswith(".toml"):
            policy = str(self.file("policy", policy))
        return Scenario(
            name=self.path.stem if name is None else name,
            county=self.file("county", self.value("county", content, _text)),
            layers=self.file("layers", self.value("layers", content, _text)),
            policy=policy or None,
            deadline=self.value("deadline", content, _period),
            overrides=self.overrides(content),
            decisions=tuple(self.decision(place, raw) for place, raw in self.tables("decisions", content)),
            sites={key: self.site(f"sites.{key}", raw) for key, raw in self.named("sites", content)},
            funds=tuple(self.fund(place, raw) for place, raw in self.tables("funds", content)),
            solver=self.solver(content),
        )

    def report(self, code: str, place: str, value: object, words: Mapping[str, str] | None = None) -> None:
        self.findings.append(finding(code, params=words, sheet=self.path.name, column=place, value=value))

    def known(self, place: str, raw: Mapping[str, Any], keys: Iterable[str]) -> None:
        for key in raw:
            if key not in keys:
                words = {"nearest": nearest(key, keys) or "、".join(keys)}
                self.report("SCENARIO_UNKNOWN_KEY", place, key, words)

    def value(self, key: str, raw: Mapping[str, Any], read: Callable[[Any], Any], place: str = "") -> Any:
        """The typed value; ``None`` where absent or wrong."""
        if key not in raw:
            return None
        try:
            return read(raw[key])
        except BadValueError as error:
            self.wrong(f"{place}.{key}" if place else key, error, raw[key])
            return None

    def need(self, key: str, raw: Mapping[str, Any], read: Callable[[Any], Any], place: str) -> Any:
        if key not in raw:
            self.report("SCENARIO_MISSING_KEY", place, key)
        return self.value(key, raw, read, place)

    def wrong(self, place: str, error: BadValueError, value: object) -> None:
        self.report("SCENARIO_VALUE", place, value, {"zh": error.zh, "en": error.en})

    def file(self, key: str, said: str | None) -> Path | None:
        if not said:
            return None
        found = Path(os.path.normpath(self.path.parent / said.replace("\\", "/")))
        if not found.exists():
            beside = [entry.name for entry in self.path.parent.iterdir() if entry.suffix == found.suffix]
            words = {"nearest": nearest(found.name, beside) or "—"}
            self.report("SCENARIO_FILE_MISSING", key, found, words)
        return found

    def tables(self, key: str, content: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
        raw = content.get(key, [])
        if not isinstance(raw, list) or not all(isinstance(one, Mapping) for one in raw):
            self.wrong(key, BadValueError(f"应写成 [[{key}]]", f"tables written as [[{key}]]"), raw)
            return []
        return [(f"{key}[{number}]", one) for number, one in enumerate(raw, start=1)]

    def named(self, key: str, content: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
        raw = content.get(key, {})
        if not isinstance(raw, Mapping) or not all(isinstance(one, Mapping) for one in raw.values()):
            self.wrong(key, BadValueError(f"应写成 [{key}.编号]", f"tables written as [{key}.ID]"), raw)
            return []
        return list(raw.items())

    def overrides(self, content: Mapping[str, Any]) -> dict[str, Any]:
        raw = content.get("parameters", {})
        if not isinstance(raw, Mapping):
            error = BadValueError("应写成 [parameters]", "a table written as [parameters]")
            self.wrong("parameters", error, raw)
            return {}
        found: dict[str, Any] = {}
        for word, value in _parameters(raw):
            parameter = BY_KEY.get(word) or BY_ZH.get(word)
            if parameter is None:
                self.findings.append(unknown_parameter(word, self.path.name))
            elif parameter.key in found:
                self.report("SCENARIO_TWICE", "parameters", word)
            else:
                read = partial(typed, parameter)
                found[parameter.key] = self.value(word, {word: value}, read, "parameters")
        return found

    def decision(self, place: str, raw: Mapping[str, Any]) -> Decision:
        self.known(place, raw, ("village", "site", "decision", "reason"))
        return Decision(
            village=self.need("village", raw, _text, place) or "",
            site=self.need("site", raw, _text, place) or "",
            decision=self.need("decision", raw, _word(get_args(PinWord)), place) or "指定",
            reason=self.value("reason", raw, _text, place) or "",
        )

    def site(self, place: str, raw: Mapping[str, Any]) -> SiteChoice:
        self.known(place, raw, ("state", "capacity_persons"))
        return SiteChoice(
            state=self.value("state", raw, _word(get_args(SiteState)), place) or "free",
            capacity_persons=self.value("capacity_persons", raw, _whole, place),
        )

    def fund(self, place: str, raw: Mapping[str, Any]) -> FundChange:
        self.known(place, raw, ("fund", "period", "amount"))
        return FundChange(
            fund=self.need("fund", raw, _text, place) or "",
            period=self.need("period", raw, _period, place) or "",
            amount=self.need("amount", raw, _amount, place) or 0.0,
        )

    def solver(self, content: Mapping[str, Any]) -> SolverChoice:
        raw = dict(content["solver"]) if isinstance(content.get("solver"), Mapping) else {}
        if "solver" in content and not isinstance(content["solver"], Mapping):
            error = BadValueError("应写成 [solver]", "a table written as [solver]")
            self.wrong("solver", error, content["solver"])
        readers = {
            "time_limit": _limit,
            "gap": _amount,
            "threads": _whole,
            "seed": _whole,
            "work_limit": _limit,
            "solver": _word(get_args(SolverName)),
            "strategy": _text,
        }
        self.known("solver", raw, readers)
        read = {key: self.value(key, raw, reader, "solver") for key, reader in readers.items() if key in raw}
        given = {key: value for key, value in read.items() if value is not None or key in _LIMITS}
        return SolverChoice(**given)


def _parameters(raw: Mapping[str, Any]) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for word, value in raw.items():
        if isinstance(value, Mapping) and word not in BY_KEY and word not in BY_ZH:
            pairs += [(f"{word}.{inner}", one) for inner, one in value.items()]
        else:
            pairs.append((word, value))
    return pairs


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise BadValueError("应为文字，加引号", "a text in quotes")
    return raw.strip()


def _period(raw: Any) -> str:
    if isinstance(raw, datetime.date):
        return f"{raw.year}-{raw.month:02d}"
    if not isinstance(raw, str) or not _PERIOD.fullmatch(raw.strip()):
        raise BadValueError('应为期，如 "2019-12" 或 "2019Q4"', 'a period such as "2019-12" or "2019Q4"')
    return raw.strip().upper()


def _amount(raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw) or raw < 0:
        raise BadValueError("应为不小于 0 的数字", "a number of at least 0")
    return float(raw)


def _limit(raw: Any) -> float | None:
    if raw == NONE:
        return None
    if _amount(raw) == 0:
        raise BadValueError("应为大于 0 的数字或“无”", "a number above 0, or 无 (none)")
    return float(raw)


def _whole(raw: Any) -> int:
    if _amount(raw) != int(raw):
        raise BadValueError("应为不小于 0 的整数", "a whole number of at least 0")
    return int(raw)


def _word(choices: tuple[str, ...]) -> Callable[[Any], str]:
    def read(raw: Any) -> str:
        if raw not in choices:
            listed = " / ".join(choices)
            raise BadValueError(f"应为 {listed}", f"one of {listed}")
        return str(raw)

    return read
