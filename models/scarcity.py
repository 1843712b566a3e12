"""What a county could have one more of, and what one more changes in its programme."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from models.families.sites import CAPACITY_FIELDS
from models.instance import Instance
from models.program import Program
from models.solver.variations import Change
from models.strategy.compiled import Compiled
from models.vocabulary import FundKind


class Resource(StrEnum):
    """Something that a county could have one more of."""

    PLACES = "places"
    FLOOR = "floor"
    SCHOOL = "school"
    CLINIC = "clinic"
    POSTS = "posts"
    FUND = "fund"
    CHANNEL = "channel"
    CHANNEL_YEAR = "channel_year"


class Rows(Compiled):
    """A programme whose rows are found by name."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._rows = {name: r for r, name in enumerate(program.rows)}

    def row(self, name: str) -> int | None:
        """Row of a name, if there is one."""
        return self._rows.get(name)

    def entries(self, row: int) -> Iterator[tuple[int, float]]:
        """Columns of a row and their coefficients."""
        part = slice(int(self.arrays.start[row]), int(self.arrays.start[row + 1]))
        yield from zip(self.arrays.index[part].tolist(), self.arrays.value[part].tolist(), strict=True)


Key = tuple[Resource, int, int | None]
_CAPACITIES = {
    Resource.PLACES: "site_persons",
    Resource.FLOOR: "site_floor",
    Resource.SCHOOL: "site_pupils",
    Resource.CLINIC: "site_clinic",
}


def resources(instance: Instance) -> Iterator[Key]:
    """Everything that a county could have one more of."""
    for resource, family in _CAPACITIES.items():
        for j, site in enumerate(instance.sites):
            if getattr(site.phases[0], CAPACITY_FIELDS[family]):
                yield resource, j, None
    yield from ((Resource.POSTS, j, None) for j, site in enumerate(instance.sites) if site.job_rule)
    for f, fund in enumerate(instance.funds):
        if fund.kind in (FundKind.GRANT, FundKind.AWARD):
            yield from ((Resource.FUND, f, t) for t in range(instance.periods))
    years = sorted({instance.calendar.year_of(t) for t in range(instance.periods)})
    for c, channel in enumerate(instance.channels):
        if channel.cap_mu is not None:
            yield from ((Resource.CHANNEL, c, t) for t in range(instance.periods) if channel.is_open(t))
        if channel.cap_year_mu is not None:
            yield from ((Resource.CHANNEL_YEAR, c, year) for year in years)


def change(model: Rows, resource: Resource, n: int, t: int | None) -> Change:
    """What one more unit changes in a programme."""
    if resource in _CAPACITIES:
        return _one_more_place(model, _CAPACITIES[resource], n)
    if resource is Resource.POSTS:
        return _one_more_post(model, n)
    if resource is Resource.FUND:
        return Change(sides=tuple(_one_more_paid_in(model, n, t or 0)))
    family = "channel_cap" if resource is Resource.CHANNEL else "channel_year"
    row = model.row(f"{family}.{n}.{t}")
    return Change(sides=() if row is None else ((row, 1.0),))


def _one_more_place(model: Rows, family: str, j: int) -> Change:
    """Entries of the first phase, in every row where its capacity stands, in proportion to it."""
    instance = model.program.instance
    amount = float(getattr(instance.sites[j].phases[0], CAPACITY_FIELDS[family]))
    names = [f"{family}.{j}"] + [f"{family}_by.{j}.{t}" for t in range(instance.periods)]
    if family == "site_persons":
        names += [f"held_built.persons.{j}.{t}" for t in range(instance.periods)]
    built = {model.position(x): 1 for (k, p, _), x in model.program.built.items() if (k, p) == (j, 0) and model.has(x)}
    rows = [row for name in names if (row := model.row(name)) is not None]
    return Change(entries=tuple((r, k, v / amount) for r in rows for k, v in model.entries(r) if k in built))


def _one_more_post(model: Rows, j: int) -> Change:
    """A post at a site from the first period on, for the households of that site alone."""
    program = model.program
    periods = range(program.instance.periods)
    names = [f"job_each.{j}"] + [f"job_each.{j}.{t}" for t in periods]
    entries = []
    for t in periods:
        row, built = model.row(f"held_built.labour.{j}.{t}"), program.built.get((j, 0, t))
        if row is not None and built is not None and model.has(built):
            entries.append((row, model.position(built), -1.0))
    sides = tuple((row, 1.0) for name in names if (row := model.row(name)) is not None)
    return Change(sides=sides, entries=tuple(entries))


def _one_more_paid_in(model: Rows, f: int, t: int) -> Iterator[tuple[int, float]]:
    fund = model.program.instance.funds[f]
    later = range(t, model.program.instance.periods)
    names = [f"award_granted.{f}.{s}" for s in later]
    if fund.kind is FundKind.GRANT:
        names = [f"fund_balance.{f}.{t}"]
        names += [f"fund_expiry.{f}.{s}" for s in later if fund.life is not None and s - fund.life >= t]
    yield from ((row, 1.0) for name in names if (row := model.row(name)) is not None)


def there_is(instance: Instance, one: Key) -> float:
    """How much of it there is: no more than that can be taken away."""
    resource, n, t = one
    if resource in _CAPACITIES:
        return float(getattr(instance.sites[n].phases[0], CAPACITY_FIELDS[_CAPACITIES[resource]]))
    if resource is Resource.POSTS:
        return float(sum(posts.count for posts in instance.posts if posts.reach == (n,)))
    if resource is Resource.FUND:
        return instance.funds[n].inflow[t or 0]
    channel = instance.channels[n]
    return (channel.cap_mu if resource is Resource.CHANNEL else channel.cap_year_mu) or 0.0
