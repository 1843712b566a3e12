"""The commands that put plans on paper: report, and compare with ``--out``."""

from __future__ import annotations

import datetime
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.screen import Screen
from planner.findings import PlannerError, finding, require_no_errors
from planner.runfolder import read_run
from planner.runfolder.place import RUN_FILE

if TYPE_CHECKING:
    from planner.comparing import Comparison
    from planner.run import Run

_NEEDED = ("matplotlib", "typst")


def report_run(screen: Screen, folder: Path, out: Path, layers: Path | None) -> None:
    """Write the report of a run and say where it is."""
    require_reports()
    from planner.reports import write_report

    run = read_run(folder)
    made = datetime.date.fromtimestamp((folder / RUN_FILE).stat().st_mtime)
    report = write_report(run, out, language=screen.language, layers=layers_of(layers), made=made)
    screen.document({"format": 1, "status": "ok", "files": [str(report.path)], "findings": _codes(report.findings)})
    if report.findings:
        screen.findings(report.findings, stderr=True)
    screen.say(screen.words(f"报告：{report.path}", f"report: {report.path}"))


def compare_on_paper(
    screen: Screen, comparison: Comparison, runs: Sequence[Run], out: Path, layers: Path | None
) -> list[str]:
    """Write page and workbook of a comparison; give their paths."""
    require_reports()
    from planner.reports import write_comparison

    papers = write_comparison(comparison, runs, out, language=screen.language, layers=layers_of(layers))
    if papers.findings:
        screen.findings(papers.findings, stderr=True)
    for path in (papers.page, papers.book):
        screen.say(screen.words(f"比较：{path}", f"comparison: {path}"))
    return [str(papers.page), str(papers.book)]


def require_reports() -> None:
    """
    Make sure that what reports need is installed.

    Raises
    ------
    PlannerError
        REPORT_NOT_INSTALLED.
    """
    for package in _NEEDED:
        if importlib.util.find_spec(package) is None:
            raise PlannerError([finding("REPORT_NOT_INSTALLED", value=package, params={"package": package})])


def layers_of(path: Path | None) -> dict[str, Any]:
    """Read the layers for maps, none where no file is given."""
    if path is None:
        return {}
    from planner.county.layers import read_layers

    frames, findings = read_layers(path)
    require_no_errors(findings)
    return frames


def _codes(findings: Sequence[Any]) -> list[dict[str, str]]:
    return [{"code": f.code, "zh": f.zh, "en": f.en} for f in findings]
