"""The planners' story on the demonstration county, from the first page to the papers for the meeting."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from planner.demo import write_demo
from tests.browser.conftest import PATIENCE, Server, Watched, quiet

PAGES = ("home", "data", "scenario", "solve", "plan", "compare", "log")
LANGUAGES = {"zh": "中文", "en": "English"}
SHORT = "20"
"""Seconds that the second plan may take; the first one is stopped by hand."""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo("kelan", tmp_path_factory.mktemp("kelan")).parent


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def choose_first(page: Page, label: str, shown: Locator) -> None:
    """Take the first option of a list; its options may come a moment after the key, so the keys are pressed again."""
    box = page.get_by_role("combobox", name=label)
    for _ in range(int(PATIENCE / 5)):
        box.focus()
        box.press("ArrowDown")
        page.wait_for_timeout(500)
        box.press("Enter")
        try:
            return expect(shown).to_be_visible(timeout=5000)
        except AssertionError:
            continue
    raise AssertionError(f"{label}: nothing could be chosen")


def follow(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_text(name, exact=True).click()
    quiet(page)


def test_upload_plan_move_compare_export(page: Page, watched: Watched, server: Server, county: Path, tmp_path: Path):
    page.goto(server.address)
    expect(page.get_by_text("从这里继续")).to_be_visible()  # the demonstration county, on a map
    expect(page.locator('path[aria-label*="安置点: 广惠园新村"]')).to_be_visible()

    follow(page, "县数据")  # upload: the same files are the same county
    page.get_by_text("上传县工作簿和图层").click()
    uploads = page.locator("input[type=file]")
    uploads.nth(0).set_input_files(county / "kelan.xlsx")
    uploads.nth(1).set_input_files(county / "kelan.gpkg")
    expect(page.get_by_text("kelan.gpkg").first).to_be_visible()
    press(page, "上传并检查")
    expect(page.get_by_text("下载检查结果（CSV）")).to_be_visible()
    page.get_by_role("tab", name="地图").click()
    expect(page.locator('path[aria-label*="安置点: 广惠园新村"]').first).to_be_visible()

    follow(page, "编制方案")  # solve, and stop with the best plan so far
    press(page, "开始编制")
    expect(page.get_by_text("正在计算").first).to_be_visible()
    expect(page.get_by_text("当前最优方案（净费用，万元）")).to_be_visible()
    best = page.get_by_test_id("stMetricValue").first
    expect(best).not_to_have_text("—", timeout=120_000)
    press(page, "停止")
    expect(page.get_by_role("button", name="查看方案")).to_be_visible()

    follow(page, "情景")  # a shorter search
    page.get_by_role("tab", name="计算").click()
    seconds = page.get_by_role("spinbutton", name="计算时限（秒，0 为不限）")
    seconds.fill(SHORT)
    seconds.press("Enter")
    expect(page.get_by_text("尚未保存的修改（1）")).to_be_visible()
    press(page, "保存")
    expect(page.get_by_text("尚未保存的修改（0）")).to_be_visible()
    press(page, "编制前检查")
    expect(page.get_by_test_id("stAlert").first).to_be_visible()

    follow(page, "方案")  # the plan: answer, card, move by hand
    expect(page.get_by_text("得到安置的人口（人）")).to_be_visible()
    village = page.locator('path[aria-label*="去往: 广惠园新村"]').first
    village.click(force=True)
    expect(page.get_by_text("候选安置点").first).to_be_visible()
    quiet(page)
    choose_first(page, "改到另一个安置点", page.get_by_text("费用变化（万元）"))
    press(page, "采纳为指定，并从本方案出发重新编制")
    expect(page.get_by_text("第 3 版").first).to_be_visible()
    expect(page.get_by_text("当前没有任务。", exact=False)).to_be_visible()

    follow(page, "比较")
    expect(page.get_by_text("指标", exact=True).first).to_be_visible()
    expect(page.get_by_text("谁去哪里")).to_be_visible()
    with page.expect_download(timeout=PATIENCE * 1000) as papers:
        press(page, "下载比较表（Excel）")
    assert Path(papers.value.path()).read_bytes()[:2] == b"PK"

    follow(page, "方案")
    page.get_by_text("导出", exact=True).click()
    with page.expect_download(timeout=PATIENCE * 1000) as book:
        press(page, "下载方案工作簿（Excel）")
    assert Path(book.value.path()).read_bytes()[:2] == b"PK"

    follow(page, "记录与导入导出")
    expect(page.get_by_text("下载记录（CSV）")).to_be_visible()
    assert watched.outside == []
    assert watched.errors == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_either_language(page: Page, watched: Watched, server: Server, tmp_path: Path, language: str):
    for name in PAGES:
        page.goto(f"{server.address}/{'' if name == 'home' else name}?lang={language}")
        quiet(page)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        page.screenshot(path=tmp_path / f"{name}-{language}.png", full_page=True)
    assert watched.outside == []
    assert watched.errors == []
