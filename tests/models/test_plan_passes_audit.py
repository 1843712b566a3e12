"""The programme and the audit were written apart; here they must agree."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.plan import Plan
from models.solver.limits import Limits
from models.strategy import solve
from models.vocabulary import CashFlow, FundKind
from planner.auditing import audit, gross, objective_terms
from tests.counties import ANSWERS, instances
from tests.solving import best

SLOW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def errors(instance, plan, terms=None) -> list[str]:
    """What the audit says against a plan."""
    return [f"{f.code} {f.value} {f.amount}" for f in audit(instance, plan, terms=terms) if f.is_error]


@pytest.mark.parametrize("name", ANSWERS)
def test_best_plan_of_a_tiny_county_is_the_one_found_by_hand(name):
    county, expected = ANSWERS[name]
    plan, terms = best(county())
    assert sum(terms.values()) == pytest.approx(sum(expected.values()), abs=1e-5)
    assert errors(county(), plan, terms) == []


@SLOW
@given(instance=instances())
def test_any_plan_of_the_programme_passes_the_audit(instance):
    plan, terms = best(instance)
    assert errors(instance, plan, terms) == []
    found = objective_terms(instance, plan)
    for name, value in found.items():
        assert value == pytest.approx(terms.get(name, 0.0), rel=1e-6, abs=1e-6)
    assert gross(instance, plan) >= abs(found["income"])


@SLOW
@given(instance=instances(), work=st.sampled_from([None, 1, 50]))
def test_any_plan_the_solver_returns_passes_the_audit(instance, work):
    """Proven best or cut short by a limit of work."""
    solution = solve(instance, Limits(work=work, gap=0.0, threads=1))
    assert solution.plan is not None, solution.status
    assert errors(instance, solution.plan, solution.terms) == []
    assert solution.objective == pytest.approx(sum(solution.terms.values()), rel=1e-6, abs=1e-6)
    assert solution.gross == pytest.approx(gross(instance, solution.plan), rel=1e-6, abs=1e-6)
    if work is None:
        assert solution.objective - solution.bound <= 1e-5 * max(1.0, solution.gross)
        assert sum(best(instance)[1].values()) == pytest.approx(solution.objective, rel=1e-6, abs=1e-4)


def _spoilable(instance, plan) -> list[tuple[str, int, str]]:
    """Table, row and column of every figure that cannot grow by one without breaking a rule."""
    kinds = {f.id: f.kind for f in instance.funds}
    columns = {
        "placements": ("households", "persons", "registered_persons", "labour_households", "pupils"),
        "buildings": ("finish",),
        "moves": ("households", "persons"),
        "quota": ("mu",),
        "cash": ("amount",),
        "costs": ("amount",),
        "missing": ("amount",),
    }
    found = []
    for table, names in columns.items():
        for n, row in enumerate(getattr(plan, table)):
            if table == "cash" and _may_grow(row, kinds):
                continue
            found += [(table, n, name) for name in names]
    return found


def _may_grow(row, kinds) -> bool:
    """Award and own money may come later unused, and money may lapse, without harm."""
    return row.flow is CashFlow.LAPSED or (
        row.flow is CashFlow.RECEIVED and kinds[row.fund] in (FundKind.AWARD, FundKind.SELF)
    )


@SLOW
@given(instance=instances(), data=st.data())
def test_no_figure_of_a_plan_can_grow_by_one_unnoticed(instance, data):
    plan, _ = best(instance)
    table, n, column = data.draw(st.sampled_from(_spoilable(instance, plan)))
    rows = list(getattr(plan, table))
    rows[n] = replace(rows[n], **{column: getattr(rows[n], column) + 1})
    assert errors(instance, replace(plan, **{table: tuple(rows)})) != []


@SLOW
@given(instance=instances(), data=st.data())
def test_no_row_can_stand_twice_or_name_something_unknown(instance, data):
    plan, _ = best(instance)
    tables = [f.name for f in fields(Plan) if getattr(plan, f.name)]
    table = data.draw(st.sampled_from(tables))
    rows = getattr(plan, table)
    row = data.draw(st.sampled_from(rows))
    assert errors(instance, replace(plan, **{table: (*rows, row)})) != []
    name = next((c for c in ("village", "site", "fund") if hasattr(row, c)), None)
    if name is not None:
        others = tuple(r for r in rows if r is not row)
        assert errors(instance, replace(plan, **{table: (*others, replace(row, **{name: "?"}))})) != []
