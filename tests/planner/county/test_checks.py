"""Every rule finds its mistake, in its place, and nothing else; a sound county has no finding."""

# ruff: noqa: E501 -- one mistake, one line: a table is read across

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from shapely.geometry import Point, box

from models.calendar import Calendar
from planner.county.checks import check_county, check_policy_rules
from planner.county.checks.personal import is_valid, masked
from planner.findings import Severity
from tests.planner.county.tiny import CHANNEL, FUND, HOUSEHOLD, JOB, county, pin, shapes, site, village

HERE = box(111.0, 38.5, 112.0, 39.0)
SIGNED = {"resettle_signed": dt.date(2018, 1, 5), "demolish_signed": dt.date(2018, 1, 6)}


def roster(*sizes: int, **changes: Any) -> list[dict[str, Any]]:
    """Households of v1 with both agreements."""
    return [{**HOUSEHOLD, **SIGNED, "id": f"h{n}", "persons": size, **changes} for n, size in enumerate(sizes, 1)]


def counted(**changes: Any) -> dict[str, Any]:
    """A village of four registered persons in two households with labour."""
    return village(
        **{"households": 2, "persons": 4, "registered_households": 2, "registered_persons": 4, "labour_households": 2,
           "pupils": 0, "signed_households": 2, **changes}
    )  # fmt: skip


def test_a_sound_county_has_no_finding() -> None:
    assert check_county(county()) == []
    assert check_county(county(villages=[counted()], households=roster(3, 1))) == []


