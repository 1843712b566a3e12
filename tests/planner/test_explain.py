"""Why the plan is as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.plan import RowPrice
from planner.explain import explain_family, explain_limits, explain_shortfalls, explain_site, explain_village
from planner.explain.prices import explain_prices
from planner.families import FAMILIES, row_words
from planner.findings import PlannerError
from planner.run import Run
from tests import counties
from tests.planner.made_runs import run_of, solved

PRICES = (
    RowPrice(family="site_persons", key=("0",), dual=-3.0, slack=0.0),
    RowPrice(family="crews", key=("2",), dual=-0.5, slack=0.0),
    RowPrice(family="village_once", key=("0",), dual=90.0, slack=0.0),
    RowPrice(family="payment", key=("DEMOLITION", "1"), dual=1.0, slack=0.0),
    RowPrice(family="built_monotone", key=("0", "0", "1"), dual=-9.0, slack=0.0),
)


def priced(name: str) -> Run:
    run = run_of(name)
    return replace(run, solution=replace(run.solution, prices=PRICES))


def test_a_village_with_a_full_site():
    """Kept together they need 30 places; the near site has 25."""
    here, candidates, forced, dropped = explain_village(run_of("kept_together"), "A")
    assert [(r["mode"], r["households"]) for r in here.rows] == [("集中", 5)]
    by_site = {r["site"]: r for r in candidates.rows}
    assert by_site["R"]["chosen"] == "✓"
    assert by_site["R"]["hardship"] == pytest.approx(1.0)
    assert by_site["S"]["obstacle"] == "该点未建设"
    assert dropped.rows == ()
    (there,) = forced.rows
    assert (there["site"], there["forced"], there["note"]) == ("S", None, "强制后无解")


def test_what_was_full_is_said():
    run = run_of("too_few_beds")
    left = next(m.subject for m in run.plan.missing)
    rows = explain_village(run, left)[1].rows
    assert rows[0]["obstacle"].startswith("容量不足：需")
    assert explain_village(run, left)[0].rows[0]["reason"] == "条件不足"


def test_a_village_is_found_by_name():
    assert explain_village(run_of("two_villages"), "乙村") == explain_village(run_of("two_villages"), "B")


def test_dropped_pairs_keep_their_reason():
    import pandas as pd

    frame = pd.DataFrame([{"village": "A", "site": "X", "code": "TOO_FAR", "zh": "太远", "en": "too far"}])
    assert explain_village(replace(run_of("base"), dropped=frame), "A")[3].rows[0]["zh"] == "太远"


def test_a_site():
    card, there, limits = explain_site(priced("two_villages"), "S")
    assert {"what": "容量（人）", "value": "30 / 30"} in card.rows
    assert [r["village"] for r in there.rows] == ["A", "B"]
    assert [(r["family"], r["worth"]) for r in limits.rows] == [("site_persons", 3.0)]


def test_what_going_elsewhere_would_cost():
    """B at R: R's 7 on top of S's 6, less 4 of hardship; and R built for itself comes to the same."""
    run = run_of("two_sites")
    (row,) = explain_village(run, "B")[2].rows
    assert (row["site"], row["forced"], row["phases"], row["movers"]) == ("R", 3.0, "R-1", "")
    built = next(s for s in explain_site(run, "R") if s.title_en == "If it were built")
    assert (built.rows[0]["investment"], built.rows[0]["forced"], built.rows[0]["movers"]) == (7.0, 3.0, "乙村")


def test_prices_in_both_languages():
    (section,) = explain_prices(run_of("too_few_jobs"), "zh")
    row = next(r for r in section.rows if r["resource"] == "posts")
    assert row["text_zh"] == "新村多 1 个岗位值 50.00 万元（-6 … +3 个内有效）"
    assert row["text_en"] == "one more post at 新村 is worth 50.00 万元 (holds for -6 … +3 posts)"
    assert row["trust_zh"] == "可信"
    (beds,) = explain_prices(run_of("too_few_beds"), "en")
    assert beds.columns[0][0] == "text_en"
    assert beds.rows[0]["trust_en"].startswith("cannot be trusted: hangs on whole villages")


def test_a_plan_that_cannot_be_is_not_priced():
    run = run_of("two_sites")
    hasty = replace(run.plan, moves=tuple(replace(m, period=1) for m in run.plan.moves),
                    buildings=tuple(replace(b, start=2, finish=3) for b in run.plan.buildings))  # fmt: skip
    edited = replace(run, solution=replace(run.solution, plan=hasty))
    for explain in (lambda: explain_prices(edited, "zh"), lambda: explain_village(edited, "A")):
        with pytest.raises(PlannerError) as caught:
            explain()
        assert caught.value.findings[0].code == "PRICE_PLAN_IMPOSSIBLE"


@pytest.mark.parametrize("explain", [explain_village, explain_site])
def test_who_is_not_there(explain):
    with pytest.raises(PlannerError) as caught:
        explain(run_of("two_villages"), "甲")
    assert caught.value.findings[0].code == "ASKED_UNKNOWN_ID"


def test_two_villages_of_one_name_must_be_told_apart():
    county = counties.two_villages()
    twins = solved(replace(county, villages=tuple(replace(v, name="同名") for v in county.villages)))
    with pytest.raises(PlannerError) as caught:
        explain_village(twins, "同名")
    assert "A 同名、B 同名" in caught.value.findings[0].remedy_zh


def test_limits_leave_logic_out_and_name_places():
    (section,) = explain_limits(priced("two_villages"))
    assert [(r["family"], r["worth"], r["where"]) for r in section.rows] == [
        ("site_persons", 3.0, "新村"),
        ("crews", 0.5, "2018Q3"),
    ]


def test_a_family_shows_every_row_that_binds():
    (section,) = explain_family(priced("two_villages"), "payment")
    assert [(r["row"], r["worth"]) for r in section.rows] == [("拆除 2018Q2", -1.0)]
    assert explain_family(priced("two_villages"), "built_monotone")[0].rows[0]["row"] == "0 0 1"
    assert explain_family(priced("two_villages"), "turnover_limit")[0].rows == ()
    with pytest.raises(PlannerError) as caught:
        explain_family(priced("two_villages"), "crew")
    assert "crews" in caught.value.findings[0].remedy_en


def test_shortfalls_add_up():
    run = run_of("too_few_months")
    shortfalls, _ = explain_shortfalls(run)
    assert sum(r["amount"] for r in shortfalls.rows) == 30
    assert {r["unit"] for r in shortfalls.rows} == {"人"}


def test_every_family_in_words_exists():
    """Words for a family that the programme does not have would never be shown."""
    from pathlib import Path

    import models.families

    folder = Path(models.families.__file__).parent
    source = "\n".join(p.read_text(encoding="utf-8") for p in folder.glob("*.py"))
    composed = {"site_persons", "site_floor", "site_pupils", "site_clinic"}
    unknown = [
        key
        for key in FAMILIES
        if f'"{key}"' not in source and key not in composed and key.removesuffix("_by") not in composed
    ]
    assert not unknown


def test_words_of_a_key():
    county = counties.phased_site()
    assert row_words(county, "phase_order", ("0", "1", "2")) == "新村 S-2 2018Q3"
    assert row_words(county, "fallback_limit", ()) == "试验县"
    assert row_words(county, "crews", ("99",)) == "99"
