"""What the commands of the quota book do."""

from __future__ import annotations

import datetime as dt
import json as jsonlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from planner.cli.screen import Screen
from planner.document import FORMAT, findings_document
from planner.findings import PlannerError, finding, require_no_errors
from planner.quota.accounts import CHART, Code
from planner.quota.amounts import mu
from planner.quota.balances import LAST
from planner.quota.book import Book, create_book, is_file, open_book
from planner.quota.reading import Reader, read_event_file


@contextmanager
def opened(place: str) -> Iterator[Book]:
    """Open a book for one command."""
    book = open_book(_place(place))
    try:
        yield book
    finally:
        book.close()


def _place(place: str) -> Path | str:
    return Path(place) if is_file(place) else place


def day(text: str | None) -> dt.date:
    """The day that an option names; the last of all where it names none."""
    if text is None:
        return LAST
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise PlannerError([finding("QUOTA_DATE", column="--at", value=text)]) from error


def begin(
    screen: Screen, place: str, county: Path | None, *, name: str, adcode: str, policy: str, deep_poverty: bool,
    person: str,
) -> None:  # fmt: skip
    """Make an empty book."""
    from planner.quota.begin import rules_from_pack, rules_from_source

    if county is not None:
        rules = rules_from_source(county)
    else:
        if not name or not (adcode.isdigit() and len(adcode) == 6):
            raise PlannerError([finding("QUOTA_WHOSE_BOOK", value=f"{name} {adcode}".strip())])
        rules = rules_from_pack(policy, county=name, adcode=adcode, deep_poverty=deep_poverty)
    book = create_book(_place(place), rules, person=person)
    screen.document({"format": FORMAT, "status": "ok", "book": book.place, "rules": jsonlib.loads(rules.to_json())})
    screen.say(screen.words(f"已建账：{rules.county} {book.place}", f"book of {rules.county}: {book.place}"))
    book.close()


def take_over(
    screen: Screen, place: str, file: Path, *, plots: Path | None, repair: bool, person: str, approver: str
) -> None:
    """Import a workbook."""
    from planner.quota.importing import import_book

    with opened(place) as book:
        posted, findings = import_book(book, file, plots=plots, repair=repair, person=person, approver=approver)
    _posted(screen, posted, findings)


def post_events(screen: Screen, place: str, file: Path, *, repair: bool, person: str, approver: str) -> None:
    """Post an event file."""
    with opened(place) as book:
        reader = Reader(book.rules.adcode, person=person, approver=approver, repair=repair)
        posted = book.post(read_event_file(file, reader))
    known = sum(one.already for one in posted)
    notes = [finding("QUOTA_ALREADY_THERE", sheet=file.name, params={"count": known})] if known else []
    _posted(screen, posted, notes)


def _posted(screen: Screen, posted: list[Any], findings: list[Any]) -> None:
    new = [one for one in posted if not one.already]
    document = {"format": FORMAT, "status": "ok", "events": len(new), "entries": sum(one.entries for one in new)}
    listed = [{"voucher": p.voucher, "event": p.event, "entries": p.entries, "already": p.already} for p in posted]
    screen.document(document | {"posted": listed, "findings": findings_document(findings)})
    if findings:
        screen.findings(findings)
    screen.say(
        screen.words(
            f"入账 {len(new)} 笔事项，{document['entries']} 条分录",
            f"{len(new)} events posted, {document['entries']} entries",
        )
    )


def write_papers(screen: Screen, place: str, out: Path, at: str | None) -> None:
    """Write the documents."""
    from planner.quota.documents import write_documents

    with opened(place) as book:
        files = write_documents(book, out, None if at is None else day(at))
    screen.document({"format": FORMAT, "status": "ok", "files": [str(file) for file in files]})
    for file in files:
        screen.say(str(file))