# Sheets that replace the sound ones, the one code that is found, its sheet, row and column.
BAD: list[tuple[str, Mapping[str, Any], str, str, int | None, str]] = [
    ("nothing to move", {"villages": []}, "NO_VILLAGES", "村庄", None, ""),
    ("nowhere to go", {"sites": [], "jobs": []}, "NO_SITES", "安置点", None, ""),
    ("village id again", {"villages": [village(), village(name="乙村")]}, "ID_TWICE", "村庄", 3, "村编号"),
    ("site id again", {"sites": [site(), site(phase=2)]}, "ID_TWICE", "安置点", 3, "安置点编号"),
    ("channel id again", {"channels": [CHANNEL, CHANNEL]}, "ID_TWICE", "指标渠道", 3, "渠道编号"),
    ("fund twice in a period", {"funds": [FUND, FUND]}, "ID_TWICE", "资金", 3, "资金编号"),
    ("fund without period twice", {"funds": [{**FUND, "period": None}] * 2}, "ID_TWICE", "资金", 3, "资金编号"),
    ("fund rows disagree", {"funds": [FUND, {**FUND, "period": "2018Q2", "uses": ("复垦",)}]},
     "FUND_ROWS_DIFFER", "资金", 3, "用途"),
    ("a distance twice", {"travel": [{"village": "v1", "site": "s1", "km": 9.0}, {"village": "v1", "site": "s1", "km": 8.0}]},
     "PAIR_TWICE", "里程", 3, "安置点编号"),
    ("roster of an unknown village", {"households": [{**HOUSEHOLD, "village": "v9"}]},
     "REFERENCE_UNKNOWN", "户", 2, "村编号"),
    ("wish for an unknown site", {"villages": [counted()], "households": roster(3, 1, preferred_site="s9")},
     "REFERENCE_UNKNOWN", "户", 2, "意愿安置点"),
    ("jobs at an unknown site", {"jobs": [{**JOB, "site": "s9"}]}, "REFERENCE_UNKNOWN", "岗位", 2, "安置点编号"),
    ("distance to an unknown site", {"travel": [{"village": "v1", "site": "s9", "km": 1.0}]},
     "REFERENCE_UNKNOWN", "里程", 2, "安置点编号"),
    ("pin of an unknown village", {"decisions": [pin("v9", "s1")]}, "REFERENCE_UNKNOWN", "指定", 2, "村编号"),
    ("progress of nothing", {"progress": [{"period": "2018Q1", "subject": "x", "milestone": "开工"}]},
     "REFERENCE_UNKNOWN", "进度", 2, "对象编号"),
    ("phase of an unknown site", {"sites": [site(), site(2, phase_of="s9", phase=2)]},
     "REFERENCE_UNKNOWN", "安置点", 3, "所属安置点"),
    ("pin to a later phase", {"sites": [site(), site(2, phase_of="s1", phase=2)], "decisions": [pin("v1", "s2")]},
     "REFERENCE_TO_PHASE", "指定", 2, "安置点编号"),
    ("nobody lives there", {"villages": [village(), village(2, households=0, persons=0, registered_households=0,
     registered_persons=0, labour_households=0, pupils=0, signed_households=0)]}, "VILLAGE_NO_HOUSEHOLDS", "村庄", 3, "户数"),
    ("more with labour than households", {"villages": [village(labour_households=11)]},
     "PART_ABOVE_WHOLE", "村庄", 2, "有劳力户数"),
    ("more signed than households", {"villages": [village(signed_households=11)]},
     "PART_ABOVE_WHOLE", "村庄", 2, "双签户数"),
    ("more pupils than persons", {"villages": [village(pupils=25)]}, "PART_ABOVE_WHOLE", "村庄", 2, "学龄儿童"),
    ("more reclaimable than homestead", {"villages": [village(reclaim_mu=16.0)]},
     "PART_ABOVE_WHOLE", "村庄", 2, "可复垦面积_亩"),
    ("more registered than persons", {"villages": [village(registered_persons=25)]},
     "PART_ABOVE_WHOLE", "村庄", 2, "建档立卡人口"),
    ("more registered than households", {"villages": [village(registered_households=11)]},
     "PART_ABOVE_WHOLE", "村庄", 2, "建档立卡户数"),
    ("more workers than members", {"villages": [counted()], "households": [*roster(3), {**roster(1)[0], "id": "h2", "labour": 2}]},
     "PART_ABOVE_WHOLE", "户", 3, "劳动力"),
    ("fewer persons than households", {"villages": [village(persons=9, registered_households=3, registered_persons=8)]},
     "PERSONS_BELOW_HOUSEHOLDS", "村庄", 2, "人口"),
    ("registered households without persons", {"villages": [village(registered_persons=0)]},
     "REGISTERED_MISMATCH", "村庄", 2, "建档立卡人口"),
    ("registered persons without household", {"villages": [village(registered_households=0)]},
     "REGISTERED_MISMATCH", "村庄", 2, "建档立卡人口"),
    ("accompanying households without persons", {"villages": [village(registered_persons=22)]},
     "ACCOMPANYING_MISMATCH", "村庄", 2, "建档立卡人口"),
    ("accompanying persons without household", {"villages": [village(registered_households=10)]},
     "ACCOMPANYING_MISMATCH", "村庄", 2, "建档立卡人口"),
    ("roster has another number", {"villages": [counted()], "households": roster(3, 2)},
     "ROSTER_SUM_DIFFERS", "村庄", 2, "人口"),
    ("coordinates blank", {"villages": [village(lat=None)]}, "COORDINATES_MISSING", "村庄", 2, "纬度"),
    ("coordinates swapped", {"villages": [village(), village(2, lon=38.7, lat=111.5)]}, "COORDINATES_SWAPPED", "村庄", 3, "经度"),
    ("coordinates in metres, or nowhere", {"sites": [site(lon=0.0, lat=0.0)]}, "COORDINATES_IMPOSSIBLE", "安置点", 2, "经度"),
    ("far outside the boundary", {"villages": [village(lon=112.5)], "layers": {"boundary": shapes(HERE)}},
     "OUTSIDE_BOUNDARY_FAR", "村庄", 2, "经度"),
    ("no reference system", {"crs": None}, "COUNTY_CRS_MISSING", "县情", None, "坐标系"),
    ("no such reference system", {"crs": "EPSG:999999"}, "COUNTY_CRS_UNKNOWN", "县情", None, "坐标系"),
    ("Beijing 1954", {"crs": "EPSG:4214"}, "COUNTY_CRS_UNSAFE", "县情", None, "坐标系"),
    ("Xi'an 1980, projected", {"crs": "EPSG:2382"}, "COUNTY_CRS_UNSAFE", "县情", None, "坐标系"),
    ("Tokyo", {"crs": "EPSG:4301"}, "COUNTY_CRS_FOREIGN", "县情", None, "坐标系"),
    ("layer of another zone", {"layers": {"hazards": shapes(box(114.5, 38.7, 114.6, 38.8))}},
     "LAYER_ELSEWHERE", "hazards", None, ""),
    ("site without capacity", {"sites": [site(), site(2, capacity_persons=0)]}, "SITE_NO_CAPACITY", "安置点", 3, "容纳人口"),
    ("two phases of each other", {"sites": [site(), site(2, phase_of="s3"), site(3, phase_of="s2", phase=2)]},
     "PHASE_CYCLE", "安置点", 3, "所属安置点"),
    ("a phase of itself", {"sites": [site(), site(2, phase_of="s2")]}, "PHASE_CYCLE", "安置点", 3, "所属安置点"),
    ("a phase of a phase", {"sites": [site(), site(2, phase_of="s1", phase=2), site(3, phase_of="s2", phase=3)]},
     "PHASE_NESTED", "安置点", 4, "所属安置点"),
    ("two second phases", {"sites": [site(), site(2, phase_of="s1", phase=2), site(3, phase_of="s1", phase=2)]},
     "PHASE_TWICE", "安置点", 4, "分期"),
    ("deadline of the county past", {"move_in_deadline": "2017Q4"}, "DEADLINE_BEFORE_START", "县情", None, "入住期限"),
    ("deadline of a village past", {"villages": [village(deadline="2017-12")]}, "DEADLINE_BEFORE_START", "村庄", 2, "最迟入住期"),
    ("may move only after it must", {"villages": [village(earliest="2019Q2", deadline="2019Q1")]},
     "EARLIEST_AFTER_DEADLINE", "村庄", 2, "最早搬迁期"),
    ("may begin only after it must", {"sites": [site(earliest_start="2018Q3", start_by="2018Q2")]},
     "START_WINDOW_EMPTY", "安置点", 2, "最迟开工期"),
    ("channel closes before it opens", {"channels": [{**CHANNEL, "from": "2019Q2", "to": "2019Q1"}]},
     "CHANNEL_DATES_REVERSED", "指标渠道", 2, "截止期"),
    ("fund for something unknown", {"funds": [{**FUND, "uses": ("住方",)}]}, "FUND_USE_UNKNOWN", "资金", 2, "用途"),
    ("pinned and forbidden", {"decisions": [pin("v1", "s1"), pin("v1", "s1", "禁止")]}, "PIN_AND_BAN", "指定", 2, "决定"),
    ("whole village pinned twice", {"sites": [site(), site(2)], "decisions": [pin("v1", "s1"), pin("v1", "s2")]},
     "PIN_TWICE", "指定", 3, "安置点编号"),
    ("group with a village that may be split", {"villages": [village(keep_with="g"), village(2, keep_with="g", whole=False)]},
     "GROUP_NOT_WHOLE", "村庄", 3, "整村搬迁"),
    ("group pinned apart", {"villages": [village(keep_with="g"), village(2, keep_with="g")], "sites": [site(), site(2)],
     "decisions": [pin("v1", "s1"), pin("v2", "s2")]}, "GROUP_TORN", "村庄", 2, "同迁组"),
    ("one pinned where the other must not go", {"villages": [village(keep_with="g"), village(2, keep_with="g")],
     "decisions": [pin("v1", "s1"), pin("v2", "s1", "禁止")]}, "GROUP_TORN", "村庄", 2, "同迁组"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "code", "sheet", "row", "column"), [case[1:] for case in BAD], ids=[c[0] for c in BAD]
)
def test_what_stops_the_work(sheets: Mapping[str, Any], code: str, sheet: str, row: int | None, column: str) -> None:
    errors = [f for f in check_county(county(**sheets)) if f.is_error]
    assert {f.code for f in errors} == {code}
    assert (errors[0].sheet, errors[0].row, errors[0].column) == (sheet, row, column)
    assert errors[0].remedy_zh
    assert errors[0].remedy_en


