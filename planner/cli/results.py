"""The commands about finished runs: audit, explain, compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.screen import Screen
from planner.comparing import Comparison, compare
from planner.explain import (
    Section,
    explain_family,
    explain_limits,
    explain_site,
    explain_village,
)
from planner.findings import PlannerError, finding
from planner.labels import KPIS, labelled
from planner.runfolder import judge_folder, read_run

if TYPE_CHECKING:
    import pandas as pd

    from planner.run import Run


def audit_run(screen: Screen, folder: Path, workbook: Path | None) -> bool:
    """Judge a run folder or a workbook, and say whether it is sound."""
    judgement = judge_folder(folder, workbook)
    screen.document(judgement.document())
    show_kpis(screen, judgement.kpis)
    screen.findings(judgement.findings)
    return judgement.is_sound


def explain_run(screen: Screen, folder: Path, *, village: str | None, site: str | None, family: str | None) -> None:
    """Show the explanation that was asked for."""
    if folder.is_file():
        raise PlannerError([finding("DIAGNOSE_NEEDS_INFEASIBLE", sheet=str(folder))])
    run = read_run(folder)
    if village is not None:
        sections = explain_village(run, village)
    elif site is not None:
        sections = explain_site(run, site)
    elif family is not None:
        sections = explain_family(run, family)
    else:
        sections = explain_limits(run)
    screen.document({"format": 1, "status": "ok", "sections": [_plain(s) for s in sections]})
    for section in sections:
        title = screen.words(section.title_zh, section.title_en)
        columns = [(_in_language(screen, key, section), screen.words(zh, key)) for key, zh in section.columns]
        screen.table(title, columns, section.rows)


def _in_language(screen: Screen, key: str, section: Section) -> str:
    """Key of the cells in the screen's language; where a column has English ones too, they are at ``<key>_en``."""
    has_both = bool(section.rows) and f"{key}_en" in section.rows[0]
    return f"{key}_en" if has_both and screen.language == "en" else key


def compare_runs(screen: Screen, folders: list[Path], out: Path | None = None, layers: Path | None = None) -> None:
    """Show indicators beside each other and the villages that differ; write them down where ``out`` is given."""
    runs = [read_run(folder) for folder in folders]
    comparison = compare(*runs, names=tuple(str(folder) for folder in folders))
    document: dict[str, Any] = {
        "format": 1,
        "status": "ok",
        "runs": list(comparison.names),
        "indicators": _records(comparison.indicators),
        "villages": _records(comparison.villages),
    }
    if out is None:
        _show_comparison(screen, comparison)
    else:
        from planner.cli.papers import compare_on_paper

        document["files"] = compare_on_paper(screen, compare(*runs, names=_titles(runs, folders)), runs, out, layers)
    screen.document(document)


def _titles(runs: list[Run], folders: list[Path]) -> tuple[str, ...]:
    """Names for paper: the scenarios', with the folder's where they are equal; no path of this machine."""
    names = [run.inputs.get("scenario", "") or folder.name for run, folder in zip(runs, folders, strict=True)]
    return tuple(
        name if names.count(name) == 1 else f"{name}（{folder.resolve().name}）"
        for name, folder in zip(names, folders, strict=True)
    )


def show_kpis(screen: Screen, kpis: Any) -> None:
    """Show indicators with their units."""
    rows = [
        {
            "name": screen.words(label.zh, label.en),
            "value": f"{kpis[label.key]:.1%}" if label.unit == "%" else f"{kpis[label.key]:,.{label.digits}f}",
            "unit": "" if label.unit == "%" else label.unit,
        }
        for label in labelled(KPIS, list(kpis))
    ]
    heads = [("name", screen.words("指标", "indicator")), ("value", ""), ("unit", screen.words("单位", "unit"))]
    if rows:
        screen.table(screen.words("指标汇总", "Indicators"), heads, rows, right="value")


def _show_comparison(screen: Screen, comparison: Comparison) -> None:
    names = [(name, name) for name in comparison.names]
    shown = [
        (screen.words("zh", "en"), screen.words("指标", "indicator")),
        ("unit", screen.words("单位", "unit")),
        *names,
    ]
    if "difference" in comparison.indicators:
        shown.append(("difference", screen.words("差", "difference")))
    screen.table(screen.words("指标对比", "Indicators"), shown, _records(comparison.indicators))
    heads = [("village", screen.words("村编号", "village")), ("village_name", screen.words("村名", "name")), *names]
    title = screen.words(
        f"去向或时间不同的村（{len(comparison.villages)}）", f"Villages that differ ({len(comparison.villages)})"
    )
    screen.table(title, heads, _records(comparison.villages))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(k): None if isinstance(v, float) and v != v else v for k, v in r.items()}
        for r in frame.astype(object).to_dict("records")
    ]


def _plain(section: Section) -> dict[str, Any]:
    return {"title_zh": section.title_zh, "title_en": section.title_en, "rows": list(section.rows)}