def tie_to_plan(
    screen: Screen, place: str, folder: Path, *, person: str, approver: str, dry_run: bool, out: Path | None
) -> None:
    """Tie a book to a run."""
    from planner.quota.from_plan import difference_findings, differences, next_plan, planned_events
    from planner.runfolder import read_run

    run = read_run(folder)
    with opened(place) as book:
        if run.instance.adcode != book.rules.adcode:
            params = {"ours": book.rules.adcode}
            raise PlannerError(
                [finding("QUOTA_OTHER_COUNTY", sheet=str(folder), params=params, value=run.instance.adcode)]
            )
        posted = []
        if not dry_run:
            events = planned_events(run, book, date=book.today, person=person, approver=approver)
            posted = book.post(events) if events else []
        found = differences(run, book)
        overrides, warnings = next_plan(book)
    if out is not None:
        _write_next(run, overrides, out)
    rows = [
        {"lot": d.lot, "name": d.name, "period": d.period, "status": d.status, "expected": mu(d.expected),
         "accepted": mu(d.accepted), "cut": mu(d.cut), "pending": mu(d.pending), "gap": mu(d.gap)}
        for d in found
    ]  # fmt: skip
    findings = [*difference_findings(found), *warnings]
    screen.document(
        {"format": FORMAT, "status": "ok", "posted": len(posted), "lots": rows, "next_plan": overrides,
         "findings": findings_document(findings)}
    )  # fmt: skip
    screen.say(screen.words(f"新列入计划 {len(posted)} 个地块", f"{len(posted)} lots entered as planned"))
    shown = [row | {"status": CHART[Code(str(row["status"]))].zh if row["status"] else "未入账"} for row in rows]
    heads = (("lot", "地块"), ("name", "村"), ("period", "预计验收"), ("status", "状态"), ("expected", "方案 亩"),
             ("accepted", "验收 亩"), ("pending", "在途 亩"), ("gap", "差额 亩"))  # fmt: skip
    screen.table(screen.words("方案与台账", "Plan and book"), [(k, screen.words(zh, k)) for k, zh in heads], shown)
    opening = [{**row} for row in overrides["quota.opening"]]
    names = (("source", "产品"), ("land_class", "地类"), ("mu", "期初 亩"))
    screen.table(screen.words("下一方案的期初指标", "Opening of the next plan"),
                 [(k, screen.words(zh, k)) for k, zh in names], opening)  # fmt: skip
    screen.findings(findings)


def _write_next(run: Any, overrides: dict[str, Any], out: Path) -> None:
    from planner.scenario import Scenario, write_scenario

    name = f"{run.inputs.get('scenario', '')} 续编".strip()
    workbook = out.parent / str(run.inputs.get("workbook") or "county.xlsx")
    try:
        write_scenario(Scenario(name=name, county=workbook, overrides=overrides), out)
    except OSError as error:
        raise PlannerError([finding("QUOTA_NOT_WRITTEN", sheet=str(out), value=error.strerror or "")]) from error


def back_up(screen: Screen, place: str, file: Path) -> None:
    """Write a backup."""
    from planner.quota.backup import back_up_book

    with opened(place) as book:
        count = back_up_book(book, file)
    screen.say(screen.words(f"已备份 {count} 条分录：{file}", f"{count} entries backed up: {file}"))


def bring_back(screen: Screen, place: str, file: Path) -> None:
    """Restore a backup and verify it."""
    from planner.quota.backup import restore_book
    from planner.quota.verifying import verify

    book = restore_book(_place(place), file)
    verdict = verify(book)
    book.close()
    require_no_errors(verdict.findings)
    screen.say(
        screen.words(f"已恢复并验账：{verdict.entries} 条分录", f"restored and verified: {verdict.entries} entries")
    )


def write_blank(screen: Screen, directory: Path) -> None:
    """Write the templates."""
    from planner.quota.layout import write_templates
    from planner.trading.template import write_empty

    for file in (*write_templates(directory), write_empty(directory)):
        screen.say(str(file))


def write_example(screen: Screen, directory: Path) -> None:
    """Write the demonstration."""
    from planner.quota.demo import write_demo_book
    from planner.trading.template import write_demo

    for file in (*write_demo_book(directory), write_demo(directory)):
        screen.say(str(file))