DOUBTFUL: list[tuple[str, Mapping[str, Any], str, str, int | None]] = [
    ("every site is unsafe", {"sites": [site(safe=False)]}, "NO_USABLE_SITE", "安置点", None),
    ("same decision twice", {"decisions": [pin("v1", "s1"), pin("v1", "s1")]}, "PAIR_TWICE", "指定", 3),
    ("households of eleven", {"villages": [village(persons=101)]}, "HOUSEHOLDS_HUGE", "村庄", 2),
    ("scattered ones have not signed", {"villages": [village(signed_households=2, scattered_households=3)]},
     "SCATTERED_ABOVE_SIGNED", "村庄", 2),
    ("stays and is reclaimed", {"villages": [village(retained=True)]}, "RETAINED_WITH_LAND", "村庄", 2),
    ("roster leaves a village out", {"villages": [counted(), village(2)], "households": roster(3, 1)},
     "ROSTER_INCOMPLETE", "村庄", 3),
    ("one head of two households", {"villages": [counted()], "households": roster(3, 1, id_number="140929198001011233")},
     "ID_NUMBERS_TWICE", "户", 3),
    ("just outside the boundary", {"villages": [village(lon=110.9)], "layers": {"boundary": shapes(HERE)}},
     "OUTSIDE_BOUNDARY", "村庄", 2),
    ("far from all others", {"villages": [village(), village(2), village(3, lon=115.0)]}, "FAR_FROM_OTHERS", "村庄", 4),
    ("plots of a village not on the list", {"layers": {"old_plots": shapes(box(111.5, 38.7, 111.501, 38.701), village=["v9"], mu=[14.0])}},
     "LAYER_IDS_UNKNOWN", "old_plots", None),
    ("drawn elsewhere", {"layers": {"villages": shapes(Point(111.55, 38.70), id=["v1"])}}, "POSITION_DIFFERS", "村庄", 2),
    ("drawn larger", {"layers": {"old_plots": shapes(box(111.5, 38.7, 111.501, 38.701), village=["v1"], mu=[20.0])}},
     "OLD_PLOTS_DIFFER", "村庄", 2),
    ("unsafe", {"sites": [site(), site(2, safe=False)]}, "SITE_UNSAFE", "安置点", 3),
    ("against the plan", {"sites": [site(), site(2, plan_conformity="不符合")]}, "SITE_NOT_CONFORMING", "安置点", 3),
    ("may move only after the end", {"villages": [village(earliest="2021Q1", deadline="2022Q1")]}, "PERIOD_OUTSIDE_HORIZON", "村庄", 2),
    ("may begin only after the end", {"sites": [site(earliest_start="2021Q1")]}, "PERIOD_OUTSIDE_HORIZON", "安置点", 2),
    ("jobs after the end", {"jobs": [{**JOB, "available_from": "2021-01"}]}, "PERIOD_OUTSIDE_HORIZON", "岗位", 2),
    ("progress after the end", {"progress": [{"period": "2021Q1", "subject": "v1", "milestone": "入住"}]},
     "PERIOD_OUTSIDE_HORIZON", "进度", 2),
    ("money after the end", {"funds": [{**FUND, "period": "2021Q1"}]}, "FUND_AFTER_HORIZON", "资金", 2),
    ("must have begun before the start", {"sites": [site(start_by="2017Q4")]}, "START_BY_PAST", "安置点", 2),
    ("deadline after the end", {"move_in_deadline": "2021Q1"}, "DEADLINE_AFTER_END", "县情", None),
    ("later than everybody's deadline", {"villages": [village(earliest="2020Q1")]}, "EARLIEST_AFTER_COUNTY_DEADLINE", "村庄", 2),
    ("approved after the end", {"sites": [site(approval_date=dt.date(2021, 1, 1))]}, "APPROVAL_AFTER_END", "安置点", 2),
    ("channel opens after the end", {"channels": [{**CHANNEL, "from": "2021Q1"}]}, "CHANNEL_NEVER_OPEN", "指标渠道", 2),
    ("channel closed before the start", {"channels": [{**CHANNEL, "to": "2017Q4"}]}, "CHANNEL_NEVER_OPEN", "指标渠道", 2),
    ("price of nothing", {"channels": [{**CHANNEL, "price": 0.0}]}, "CHANNEL_NO_PRICE", "指标渠道", 2),
    ("pins beyond the places", {"sites": [site(capacity_persons=20), site(2)], "decisions": [pin("v1", "s1")]},
     "PINS_ABOVE_CAPACITY", "指定", 2),
    ("a group of one", {"villages": [village(keep_with="g")]}, "GROUP_OF_ONE", "村庄", 2),
    ("too few places in all", {"villages": [village(), village(2)], "sites": [site(capacity_persons=40)]}, "CAPACITY_SHORT", "安置点", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "code", "sheet", "row"), [case[1:] for case in DOUBTFUL], ids=[c[0] for c in DOUBTFUL]
)
def test_what_is_only_doubtful(sheets: Mapping[str, Any], code: str, sheet: str, row: int | None) -> None:
    findings = check_county(county(**sheets))
    assert [f.code for f in findings if f.is_error] == []
    found = next(f for f in findings if f.code == code)
    assert (found.severity, found.sheet, found.row) == (Severity.WARNING, sheet, row)


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ({"sites": [site(plan_conformity="需修改")]}, "SITE_NEEDS_AMENDMENT"),
        ({"funds": [{**FUND, "period": "2017Q4"}]}, "FUND_BEFORE_HORIZON"),
        ({"villages": [counted()], "households": roster(3, 1, id_number="000000198001010001")}, "ID_NUMBERS_SYNTHETIC"),
        ({"villages": [counted()], "households": [*roster(3, id_number="140929198001011234"), {**roster(1)[0], "id": "h2"}]},
         "ID_NUMBERS_DOUBTFUL"),
    ],
)  # fmt: skip
def test_what_is_only_noted(sheets: Mapping[str, Any], code: str) -> None:
    findings = check_county(county(**sheets))
    assert [(f.code, f.severity) for f in findings if f.severity is Severity.NOTE] == [(code, Severity.NOTE)]
    assert not any(f.is_error for f in findings)


