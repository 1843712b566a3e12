"""A county whose answer was found by hand: who is installed finds it, and says so when it is not."""

from __future__ import annotations

import pickle

import pytest

from benchmarks.sidebyside import contenders, running
from benchmarks.sidebyside.cases import County
from benchmarks.sidebyside.contenders import CONTENDERS, Contender
from benchmarks.sidebyside.figures import best_plan
from tests.counties import too_few_beds, two_sites

INSTALLED = [name for name, one in CONTENDERS.items() if one.is_installed and name != "spopt"]


def compete(county, name, folder):
    (folder / "1x1x1-0.pickle").write_bytes(pickle.dumps((county, None)))
    return running.compete(County(name="1x1x1", seed=0), name, 60.0, 1, folder)


def test_ours_highs_and_cbc_are_always_there():
    assert {"ours", "highs", "cbc"} <= set(INSTALLED)


@pytest.mark.parametrize("name", INSTALLED)
@pytest.mark.parametrize(("county", "answer"), [(two_sites, 11.0), (too_few_beds, 1010.0)])
def test_everybody_finds_the_answer_with_the_constant_and_proves_it(name, county, answer, tmp_path):
    row = compete(county(), name, tmp_path)

    assert best_plan(row)["objective"] == pytest.approx(answer, abs=1e-6)
    assert [v["refused"] for v in row["verdicts"]] == [""] * len(row["verdicts"])
    assert max(b for _, b in row["bounds"]) == pytest.approx(answer, abs=0.05)
    assert row["megabytes"] > 0


def test_who_is_not_installed_is_told_and_not_run(tmp_path, monkeypatch):
    gone = Contender(title="Gone", module="gone", needs="no_such_solver", how="")
    monkeypatch.setitem(contenders.CONTENDERS, "gone", gone)

    assert compete(two_sites(), "gone", tmp_path)["status"] == "not installed"


def test_a_contender_that_breaks_down_is_told(tmp_path, monkeypatch):
    broken = Contender(title="Broken", module="no_such_module", needs="", how="")
    monkeypatch.setitem(contenders.CONTENDERS, "broken", broken)

    assert compete(two_sites(), "broken", tmp_path)["status"] == "broke down"
