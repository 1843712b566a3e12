"""Scenarios: one after another, never over one another, and nothing leaks from one into another."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from planner.findings import PlannerError
from planner.scenario import Decision, Scenario, SiteChoice
from planner.store import CountyEntry, Desk, ScenarioEntry, Upload


@pytest.fixture
def base(desk: Desk, county: CountyEntry) -> ScenarioEntry:
    said = Scenario(deadline="2019Q1", overrides={"price.person_km": 3.0}, sites={"X": SiteChoice(state="off")})
    return desk.create("基准方案", county.fingerprint, said, note="局务会稿")


def fails(code: str, call: Callable[[], object]) -> str:
    with pytest.raises(PlannerError) as caught:
        call()
    assert [f.code for f in caught.value.findings] == [code]
    return caught.value.findings[0].text()


def test_a_scenario_is_kept_as_it_was_said(desk: Desk, county: CountyEntry, base: ScenarioEntry) -> None:
    kept = desk.scenario(base.id)
    assert kept == base
    assert (kept.name, kept.note, kept.version, kept.parent) == ("基准方案", "局务会稿", 1, None)
    assert (kept.locked, kept.archived, kept.created_by) == (False, False, "王规划")
    scenario = kept.scenario
    assert scenario.name == "基准方案"
    assert scenario.deadline == "2019Q1"
    assert scenario.overrides == {"price.person_km": 3.0}
    assert scenario.county == desk.county_file(county.fingerprint)
    assert scenario.layers == desk.layers_file(county.fingerprint)
    assert scenario.county.is_file()


def test_scenarios_are_listed_by_county_and_change(desk: Desk, county: CountyEntry, base: ScenarioEntry) -> None:
    second = desk.clone(base.id, "第二")
    assert [s.id for s in desk.scenarios()] == [second.id, base.id]
    desk.save(base.id, base.scenario.replace(deadline=None), 1)
    assert [s.id for s in desk.scenarios(county.fingerprint)] == [base.id, second.id]
    assert desk.scenarios("0" * 64) == ()


def test_a_save_makes_the_next_version(desk: Desk, colleague: Desk, base: ScenarioEntry) -> None:
    saved = colleague.save(base.id, base.scenario.replace(deadline="2019Q2"), 1)
    assert (saved.version, saved.changed_by, saved.created_by) == (2, "李编制", "王规划")
    assert saved.changed_at >= base.changed_at
    assert desk.scenario(base.id).scenario.deadline == "2019Q2"


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(
    desk: Desk, colleague: Desk, base: ScenarioEntry
) -> None:
    colleague.save(base.id, base.scenario.replace(deadline="2019Q2"), 1)
    lines = len(desk.log())
    told = fails("SCENARIO_CHANGED_MEANWHILE", lambda: desk.save(base.id, base.scenario.replace(deadline="2019Q3"), 1))
    assert "李编制" in told
    assert f"{desk.scenario(base.id).changed_at.astimezone():%Y-%m-%d %H:%M}" in told
    assert desk.scenario(base.id).scenario.deadline == "2019Q2"
    assert len(desk.log()) == lines


def test_of_many_at_once_one_wins(desk: Desk, base: ScenarioEntry) -> None:
    won: list[str] = []
    lost: list[str] = []
    barrier = threading.Barrier(6)

    def edit(period: str) -> None:
        changed = base.scenario.replace(deadline=period)
        barrier.wait()
        try:
            won.append(desk.save(base.id, changed, 1).scenario.deadline or "")
        except PlannerError as error:
            lost.append(error.findings[0].code)

    threads = [threading.Thread(target=edit, args=(f"2019-{month:02d}",)) for month in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert lost == ["SCENARIO_CHANGED_MEANWHILE"] * 5
    entry = desk.scenario(base.id)
    assert (entry.version, entry.scenario.deadline) == (2, won[0])


def test_a_locked_scenario_is_not_changed(desk: Desk, colleague: Desk, base: ScenarioEntry) -> None:
    assert desk.lock(base.id).locked_by == "王规划"
    for call in (
        lambda: colleague.save(base.id, base.scenario, 1),
        lambda: desk.save(base.id, base.scenario, 1),
        lambda: colleague.rename(base.id, "别名"),
        lambda: colleague.annotate(base.id, "别注"),
        lambda: colleague.lock(base.id),
        lambda: colleague.unlock(base.id),
        lambda: colleague.archive(base.id),
    ):
        assert "王规划" in fails("SCENARIO_LOCKED", call)
    assert colleague.clone(base.id, "可改的").locked is False
    assert desk.unlock(base.id).locked is False
    assert colleague.save(base.id, base.scenario, 1).version == 2


def test_an_administrator_unlocks_what_others_have_locked(desk: Desk, colleague: Desk, base: ScenarioEntry) -> None:
    colleague.lock(base.id)
    assert desk.unlock(base.id).locked is False
    assert desk.log(1)[0].details == {"locked_by": "李编制"}


def test_an_archived_scenario_is_out_of_sight_until_restored(desk: Desk, base: ScenarioEntry) -> None:
    desk.archive(base.id)
    assert desk.scenarios() == ()
    assert [s.id for s in desk.scenarios(archived=True)] == [base.id]
    fails("SCENARIO_ARCHIVED", lambda: desk.save(base.id, base.scenario, 1))
    fails("SCENARIO_ARCHIVED", lambda: desk.submit(base.id))
    desk.restore(base.id)
    assert [s.id for s in desk.scenarios()] == [base.id]


def test_renaming_changes_the_title_in_the_text_too(desk: Desk, base: ScenarioEntry) -> None:
    renamed = desk.rename(base.id, "  推荐\n方案 ")
    assert renamed.name == renamed.scenario.name == "推荐 方案"
    assert renamed.version == 2


@pytest.mark.parametrize(("name", "code"), [("", "NAME_EMPTY"), (" \n", "NAME_EMPTY"), ("长" * 101, "NAME_TOO_LONG")])
def test_names_are_checked(desk: Desk, county: CountyEntry, base: ScenarioEntry, name: str, code: str) -> None:
    fails(code, lambda: desk.create(name, county.fingerprint))
    fails(code, lambda: desk.clone(base.id, name))
    fails(code, lambda: desk.rename(base.id, name))


def test_a_note_has_a_limit(desk: Desk, base: ScenarioEntry) -> None:
    assert desk.annotate(base.id, " 县长意见 ").note == "县长意见"
    assert desk.scenario(base.id).version == 1
    fails("NOTE_TOO_LONG", lambda: desk.annotate(base.id, "长" * 2001))


@pytest.mark.parametrize("key", ["", "none", "0" * 16, "' OR 1=1 --", "x" * 500, "\x00"])
def test_what_is_not_there_is_told(desk: Desk, key: str) -> None:
    fails("SCENARIO_UNKNOWN", lambda: desk.scenario(key))
    fails("SCENARIO_UNKNOWN", lambda: desk.save(key, Scenario(), 1))
    fails("RUN_UNKNOWN", lambda: desk.run(key))
    fails("SWEEP_UNKNOWN", lambda: desk.sweep(key))
    fails("COUNTY_UNKNOWN", lambda: desk.county_entry(key))
    fails("COUNTY_UNKNOWN", lambda: desk.create("新", key))


def test_the_difference_from_the_parent_is_in_the_offices_words(desk: Desk, base: ScenarioEntry) -> None:
    child = desk.clone(base.id, "晚半年")
    assert [c.key for c in desk.difference(child.id)] == ["name"]
    village, site = (getattr(desk.county(base.county), sheet)["id"][0] for sheet in ("villages", "sites"))
    changed = child.scenario.replace(
        deadline=None,
        overrides={"money.loan_limit": 500.0},
        decisions=(Decision(village=village, site=site, decision="禁止"),),
    )
    desk.save(child.id, changed, 1)
    changes = {c.key: c for c in desk.difference(child.id)}
    assert changes["deadline"].zh == "入住期限"
    assert changes["deadline"].before == "2019Q1"
    assert changes["deadline"].after.startswith("按县情 ")
    assert (changes["parameters.money.loan_limit"].after, changes["parameters.money.loan_limit"].unit) == (
        "500",
        "万元",
    )
    assert changes["parameters.price.person_km"].before == "3"
    assert changes["parameters.price.person_km"].after not in ("3", "—")
    assert changes[f"decisions.{village}.{site}.禁止"].after == "禁止"
    assert desk.difference(base.id) == ()


def test_nothing_of_one_scenario_leaks_into_another(desk: Desk, base: ScenarioEntry) -> None:
    """Somebody changes whatever a record holds, in the original and in a clone: the store does not notice."""
    clone = desk.clone(base.id, "副本")
    texts = {base.id: base.text, clone.id: clone.text}
    for entry in (base, clone, desk.scenario(base.id)):
        said = entry.scenario
        said.overrides["price.person_km"] = 99.0  # type: ignore[index]
        said.sites.clear()  # type: ignore[attr-defined]
    for key, text in texts.items():
        again = desk.scenario(key)
        assert again.text == text
        assert again.scenario.overrides == {"price.person_km": 3.0}
        assert again.scenario.sites == {"X": SiteChoice(state="off")}
    desk.save(clone.id, clone.scenario.replace(overrides={"price.wish": 1.0}), 1)
    assert desk.scenario(base.id) == base
    desk.save(base.id, base.scenario.replace(sites={}), 1)
    assert desk.scenario(clone.id).scenario.sites == {"X": SiteChoice(state="off")}


def test_a_pack_of_the_office_is_kept_with_what_it_extends(desk: Desk, base: ScenarioEntry) -> None:
    own = '[pack]\nzh = "本县"\nextends = "below.toml"\n\n[price.person_km]\nvalue = 7.0\nunit = "元/人·公里"\n'
    own += 'document = "县政府会议纪要"\nclause = "三"\ncertainty = "G"\n'
    below = '[pack]\nzh = "下层"\nextends = "shanxi-2018"\n'
    policy = desk.add_pack(
        [Upload(name="own.toml", content=own.encode()), Upload(name="below.toml", content=below.encode())]
    )
    saved = desk.save(base.id, base.scenario.replace(policy=policy), 1)
    assert saved.scenario.policy == policy
    assert desk.save(base.id, saved.scenario, 2).scenario.policy == policy
    assert str(desk.files.root) not in saved.text
    from planner.policy import load_pack

    pack = load_pack(policy)
    assert pack.entries["price.person_km"].value == 7.0
    assert pack.lineage == ("own", "below", "shanxi-2018", "national-2016-2020")


def test_every_write_is_logged_with_who_and_what(desk: Desk, colleague: Desk, base: ScenarioEntry) -> None:
    colleague.save(base.id, base.scenario.replace(deadline="2019Q2"), 1)
    desk.lock(base.id)
    said = [(line.who, line.action, line.kind, line.subject) for line in reversed(desk.log(kind="scenario"))]
    assert said == [
        ("王规划", "scenario_created", "scenario", base.id),
        ("李编制", "scenario_saved", "scenario", base.id),
        ("王规划", "scenario_locked", "scenario", base.id),
    ]
    newest = desk.log(1)[0]
    assert (newest.zh, newest.en) == ("锁定情景", "scenario locked")
    assert newest.at.utcoffset() is not None
