"""Files that are not what they should be, and addresses that lead nowhere: told in words, nothing breaks."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Watched, quiet


@pytest.fixture
def uploads(page: Page, watched: Watched, server: Server):
    """The upload form."""
    page.goto(f"{server.address}/data")
    quiet(page)
    expander = page.get_by_text("上传县工作簿和图层")
    if not page.get_by_role("button", name="上传并检查").is_visible():
        expander.click()
    expect(page.get_by_role("button", name="上传并检查")).to_be_visible()
    return page.locator("input[type=file]")


def check(page: Page) -> None:
    page.get_by_role("button", name="上传并检查").click()


def test_a_file_of_another_type_is_refused(page: Page, uploads, tmp_path: Path):
    path = tmp_path / "county.txt"
    path.write_text("not a workbook")
    uploads.nth(0).set_input_files(path)
    expect(page.get_by_text("not allowed", exact=False).first).to_be_visible()


def test_a_text_named_like_a_workbook_is_told_apart(page: Page, uploads, tmp_path: Path):
    path = tmp_path / "county.xlsx"
    path.write_text("not a workbook")
    uploads.nth(0).set_input_files(path)
    check(page)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("→")


def test_a_file_of_60_mb_is_refused(page: Page, uploads, tmp_path: Path):
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as file:
        file.truncate(60 * 2**20)
    uploads.nth(0).set_input_files(path)
    expect(page.get_by_text("50", exact=False).and_(page.get_by_text("MB", exact=False)).first).to_be_visible()
    expect(page.get_by_text("must be", exact=False).first).to_be_visible()


def test_a_zip_bomb_is_refused(page: Page, uploads, tmp_path: Path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(1100):
                sheet.write(bytes(2**20))
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert path.stat().st_size < 50 * 2**20
    uploads.nth(0).set_input_files(path)
    check(page)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("→")


def test_formulas_and_links_to_other_workbooks_are_findings_or_values(
    page: Page, uploads, tmp_path: Path, server: Server
):
    from planner.ui.files import template_bytes

    book = openpyxl.load_workbook(io.BytesIO(template_bytes()))
    book["村庄"]["A3"] = "='[http://elsewhere.example/other.xlsx]Sheet1'!A1"
    book["村庄"]["B3"] = '=HYPERLINK("http://elsewhere.example","x")'
    path = tmp_path / "linked.xlsx"
    book.save(path)
    uploads.nth(0).set_input_files(path)
    check(page)
    expect(page.get_by_text("有错误，改正后重新上传才能编制方案。")).to_be_visible()


@pytest.mark.parametrize("address", ["run=nothing", "scenario=nothing", "county=nothing"])
def test_an_address_that_leads_nowhere_offers_the_way_back(page: Page, watched: Watched, server: Server, address: str):
    page.goto(f"{server.address}/plan?{address}")
    expect(page.get_by_test_id("stAlert").first).to_contain_text("→")
    page.get_by_role("button", name="回到首页").click()
    expect(page.get_by_role("heading", name="易地搬迁与用地指标规划")).to_be_visible()
    assert watched.outside == []
    assert watched.errors == []
