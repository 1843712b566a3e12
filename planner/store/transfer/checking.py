"""Whether an unpacked bundle is what a workspace would have written: rows, references, content addresses, paths."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from planner.findings import PlannerError, finding
from planner.runfolder.place import RUN_FILE
from planner.store.base import checked_name, findings_from
from planner.store.files import LAYERS, Folder, digest_of
from planner.store.queue import indicators
from planner.store.records import ENDED, ScenarioEntry
from planner.store.tables import Base, CountyRow, RunRow, ScenarioRow, SweepRow
from planner.store.transfer.bundle import Bundle, damaged, is_safe
from planner.store.transfer.rows import row_values

_ID = re.compile(r"[0-9a-f]{16}")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_FAULTS = (KeyError, TypeError, ValueError, AttributeError)
"""What malformed JSON runs into when it is taken for what it should be."""

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Checked rows of a bundle, by key."""

    counties: Mapping[str, Values]
    scenarios: Mapping[str, Values]
    sweeps: Mapping[str, Values]
    runs: Mapping[str, Values]


def checked_content(bundle: Bundle, unpacked: Folder) -> Content:
    """
    Rows of a bundle whose files have been unpacked.

    Parameters
    ----------
    bundle, unpacked
        The file, and the folder.

    Raises
    ------
    PlannerError
        IMPORT_DAMAGED where anything is not as a workspace writes it, IMPORT_UNSAFE where a scenario points outside;
        findings of a scenario that this version does not understand.
    """
    try:
        content = Content(
            counties=_rows(bundle, CountyRow, "fingerprint", _FINGERPRINT),
            scenarios=_rows(bundle, ScenarioRow, "id", _ID),
            sweeps=_rows(bundle, SweepRow, "id", _ID),
            runs=_rows(bundle, RunRow, "id", _ID),
        )
        for county in content.counties.values():
            _check_county(county, unpacked)
        for pack in (unpacked.root / "packs").glob("*"):
            _require(digest_of(_contents(pack))[:24] == pack.name, pack.name)
        for scenario in content.scenarios.values():
            _check_scenario(scenario, content, unpacked, bundle.path)
        for sweep in content.sweeps.values():
            _require(sweep["scenario"] in content.scenarios, sweep["id"])
            _require(all(isinstance(key, str) and isinstance(values, list) for key, values in sweep["axes"]), "axes")
        for run in content.runs.values():
            _check_run(run, content, unpacked, bundle.path)
        _check_owners(bundle, content)
    except _FAULTS as error:
        raise damaged(bundle.path, str(error)) from error
    return content


def _rows(bundle: Bundle, table: type[Base], key: str, pattern: re.Pattern[str]) -> dict[str, Values]:
    rows = [row_values(table, document) for document in bundle.manifest[table.__tablename__]]
    for row in rows:
        _require(pattern.fullmatch(row[key]), row[key])
    by_key = {row[key]: row for row in rows}
    _require(len(by_key) == len(rows), table.__tablename__)
    return by_key


def _check_county(county: Values, unpacked: Folder) -> None:
    folder = unpacked.county(county["fingerprint"])
    workbook, layers = county["workbook"], county["layers"]
    _require(is_safe(f"counties/{workbook}") and (not layers or layers.split("/")[0] == LAYERS), workbook)
    _require(not layers or is_safe(f"counties/{layers}"), layers)
    below = sorted(path for path in (folder / LAYERS).rglob("*") if path.is_file()) if layers else []
    content = (folder / workbook).read_bytes() + b"".join(path.read_bytes() for path in below)
    _require(hashlib.sha256(content).hexdigest() == county["fingerprint"], county["fingerprint"])
    _require(not layers or (folder / layers).exists(), layers)
    findings_from(county["findings"])
    _require(all(isinstance(value, int | float) for value in county["totals"].values()), "totals")


def _check_scenario(scenario: Values, content: Content, unpacked: Folder, source: Path) -> None:
    county = content.counties[scenario["county"]]
    _check_text(scenario["text"], county, unpacked, source)
    _require(checked_name(scenario["name"]) == scenario["name"] and scenario["version"] >= 1, scenario["id"])


def _check_text(text: str, county: Values, unpacked: Folder, source: Path) -> None:
    """A text names nothing but its county's files and a kept pack."""
    place = unpacked.county(county["fingerprint"])
    scenario = ScenarioEntry.parse(text, place)
    layers = None if scenario.layers is None else scenario.layers.relative_to(place).as_posix()
    policy = scenario.policy
    inside = policy is None or not policy.endswith(".toml") or Path(policy).is_relative_to(unpacked.root / "packs")
    if scenario.county != place / county["workbook"] or (layers or "") != county["layers"] or not inside:
        raise PlannerError([finding("IMPORT_UNSAFE", sheet=source.name, value=scenario.name)])


def _check_run(run: Values, content: Content, unpacked: Folder, source: Path) -> None:
    _require(run["scenario"] in content.scenarios and run["state"] in ENDED, run["id"])
    _require(run["sweep"] is None or run["sweep"] in content.sweeps, run["id"])
    _require(run["start"] is None or run["start"] in content.runs, run["id"])
    _check_text(run["text"], content.counties[run["county"]], unpacked, source)
    parts = PurePosixPath(run["policy"]).parts
    _require(len(parts) == 2 and is_safe(f"packs/{run['policy']}") and unpacked.pack(run["policy"]).is_file(), "policy")
    findings_from(run["why"])
    folder = unpacked.run(run["id"])
    if not run["indicators"]:
        _require(not folder.exists(), run["id"])
        return
    document = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
    _require(indicators(document) == run["indicators"], run["id"])
    _require(document["fingerprints"] == run["fingerprints"] and document["versions"] == run["versions"], run["id"])


def _check_owners(bundle: Bundle, content: Content) -> None:
    """Every file belongs to something that is in the bundle."""
    packs = {run["policy"].split("/")[0] for run in content.runs.values()}
    owners = {
        "counties": set(content.counties),
        "runs": set(content.runs),
        "progress": {f"{run}.jsonl" for run in content.runs},
    }
    for name in bundle.files:
        kind, owner, *_ = name.split("/")
        _require(kind == "packs" or owner in owners[kind], name)
        _require(kind != "packs" or owner in packs or content.scenarios, name)


def _contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _require(condition: object, what: str) -> None:
    if not condition:
        raise ValueError(what)
