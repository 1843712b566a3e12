"""Every page in every state and language: it says what there is, and what to do where there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner.store import Actor, Desk, Upload, Workspace
from tests.planner.ui.conftest import Open

PAGES = ("home", "data", "scenario", "solve", "plan", "compare", "log")


def said(app: AppTest) -> str:
    """Everything that a page says in words."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def button(app: AppTest, label: str):
    return next(b for b in app.button if b.label == label)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_there_is_in_english(pages: Open, name: str):
    app = pages(name, lang="en")
    assert not app.exception
    assert not app.error
    said_in_english = [app.title[0].value, *(b.label for b in app.button), *(t.label for t in app.tabs)]
    assert not any("\u4e00" <= c <= "\u9fff" for c in "".join(said_in_english))


def test_a_page_without_a_county_says_where_to_begin(serve: Callable[[Path], Open], tmp_path: Path, monkeypatch):
    monkeypatch.setattr("planner.ui.context.actor", lambda words: Actor(name="张查阅", roles=frozenset({"viewer"})))
    open_page = serve(tmp_path / "new")
    for name in PAGES:
        app = open_page(name)
        assert not app.exception
        assert app.info or name == "log"


def test_one_s_own_pc_begins_with_the_demonstration_county(serve: Callable[[Path], Open], tmp_path: Path):
    app = serve(tmp_path / "new")()
    assert not app.exception
    assert "岢岚县" in said(app)
    assert [m.value for m in app.metric] == ["115", "1,719", "4,008"]


def test_the_plan_page_gives_the_answer_first(pages: Open):
    app = pages("plan")
    kinds = [element.type for element in app.main.children.values()]
    assert kinds[0] == "title"
    assert kinds[1] in ("success", "warning")
    assert [m.label for m in app.metric][:3] == ["得到安置的人口（人）", "逾期入住人口（人）", "费用合计（万元）"]


def test_every_view_of_a_plan(pages: Open):
    app = pages("plan")
    for view in ("map", "time", "money", "sites", "limits", "audit", "papers"):
        app.session_state["view"] = view
        app.run()
        assert not app.exception
        assert not app.error


def test_a_card_says_why_and_what_moving_would_do(pages: Open, desk: Desk):
    app = pages("plan")
    run = desk.load(app.query_params["run"])
    village = run.instance.villages[0]
    subject = next(box for box in app.selectbox if box.key and box.key.startswith("subject-"))
    app = subject.set_value(village.id).run()
    assert not app.exception
    assert f"{village.id} {village.name}" in said(app)
    assert "候选安置点" in said(app)


def test_a_move_is_taken_over_as_a_pin_and_planned_again(pages: Open, desk: Desk):
    app = pages("plan")
    run = desk.load(app.query_params["run"])
    scenario = app.query_params["scenario"]
    village = next(v for n, v in enumerate(run.instance.villages) if len(run.instance.arcs_of_village[n]) > 1)
    subject = next(box for box in app.selectbox if box.key and box.key.startswith("subject-"))
    app = subject.set_value(village.id).run()
    target = next(box for box in app.selectbox if box.key == f"move-{village.id}")
    app = target.select_index(0).run()
    assert {"费用变化（万元）", "缺口罚值变化（万元）"} <= {m.label for m in app.metric}
    app = button(app, "采纳为指定，并从本方案出发重新编制").click().run()
    assert not app.exception
    (pin,) = desk.scenario(scenario).scenario.decisions
    assert (pin.village, pin.decision) == (village.id, "指定")
    assert len(desk.runs(scenario=scenario)) == 2


@pytest.mark.parametrize("what", ["run", "scenario", "county"])
def test_an_address_that_names_what_is_not_there(pages: Open, what: str):
    app = pages(**{what: "not-there"})
    assert not app.exception
    assert app.error
    app = button(app, "回到首页").click().run()
    assert not app.exception


def test_a_viewer_sees_everything_and_can_press_nothing(pages: Open, monkeypatch):
    guest = Actor(name="张查阅", roles=frozenset({"viewer"}))
    monkeypatch.setattr("planner.ui.context.actor", lambda words: guest)
    for page, labels in (("solve", {"开始编制"}), ("scenario", {"锁定", "归档", "保存"})):
        app = pages(page)
        assert not app.exception
        assert {b.label for b in app.button if b.disabled} >= labels


def test_somebody_without_a_role_is_told(pages: Open, monkeypatch):
    monkeypatch.setattr("planner.ui.context.actor", lambda words: Actor(name="路人", roles=frozenset()))
    app = pages()
    assert "没有" in app.error[0].value or "权限" in app.error[0].value


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(pages: Open, desk: Desk):
    app = pages("scenario")
    entry = desk.scenario(app.query_params["scenario"])
    mine = next(box for box in app.selectbox if box.label == "入住期限")
    app = mine.select_index(2).run()
    theirs = desk.save(entry.id, entry.scenario.replace(overrides={"settlement.max_km": 30.0}), entry.version)
    app = button(app, "保存").click().run()
    assert not app.exception
    assert "李编制" in said(app)
    assert desk.scenario(entry.id) == theirs


def test_a_change_is_shown_against_parent_and_saved(pages: Open, desk: Desk):
    app = pages("scenario")
    scenario = app.query_params["scenario"]
    app = next(box for box in app.selectbox if box.label == "入住期限").select_index(2).run()
    assert "尚未保存的修改**（1）" in said(app)
    app = button(app, "保存").click().run()
    assert desk.scenario(scenario).scenario.deadline
    assert "尚未保存的修改**（0）" in said(app)


def test_the_check_before_solving_speaks(pages: Open):
    app = button(pages("scenario"), "编制前检查").click().run()
    assert not app.exception
    assert app.success or app.warning or app.error


def test_a_scenario_is_copied_locked_archived_and_restored(pages: Open, desk: Desk):
    app = pages("scenario")
    first = app.query_params["scenario"]
    app = button(app, "锁定").click().run()
    assert desk.scenario(first).locked
    app = button(app, "解锁").click().run()
    assert not desk.scenario(first).locked
    app = button(app, "归档").click().run()
    assert desk.scenario(first).archived
    assert app.query_params["scenario"] != first
    app = next(b for b in app.button if b.label.startswith("恢复")).click().run()
    assert not desk.scenario(first).archived


def test_a_run_is_submitted_and_can_be_stopped(pages: Open, desk: Desk):
    app = pages("solve")
    scenario = app.query_params["scenario"]
    app = button(app, "开始编制").click().run()
    assert not app.exception
    assert len(desk.runs(scenario=scenario)) == 2


def test_indicators_of_two_plans_stand_side_by_side(pages: Open):
    app = pages("compare")
    table = app.dataframe[0].value
    assert list(table.columns)[1:] == ["推迟", "基准"]
    assert "费用合计（万元）" in set(table["指标"])


def test_an_upload_with_errors_is_shown_and_not_planned(pages: Open, folder: Path):
    workspace = Workspace.open(folder)
    boss = workspace.desk(Actor(name="王规划", roles=frozenset({"administrator"})))
    broken = boss.add_county(Upload(name="county.xlsx", content=_template()))
    workspace.close()
    assert broken.has_errors
    for page in ("data", "scenario", "solve", "home"):
        app = pages(page, county=broken.fingerprint)
        assert not app.exception
    assert "有错误，改正后重新上传才能编制方案。" in said(pages("data", county=broken.fingerprint))


def _template() -> bytes:
    from planner.ui.files import template_bytes

    return template_bytes()
