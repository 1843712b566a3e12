"""What moving villages by hand breaks and costs, at once and without solving anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.auditing import audit, kpis, objective_terms
from planner.auditing.terms import PENALTIES
from planner.explain.sections import find, plan_of
from planner.findings import Finding, PlannerError, finding
from planner.moving.editing import capacity, edit
from planner.moving.room import Room, make_room
from planner.moving.words import in_office_words, is_about_people

if TYPE_CHECKING:
    from models.instance import Instance
    from models.plan import Plan
    from planner.run import Run

_PENALTIES = frozenset(PENALTIES.values())
_CENT = 0.005
"""Difference of a cost that is worth telling [万元]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A village that moves in at another time than before; periods are indices, ``before`` ``None`` if it did not."""

    village: str
    before: int | None
    after: int
    deadline: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """
    Villages moved by hand, judged.

    Parameters
    ----------
    moves
        Site ids by village id, with those of their keep-together groups that go along.
    plan
        The plan as edited.
    breaks
        What it breaks, errors first, in the office's words, with persons and places; notes say what goes along.
    ledgers
        What the audit finds in demolition, quota and money, which are still those of the old plan.
    costs
        Difference of the audited objective terms [万元]; those that stay are left out.
    kpis
        Indicators that change, before and after.
    later
        Villages that have to move later than before.
    room
        Villages that could make room where a site is overfull, one for each such site.
    """

    moves: Mapping[str, str]
    plan: Plan
    breaks: tuple[Finding, ...]
    ledgers: tuple[Finding, ...]
    costs: Mapping[str, float]
    kpis: Mapping[str, tuple[float, float]]
    later: tuple[Later, ...]
    room: tuple[Room, ...]

    @property
    def is_possible(self) -> bool:
        """Whether nothing about people and places stands against it; the ledgers follow when planned again."""
        return not any(f.is_error for f in self.breaks)

    @property
    def cost(self) -> float:
        """Difference of costs, incomes and stated prices [万元], without the penalties of shortfalls."""
        return sum(amount for term, amount in self.costs.items() if term not in _PENALTIES)

    @property
    def penalty(self) -> float:
        """Difference of the penalties of shortfalls [万元]: no money, but what the search would give to avoid them."""
        return sum(amount for term, amount in self.costs.items() if term in _PENALTIES)


def try_moves(run: Run, moves: Mapping[str, str]) -> Trial:
    """
    Say what it would break and cost to move villages to other sites, everything else left as it is.

    Parameters
    ----------
    run
        With a plan.
    moves
        Sites by village, ids or names; whole villages, with their keep-together groups.

    Raises
    ------
    PlannerError
        RUN_NO_PLAN, ASKED_UNKNOWN_ID, or MOVE_NOBODY where a village has no households for a site.
    """
    instance, plan = run.instance, plan_of(run)
    asked = _ids(instance, moves)
    wanted = _with_groups(instance, asked)
    edited = edit(instance, plan, wanted)
    before, after = (audit(instance, p, m2_limit=run.m2_limit) for p in (plan, edited))
    fresh = _fresh(before, after)
    missing = tuple(_not_built(instance, plan, wanted))
    later = tuple(_later(instance, plan, edited, wanted))
    breaks = [
        *_not_candidates(run, wanted), *missing,
        *in_office_words(instance, [f for f in fresh if is_about_people(f)], {f.subject for f in missing}),
        *_along(instance, asked, wanted), *_postponed(instance, later, wanted),
    ]  # fmt: skip
    ledgers = tuple(f for f in fresh if not is_about_people(f))
    if ledgers:
        breaks.append(finding("MOVE_LEDGERS", params={"count": len(ledgers)}))
    return Trial(
        moves=wanted,
        plan=edited,
        breaks=tuple(sorted(breaks, key=lambda f: ("error", "warning", "note").index(f.severity))),
        ledgers=ledgers,
        costs=_differences(objective_terms(instance, plan), objective_terms(instance, edited)),
        kpis=_changes(kpis(instance, plan), kpis(instance, edited)),
        later=later,
        room=tuple(make_room(instance, edited, wanted)),
    )


def _ids(instance: Instance, moves: Mapping[str, str]) -> dict[str, str]:
    villages, sites = ([(r.id, r.name) for r in records] for records in (instance.villages, instance.sites))
    found: dict[str, str] = {}
    for asked, target in moves.items():
        village = instance.villages[find(asked, villages, "村庄", "village")]
        if not village.centralised:
            raise PlannerError([finding("MOVE_NOBODY", subject=village.id, params={"village": village.name})])
        found[village.id] = instance.sites[find(target, sites, "安置点", "site")].id
    return found


def _with_groups(instance: Instance, asked: Mapping[str, str]) -> dict[str, str]:
    wanted = dict(asked)
    for village, site in asked.items():
        for i in instance.groups[instance.group_of[instance.village_index[village]]]:
            mate = instance.villages[i]
            if mate.centralised:
                wanted.setdefault(mate.id, site)
    return wanted


def _along(instance: Instance, asked: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[Finding]:
    mates = [instance.villages[instance.village_index[v]].name for v in wanted if v not in asked]
    if mates:
        yield finding("MOVE_GROUP_ALONG", value="、".join(mates), params={"names": "、".join(mates)})


def _not_candidates(run: Run, moves: Mapping[str, str]) -> Iterator[Finding]:
    """Why a site is none of a village's candidates, as it was noted when the candidates were chosen."""
    instance = run.instance
    pairs = {(instance.villages[a.village].id, instance.sites[a.site].id) for a in instance.arcs}
    for village, site in moves.items():
        if (village, site) in pairs:
            continue
        why = run.dropped
        rows = why[(why["village"] == village) & (why["site"] == site)].to_dict("records") if len(why) else []
        unknown = finding("MOVE_REASON_UNKNOWN")
        params = {
            "village": instance.villages[instance.village_index[village]].name,
            "site": instance.sites[instance.site_index[site]].name,
            "zh": "；".join(str(r["zh"]) for r in rows) or unknown.zh,
            "en": "; ".join(str(r["en"]) for r in rows) or unknown.en,
        }
        yield finding("MOVE_NOT_A_CANDIDATE", subject=village, value=site, params=params)


