"""Judging a run folder again: its CSV tables, or a plan workbook that somebody has edited."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.instance import Instance
from models.plan import Plan
from planner.auditing import audit, gross, kpis, objective_terms
from planner.document import FORMAT, findings_document
from planner.findings import Finding, finding
from planner.frames import plan_from_frames
from planner.runfolder.place import RUN_FILE
from planner.runfolder.reading import read_instance, read_plan
from planner.workbook import read_plan_workbook

_AGREE = 1e-3
"""Difference of the objective up to which tables and run.json are the same [万元]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """
    What the audit says about a plan that was read back.

    Parameters
    ----------
    source
        File or folder that was judged.
    instance, plan
        The problem, and the plan; ``None`` where its tables cannot be used.
    findings
        Of reading and of the audit.
    terms, kpis, gross
        Recomputed figures; empty without a plan.
    """

    source: Path
    instance: Instance
    plan: Plan | None
    findings: tuple[Finding, ...]
    terms: Mapping[str, float] = field(default_factory=dict)
    kpis: Mapping[str, float | int] = field(default_factory=dict)
    gross: float | None = None

    @property
    def is_sound(self) -> bool:
        """Whether nothing found is an error."""
        return not any(f.is_error for f in self.findings)

    def document(self) -> dict[str, Any]:
        """Describe the judgement as ``--json`` prints it; ``status`` is ok or error."""
        return {
            "format": FORMAT,
            "status": "ok" if self.is_sound else "error",
            "source": str(self.source),
            "objective": sum(self.terms.values()) if self.terms else None,
            "gross": self.gross,
            "terms": dict(self.terms),
            "kpis": dict(self.kpis),
            "findings": findings_document(self.findings),
        }


def judge_folder(folder: str | Path, workbook: str | Path | None = None) -> Judgement:
    """
    Audit the tables of a run folder, or a plan workbook against the folder's problem.

    Parameters
    ----------
    folder
        A run.
    workbook
        Plan workbook to judge instead of the CSV tables.

    Raises
    ------
    PlannerError
        If folder or workbook cannot be read at all.
    """
    place = Path(folder)
    instance = read_instance(place)
    document = json.loads((place / RUN_FILE).read_text(encoding="utf-8"))
    if workbook is None:
        source = place
        plan, findings = read_plan(place, instance)
    else:
        source = Path(workbook)
        plan, findings = plan_from_frames(instance, read_plan_workbook(source), sheets=True)
    if plan is None:
        return Judgement(source=source, instance=instance, plan=None, findings=tuple(findings))
    findings = [*findings, *audit(instance, plan, m2_limit=document.get("m2_limit"))]
    terms = objective_terms(instance, plan)
    findings += _changed(document.get("objective"), sum(terms.values()))
    return Judgement(
        source=source,
        instance=instance,
        plan=plan,
        findings=tuple(findings),
        terms=terms,
        kpis=kpis(instance, plan),
        gross=gross(instance, plan),
    )


def _changed(then: float | None, now: float) -> list[Finding]:
    if then is None or abs(now - then) <= _AGREE * max(1.0, abs(then) * _AGREE):
        return []
    return [finding("RUN_TERMS_CHANGED", params={"now": f"{now:,.3f}", "then": f"{then:,.3f}"}, amount=now - then)]
