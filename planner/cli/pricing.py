"""``planner explain RUN --prices``: what one more of everything scarce is worth."""

from __future__ import annotations

from pathlib import Path

from planner.cli.screen import Screen
from planner.explain.prices import explain_prices
from planner.findings import PlannerError, finding
from planner.runfolder import read_run


def show_prices(screen: Screen, folder: Path) -> None:
    """
    Price and show.

    Raises
    ------
    PlannerError
        If the folder is no run, or its plan cannot be priced.
    """
    if folder.is_file():
        raise PlannerError([finding("RUN_MISSING", sheet=str(folder))])
    sections = explain_prices(read_run(folder), screen.language)
    documents = [{"title_zh": s.title_zh, "title_en": s.title_en, "rows": list(s.rows)} for s in sections]
    screen.document({"format": 1, "status": "ok", "sections": documents})
    for section in sections:
        screen.table(screen.words(section.title_zh, section.title_en), section.columns, section.rows)
