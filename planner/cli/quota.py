"""``planner quota …``: the commands of the quota book and their options; the work is done in quota_work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.screen import Language, Screen, border

quota_app = typer.Typer(
    name="quota",
    help="指标台账 · The quota book: lots, trades and the money they bring.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Json = Annotated[bool, typer.Option("--json", help="只在标准输出打印一个 JSON 文档 · print one JSON document.")]
Lang = Annotated[Language, typer.Option("--lang", envvar="PLANNER_LANG", help="语言 · language of messages.")]
BookPlace = Annotated[
    str, typer.Argument(metavar="BOOK", help="台账：SQLite 文件或数据库地址 · SQLite file or database URL.")
]
At = Annotated[
    str | None, typer.Option("--at", metavar="DATE", help="截至哪一天（2019-06-30）· as of this day; now by default.")
]
Person = Annotated[str, typer.Option(help="经办人，用于未填写的行 · who posts, where a row names nobody.")]
Approver = Annotated[str, typer.Option(help="审核人，须是另一人 · who approves, somebody else.")]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="写到哪里 · where to write.")]


@quota_app.command()
def init(
    book: BookPlace,
    county: Annotated[
        Path | None,
        typer.Option(metavar="COUNTY.xlsx|SCENARIO.toml", help="县名、政策、渠道取自此 · takes county and channels."),
    ] = None,
    name: Annotated[str, typer.Option(help="县名 · name of the county, without --county.")] = "",
    adcode: Annotated[str, typer.Option(help="行政区划代码 · division code, without --county.")] = "",
    policy: Annotated[
        str, typer.Option(metavar="PACK", help="政策包 · policy pack, without --county.")
    ] = "shanxi-2018",
    deep_poverty: Annotated[
        bool, typer.Option("--deep-poverty", help="深度贫困县，不用 --county 时 · deep-poverty county.")
    ] = False,
    person: Person = "建账人",
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """建账 · Make an empty book with the rules in force."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.quota_work import begin

        begin(screen, book, county, name=name, adcode=adcode, policy=policy, deep_poverty=deep_poverty, person=person)


@quota_app.command("import")
def import_(
    book: BookPlace,
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="已有台账 · workbook to take over.")],
    plots: Annotated[
        Path | None, typer.Option(metavar="LAYER", help="地块图斑图层（含地块编号列）· layer with outlines of lots.")
    ] = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="同意自动修复自相交图斑 · consent to crossed outlines being repaired.")
    ] = False,
    person: Person = "",
    approver: Approver = "",
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """导入已有台账 · Take an Excel book over, all of it or nothing; rows that are there already are left alone."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.quota_work import take_over

        take_over(screen, book, file, plots=plots, repair=repair, person=person, approver=approver)


@quota_app.command()
def post(
    book: BookPlace,
    event: Annotated[Path, typer.Argument(metavar="EVENT.json", help="事项，或事项列表 · an event, or a list.")],
    repair: Annotated[
        bool, typer.Option("--repair", help="同意自动修复自相交图斑 · consent to crossed outlines being repaired.")
    ] = False,
    person: Person = "",
    approver: Approver = "",
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """记账 · Post an event, or a list of events in one transaction."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.quota_work import post_events

        post_events(screen, book, event, repair=repair, person=person, approver=approver)


@quota_app.command()
def balance(book: BookPlace, at: At = None, json: Json = False, lang: Lang = "zh") -> None:
    """科目余额 · Balances by account, product and class as of any day."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.quota_shown import show_balance

        show_balance(screen, book, at)


@quota_app.command()
def lots(book: BookPlace, at: At = None, json: Json = False, lang: Lang = "zh") -> None:
    """地块清单 · Lots with what has become of them."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.quota_shown import show_lots

        show_lots(screen, book, at)