def _not_built(instance: Instance, plan: Plan, moves: Mapping[str, str]) -> Iterator[Finding]:
    for site in dict.fromkeys(moves.values()):
        if not any(capacity(instance, plan, site)):
            record = instance.sites[instance.site_index[site]]
            first = record.phases[0]
            amount = first.infrastructure_cost + first.service_cost
            params = {"site": record.name, "amount": f"{amount:,.2f}"}
            yield finding("MOVE_SITE_NOT_BUILT", subject=site, amount=amount, params=params)


def _fresh(before: list[Finding], after: list[Finding]) -> list[Finding]:
    """What the audit says now and did not say before, or less of."""
    known = {(f.code, f.subject): f.amount or 0.0 for f in before}
    return [f for f in after if (f.amount or 0.0) > known.get((f.code, f.subject), -1.0) + _CENT / 10]


def _differences(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    return {key: after[key] - before[key] for key in after if abs(after[key] - before[key]) > _CENT}


def _changes(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    return {key: (before[key], after[key]) for key in after if abs(after[key] - before[key]) > 1e-6}


def _later(instance: Instance, plan: Plan, edited: Plan, moves: Mapping[str, str]) -> Iterator[Later]:
    old, new = ({m.village: m.period for m in p.moves} for p in (plan, edited))
    for village in moves:
        if old.get(village) != new[village]:
            due = instance.villages[instance.village_index[village]].deadline
            yield Later(village=village, before=old.get(village), after=new[village],
                        deadline=due if due < instance.periods else None)  # fmt: skip


def _postponed(instance: Instance, later: tuple[Later, ...], moves: Mapping[str, str]) -> Iterator[Finding]:
    for one in later:
        if one.before is not None:
            params = {
                "village": instance.villages[instance.village_index[one.village]].name,
                "site": instance.sites[instance.site_index[moves[one.village]]].name,
                "before": instance.calendar.label(one.before),
                "after": instance.calendar.label(one.after),
            }
            yield finding("MOVE_POSTPONED", subject=one.village, params=params)
