"""The commands and their options; the work is done elsewhere, loaded when it is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.quota import quota_app
from planner.cli.screen import Language, Screen, border
from planner.cli.workspace import workspace_app

app = typer.Typer(
    name="planner",
    help="易地搬迁与用地指标规划 · Plans whole-village relocation and building-land quota for a county.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(quota_app)
app.add_typer(workspace_app)

Json = Annotated[bool, typer.Option("--json", help="只在标准输出打印一个 JSON 文档 · print one JSON document.")]
Lang = Annotated[Language, typer.Option("--lang", envvar="PLANNER_LANG", help="语言 · language of messages.")]
MapLayers = Annotated[
    Path | None,
    typer.Option("--layers", metavar="FILE.gpkg", help="地图底图（县界、道路） · boundary and roads for the maps."),
]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="运行结果文件夹 · a run folder.")]
Source = Annotated[
    Path, typer.Argument(metavar="SCENARIO.toml|COUNTY.xlsx", help="情景或县工作簿 · scenario or county.")
]


@app.command()
def demo(
    name: Annotated[str, typer.Argument(metavar="kelan|xingxian|synthetic", help="示范县 · which county.")],
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="写到哪里 · where to write.")],
    villages: Annotated[int, typer.Option(min=1, help="synthetic: 自然村数 · villages.")] = 115,
    sites: Annotated[int, typer.Option(min=1, help="synthetic: 安置点数 · sites.")] = 20,
    periods: Annotated[int, typer.Option(min=1, help="synthetic: 期数 · periods.")] = 10,
    seed: Annotated[int, typer.Option(min=0, help="synthetic: 随机种子 · seed.")] = 1,
    lang: Lang = "zh",
) -> None:
    """写一个示范县 · Write a demonstration county: workbook, layers and scenario."""
    screen = Screen(lang, json=False)
    with border(screen):
        from planner.cli.inputs import write_county

        write_county(screen, name, directory, villages=villages, sites=sites, periods=periods, seed=seed)


@app.command()
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="空白县工作簿 · workbook to write.")],
    lang: Lang = "zh",
) -> None:
    """写一个空白县工作簿 · Write an empty county workbook with drop-downs and notes."""
    screen = Screen(lang, json=False)
    with border(screen):
        from planner.cli.inputs import write_empty

        write_empty(screen, file)


@app.command()
def check(
    source: Source,
    policy: Annotated[bool, typer.Option("--policy", help="列出生效的参数及来源 · show each number's origin.")] = False,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """检查县工作簿或情景 · Check a county or scenario; exit 1 if there is an error."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.inputs import check_source

        sound = check_source(screen, source, show_policy=policy)
    raise typer.Exit(0 if sound else 1)