@quota_app.command()
def alerts(
    book: BookPlace,
    at: At = None,
    within: Annotated[int, typer.Option(min=0, help="提前多少天提醒 · days ahead.")] = 90,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """到期提醒 · What is overdue or falls due, the most urgent first."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.quota_shown import show_alerts

        show_alerts(screen, book, at, within)


@quota_app.command()
def verify(
    book: BookPlace,
    expect: Annotated[
        str,
        typer.Option(metavar="HASH", help="抄存过的哈希须仍在账上 · a hash written down earlier must still be there."),
    ] = "",
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """验账 · Recompute the chain and every balance; exit 1 and the first bad entry if anything is wrong."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.quota_shown import verify_book

        sound = verify_book(screen, book, expect)
    raise typer.Exit(0 if sound else 1)


@quota_app.command()
def overlaps(
    book: BookPlace,
    layers: Annotated[
        Path | None,
        typer.Option(metavar="COUNTY.gpkg", help="另查基本农田、已用图斑等图层 · also against these layers."),
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE.gpkg", help="重叠部分的地图 · map of the overlaps.")] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """图斑重叠 · Outlines of lots that overlap each other, basic farmland or land used elsewhere; exit 1 if any."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.quota_shown import show_overlaps

        clear = show_overlaps(screen, book, layers, out)
    raise typer.Exit(0 if clear else 1)


@quota_app.command()
def allocate(
    book: BookPlace,
    buyers: Annotated[Path, typer.Argument(metavar="BUYERS.xlsx", help="受让需求与交易规则 · buyers and rules.")],
    out: Out,
    time_limit: Annotated[
        float | None,
        typer.Option(min=1.0, help="求解和解释的秒数，默认 60 · seconds for search and explanations, 60 by default."),
    ] = None,
    work_limit: Annotated[
        int | None,
        typer.Option(min=1, help="按每次求解的工作量限制，结果可重复 · limit by work of each solve, repeatable."),
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """交易分配 · Propose who gets which lot, when and at what price; audited, explained, never posted by itself."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.trading import allocate as propose

        sound = propose(screen, book, buyers, out, time_limit, work_limit)
    raise typer.Exit(0 if sound else 1)


@quota_app.command()
def trace(
    book: BookPlace,
    id: Annotated[
        str, typer.Argument(metavar="ID", help="户、图斑、地块、凭证、合同、期次、资金、用途 · any of them.")
    ],
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """追溯 · Follow one figure: household → plot → lot → entry → trade → instalment → fund → use, and back."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.quota_shown import show_trace

        show_trace(screen, book, id)


@quota_app.command()
def documents(
    book: BookPlace,
    out: Out,
    at: At = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """台账文件 · Ledger, trade notices, contract annexes, income statement, return list: Excel and PDF."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.quota_work import write_papers

        write_papers(screen, book, out, at)


@quota_app.command("from-plan")
def from_plan(
    book: BookPlace,
    run: Annotated[Path, typer.Argument(metavar="RUN", help="运行结果文件夹 · a run folder.")],
    person: Person = "",
    approver: Approver = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只比较，不记账 · compare only.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="SCENARIO.toml", help="下一方案的期初情景 · scenario that begins from the book."),
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """与方案衔接 · A plan's expected lots enter as planned; the difference plan/book; the next plan's opening."""
    screen = Screen(lang, json)
    with border(screen):
        from planner.cli.quota_work import tie_to_plan

        tie_to_plan(screen, book, run, person=person, approver=approver, dry_run=dry_run, out=out)


@quota_app.command()
def backup(
    book: BookPlace,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件 · file to write.")],
    lang: Lang = "zh",
) -> None:
    """备份 · Write the whole book to one file."""
    screen = Screen(lang, json=False)
    with border(screen):
        from planner.cli.quota_work import back_up

        back_up(screen, book, file)


@quota_app.command()
def restore(
    book: BookPlace,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件 · a backup.")],
    lang: Lang = "zh",
) -> None:
    """恢复 · Make a book from a backup, in a new file or an empty database, and verify it."""
    screen = Screen(lang, json=False)
    with border(screen):
        from planner.cli.quota_work import bring_back

        bring_back(screen, book, file)


@quota_app.command()
def template(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="写到哪里 · where to write.")],
    lang: Lang = "zh",
) -> None:
    """空白表 · Write the empty import workbook and an example of the event file."""
    screen = Screen(lang, json=False)
    with border(screen):
        from planner.cli.quota_work import write_blank

        write_blank(screen, directory)


@quota_app.command()
def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="写到哪里 · where to write.")],
    lang: Lang = "zh",
) -> None:
    """示范台账 · Write Xingxian's book with lots and a year of entries, and its buyers."""
    screen = Screen(lang, json=False)
    with border(screen):
        from planner.cli.quota_work import write_example

        write_example(screen, directory)
