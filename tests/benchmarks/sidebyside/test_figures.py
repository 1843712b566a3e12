"""Gaps, times, words and files from figures written by hand."""

from __future__ import annotations

import pytest

from benchmarks.report import machine
from benchmarks.sidebyside.command import main
from benchmarks.sidebyside.contenders.plain_cbc import listen
from benchmarks.sidebyside.figures import compared, losses, middle
from benchmarks.sidebyside.page import page
from benchmarks.sidebyside.recorder import Recorder, read_events
from benchmarks.sidebyside.store import Store


def row(contender, plans, bounds, **rest):
    verdicts = [
        {"at": at, "claimed": x, "objective": x, "gross": 1000.0, "shortfall": 0.0, "refused": ""} for at, x in plans
    ]
    about = {"case": "5x2x4", "seed": 1, "limit": 60, "threads": 2, "status": "Time limit", "version": "1.0"}
    measured = {"seconds": 60.0, "megabytes": 100, "load": 0.0, "machine": machine()}
    return about | measured | {"contender": contender, "plans": [], "bounds": bounds, "verdicts": verdicts} | rest


OURS = row("ours", [[5.0, 130.0], [20.0, 110.0]], [[1.0, 95.0], [30.0, 102.0]])
BETTER = row("highs", [[40.0, 106.0]], [[50.0, 90.0]])


def test_gap_is_of_gross_and_distance_against_the_best_bound():
    ours, highs = (compared([OURS, BETTER])[name] for name in ("ours", "highs"))

    assert (ours.gap, highs.gap) == (pytest.approx(0.008), pytest.approx(0.016))
    assert highs.distance == pytest.approx(0.004)
    assert (ours.close_at, ours.near_at) == (30.0, 20.0)
    assert (highs.close_at, highs.near_at) == (None, 40.0)


def test_a_bound_above_a_plan_counts_for_nothing():
    wrong = row("cbc", [[1.0, 120.0]], [[2.0, 107.0]])
    assert compared([OURS, BETTER, wrong])["cbc"].bound is None
    assert "107.0 is above a plan" in page({"a": OURS, "b": BETTER, "c": wrong}, None)


def test_a_refused_plan_counts_for_nothing():
    refused = row("scip", [], [], verdicts=[{**BETTER["verdicts"][0], "objective": None, "refused": "why"}])
    assert compared([OURS, refused])["scip"].objective is None
    assert "1 of 1 plans refused" in page({"a": OURS, "b": refused}, None)


def test_losses_are_said_in_words():
    assert losses({"a": OURS, "b": BETTER}) == [
        "5x2x4, seed 1, 60 s: highs's plan was 0.40% of gross cheaper than ours."
    ]


def test_the_page_says_who_is_missing():
    text = page({"a": OURS, "b": row("scip", [], [], status="not installed")}, None)
    assert "| 5x2x4 | 60 s | SCIP | not installed |" in text


def test_the_median_of_runs_some_of_which_have_no_figure():
    assert middle([1.0, None, 2.0]) == 2.0
    assert middle([1.0, None]) is None


def test_events_survive_a_line_cut_short(tmp_path):
    recorder = Recorder(tmp_path, 60.0)
    recorder.bound(3.0)
    recorder.bound(2.0)
    recorder.plan(9.0)
    with (tmp_path / "events.jsonl").open("a") as log:
        log.write('{"at": 1')

    assert [(e.get("bound"), e.get("plan")) for e in read_events(tmp_path)] == [(3.0, None), (None, 9.0)]


def test_what_cbc_prints_gets_its_constant_back(tmp_path):
    recorder = Recorder(tmp_path, 60.0)
    for line in (
        "Continuous objective value is 10.5 - 0.01 seconds",
        "Cbc0012I Integer solution of 40 found by rounding after 0 iterations and 0 nodes (1.00 seconds)",
        "Cbc0010I After 100 nodes, 5 on tree, 40 best solution, best possible 12 (3.0 seconds)",
    ):
        listen(line, 100.0, recorder)

    assert [e.get("bound") or e.get("plan") for e in read_events(tmp_path)] == [110.5, 140.0, 112.0]


def test_a_page_from_results_alone(tmp_path, capsys):
    results = tmp_path / "results.json"
    Store(results).keep("a", OURS)

    assert main(["--results", str(results), "--from-results"]) == 0
    assert "| 5x2x4 | 1 | 60 s | our strategy | 110.0 |" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--sizes", "50x10"], "is no size"),
        (["--contenders", "ours,gurobi"], "gurobi: unknown"),
        (["--seeds", "1,b"], "seeds are whole numbers"),
    ],
)
def test_wrong_arguments_are_told(arguments, told, capsys):
    with pytest.raises(SystemExit):
        main(arguments)
    assert told in capsys.readouterr().err
