"""The JSON document of a run: ``run.json`` and what ``--json`` prints."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from planner.findings import Finding, Severity

if TYPE_CHECKING:
    from planner.run import Run

FORMAT = 1
"""Version of the run folder."""

_WORDS = {"no_plan": "error"}


def run_document(run: Run) -> dict[str, Any]:
    """
    Describe a run in one document.

    ``status`` is the search's; ``error`` where the audit found the plan unusable or there is none in time.
    """
    solution = run.solution
    unusable = run.plan is not None and not run.is_sound
    status = str(solution.status)
    return {
        "format": FORMAT,
        "status": "error" if unusable else _WORDS.get(status, status),
        "objective": solution.objective,
        "bound": solution.bound,
        "gap_gross": solution.gap_gross,
        "gross": solution.gross,
        "shortfall_bound": solution.shortfall_bound,
        "seconds": {stage: round(value, 3) for stage, value in run.seconds.items()},
        "size": {"rows": solution.rows, "columns": solution.columns, "nonzeros": solution.nonzeros},
        "terms": dict(solution.terms),
        "kpis": dict(run.kpis),
        "findings": findings_document(run.findings),
        "inputs": dict(run.inputs),
        "fingerprints": dict(run.fingerprints),
        "versions": dict(run.versions),
        "m2_limit": run.m2_limit,
        "search": {"status": status, "seconds": round(solution.seconds, 3)},
    }


def failure_document(findings: Iterable[Finding], status: str = "error") -> dict[str, Any]:
    """Describe a command that did not get as far as a result."""
    return {"format": FORMAT, "status": status, "findings": findings_document(findings)}


def findings_document(findings: Iterable[Finding]) -> dict[str, Any]:
    """Count and list findings, each with its texts in both languages."""
    listed = tuple(findings)
    count = {severity: sum(f.severity is severity for f in listed) for severity in Severity}
    return {
        "errors": count[Severity.ERROR],
        "warnings": count[Severity.WARNING],
        "notes": count[Severity.NOTE],
        "list": [asdict(f) for f in listed],
    }


def dumps(document: Mapping[str, Any], *, ascii_only: bool = False) -> str:
    """Write a document as JSON; numbers that JSON does not know become null."""
    return json.dumps(_plain(document), ensure_ascii=ascii_only, indent=2, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if hasattr(value, "item"):  # numpy scalars, which json does not know
        return _plain(value.item())
    return value
