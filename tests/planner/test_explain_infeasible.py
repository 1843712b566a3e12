"""What a diagnosis says to a planner, in both languages."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from models.diagnose import diagnose
from models.diagnose.records import Clash, Confirmation, Diagnosis, Kind, Limit, Repair, Verdict
from models.solver import Limits
from planner.explain import Section, explain_diagnosis
from planner.explain.limit_words import limit_words, spans
from planner.findings import catalogue
from tests import counties
from tests.models.diagnose.short_counties import beds_and_money, no_candidate

WORK = Limits(work=1_000_000, gap=0.0, threads=1)


@cache
def of(name: str) -> Diagnosis:
    return diagnose(county(name), limits=WORK)


def county(name: str) -> Any:
    made = {"beds_and_money": beds_and_money, "no_candidate": no_candidate}
    return made[name]() if name in made else counties.ANSWERS[name][0]()


def sections(name: str, language: Any = "zh", **changes: Any) -> dict[str, Section]:
    found = explain_diagnosis(county(name), replace(of(name), **changes), language)
    return {section.title_en: section for section in found}


def test_two_causes_in_chinese() -> None:
    found = sections("beds_and_money")
    verdict = [row["text_zh"] for row in found["Why not everything can be met"].rows]
    assert verdict[0] == "在现有条件下无法全部满足，至少还缺：20 人未安置"
    assert verdict[1] == "缺：20 人未安置"
    assert verdict[3] == "一致（cbc）"
    (repair,) = found["The cheapest repairs"].rows
    assert repair["measures_zh"] == "在新村增加 5 个床位；2018Q3 为统筹资金(H)增加 2 万元"
    assert (repair["price"], repair["added"], repair["left_zh"]) == (7.2, 1.2, "全部满足")
    clashes = found["Limits that clash (lift any one of a set, and the set can be met)"]
    assert {row["limits_zh"] for row in clashes.rows} == {
        "新村的安置容量",
        "统筹资金(H)的到位金额（2018Q1–2018Q3）",
    }


def test_the_same_in_english_shows_other_columns_of_the_same_rows() -> None:
    chinese, english = sections("beds_and_money"), sections("beds_and_money", "en")
    assert [s.rows for s in chinese.values()] == [s.rows for s in english.values()]
    repairs = english["The cheapest repairs"]
    assert "measures_en" in dict(repairs.columns)
    assert "measures_zh" not in dict(repairs.columns)
    assert repairs.rows[0]["measures_en"] == "add 5 places at 新村; add 2 万元 to 统筹资金(H) in 2018Q3"


def test_villages_that_nothing_can_serve_are_named() -> None:
    rows = sections("no_candidate")["Why not everything can be met"].rows
    assert "放开所有限制也无法安置：乙村" in [row["text_zh"] for row in rows]


def test_a_plan_without_shortfall_says_only_that() -> None:
    (only,) = sections("two_villages").values()
    assert [row["text_en"] for row in only.rows] == ["the plan leaves nothing short; there is nothing to diagnose"]


@pytest.mark.parametrize(
    ("agrees", "words"),
    [(False, "不一致（cbc）：1.00 与 2.00，以下结论不可靠，请报告"), (None, "限时内未能复核（cbc）")],
)
def test_doubt_is_said(agrees: bool | None, words: str) -> None:
    doubtful = Confirmation(path="cbc", first=1.0, second=2.0, agrees=agrees)
    rows = sections("too_few_beds", confirmation=doubtful)["Why not everything can be met"].rows
    assert words in [row["text_zh"] for row in rows]


def test_what_ran_out_is_marked() -> None:
    clash = Clash(limits=(Limit(kind=Kind.CREWS, period=0),), reduced=False, confirmed=None)
    repair = Repair(measures=of("too_few_beds").repairs[0].measures, change=None, added=1.2, left=None)
    found = sections("too_few_beds", clashes=(clash,), repairs=(repair,), complete=False)
    notes = [row for section in found.values() for row in section.rows]
    assert any(row.get("note_zh") == "未完全缩减，未复核" for row in notes)
    assert any(row.get("left_zh") == "限时内未能求解" for row in notes)
    assert any(row.get("text_zh") == "诊断时限已到，结果不完整" for row in notes)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_limit_has_words(kind: Kind) -> None:
    message = catalogue()[f"DIAGNOSE_{kind.name}"]
    assert message["remedy_zh"]
    assert message["remedy_en"]


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_words(verdict: Verdict) -> None:
    assert catalogue()[f"DIAGNOSE_{verdict.name}"]["zh"]


def test_names_and_spans() -> None:
    instance = counties.one_crew()
    zh, en = limit_words(instance, Limit(kind=Kind.DEADLINE, subject="A", period=4), 2.0, ("A", "B"))
    assert zh.remedy_zh == "允许甲村、乙村推迟 2 期，到 2019Q1 入住"
    assert en.remedy_en == "let 甲村, 乙村 move 2 periods later, by 2019Q1"
    assert limit_words(instance, Limit(kind=Kind.PLACES, subject="R"))[0].zh == "新村(R)的安置容量"
    assert limit_words(instance, Limit(kind=Kind.START_BY, subject="R-1"))[0].zh == "新村(R)的最迟开工期"
    assert spans(instance, [0, 1, 2, 4]) == "2018Q1–2018Q3、2019Q1"