@app.command()
def plan(
    source: Source,
    out: Annotated[Path, typer.Option("--out", metavar="RUN", help="结果文件夹 · folder for the run.")],
    time_limit: Annotated[float | None, typer.Option(min=1.0, help="整个命令的秒数 · seconds for it all.")] = None,
    gap: Annotated[float | None, typer.Option(min=0.0, max=1.0, help="允许的相对差距 · stop at this gap.")] = None,
    threads: Annotated[int | None, typer.Option(min=0, help="处理器线程数 · threads; 0: automatic.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="随机种子 · random seed.")] = None,
    work_limit: Annotated[
        float | None, typer.Option(min=0.0, help="按工作量限制，结果可重复 · limit by work, repeatable.")
    ] = None,
    solver: Annotated[str | None, typer.Option(metavar="highs|cbc", help="求解器 · solver.")] = None,
    strategy: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="求解策略 auto、exact、staged、neighbourhood、portfolio · strategy."),
    ] = None,
    start: Annotated[
        Path | None, typer.Option(metavar="RUN", help="从旧方案出发，小改动后快速重算 · begin from an older run.")
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """编制方案 · Plan a county: audited plan, tables, workbook and map. Ctrl-C keeps the best plan."""
    screen = Screen(lang, json)
    if solver not in (None, "highs", "cbc"):
        raise typer.BadParameter("highs, cbc", param_hint="--solver")
    given = {
        "time_limit": time_limit,
        "gap": gap,
        "threads": threads,
        "seed": seed,
        "work_limit": work_limit,
        "solver": solver,
        "strategy": strategy,
    }
    with border(screen):
        from planner.cli.planning import plan_source

        options = {key: value for key, value in given.items() if value is not None}
        code = plan_source(screen, source, out, options, start)
    raise typer.Exit(code)


@app.command()
def audit(
    run: RunFolder,
    plan_book: Annotated[
        Path | None, typer.Option("--plan", metavar="FILE.xlsx", help="改审手工修改的方案工作簿 · an edited workbook.")
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """审核方案 · Judge a run's tables, or a plan workbook edited by hand; exit 1 on errors."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.results import audit_run

        sound = audit_run(screen, run, plan_book)
    raise typer.Exit(0 if sound else 1)


@app.command()
def explain(
    run: RunFolder,
    village: Annotated[
        str | None, typer.Option(metavar="ID", help="某村为什么去那里 · why a village goes there.")
    ] = None,
    site: Annotated[str | None, typer.Option(metavar="ID", help="某安置点 · a site.")] = None,
    family: Annotated[
        str | None, typer.Option(metavar="NAME", help="某类约束的影子价格 · what limits are worth.")
    ] = None,
    infeasible: Annotated[
        bool,
        typer.Option(
            "--infeasible",
            help="为什么无法全部满足、怎样补救；也可给情景 · why not, and what would help; also of a scenario.",
        ),
    ] = False,
    prices: Annotated[
        bool, typer.Option("--prices", help="多一个名额、岗位、万元、亩值多少 · what one more of each is worth.")
    ] = False,
    time_limit: Annotated[
        float | None, typer.Option(min=1.0, help="--infeasible 的秒数，默认 60 · seconds for it, 60 by default.")
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """解释方案 · Explain a plan; without an option, which limits bind."""
    screen = Screen(lang, json)
    if sum((village is not None, site is not None, family is not None, infeasible, prices)) > 1:
        raise typer.BadParameter("--village | --site | --family | --infeasible | --prices")
    with border(screen):
        if infeasible:
            from planner.cli.diagnosing import diagnose_source

            diagnose_source(screen, run, time_limit)
        elif prices:
            from planner.cli.pricing import show_prices

            show_prices(screen, run)
        else:
            from planner.cli.results import explain_run

            explain_run(screen, run, village=village, site=site, family=family)


@app.command()
def compare(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN RUN …", help="两个以上的结果文件夹 · run folders.")],
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="写一页 PDF 和 Excel 到此 · write a page and a workbook there.")
    ] = None,
    layers: MapLayers = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """比较方案 · Compare runs: indicators, and villages that go elsewhere; the first is the base."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.results import compare_runs

        compare_runs(screen, runs, out, layers)


@app.command()
def report(
    run: RunFolder,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="报告写到哪里 · folder for the report.")],
    layers: MapLayers = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """编制报告 · Write the report of a plan as PDF: answer, maps, schedules, accounts, rules, findings."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.papers import report_run

        report_run(screen, run, out, layers)


@app.command("app")
def workbench(
    workspace: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="工作区，默认在“文档”中 · among your documents.")
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="代替文件夹里的 SQLite · PostgreSQL, not SQLite.")
    ] = None,
    address: Annotated[
        str, typer.Option(metavar="IP", help="监听地址；127.0.0.1 只供本机 · where to listen; this PC only by default.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="端口 · port.")] = 8501,
    host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="允许的主机名，可多次 · names browsers may use.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="打开浏览器 · open a browser.")] = True,
    lang: Lang = "zh",
) -> None:
    """打开规划工作台（网页） · Open the planners' workbench in a browser; Ctrl-C ends it."""
    screen = Screen(lang, json=False)
    with border(screen):
        from planner.ui.launching import start

        start(
            workspace=workspace,
            database=database,
            address=address,
            port=port,
            hosts=tuple(host or ()),
            open_browser=browser,
        )
