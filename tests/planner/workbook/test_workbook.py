"""plan.xlsx: Chinese sheets, the answer first, sums that are formulas, and a way back."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from models.plan import Plan
from planner.findings import PlannerError
from planner.frames import TABLES, plan_from_frames
from planner.runfolder import judge_folder, write_run
from planner.workbook import read_plan_workbook
from tests import counties
from tests.planner.made_runs import run_of, solved

SHEETS = ["安置方案", "建设进度", "搬迁进度", "拆旧复垦", "指标台账", "资金台账", "指标汇总", "未满足清单", "审核意见"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_run(run_of("presale"), tmp_path / "run")
    return tmp_path / "run"


def calamine(path: Path, sheet: str) -> list[list]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()


def plain(header: object) -> str:
    return str(header).replace("\n", "")


def same(one: Plan, other: Plan | None) -> bool:
    return other is not None and all(
        Counter(getattr(one, f.name)) == Counter(getattr(other, f.name)) for f in fields(Plan)
    )


def test_the_sheets(folder: Path):
    book = openpyxl.load_workbook(folder / "plan.xlsx")
    assert book.sheetnames[0] == "方案摘要"
    assert set(SHEETS) <= set(book.sheetnames)
    for table in TABLES:
        sheet = book[table.zh]
        assert sheet.freeze_panes is not None
        assert [plain(c.value) for c in sheet[1]][: len(table.columns)] == [c.zh for c in table.columns]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_answer_comes_first(tmp_path: Path):
    for name, words in (("presale", "全部签约住户得到安置"), ("too_few_beds", "有未满足事项：未安置人口 10 人")):
        write_run(run_of(name), tmp_path / name)
        assert words in calamine(tmp_path / name / "plan.xlsx", "方案摘要")[1][0]


def test_an_unusable_plan_says_so_first(tmp_path: Path):
    from planner.findings import Severity

    run = run_of("too_few_beds")
    wrong = tuple(replace(f, severity=Severity.ERROR) for f in run.findings)
    write_run(replace(run, findings=wrong), tmp_path / "run")
    assert calamine(tmp_path / "run" / "plan.xlsx", "方案摘要")[1][0].startswith("审核未通过")


@pytest.mark.parametrize("name", ["presale", "scatter_and_unsigned", "too_few_jobs", "too_few_months"])
def test_what_is_read_back_is_the_plan(name: str, tmp_path: Path):
    run = run_of(name)
    write_run(run, tmp_path / "run")
    plan, findings = plan_from_frames(run.instance, read_plan_workbook(tmp_path / "run" / "plan.xlsx"), sheets=True)
    assert not findings
    assert same(run.plan, plan)


def test_sums_are_formulas_that_carry_their_values(folder: Path):
    formulas = openpyxl.load_workbook(folder / "plan.xlsx")["安置方案"]
    values = openpyxl.load_workbook(folder / "plan.xlsx", data_only=True)["安置方案"]
    last = formulas.max_row
    assert formulas.cell(last, 1).value == "合计"
    header = [plain(c.value) for c in formulas[1]]
    for title in ("户数（户）", "人口（人）"):
        x = header.index(title) + 1
        assert str(formulas.cell(last, x).value).startswith("=SUM(")
        assert values.cell(last, x).value == sum(values.cell(y, x).value for y in range(2, last))
        assert calamine(folder / "plan.xlsx", "安置方案")[last - 1][x - 1] == values.cell(last, x).value


@pytest.mark.parametrize("name", ["=1+1", "+甲", "-甲", "@甲", "{=A1}", "http://a.b"])
def test_text_is_text(name: str, tmp_path: Path):
    county = counties.presale()
    village = replace(county.villages[0], name=name, township=name)
    run = solved(replace(county, villages=(village, *county.villages[1:])))
    write_run(run, tmp_path / "run")
    sheet = openpyxl.load_workbook(tmp_path / "run" / "plan.xlsx")["安置方案"]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].hyperlink) == (name, "s", None)


def test_an_untouched_workbook_passes_the_audit(folder: Path):
    judgement = judge_folder(folder, folder / "plan.xlsx")
    assert judgement.is_sound
    assert judgement.findings == run_of("presale").findings


def edit(folder: Path, sheet: str, header: str, value: object, row: int = 2) -> Path:
    """What a script with openpyxl does: formulas stay, their saved results are dropped."""
    book = openpyxl.load_workbook(folder / "plan.xlsx")
    page = book[sheet]
    x = [plain(c.value) for c in page[1]].index(header) + 1
    page.cell(row, x).value = value
    book.save(folder / "edited.xlsx")
    return folder / "edited.xlsx"


def test_a_harmless_edit_is_accepted(folder: Path):
    assert judge_folder(folder, edit(folder, "安置方案", "乡镇", "别乡")).is_sound


@pytest.mark.parametrize(
    ("sheet", "header", "value", "code"),
    [
        ("安置方案", "户数（户）", 3, None),  # the audit counts households itself
        ("安置方案", "户数（户）", None, "TABLE_BLANK"),
        ("安置方案", "户数（户）", "=2+3", "TABLE_FORMULA_NO_VALUE"),
        ("安置方案", "安置点编号", "X9", "TABLE_ID_UNKNOWN"),
        ("安置方案", "村名", "别村", "TABLE_DISAGREES"),
        ("搬迁进度", "入住期", "2018Q1", None),  # before the site is usable
        ("建设进度", "可入住期", "2018年", "TABLE_NOT_PERIOD"),
    ],
)
def test_edits_are_judged(sheet: str, header: str, value: object, code: str | None, folder: Path):
    judgement = judge_folder(folder, edit(folder, sheet, header, value))
    assert not judgement.is_sound
    if code:
        assert code in {f.code for f in judgement.findings}


def test_sheets_and_columns_in_any_order(folder: Path):
    book = openpyxl.load_workbook(folder / "plan.xlsx")
    book.move_sheet("资金台账", -5)
    page = book["搬迁进度"]
    page.insert_cols(1)
    page["A1"] = "备注"
    page["A2"] = "合计另见"
    book.save(folder / "edited.xlsx")
    assert judge_folder(folder, folder / "edited.xlsx").is_sound


def test_a_sheet_that_was_deleted(folder: Path):
    book = openpyxl.load_workbook(folder / "plan.xlsx")
    del book["资金台账"]
    book.save(folder / "edited.xlsx")
    judgement = judge_folder(folder, folder / "edited.xlsx")
    assert ("TABLE_MISSING", "资金台账") in {(f.code, f.sheet) for f in judgement.findings}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 truncated", b"text", b"\xd0\xcf\x11\xe0" + b"0" * 600])
def test_files_that_are_no_workbook(content: bytes, tmp_path: Path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    with pytest.raises(PlannerError) as caught:
        read_plan_workbook(path)
    assert caught.value.findings[0].code == "PLAN_BOOK_UNREADABLE"


def test_a_workbook_that_is_not_there(tmp_path: Path):
    with pytest.raises(PlannerError) as caught:
        read_plan_workbook(tmp_path / "plan.xlsx")
    assert caught.value.findings[0].code == "PLAN_BOOK_MISSING"


def test_no_cell_of_an_empty_plan_is_missing(tmp_path: Path):
    """Nothing is built, nobody moves: every sheet is there with its header."""
    write_run(run_of("too_few_months"), tmp_path / "run")
    sheets = read_plan_workbook(tmp_path / "run" / "plan.xlsx")
    assert len(sheets["construction"]) == 0
    assert len(sheets["shortfalls"]) == 2