@pytest.mark.parametrize(
    ("decisions", "sites", "code"),
    [
        ([pin("v1", "s1")], [site(safe=False), site(2)], "PIN_EXCLUDED"),  # not safe
        ([pin("v1", "s1")], [site(plan_conformity="不符合"), site(2)], "PIN_EXCLUDED"),  # against the plan
        ([pin("v1", "s1")], [site(), site(2, phase_of="s1", phase=2, safe=False)], "PIN_EXCLUDED"),  # one of its phases
        ([pin("v1", "s1", "禁止")], [site(safe=False), site(2)], None),  # forbidden anyway
    ],
)
def test_nobody_is_sent_to_a_site_that_is_ruled_out(decisions: list, sites: list, code: str | None) -> None:
    errors = [f.code for f in check_county(county(decisions=decisions, sites=sites)) if f.is_error]
    assert errors == ([code] if code else [])


def test_a_fund_may_come_in_several_periods() -> None:
    assert check_county(county(funds=[FUND, {**FUND, "period": "2018Q2"}])) == []


def test_a_village_that_may_be_split_may_have_several_pins() -> None:
    sheets = {"villages": [village(whole=False)], "sites": [site(), site(2)]}
    assert check_county(county(**sheets, decisions=[pin("v1", "s1"), pin("v1", "s2")])) == []


