"""``planner explain --infeasible``: diagnose a run, or a scenario or county that has none."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from models.diagnose import diagnose
from models.diagnose.records import Verdict
from models.solver import Limits
from planner.county import read_county
from planner.explain import Section, explain_diagnosis, explain_shortfalls
from planner.findings import PlannerError, finding
from planner.preparing import prepare
from planner.runfolder import read_run
from planner.scenario import read_scenario

if TYPE_CHECKING:
    from models.instance import Instance
    from models.plan import Solution
    from planner.cli.screen import Screen

LISTED = 20
"""Rows of a table that are shown on the screen; a document holds them all."""
SECONDS = 60.0
"""What a diagnosis may take if nobody says otherwise [s]."""


def diagnose_source(screen: Screen, source: Path, seconds: float | None) -> None:
    """
    Diagnose and show.

    Parameters
    ----------
    screen
        Where to write.
    source
        Run folder, or a scenario or county workbook, whose plan is then searched first.
    seconds
        What the diagnosis may take; ``None`` for the default.

    Raises
    ------
    PlannerError
        If the source cannot be read.
    """
    instance, solution, sections = _problem(source)
    diagnosis = diagnose(instance, solution, Limits(seconds=seconds or SECONDS))
    sections += explain_diagnosis(instance, diagnosis, screen.language)
    screen.document(
        {
            "format": 1,
            "status": "ok",
            "sections": [{"title_zh": s.title_zh, "title_en": s.title_en, "rows": list(s.rows)} for s in sections],
            "diagnosis": asdict(diagnosis),
        }
    )
    for section in sections if diagnosis.verdict is not Verdict.NOTHING_SHORT else sections[-1:]:
        columns = [(key, screen.words(zh, key) if "_" not in key else zh) for key, zh in section.columns]
        title = screen.words(section.title_zh, section.title_en)
        if len(section.rows) > LISTED:
            title += screen.words(
                f"（前 {LISTED} 项，共 {len(section.rows)} 项）", f" ({LISTED} of {len(section.rows)})"
            )
        screen.table(title, columns, section.rows[:LISTED])


def _problem(source: Path) -> tuple[Instance, Solution | None, list[Section]]:
    if not source.is_file():
        run = read_run(source)
        return run.instance, run.solution, explain_shortfalls(run)[:1]
    scenario = read_scenario(source)
    if scenario.county is None:
        raise PlannerError([finding("CHECK_NO_COUNTY", sheet=str(source))])
    return prepare(read_county(scenario.county, scenario.layers), scenario).instance, None, []
