"""On random counties, made short: repairs repair, and clashes clash, whoever solves the county with limits lifted."""

from __future__ import annotations

from dataclasses import replace

import pulp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.build import build_program
from models.diagnose import applied, diagnose
from models.diagnose.elastic import Elastic
from models.diagnose.records import Kind, Limit, Measure, Verdict
from models.instance import Instance, Weights
from models.objective import SHORTFALL_TERMS
from models.solver import HiGHS, Limits
from tests.random_counties import instances

WORK = Limits(work=10_000_000, gap=0.0, threads=1)
STERN = Weights(unserved=1000.0, late=50.0, no_job=500.0, overdue=20.0, floor=200.0, split=0.1)
"""Penalties above every real cost of a random county, so that its best plan has the least shortfall."""
_PLENTY = {Kind.SEASON: 1.0, Kind.FUND: 1e4, Kind.FLOOR_AREA: 1e5, Kind.DUE: 5.0, Kind.DEADLINE: 6.0, Kind.CLOCK: 9.0}


def squeezed(county: Instance, money: float, places: float) -> Instance:
    """Less money, fewer places; homes paid for those who come, so that a place more is no cost more."""
    funds = (replace(f, inflow=tuple(money * x for x in f.inflow)) if f.id == "grant" else f for f in county.funds)
    sites = (
        replace(s, phases=tuple(replace(p, capacity_persons=int(places * p.capacity_persons)) for p in s.phases))
        for s in county.sites
    )
    return replace(
        county,
        funds=tuple(funds),
        sites=tuple(sites),
        arcs=tuple(replace(arc, places=1.0) for arc in county.arcs),
        money=replace(county.money, housing_when_built=False),
        weights=STERN,
    )


def least_shortfall(county: Instance) -> float:
    """Least penalised shortfall, from the county's own programme."""
    program = build_program(county)
    short = pulp.lpSum(program.terms[name] for name in SHORTFALL_TERMS)
    program.problem.setObjective(short)
    assert program.problem.solve(HiGHS(gap=0.0)) == pulp.LpStatusOptimal
    return float(program.problem.objective.value())


def lifted(county: Instance, limits: set[Limit]) -> Instance:
    """The county with plenty of what these limits limit, by changing its records one by one."""
    return applied(county, [Measure(limit=x, amount=_PLENTY.get(x.kind, 1000.0), cost=0.0) for x in sorted(limits)])


@pytest.mark.no_cover
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(instances(), st.sampled_from([1.0, 0.5, 0.2]), st.sampled_from([1.0, 0.4]))
def test_repairs_repair_and_clashes_clash(county: Instance, money: float, places: float) -> None:
    county = squeezed(county, money, places)
    least = least_shortfall(county)
    found = diagnose(county, limits=WORK)

    assert (found.verdict is Verdict.NOTHING_SHORT) == (least < 1e-4)
    if found.verdict is Verdict.NOTHING_SHORT:
        return
    assert found.confirmation is not None
    assert found.confirmation.agrees
    for repair in found.repairs:
        if repair.repairs:
            assert least_shortfall(applied(county, repair.measures)) < 1e-3, repair
    if found.unreachable:
        return
    assert any(repair.repairs for repair in found.repairs)
    assert found.clashes
    everything = set(Elastic(county).limits)
    for clash in found.clashes:
        assert clash.reduced
        assert clash.confirmed
        members = set(clash.limits)
        assert least_shortfall(lifted(county, everything - members)) > 1e-3, clash
        for one in members:
            assert least_shortfall(lifted(county, (everything - members) | {one})) < 1e-3, (clash, one)
