"""Scenario files: read, refused, written, read again."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.findings import PlannerError
from planner.scenario import (
    Decision,
    FundChange,
    Scenario,
    SiteChoice,
    SolverChoice,
    check_scenario,
    merged_decisions,
    read_scenario,
    write_scenario,
)
from tests.planner.assemble.tiny import SITE, VILLAGE, county

FULL = """
name = "提前入住"
county = "kelan.xlsx"
layers = "map/kelan.gpkg"
policy = "shanxi-2018"
deadline = "2019q3"

[parameters]
"施工队数" = "4;2018-07=8"
clearance.yield = 0.8
"jobs.public_limit" = 40

[parameters.money]
bonus = { "2018-07" = 3000, "2019-01" = 1000 }
loan_limit = 500

[[decisions]]
village = "v1"
site = "s1"
decision = "指定"
reason = "群众代表会议"

[sites.s1]
state = "forced"
capacity_persons = 120

[[funds]]
fund = "f1"
period = "2018Q4"
amount = 12.5

[solver]
time_limit = 60
gap = 0.01
seed = 7
solver = "cbc"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files that FULL names."""
    (tmp_path / "map").mkdir()
    for name in ("kelan.xlsx", "map/kelan.gpkg"):
        (tmp_path / name).touch()
    return tmp_path


def write(folder: Path, text: str) -> Path:
    path = folder / "base.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_full_scenario(folder: Path) -> None:
    found = read_scenario(write(folder, FULL))
    assert found == Scenario(
        name="提前入住",
        county=folder / "kelan.xlsx",
        layers=folder / "map" / "kelan.gpkg",
        policy="shanxi-2018",
        deadline="2019Q3",
        overrides={
            "construction.crews": (("", 4.0), ("2018-07", 8.0)),
            "clearance.yield": 0.8,
            "jobs.public_limit": 40,
            "money.bonus": (("2018-07", 3000.0), ("2019-01", 1000.0)),
            "money.loan_limit": 500.0,
        },
        decisions=(Decision(village="v1", site="s1", decision="指定", reason="群众代表会议"),),
        sites={"s1": SiteChoice(state="forced", capacity_persons=120)},
        funds=(FundChange(fund="f1", period="2018Q4", amount=12.5),),
        solver=SolverChoice(time_limit=60.0, gap=0.01, seed=7, solver="cbc"),
    )


def test_the_shortest_scenario_and_a_bare_workbook(folder: Path) -> None:
    short = read_scenario(write(folder, 'county = "kelan.xlsx"\ndeadline = 2019-12-31\n'))
    assert (short.name, short.deadline, short.policy, short.layers) == ("base", "2019-12", None, None)
    bare = read_scenario(folder / "kelan.xlsx")
    assert bare == Scenario(name="kelan", county=folder / "kelan.xlsx")


def test_an_own_policy_file_is_found_beside_the_scenario(folder: Path) -> None:
    (folder / "mine.toml").touch()
    found = read_scenario(write(folder, 'county = "kelan.xlsx"\npolicy = "mine.toml"\n'))
    assert found.policy == str(folder / "mine.toml")


MINIMAL = 'county = "kelan.xlsx"\n'


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ('county = "kelan.xlsx\n', "TOML_SYNTAX", "row 1"),
        (MINIMAL + "x = [1,\n", "TOML_SYNTAX", "row 3"),  # ends in the middle
        ("", "SCENARIO_NO_COUNTY", ""),
        ('county = "kelen.xlsx"\n', "SCENARIO_FILE_MISSING", "kelan.xlsx"),
        (MINIMAL + 'layers = "map/none.gpkg"\n', "SCENARIO_FILE_MISSING", "none.gpkg"),
        (MINIMAL + 'policy = "none.toml"\n', "SCENARIO_FILE_MISSING", "none.toml"),
        (MINIMAL + 'deadlin = "2019-12"\n', "SCENARIO_UNKNOWN_KEY", "deadline"),
        (MINIMAL + "name = 3\n", "SCENARIO_VALUE", "text"),
        (MINIMAL + 'deadline = "Ende 2019"\n', "SCENARIO_VALUE", "2019Q4"),
        (MINIMAL + 'deadline = "2019-13"\n', "SCENARIO_VALUE", "2019-13"),
        (MINIMAL + "parameters = 3\n", "SCENARIO_VALUE", "[parameters]"),
        (MINIMAL + "[parameters]\nclearance.yeld = 1\n", "POLICY_UNKNOWN_KEY", "clearance.yield"),
        (MINIMAL + '[parameters]\n"施工队" = 1\n', "POLICY_UNKNOWN_KEY", "施工队数"),
        (MINIMAL + "[parameters]\nclearance.yield = 1.5\n", "SCENARIO_VALUE", "0 … 1"),
        (MINIMAL + '[parameters]\nclearance.yield = 1\n"复垦成功率" = 1\n', "SCENARIO_TWICE", "复垦成功率"),
        (MINIMAL + "decisions = 3\n", "SCENARIO_VALUE", "[[decisions]]"),
        (MINIMAL + '[[decisions]]\nvillage = "v"\nsite = "s"\n', "SCENARIO_MISSING_KEY", "decision"),
        (MINIMAL + '[[decisions]]\nvillage = "v"\nsite = "s"\ndecision = "也许"\n', "SCENARIO_VALUE", "指定"),
        (MINIMAL + '[[decisions]]\nvilage = "v"\n', "SCENARIO_UNKNOWN_KEY", "village"),
        (MINIMAL + "sites = []\n", "SCENARIO_VALUE", "[sites.ID]"),
        (MINIMAL + '[sites.s1]\nstate = "maybe"\n', "SCENARIO_VALUE", "forced"),
        (MINIMAL + "[sites.s1]\ncapacity_persons = 1.5\n", "SCENARIO_VALUE", "whole"),
        (MINIMAL + '[[funds]]\nfund = "f"\nperiod = "2018Q1"\namount = -1\n', "SCENARIO_VALUE", "at least 0"),
        (MINIMAL + "solver = 3\n", "SCENARIO_VALUE", "[solver]"),
        (MINIMAL + "[solver]\ntime_limt = 3\n", "SCENARIO_UNKNOWN_KEY", "time_limit"),
        (MINIMAL + "[solver]\ntime_limit = 0\n", "SCENARIO_VALUE", "above 0"),
        (MINIMAL + "[solver]\ngap = true\n", "SCENARIO_VALUE", "number"),
        (MINIMAL + '[solver]\nsolver = "gurobi"\n', "SCENARIO_VALUE", "highs"),
        (MINIMAL + "[solver]\ngap = nan\n", "SCENARIO_VALUE", "number"),
    ],
)
def test_what_is_wrong_with_a_scenario(folder: Path, text: str, code: str, hint: str) -> None:
    with pytest.raises(PlannerError) as error:
        read_scenario(write(folder, text))
    assert [f for f in error.value.findings if f.code == code and hint in f.text("en")]


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    with pytest.raises(PlannerError) as error:
        read_scenario(write(folder, 'nam = "x"\n[solver]\nseed = -1\n'))
    assert [f.code for f in error.value.findings] == ["SCENARIO_UNKNOWN_KEY", "SCENARIO_NO_COUNTY", "SCENARIO_VALUE"]


def test_missing_scenario(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="TOML_MISSING"):
        read_scenario(tmp_path / "none.toml")


def test_replace_changes_what_is_given_even_to_nothing() -> None:
    first = Scenario(name="a", deadline="2019-12", policy="shanxi-2018")
    changed = first.replace(deadline=None, name="b")
    assert (changed.name, changed.deadline, changed.policy) == ("b", None, "shanxi-2018")
    assert first.deadline == "2019-12"


_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(str.strip).filter(bool)
_NUMBERS = st.floats(0, 1e9, allow_nan=False)
_PERIODS = st.sampled_from(["2018-07", "2018Q4", "2019-12"])
_OVERRIDES: dict[str, st.SearchStrategy[Any]] = {
    "clearance.yield": st.floats(0, 1),
    "jobs.public_limit": st.integers(0, 500),
    "construction.crews": st.none()
    | st.dictionaries(st.just("") | _PERIODS, _NUMBERS, min_size=1).map(lambda d: tuple(d.items())),
    "settlement.double_signature": st.booleans(),
    "jobs.rule_tiers": st.lists(_WORDS, max_size=3).map(tuple),
    "construction.start_by": st.none() | _PERIODS,
    "quota.opening": st.just(
        ({"source": "补充耕地", "land_class": "水田", "mu": 3.0, "period": None},),
    ),
}


@settings(deadline=None, max_examples=60)
@given(
    scenario=st.builds(
        Scenario,
        name=_WORDS,
        county=st.just(Path("kelan.xlsx")),
        policy=st.none() | st.just("shanxi-2018"),
        deadline=st.none() | _PERIODS,
        overrides=st.fixed_dictionaries({}, optional=_OVERRIDES),
        decisions=st.lists(
            st.builds(
                Decision,
                village=_WORDS,
                site=_WORDS,
                decision=st.sampled_from(["指定", "禁止"]),
                reason=_WORDS | st.just(""),
            ),
            max_size=3,
        ).map(tuple),
        sites=st.dictionaries(
            _WORDS,
            st.builds(
                SiteChoice,
                state=st.sampled_from(["free", "forced", "off"]),
                capacity_persons=st.none() | st.integers(0, 5000),
            ),
            max_size=3,
        ),
        funds=st.lists(st.builds(FundChange, fund=_WORDS, period=_PERIODS, amount=_NUMBERS), max_size=2).map(tuple),
        solver=st.builds(
            SolverChoice,
            time_limit=st.none() | st.floats(1, 1e6),
            gap=st.floats(0, 1),
            threads=st.integers(0, 8),
            seed=st.integers(0, 2**31),
            work_limit=st.none() | st.floats(1, 1e6),
            solver=st.sampled_from(["highs", "cbc"]),
            strategy=_WORDS,
        ),
    )
)
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, scenario: Scenario) -> None:
    folder = tmp_path_factory.mktemp("trip")
    (folder / "kelan.xlsx").touch()
    own = scenario.replace(county=folder / "kelan.xlsx")
    write_scenario(own, folder / "again.toml")
    assert read_scenario(folder / "again.toml") == own


def test_paths_are_written_relative_to_the_scenario(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "mine.toml").touch()
    own = Scenario(
        name="x",
        county=folder / "kelan.xlsx",
        layers=folder / "map" / "kelan.gpkg",
        policy=str(folder / "mine.toml"),
    )
    write_scenario(own, folder / "sub" / "x.toml")
    assert 'county = "../kelan.xlsx"' in (folder / "sub" / "x.toml").read_text(encoding="utf-8")
    assert read_scenario(folder / "sub" / "x.toml") == own


TWO = [VILLAGE, {**VILLAGE, "id": "v2", "whole": False}]
SITES = [SITE, {**SITE, "id": "s2"}, {**SITE, "id": "s3", "phase_of": "s2", "phase": 2}]


def pin(village: str, site: str, word: Any = "指定") -> Decision:
    return Decision(village=village, site=site, decision=word)


@pytest.mark.parametrize(
    ("scenario", "code"),
    [
        (Scenario(decisions=(pin("v9", "s1"),)), "SCENARIO_UNKNOWN_ID"),
        (Scenario(decisions=(pin("v2", "s3"),)), "SCENARIO_UNKNOWN_ID"),  # a later phase is no site
        (Scenario(sites={"s8": SiteChoice()}), "SCENARIO_UNKNOWN_ID"),
        (Scenario(funds=(FundChange(fund="f9", period="2018Q1", amount=1),)), "SCENARIO_UNKNOWN_ID"),
        (Scenario(funds=(FundChange(fund="f1", period="2028Q1", amount=1),)), "SCENARIO_FUND_PERIOD"),
        (Scenario(deadline="2017Q4"), "SCENARIO_DEADLINE"),
        (Scenario(sites={"s2": SiteChoice(capacity_persons=9)}), "SCENARIO_PHASED_CAPACITY"),
        (Scenario(decisions=(pin("v1", "s1", "禁止"),)), "PIN_AND_BAN"),  # the workbook pins it
        (Scenario(decisions=(pin("v1", "s2"),)), "PIN_TWICE"),  # elsewhere than the workbook
        (Scenario(decisions=(pin("v2", "s1"), pin("v2", "s2"))), None),  # may be split
        (Scenario(decisions=(pin("v1", "s1"),)), None),  # the same again
        (Scenario(decisions=(pin("v2", "s1", "禁止"),), sites={"s1": SiteChoice(capacity_persons=5)}), None),
    ],
)
def test_scenario_against_its_county(scenario: Scenario, code: str | None) -> None:
    workbook = [{"village": "v1", "site": "s1", "decision": "指定"}]
    its_county = county(villages=TWO, sites=SITES, decisions=workbook)
    assert [f.code for f in check_scenario(scenario, its_county)] == ([code] if code else [])


def test_decisions_of_workbook_and_scenario_together() -> None:
    its_county = county(decisions=[{"village": "v1", "site": "s1", "decision": "指定", "reason": "会议"}])
    scenario = Scenario(decisions=(pin("v1", "s1"), pin("v1", "s2", "禁止")))
    assert merged_decisions(scenario, its_county) == (
        Decision(village="v1", site="s1", decision="指定", reason="会议"),
        pin("v1", "s2", "禁止"),
    )
