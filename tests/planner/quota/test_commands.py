"""The commands as a user runs them, on the demonstration book."""

from __future__ import annotations

import json
import shutil

import openpyxl
import pypdf
import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from planner.cli import app
from planner.quota.book import open_book
from planner.quota.demo import APPROVED, make_demo_book
from planner.quota.verifying import verify


def run(*words: object, code: int = 0):
    result = CliRunner().invoke(app, ["quota", *map(str, words)], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def document(*words: object, code: int = 0) -> dict:
    return json.loads(run(*words, "--json", code=code).stdout)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    make_demo_book(folder / "book.sqlite").close()
    return folder / "book.sqlite"


@pytest.fixture
def book(made, tmp_path):
    shutil.copy(made, tmp_path / "book.sqlite")
    return tmp_path / "book.sqlite"


def test_demo_has_every_stage_and_verifies(book):
    verdict = document("verify", book)
    assert (verdict["status"], verdict["first_bad"]) == ("ok", None)
    found = document("lots", book)["lots"]
    assert {"计划", "已批准", "已拆除", "已复垦", "已验收", "结余"} <= {one["status"] for one in found}
    assert sum(one["status"] != "计划" for one in found) >= APPROVED
    amounts = {(b["code"], b["product"], b["land_class"]): b["amount"] for b in document("balance", book)["balances"]}
    assert amounts["stock", "计划指标", "一般耕地"] == 1104.0
    assert document("balance", book, "--at", "2018-07-01")["balances"] == []


def test_verify_names_the_first_bad_entry(book):
    opened = open_book(book)
    with opened.database.engine.connect() as connection, connection.begin():
        connection.execute(sa.text("DROP TRIGGER entry_no_update"))
        connection.execute(sa.text("UPDATE entry SET amount = amount + 10000 WHERE seq = 300"))
    opened.close()
    verdict = document("verify", book, code=1)
    assert (verdict["status"], verdict["first_bad"]) == ("error", 300)
    assert "QUOTA_ENTRY_CHANGED" in run("verify", book, code=1).output
    assert document("documents", book, "--out", book.parent / "out", code=1)["status"] == "error"
    assert not (book.parent / "out").exists()


def test_documents(book, tmp_path):
    files = document("documents", book, "--out", tmp_path / "out", "--at", "2019-06-30")["files"]
    assert len(files) == 6
    pages = openpyxl.load_workbook(tmp_path / "out" / "指标台账.xlsx")
    assert next(name for name in pages.sheetnames if name.startswith("交易通知单")) == "交易通知单-T2019-01"
    ledger = [[cell.value for cell in row] for row in pages["指标台账"].iter_rows()]
    heads = next(row for row in ledger if row[0] == "序号")
    rest, total = heads.index("剩余指标\n（亩）"), next(row for row in ledger if row[0] == "合计")
    stock = sum(
        b["amount"] for b in document("balance", book, "--at", "2019-06-30")["balances"] if b["code"] == "stock"
    )
    assert total[rest] == pytest.approx(stock)
    text = pypdf.PdfReader(tmp_path / "out" / "交易通知单及合同附件.pdf").pages[0].extract_text()
    assert "太原市土地储备中心" in text
    assert "8,370,000.00" in text


def test_alerts_and_trace(book):
    found = document("alerts", book, "--at", "2019-06-30")["alerts"]
    assert found[0]["days"] < 0
    assert document("alerts", book, "--at", "2018-07-01", "--within", "0")["alerts"] == []
    links = document("trace", book, "T2019-01#1")["links"]
    assert [one["amount"] for one in links if one["layer"] == "合同"] == [8_370_000.0]
    assert "T2019-01#1" in run("trace", book, "T2019-01").output
    assert document("trace", book, "无此号", code=1)["findings"]["list"][0]["code"] == "QUOTA_TRACE_UNKNOWN"


def test_overlaps_exit_code(book, tmp_path):
    import geopandas as gpd
    import shapely

    assert document("overlaps", book)["overlaps"] == []
    opened = open_book(book)
    with opened.reading() as session:
        wkt = session.scalar(sa.text("SELECT wkt FROM lot WHERE wkt <> '' ORDER BY id LIMIT 1"))
    gpd.GeoDataFrame(geometry=[shapely.from_wkt(wkt)], crs="EPSG:4490").to_file(tmp_path / "x.gpkg", layer="used_plots")
    found = document("overlaps", book, "--layers", tmp_path / "x.gpkg", "--out", tmp_path / "map.gpkg", code=1)
    assert [one["layer"] for one in found["overlaps"]] == ["已用图斑"]
    assert (tmp_path / "map.gpkg").exists()


def test_init_post_backup_restore(tmp_path):
    place, event = tmp_path / "new.sqlite", tmp_path / "event.json"
    made = document(
        "init", place, "--name", "兴县", "--adcode", "141123", "--policy", "deep-poverty-2018", "--deep-poverty"
    )
    assert made["rules"]["turnover_limit"] is None
    assert document("init", place, "--name", "兴县", "--adcode", "141123", code=1)["status"] == "error"
    assert document("init", tmp_path / "x.sqlite", "--name", "兴县", "--adcode", "14", code=1)["status"] == "error"
    run("template", tmp_path / "blank")
    shutil.copy(tmp_path / "blank" / "event.json", event)
    assert document("post", place, event)["entries"] == 2
    again = document("post", place, event)
    assert (again["entries"], [one["already"] for one in again["posted"]]) == (0, [True, True])
    assert "已批准" in run("lots", place).output
    run("backup", place, tmp_path / "copy.db")
    run("restore", tmp_path / "again.sqlite", tmp_path / "copy.db")
    assert verify(open_book(tmp_path / "again.sqlite")) == verify(open_book(place))
    assert document("balance", place, "--at", "昨天", code=1)["findings"]["list"][0]["code"] == "QUOTA_DATE"
    assert document("balance", tmp_path / "none.sqlite", code=1)["findings"]["list"][0]["code"] == "QUOTA_NO_BOOK"


def test_init_from_a_county_takes_its_channels(tmp_path):
    from planner.demo import write_demo

    scenario = write_demo("kelan", tmp_path)
    made = document("init", tmp_path / "b.sqlite", "--county", scenario)
    assert (made["rules"]["county"], made["rules"]["deep_poverty"]) == ("岢岚县", False)
    assert all(channel["id"].startswith("C") for channel in made["rules"]["channels"])
    assert made["rules"]["valid_to"] == "2020-12-31"


def test_every_command_is_quick_to_describe_itself():
    assert "指标台账" in run("--help").output
