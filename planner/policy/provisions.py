"""The parameters that one pack file sets, each with unit, document, clause, certainty and dates."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from planner.findings import Finding, finding
from planner.parameters import BY_KEY
from planner.policy.records import Effective
from planner.policy.tables import PROVENANCE
from planner.policy.values import BadValueError, typed
from planner.tomlfiles import nearest

FOLDER = "scenarios.policy"
SOURCES = "sources.toml"
_MARK = re.compile(r"S\d+|D|K-?|U|G")
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_HEAD = ("zh", "extends", "valid_from", "valid_to")
_FIELDS = ("value", "unit", "document", "clause", "certainty", "valid_from", "valid_to")


@cache
def sources() -> Mapping[str, str]:
    """Published sources by number, as ``S20`` in a certainty mark names them."""
    text = (resources.files(FOLDER) / SOURCES).read_text(encoding="utf-8")
    return {number: str(cited) for number, cited in tomllib.loads(text).items()}


def table_parts(entry: Effective) -> Effective:
    """The entry of a table with one part for each row, whose own document, clause and mark win."""
    parts, rows = [], []
    for row in entry.value:
        plain = {name: value for name, value in row.items() if name not in PROVENANCE}
        parts.append(
            replace(
                entry,
                value=plain,
                document=str(row.get("document", entry.document)),
                clause=str(row.get("clause", entry.clause)),
                certainty=str(row.get("certainty", entry.certainty)),
            )
        )
        rows.append(plain)
    return replace(entry, value=tuple(rows), parts=tuple(parts))


def read_entries(name: str, content: Mapping[str, Any]) -> tuple[dict[str, Effective], list[Finding]]:
    """
    What one pack says, and what is wrong with it.

    Parameters
    ----------
    name
        Of the pack.
    content
        The whole file; ``[pack]`` is its head, every other section a parameter.
    """
    head = content.get("pack", {})
    if not isinstance(head, Mapping):
        return {}, [finding("POLICY_UNKNOWN_KEY", params={"nearest": "[pack]"}, sheet=name, value="pack")]
    findings = _unknown_fields(name, "pack", head, _HEAD)
    findings += _dates(name, "pack", head)
    entries = {}
    for key, raw in _flat({k: v for k, v in content.items() if k != "pack"}):
        if key not in BY_KEY:
            words = {"nearest": nearest(key, BY_KEY) or "—"}
            findings.append(finding("POLICY_UNKNOWN_KEY", params=words, sheet=name, value=key))
            continue
        entry, found = _entry(name, key, raw, head)
        findings += found
        if entry:
            entries[key] = entry
    return entries, findings


def _flat(content: Mapping[str, Any]) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for subject, table in content.items():
        if isinstance(table, Mapping) and subject not in BY_KEY:
            pairs += [(f"{subject}.{word}", raw) for word, raw in table.items()]
        else:
            pairs.append((subject, table))
    return pairs


def _entry(name: str, key: str, raw: Any, head: Mapping[str, Any]) -> tuple[Effective | None, list[Finding]]:
    if not isinstance(raw, Mapping):
        return None, [finding("POLICY_NOT_A_TABLE", sheet=name, column=key, value=raw)]
    findings = _unknown_fields(name, key, raw, _FIELDS)
    findings += _unit(name, key, raw) + _provenance(name, key, raw) + _dates(name, key, raw)
    if "value" not in raw:
        return None, [*findings, finding("POLICY_NO_VALUE", sheet=name, column=key)]
    try:
        value = typed(BY_KEY[key], raw["value"])
    except BadValueError as error:
        words = {"zh": error.zh, "en": error.en}
        wrong = finding("POLICY_VALUE", params=words, sheet=name, column=key, value=raw["value"])
        return None, [*findings, wrong]
    entry = Effective(
        value=value,
        unit=BY_KEY[key].unit,
        origin=f"政策包 {name}",
        document=str(raw.get("document", "")),
        clause=str(raw.get("clause", "")),
        certainty=str(raw.get("certainty", "")),
        valid_from=str(raw.get("valid_from", head.get("valid_from", ""))),
        valid_to=str(raw.get("valid_to", head.get("valid_to", ""))),
    )
    if BY_KEY[key].kind != "table":
        return entry, findings
    for row in value:
        if "certainty" in row:
            findings += _certainty(name, key, str(row["certainty"]))
    return table_parts(entry), findings


def _unit(name: str, key: str, raw: Mapping[str, Any]) -> list[Finding]:
    expected = BY_KEY[key].unit
    if expected and not raw.get("unit"):
        return [finding("POLICY_UNIT_MISSING", params={"unit": expected}, sheet=name, column=key)]
    said = str(raw.get("unit", ""))
    if said != expected:
        words = {"unit": expected or "—"}
        return [finding("POLICY_UNIT_DIFFERS", params=words, sheet=name, column=key, value=said)]
    return []


def _provenance(name: str, key: str, raw: Mapping[str, Any]) -> list[Finding]:
    findings = [
        finding("POLICY_NO_PROVENANCE", params={"field": word}, sheet=name, column=key)
        for word in ("document", "clause")
        if not str(raw.get(word, "")).strip()
    ]
    return findings + _certainty(name, key, str(raw.get("certainty", "")))


def _certainty(name: str, key: str, said: str) -> list[Finding]:
    marks = [mark.strip() for mark in said.split(",")]
    known = all(_MARK.fullmatch(m) and (not m.startswith("S") or m in sources()) for m in marks)
    return [] if known else [finding("POLICY_CERTAINTY", sheet=name, column=key, value=said)]


def _dates(name: str, key: str, raw: Mapping[str, Any]) -> list[Finding]:
    return [
        finding("POLICY_DATE", sheet=name, column=f"{key}.{word}", value=raw[word])
        for word in ("valid_from", "valid_to")
        if word in raw and not _DATE.fullmatch(str(raw[word]))
    ]


def _unknown_fields(name: str, column: str, raw: Mapping[str, Any], known: tuple[str, ...]) -> list[Finding]:
    return [
        finding(
            "POLICY_UNKNOWN_FIELD",
            params={"nearest": nearest(word, known) or "—"},
            sheet=name,
            column=column,
            value=word,
        )
        for word in raw
        if word not in known
    ]