def test_one_unknown_word_is_one_finding_with_the_nearest_id() -> None:
    findings = check_county(county(villages=[counted()], households=roster(3, 1, preferred_site="s01")))
    assert [f.code for f in findings] == ["REFERENCE_UNKNOWN"]
    assert "2" in findings[0].zh
    assert "s1" in findings[0].remedy_zh


def test_blank_counts_are_left_to_the_roster() -> None:
    blank = counted(signed_households=None, scattered_households=None)
    assert check_county(county(villages=[blank], households=roster(3, 1, mode="分散"))) == []


def test_each_stated_count_is_compared_with_the_roster() -> None:
    other = counted(labour_households=1, pupils=1, signed_households=1, scattered_households=1, registered_households=1)
    columns = {
        f.column
        for f in check_county(county(villages=[other], households=roster(3, 1)))
        if f.code == "ROSTER_SUM_DIFFERS"
    }
    assert columns == {"有劳力户数", "学龄儿童", "双签户数", "分散安置户数", "建档立卡户数"}


def test_quarters_in_a_monthly_calendar_begin_and_end_where_they_should() -> None:
    monthly = Calendar(year=2018, month=1, unit="month", periods=36)
    own = village(earliest="2019Q2", deadline="2019-04")
    assert check_county(county(villages=[own], calendar=monthly)) == []


def test_scattered_people_need_no_place() -> None:
    sheets = {"villages": [village(scattered_households=5)], "sites": [site(capacity_persons=12)]}
    assert "CAPACITY_SHORT" not in {f.code for f in check_county(county(**sheets))}


def test_a_boundary_drawn_elsewhere_is_one_finding() -> None:
    far = {"boundary": shapes(box(114.0, 38.5, 115.0, 39.0)), "villages": shapes(Point(114.5, 38.7), id=["v1"])}
    assert [(f.code, f.sheet) for f in check_county(county(layers=far))] == [
        ("LAYER_ELSEWHERE", "boundary"),
        ("LAYER_ELSEWHERE", "villages"),
    ]


