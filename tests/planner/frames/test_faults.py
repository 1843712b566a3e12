"""What a person editing the tables may break, one row a fault."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from planner.frames import plan_frames, plan_from_frames
from planner.frames.cells import Lost
from tests.planner.made_runs import run_of

COUNTY = "presale"


def frames() -> dict[str, pd.DataFrame]:
    run = run_of(COUNTY)
    return plan_frames(run.instance, run.plan)


def edited(table: str, column: str, value: object, row: int = 0) -> dict[str, pd.DataFrame]:
    tables = frames()
    frame = tables[table].astype(object)
    frame.iloc[row, frame.columns.get_loc(column)] = value
    return tables | {table: frame}


def codes(tables: dict[str, pd.DataFrame]) -> set[str]:
    plan, findings = plan_from_frames(run_of(COUNTY).instance, tables)
    assert (plan is None) == any(f.is_error for f in findings)
    return {f.code for f in findings}


@pytest.mark.parametrize(
    ("table", "column", "value", "code"),
    [
        ("assignments", "households", "", "TABLE_BLANK"),  # blank is not zero
        ("assignments", "households", None, "TABLE_BLANK"),
        ("assignments", "households", "五", "TABLE_NOT_NUMBER"),  # text where a number belongs
        ("assignments", "persons", 2.5, "TABLE_NOT_WHOLE"),  # half a person
        ("assignments", "persons", -3, "TABLE_NEGATIVE"),
        ("assignments", "persons", True, "TABLE_NOT_NUMBER"),  # a tick box
        ("assignments", "persons", "NaN", "TABLE_NOT_NUMBER"),
        ("assignments", "persons", "1e999", "TABLE_NOT_NUMBER"),  # infinite
        ("assignments", "persons", Lost.FORMULA, "TABLE_FORMULA_NO_VALUE"),
        ("assignments", "village", "Z", "TABLE_ID_UNKNOWN"),
        ("assignments", "mode", "集中安置", "TABLE_UNKNOWN_WORD"),
        ("assignments", "site", "", "TABLE_SITE_AND_MODE"),  # centralised nowhere
        ("assignments", "mode", "分散", "TABLE_SITE_AND_MODE"),  # scattered at a site
        ("assignments", "village_name", "别村", "TABLE_DISAGREES"),  # the name was changed, the id was not
        ("assignments", "site_name", "别处", "TABLE_DISAGREES"),
        ("movein", "period", "next year", "TABLE_NOT_PERIOD"),
        ("movein", "period", "2031Q1", "TABLE_OUTSIDE_HORIZON"),
        ("movein", "period", 3, "TABLE_NOT_PERIOD"),  # an index instead of a label
        ("clearance", "demolished", 0.05, "TABLE_DISAGREES"),  # increment against cumulative share
        ("clearance", "demolished_total", "?", "TABLE_DISAGREES"),
        ("quota", "balance", 12345.0, "TABLE_DISAGREES"),  # stock against the movements
        ("cash", "amount", "#REF!", "TABLE_NOT_NUMBER"),
        ("construction", "phase", "S-9", "TABLE_ID_UNKNOWN"),
    ],
)
def test_faults_are_named(table: str, column: str, value: object, code: str):
    assert code in codes(edited(table, column, value))


@pytest.mark.parametrize(
    "value",
    [dt.date(2018, 1, 1), dt.datetime(2018, 2, 3, 4, 5), "2018/3/1", "2018-01-01 00:00:00", "Mar-18", "2018年2月"],
)
def test_periods_that_became_dates_are_read_with_a_warning(value: object):
    run = run_of(COUNTY)
    plan, findings = plan_from_frames(run.instance, edited("construction", "start", value))
    assert [f.code for f in findings] == ["TABLE_PERIOD_WAS_DATE"]
    assert plan is not None
    assert plan.buildings[0].start == 0


@pytest.mark.parametrize(("value", "number"), [("１２", 12), ("1,200", 1200), (" 7 ", 7), (5.0, 5)])
def test_numbers_as_people_type_them(value: object, number: int):
    plan, findings = plan_from_frames(run_of(COUNTY).instance, edited("assignments", "pupils", value))
    assert not findings
    assert plan is not None
    assert plan.placements[0].pupils == number


def test_an_id_that_lost_its_zeros_names_the_right_one():
    from planner.frames.cells import CellError, known_id

    assert known_id(7.0, {"7": None}) == "7"
    with pytest.raises(CellError) as caught:
        known_id(12, {"0012": None, "3": None})
    assert (caught.value.code, caught.value.params["likely"]) == ("TABLE_ID_LOST_ZEROS", "0012")
    with pytest.raises(CellError, match="TABLE_ID_UNKNOWN"):
        known_id(12, {"0012": None, "012": None})  # two could be meant


@pytest.mark.parametrize("table", ["assignments", "construction", "movein", "clearance", "cash"])
def test_duplicated_rows(table: str):
    tables = frames()
    twice = pd.concat([tables[table], tables[table].iloc[:1]], ignore_index=True)
    assert "TABLE_DUPLICATE" in codes(tables | {table: twice})


def test_two_payments_alike_in_all_but_the_amount_add_up():
    tables = frames()
    extra = tables["cash"].iloc[-1:].assign(amount=0.5, balance=None)
    both = pd.concat([tables["cash"], extra], ignore_index=True)
    assert codes(tables | {"cash": both}) == set()


def test_missing_rows_columns_and_tables():
    tables = frames()
    assert "TABLE_VILLAGE_MISSING" in codes(tables | {"assignments": tables["assignments"].iloc[:0]})
    assert "TABLE_COLUMN_MISSING" in codes(tables | {"cash": tables["cash"].drop(columns="amount")})
    assert "TABLE_MISSING" in codes({key: frame for key, frame in tables.items() if key != "quota"})


def test_names_and_totals_may_be_left_out():
    tables = frames()
    bare = {
        "assignments": tables["assignments"].drop(columns=["village_name", "site_name", "km"]),
        "clearance": tables["clearance"].drop(columns=["demolished_total", "reclaimed_total"]),
        "quota": tables["quota"].assign(balance=""),
    }
    assert codes(tables | bare) == set()


def test_findings_name_row_and_column():
    _, findings = plan_from_frames(run_of(COUNTY).instance, edited("movein", "period", "x"))
    assert [(f.sheet, f.row, f.column, f.value) for f in findings] == [("movein.csv", 2, "period", "x")]
    _, findings = plan_from_frames(run_of(COUNTY).instance, edited("movein", "period", "x"), sheets=True)
    assert [(f.sheet, f.row, f.column) for f in findings] == [("搬迁进度", 2, "入住期")]
