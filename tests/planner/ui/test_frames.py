"""Frames of charts against the plan they come from, on small counties; charts draw them and ask nobody for anything."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from models.vocabulary import CashFlow, Mode
from planner.ui.charts import accounts as draw_accounts
from planner.ui.charts import maps, search
from planner.ui.charts import sites as draw_sites
from planner.ui.charts import times as draw_times
from planner.ui.frames import accounts, places, sites, times
from planner.ui.words import Words
from tests import counties
from tests.planner.made_runs import run_of

NAMES = sorted(counties.ANSWERS)[:6]
pytestmark = pytest.mark.parametrize("name", NAMES)


def test_a_map_shows_every_village_and_where_its_people_go(name: str):
    run = run_of(name)
    shown = places.run_places(run, None)
    assert list(shown.villages["pick"]) == [v.id for v in run.instance.villages]
    assert shown.villages["persons"].sum() == sum(p.persons for p in run.plan.placements)
    placed = {(p.village, p.site) for p in run.plan.placements if p.mode is Mode.CENTRALISED}
    assert set(zip(shown.flows["pick"], shown.flows["site"], strict=True)) == placed


def test_everybody_who_moves_is_counted_once(name: str):
    run = run_of(name)
    moved = sum(m.persons for m in run.plan.moves)
    assert times.persons_in(run)["persons"].iloc[-1] == moved
    bars = times.village_times(run)
    assert set(bars[bars["step"] == "入住"]["village"]) == {m.village for m in run.plan.moves}
    assert (bars["end"] > bars["begin"]).all()


def test_money_and_quota_add_up_to_the_ledgers(name: str):
    run = run_of(name)
    sums = {flow: sum(c.amount for c in run.plan.cash if c.flow is flow) for flow in CashFlow}
    assert accounts.money_by_fund(run)["amount"].sum() == pytest.approx(sums[CashFlow.RECEIVED])
    assert accounts.money_by_use(run)["amount"].sum() == pytest.approx(sums[CashFlow.PAID])
    left = sums[CashFlow.RECEIVED] - sums[CashFlow.PAID] - sums[CashFlow.LAPSED]
    assert accounts.money_left(run)["balance"].iloc[-1] == pytest.approx(left, abs=1e-6)
    stock = accounts.quota_stock(run)
    assert (stock["mu"] > -1e-6).all()


def test_no_site_is_used_beyond_what_it_has(name: str):
    frame = sites.site_use(run_of(name))
    housed = frame[frame["what"] == "容量"]
    assert (housed["share"].astype(float) <= 100 + 1e-6).all()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_charts_draw_them_from_their_own_data_alone(name: str, language: Any):
    run, words = run_of(name), Words(language)
    labels = times.labels(run)
    frames = accounts.money_by_use(run)
    drawn = [
        maps.draw_map(places.run_places(run, None), words, chosen=run.instance.villages[0].id),
        draw_times.draw_persons_in(times.persons_in(run), words),
        draw_accounts.draw_left(accounts.money_left(run), labels, words),
        draw_accounts.draw_quota(accounts.quota_flows(run), accounts.quota_stock(run), labels, words),
    ]
    if not frames.empty:
        drawn.append(draw_accounts.draw_payments(frames, labels, words))
    if run.plan.buildings:
        drawn.append(draw_times.draw_sites(times.site_times(run), times.deadlines(run), labels, words))
        drawn.append(draw_sites.draw_use(sites.site_use(run), words))
    if run.plan.moves:
        drawn.append(draw_times.draw_villages(times.village_times(run), labels, words))
    for chart in drawn:
        spec = chart.to_dict()
        spec.pop("$schema")
        assert "http" not in json.dumps(spec)
        assert '"url"' not in json.dumps(spec)


def test_progress_and_trade_offs_are_drawn(name: str):
    words = Words("zh")
    history = pd.DataFrame({"seconds": [0.0, 1.0, 2.0], "incumbent": [None, 9.0, 8.0], "bound": [1.0, 2.0, 3.0]})
    assert len(search.draw_progress(history, words).to_dict()["datasets"]) == 1
    points = pd.DataFrame({"name": ["a", "b"], "x": [1.0, 2.0], "y": [2.0, 1.0], "group": ["", ""]})
    assert search.draw_trade_off(points, words, (name, name)).to_dict()["layer"]
