"""Runs beside each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner import compare
from planner.findings import PlannerError
from tests.planner.made_runs import run_of


def test_indicators_and_their_difference():
    comparison = compare(run_of("two_villages"), run_of("too_few_beds"))
    assert comparison.names == ("two_villages", "too_few_beds")
    rows = comparison.indicators.set_index("key")
    assert rows.loc["persons_served", ["two_villages", "too_few_beds", "difference"]].tolist() == [30, 20, -10]
    assert rows.loc["unserved", "difference"] == pytest.approx(1000.0)
    assert rows.loc["persons_served", "zh"] == "得到安置的人口"


def test_villages_that_go_elsewhere():
    comparison = compare(run_of("two_villages"), run_of("too_few_beds"))
    (village,) = comparison.villages.to_dict("records")
    assert village["two_villages"].startswith("新村")
    assert village["too_few_beds"] == "条件不足"


def test_three_runs_and_equal_names():
    comparison = compare(run_of("base"), run_of("base"), run_of("base"))
    assert comparison.names == ("base#1", "base#2", "base#3")
    assert "difference" not in comparison.indicators
    assert len(comparison.villages) == 0


def test_too_few_runs_or_no_plan():
    run = run_of("base")
    for runs, code in (
        ((run,), "COMPARE_TOO_FEW"),
        ((run, replace(run, solution=replace(run.solution, plan=None))), "RUN_NO_PLAN"),
    ):
        with pytest.raises(PlannerError) as caught:
            compare(*runs)
        assert caught.value.findings[0].code == code


def test_compare_stays_the_function_after_its_module_is_loaded():
    import planner
    import planner.comparing

    assert callable(planner.compare)
    assert callable(planner.plan)
    assert callable(planner.audit)
    with pytest.raises(AttributeError):
        planner.no_such_name  # noqa: B018


def test_best_and_worst():
    comparison = compare(run_of("two_villages"), run_of("too_few_beds"), run_of("two_sites"))
    marks = comparison.marks.set_index("key")
    assert marks.loc["persons_served"].tolist() == ["best", "worst", "best"]
    assert marks.loc["objective"].tolist() == ["best", "worst", "best"]
    assert marks.loc["persons"].tolist() == ["", "", ""]  # no direction is better
    assert marks.loc["persons_late"].tolist() == ["", "", ""]  # all are equal


def test_differences_are_taken_from_the_base():
    comparison = compare(run_of("two_villages"), run_of("too_few_beds"), base=1)
    assert comparison.base == "too_few_beds"
    assert comparison.differences.set_index("key").loc["persons_served"].tolist() == [10, 0]


def test_an_indicator_that_one_run_lacks():
    run = run_of("base")
    older = replace(run, kpis={key: value for key, value in run.kpis.items() if key != "mean_km"})
    comparison = compare(run, older)
    assert comparison.differences.set_index("key").loc["mean_km"].tolist() == [0, None]
    assert comparison.marks.set_index("key").loc["mean_km"].tolist() == ["", ""]