def test_many_mistakes_of_one_kind_are_counted() -> None:
    findings = check_county(county(villages=[village(n, labour_households=11) for n in range(1, 41)]))
    parts = [f for f in findings if f.code == "PART_ABOVE_WHOLE"]
    more = next(f for f in findings if f.code == "FINDINGS_MORE")
    assert (len(parts), more.severity, more.value) == (30, Severity.ERROR, "PART_ABOVE_WHOLE")
    assert "10" in more.zh


# --- personal data


def test_names_and_numbers_never_show() -> None:
    rows = roster(3, 1, id_number="140929198001011234", head="张三")
    shown = " ".join(f.text() + f.text("en") for f in check_county(county(villages=[counted()], households=rows)))
    assert "1409************34" in shown
    assert "198001" not in shown
    assert "张三" not in shown


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("11010519491231002X", True),  # the standard's own example
        ("11010519491231002x", True),  # small x
        ("110105194912310021", False),  # check character
        ("110105194913310020", False),  # month 13
        ("1101051949123100", False),  # too short
        ("000000000000000000", False),  # nobody's
        ("ABCDEFGHIJKLMNOPQR", False),
    ],
)
def test_id_numbers(number: str, valid: bool) -> None:
    assert is_valid(number) is valid


@pytest.mark.parametrize(
    ("number", "shown"), [("11010519491231002X", "1101************2X"), ("12345", "*****"), ("", "")]
)
def test_masks(number: str, shown: str) -> None:
    assert masked(number) == shown


# --- rules with numbers of the policy


class Rules:
    """A policy of five numbers."""

    def number(self, key: str) -> float:
        return {"settlement.assessment_threshold": 800.0}[key]

    def optional(self, key: str) -> float | None:
        return {"jobs.public_limit": 5.0}[key]

    def flag(self, key: str) -> bool:
        return {"settlement.double_signature": True}[key]

    def texts(self, key: str) -> tuple[str, ...]:
        return {"jobs.rule_tiers": ("县城", "集镇")}[key]

    def table(self, key: str) -> tuple[Mapping[str, Any], ...]:
        return {
            "money.fund_kinds": ({"kind": "中央预算内投资"},),
            "quota.channels": (
                {"kind": "省内流转", "deep_poverty_only": False},
                {"kind": "跨省调剂", "deep_poverty_only": True},
            ),
        }[key]


CROSS = {**CHANNEL, "kind": "跨省调剂"}


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ({}, []),
        ({"sites": [site(capacity_persons=800)]}, []),  # at the threshold
        ({"sites": [site(capacity_persons=801)]}, ["SITE_NOT_ASSESSED"]),
        ({"sites": [site(capacity_persons=801, capacity_assessed=True)]}, []),
        # 500 + 500 places are one site of 1,000; both rows are unassessed
        ({"sites": [site(capacity_persons=500), site(2, capacity_persons=500, phase_of="s1", phase=2)]}, ["SITE_NOT_ASSESSED"] * 2),
        ({"funds": [{**FUND, "kind": "中央预算内投次"}]}, ["FUND_KIND_UNKNOWN"]),
        ({"channels": [{**CHANNEL, "kind": "拍卖"}]}, ["CHANNEL_KIND_UNKNOWN"]),
        ({"channels": [CROSS]}, ["CHANNEL_NOT_ALLOWED"]),  # an ordinary county
        ({"channels": [CROSS], "deep_poverty": True}, []),  # one of the ten
        ({"jobs": []}, ["POSTS_SHORT"]),  # 5 public posts for 7 households
        ({"jobs": [{**JOB, "posts": 2}]}, []),  # 5 + 2
        ({"jobs": [], "sites": [site(tier="中心村")]}, []),  # no rule there
        ({"jobs": [], "sites": [site(), site(2, tier="中心村", capacity_persons=5)]}, []),  # 2 of 7 may go there
        ({"jobs": [], "villages": [village(scattered_households=3)]}, []),  # 7 households of 10 · 0.7 are centralised
        ({"villages": [village(signed_households=8)]}, ["HOUSEHOLDS_UNSIGNED"]),
        ({"villages": [village(signed_households=None)]}, []),  # not stated
    ],
)  # fmt: skip
def test_rules_of_the_policy(sheets: Mapping[str, Any], expected: list[str]) -> None:
    assert [f.code for f in check_policy_rules(county(**sheets), Rules())] == expected
