"""The comparison on paper: one page, marks, a workbook without formulas."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdf
import pytest

from planner import compare
from planner.reports import write_comparison
from tests.planner.made_runs import run_of
from tests.planner.reports.test_report import text_of


@pytest.mark.parametrize("count", [2, 6])
def test_one_page_however_many(count: int, tmp_path: Path):
    runs = [run_of(name) for name in ("two_villages", "too_few_beds", "two_sites", "base", "too_few_jobs", "one_crew")]
    runs = runs[:count]
    papers = write_comparison(compare(*runs), runs, tmp_path)
    assert len(pypdf.PdfReader(papers.page).pages) == 1
    box = pypdf.PdfReader(papers.page).pages[0].mediabox
    assert box.width > box.height
    text = text_of(papers.page)
    assert "two_villages（基准）" in text
    assert "得到安置的人口（人）" in text
    assert "去向或时间不同的村" in text
    assert papers.findings == ()


def test_marks_and_differences_on_the_page(tmp_path: Path):
    runs = [run_of("two_villages"), run_of("too_few_beds")]
    papers = write_comparison(compare(*runs), runs, tmp_path, language="en")
    text = text_of(papers.page)
    assert "▲30▼20(−10)" in text
    assert "too_few_beds" in text


def test_the_workbook(tmp_path: Path):
    runs = [run_of("two_villages"), run_of("too_few_beds")]
    papers = write_comparison(compare(*runs, names=("=1+1", "@乙")), runs, tmp_path)
    book = openpyxl.load_workbook(papers.book)
    assert book.sheetnames == ["指标对比", "累计曲线", "去向不同的村"]
    page = book["指标对比"]
    head = [c.value for c in page[1]]
    assert head == ["指标", "单位", "=1+1（基准）", "@乙", "差：@乙"]
    rows = {r[0].value: r for r in page.iter_rows(min_row=2)}
    settled = rows["得到安置的人口"]
    assert [c.value for c in settled[2:]] == [30, 20, -10]
    assert settled[2].number_format.startswith('"▲ "')
    assert settled[3].number_format.startswith('"▼ "')
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert not any(c.data_type == "f" for c in cells)
    assert book["去向不同的村"]["B2"].value == "甲村"
    assert book["去向不同的村"]["C2"].value == 10


def test_names_that_look_like_formulas_are_text(tmp_path: Path):
    run = run_of("two_villages")
    odd = replace(run.instance.villages[0], name="=HYPERLINK(1)")
    other = run_of("too_few_beds")
    villages = (odd, *run.instance.villages[1:])
    runs = [replace(run, instance=replace(run.instance, villages=villages)), other]
    book = openpyxl.load_workbook(write_comparison(compare(*runs), runs, tmp_path).book)
    cell = book["去向不同的村"]["B2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
