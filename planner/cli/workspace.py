"""``planner workspace …``: what is in a workspace, out into one file, and in again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli.screen import Language, Screen, border

if TYPE_CHECKING:
    from planner.store import Desk

workspace_app = typer.Typer(
    name="workspace",
    help="工作区 · The workspace: what it holds, backups, moving to another machine.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="工作区文件夹 · the workspace's folder.")]
Database = Annotated[
    str | None, typer.Option(metavar="URL", help="代替文件夹里的 SQLite · PostgreSQL, not SQLite in the folder.")
]
Json = Annotated[bool, typer.Option("--json", help="只在标准输出打印一个 JSON 文档 · print one JSON document.")]
Lang = Annotated[Language, typer.Option("--lang", envvar="PLANNER_LANG", help="语言 · language of messages.")]


@workspace_app.command("list")
def show(folder: Folder, database: Database = None, json: Json = False, lang: Lang = "zh") -> None:
    """列出县数据、情景和运行 · List counties, scenarios and runs."""
    screen = Screen(lang, json)
    with border(screen), _desk(folder, database) as desk:
        counties = [
            {"fingerprint": c.fingerprint, "name": c.title, "uploaded_at": _time(c.uploaded_at), "by": c.uploaded_by}
            for c in desk.counties()
        ]
        titles = {c["fingerprint"]: c["name"] for c in counties}
        scenarios = [
            {
                "id": s.id,
                "name": s.name,
                "county": titles[s.county],
                "version": s.version,
                "locked_by": s.locked_by,
                "archived": s.archived,
                "changed_at": _time(s.changed_at),
                "by": s.changed_by,
            }
            for s in desk.scenarios(archived=True)
        ]
        runs = [_run(run, lang) for run in desk.runs()]
    screen.document({"counties": counties, "scenarios": scenarios, "runs": runs})
    by, at = ("by", screen.words("经手", "by")), screen.words("时间", "at")
    name = ("name", screen.words("名称", "name"))
    screen.table(screen.words("县数据", "Counties"), [name, ("uploaded_at", at), by], counties)
    columns = [("id", "id"), name, ("county", screen.words("县数据", "county"))]
    columns += [("version", screen.words("版", "version")), ("locked_by", screen.words("锁定", "locked by"))]
    columns += [("archived", screen.words("归档", "archived")), ("changed_at", at), by]
    screen.table(screen.words("情景", "Scenarios"), columns, scenarios)
    columns = [("id", "id"), ("scenario", screen.words("情景", "scenario")), ("state", screen.words("状态", "state"))]
    columns += [("cost", screen.words("费用合计_万元", "total cost 万元")), ("submitted_at", at), by]
    screen.table(screen.words("运行", "Runs"), columns, runs)


@workspace_app.command("export")
def take_out(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="写到哪个文件 · file to write.")],
    scenario: Annotated[
        str | None, typer.Option(metavar="ID", help="只导出这个情景及其运行 · only this scenario and its runs.")
    ] = None,
    database: Database = None,
    lang: Lang = "zh",
) -> None:
    """导出为一个文件（含县工作簿原件） · Write it into one file, with the workbooks as they were uploaded."""
    screen = Screen(lang, json=False)
    with border(screen), _desk(folder, database) as desk:
        if scenario is None:
            desk.export_workspace(file)
        else:
            desk.export_scenario(scenario, file)
        screen.say(screen.words(f"已导出：{file}", f"written: {file}"))


@workspace_app.command("import")
def bring_in(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="由导出得到的文件 · a file made by exporting.")],
    database: Database = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """导入；已有的内容不变 · Bring an exported file in; what is there already stays as it is."""
    screen = Screen(lang, json)
    with border(screen), _desk(folder, database, new=True) as desk:
        got = desk.import_file(file)
        screen.document(
            {
                "counties": got.counties,
                "scenarios": got.scenarios,
                "runs": got.runs,
                "known": got.known,
                "renamed": dict(got.renamed),
            }
        )
        screen.say(
            screen.words(
                f"新增县数据 {got.counties} 份、情景 {got.scenarios} 个、运行 {got.runs} 个；原有 {got.known} 项未动",
                f"{got.counties} counties, {got.scenarios} scenarios and {got.runs} runs are new; "
                f"{got.known} were here already and stay as they are",
            )
        )


@contextmanager
def _desk(folder: Path, database: str | None, *, new: bool = False) -> Iterator[Desk]:
    """A desk of the user of this machine; a workspace is only made where something is to come in."""
    from importlib.util import find_spec

    from planner.findings import PlannerError, finding

    for package in ("sqlalchemy", "alembic"):
        if find_spec(package) is None:
            raise PlannerError([finding("STORE_NOT_INSTALLED", value=package)])
    from planner.store import Actor, Workspace
    from planner.store.files import DATABASE

    if not new and database is None and not (folder / DATABASE).is_file():
        raise PlannerError([finding("WORKSPACE_MISSING", sheet=str(folder))])
    workspace = Workspace.open(folder, database)
    try:
        yield workspace.desk(Actor.local())
    finally:
        workspace.close()


def _run(run: Any, lang: Language) -> dict[str, Any]:
    from planner.store import STATE_WORDS

    return {
        "id": run.id,
        "scenario": run.scenario_name,
        "state": STATE_WORDS[run.state][0 if lang == "zh" else 1],
        "cost": run.indicators.get("cost_total"),
        "submitted_at": _time(run.submitted_at),
        "by": run.submitted_by,
    }


def _time(moment: Any) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
