"""The service and the command: allocation, explanations, files; nothing is posted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import python_calamine
from typer.testing import CliRunner

from models.solver.limits import Limits
from models.trading.market import Need, Pin
from planner.cli import app
from planner.findings import PlannerError
from planner.quota.demo import make_demo_book
from planner.trading.allocating import allocate_trades
from planner.trading.document import allocation_document, draft_events, tables_of
from planner.trading.template import write_demo
from planner.trading.workbook import workbook_bytes
from tests.markets import FIELD, LINKAGE, channel, demand, lot, market

WORK = Limits(work=20_000, gap=0.0)
SMALL = market(
    [lot("A", 5.0), lot("B", 3.0, available=1)],
    [demand("D", 4.0, bid=12.0), demand("E", 9.0)],
    [channel(negotiable=True, cap_period=4.0, presale_share=0.5, first_share=0.7, rest_lag=3)],
    needs=(Need(product=LINKAGE, land_class=FIELD, area=1.0),),
)


def test_the_result_adds_up() -> None:
    found = allocate_trades(SMALL, limits=WORK)
    tables = tables_of(found)
    assert found.is_sound
    assert found.exact
    assert sum(row["area"] for row in tables.trades) == pytest.approx(7.0)
    # 4 mu at 12 and 3 at 10; all instalments together are the price, those after the horizon are marked.
    assert sum(row["amount"] for row in tables.payments) == pytest.approx(78.0)
    assert any(row["after"] for row in tables.payments)
    assert [row["share"] for row in tables.demands] == pytest.approx([1.0, 3 / 9])
    assert all(row["left"] == pytest.approx(row["area"] - row["sold"]) for row in tables.lots)
    assert tables.costs[0]["rule"].startswith("自用留存")
    document = allocation_document(found, tables)
    assert document["status"] == "optimal"
    assert document["gap"] == 0.0


def test_drafts_lack_what_only_a_signed_contract_has() -> None:
    events = draft_events(allocate_trades(SMALL, limits=WORK, explain=False))
    assert {event["kind"] for event in events} <= {"sold", "presold"}
    assert all(event["document"] == event["person"] == event["approver"] == "" for event in events)
    assert sum(float(event["mu"]) for event in events) == pytest.approx(7.0)


def test_the_workbook_shows_the_answer_first(tmp_path: Path) -> None:
    found = allocate_trades(SMALL, limits=WORK)
    file = tmp_path / "allocation.xlsx"
    file.write_bytes(workbook_bytes(found, tables_of(found)))
    book = python_calamine.CalamineWorkbook.from_path(file)
    assert book.sheet_names[0] == "结论"
    assert "7.0000 亩、78.00 万元" in str(book.get_sheet_by_name("结论").to_python())
    rows = book.get_sheet_by_name("交易").to_python()
    assert rows[-1][0] == "合计"
    assert len(rows) == len(found.solution.trades) + 2


def test_clashing_instructions_are_named() -> None:
    one = market([lot("A", 5.0)], [demand("D", 4.0)], pins=(Pin(lot="A", buyer="d", must=True),))
    with pytest.raises(PlannerError, match="TRADE_INFEASIBLE") as error:
        allocate_trades(one, limits=WORK)
    assert "地块 A 指定给 d；需求 D（d）的需求面积 4 亩" in error.value.findings[0].zh


def test_the_command_writes_a_proposal_and_posts_nothing(tmp_path: Path) -> None:
    place = tmp_path / "book.sqlite"
    make_demo_book(place).close()
    before = place.read_bytes()
    buyers = write_demo(tmp_path)
    out = tmp_path / "out"
    command = ["quota", "allocate", str(place), str(buyers), "--out", str(out), "--work-limit", "20", "--json"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.stdout
    document = json.loads(result.stdout)
    assert document["findings"]["errors"] == 0
    assert document["trades"]
    assert json.loads((out / "allocation.json").read_text(encoding="utf-8")) == document
    assert {file.name for file in out.iterdir()} == {"allocation.json", "allocation.xlsx", "events.json"}
    assert place.read_bytes() == before


def test_a_wrong_workbook_ends_the_command_with_findings(tmp_path: Path) -> None:
    book, none = tmp_path / "book.sqlite", tmp_path / "none.xlsx"
    result = CliRunner().invoke(app, ["quota", "allocate", str(book), str(none), "--out", str(tmp_path), "--json"])
    assert result.exit_code == 1
    assert [f["code"] for f in json.loads(result.stdout)["findings"]["list"]] == ["WORKBOOK_MISSING"]
