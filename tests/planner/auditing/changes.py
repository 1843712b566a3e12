"""Small changes of a plan or a county, to spoil a valid plan with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.instance import Instance
    from models.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """A change of the plan (and perhaps of the county) and the code that must follow."""

    name: str
    county: str
    code: str
    plan: Callable[[Plan], Plan]
    instance: Callable[[Instance], Instance] = lambda county: county


def put(field: str, position: int, **changes: Any) -> Callable[[Plan], Plan]:
    """Change one row."""

    def change(plan: Plan) -> Plan:
        rows = list(getattr(plan, field))
        rows[position] = replace(rows[position], **changes)
        return replace(plan, **{field: tuple(rows)})

    return change


def drop(field: str, position: int) -> Callable[[Plan], Plan]:
    """Delete one row."""

    def change(plan: Plan) -> Plan:
        rows = getattr(plan, field)
        return replace(plan, **{field: rows[:position] + rows[position + 1 :]})

    return change


def add(field: str, *rows: Any) -> Callable[[Plan], Plan]:
    """Add rows."""
    return lambda plan: replace(plan, **{field: getattr(plan, field) + rows})


def both(*changes: Callable[[Plan], Plan]) -> Callable[[Plan], Plan]:
    """One change after the other."""

    def change(plan: Plan) -> Plan:
        for one in changes:
            plan = one(plan)
        return plan

    return change


def sites(**changes: Any) -> Callable[[Instance], Instance]:
    """Change every site."""
    return lambda county: replace(county, sites=tuple(replace(s, **changes) for s in county.sites))


def phases(**changes: Any) -> Callable[[Instance], Instance]:
    """Change every phase."""

    def change(county: Instance) -> Instance:
        return replace(
            county,
            sites=tuple(replace(s, phases=tuple(replace(p, **changes) for p in s.phases)) for s in county.sites),
        )

    return change


def pairs(**changes: Any) -> Callable[[Instance], Instance]:
    """Change every arc."""
    return lambda county: replace(county, arcs=tuple(replace(a, **changes) for a in county.arcs))


def villages(**changes: Any) -> Callable[[Instance], Instance]:
    """Change every village."""
    return lambda county: replace(county, villages=tuple(replace(v, **changes) for v in county.villages))


def rules(part: str, **changes: Any) -> Callable[[Instance], Instance]:
    """Change the rules of one part."""
    return lambda county: replace(county, **{part: replace(getattr(county, part), **changes)})


def ways(**changes: Any) -> Callable[[Instance], Instance]:
    """Change every channel."""
    return lambda county: replace(county, channels=tuple(replace(c, **changes) for c in county.channels))


def fund(name: str, **changes: Any) -> Callable[[Instance], Instance]:
    """Change one fund."""

    def change(county: Instance) -> Instance:
        return replace(county, funds=tuple(replace(f, **changes) if f.id == name else f for f in county.funds))

    return change


def same(plan: Plan) -> Plan:
    """The plan as it is: the county changes under it."""
    return plan


def mutation(name: str, county: str, code: str, plan: Any, instance: Any = None) -> Mutation:
    if instance is None:
        return Mutation(name=name, county=county, code=code, plan=plan)
    return Mutation(name=name, county=county, code=code, plan=plan, instance=instance)
