"""The sheet 安置点 becomes sites with their phases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from models.instance import Phase, Site
from planner.assemble.context import YUAN, Context, Row, roots, rows

AMEND, REFUSED = "需修改", "不符合"


def make_sites(context: Context, reachable: Collection[str]) -> tuple[Site, ...]:
    """
    Sites that can play a part, in the workbook's order.

    A site switched off by the scenario, or without a candidate village, is left out, unless it is forced.

    Parameters
    ----------
    context
        Inputs.
    reachable
        Ids of sites that some village may go to.
    """
    root = roots(context.county.sites)
    phases: dict[str, list[Row]] = defaultdict(list)
    for row in rows(context.county.sites):
        phases[root[row["id"]]].append(row)
    found = []
    for site, own in phases.items():
        choice = context.scenario.sites.get(site)
        state = choice.state if choice else "free"
        if state == "off":
            continue
        if site not in reachable and state != "forced":
            context.report("SITE_WITHOUT_VILLAGES", subject=site, value=f"{site} {own[0]['name']}")
            continue
        if state == "forced" and not _suitable(own[0]):
            context.report("FORCED_SITE_EXCLUDED", subject=site, value=f"{site} {own[0]['name']}")
        found.append(_site(context, own, forced=state == "forced"))
    return tuple(found)


def _site(context: Context, own: list[Row], *, forced: bool) -> Site:
    ordered = _usable(context, sorted(own, key=lambda row: (bool(row["phase_of"]), row["phase"] or 1)))
    first = ordered[0]
    if any(row["housing_cost"] != first["housing_cost"] for row in ordered):
        context.report("PHASE_HOUSING_COST", subject=first["id"], value=first["housing_cost"])
    return Site(
        id=first["id"],
        name=first["name"],
        tier=first["tier"],
        lon=float(first["lon"]),
        lat=float(first["lat"]),
        phases=tuple(_phase(context, row, is_first=row is first) for row in ordered),
        housing_cost=float(first["housing_cost"]) / YUAN,
        job_rule=first["tier"] in context.policy.texts("jobs.rule_tiers"),
        forced=forced,
    )


def _suitable(row: Row) -> bool:
    return bool(row["safe"]) and row["plan_conformity"] != REFUSED


def _usable(context: Context, ordered: list[Row]) -> list[Row]:
    """Phases up to the first later one that is unsafe or against the land-use plan."""
    for at, row in enumerate(ordered[1:], start=1):
        if not _suitable(row):
            context.report("PHASE_EXCLUDED", subject=row["id"], value=row["id"])
            return ordered[:at]
    return ordered


def _phase(context: Context, row: Row, *, is_first: bool) -> Phase:
    duration = int(max(row[key] or 0 for key in ("build_periods", "infrastructure_ready", "services_ready")))
    earliest = _earliest(context, row)
    crews = row["crews"]
    return Phase(
        id=row["id"],
        capacity_persons=_capacity(context, row),
        floor_m2=_number(row["floor_m2"]),
        school_places=_whole(row["school_places"]),
        clinic_places=_whole(row["clinic_places"]),
        land_mu=float(row["land_mu"] or 0.0),
        earliest_start=earliest,
        latest_start=_latest(context, row, earliest, is_first=is_first) if duration else None,
        duration=duration,
        crews=context.policy.number("construction.crews_per_phase") if crews is None else float(crews),
        infrastructure_cost=float(row["infrastructure_cost"] or 0.0),
        service_cost=float(row["service_cost"] or 0.0),
        profile=(1.0 / max(duration, 1),) * max(duration, 1),
        overlaps=context.policy.flag("construction.overlap"),
    )


def _earliest(context: Context, row: Row) -> int:
    amended = context.calendar.whole_periods(context.policy.number("construction.amendment_months"))
    return max(
        context.start(row["earliest_start"]),
        context.date(row["approval_date"]),
        amended if row["plan_conformity"] == AMEND else 0,
    )


def _latest(context: Context, row: Row, earliest: int, *, is_first: bool) -> int | None:
    """Own 最迟开工期, else the policy's, which speaks of projects and so of first phases only."""
    said = row["start_by"] or (context.policy.text("construction.start_by") if is_first else "")
    if not said:
        return None
    latest = context.end(said)
    if latest < 0:
        context.report("START_BY_PAST", subject=row["id"], value=f"{row['id']} {said}")
        return None
    if latest < earliest:
        context.report("START_BY_IMPOSSIBLE", subject=row["id"], value=f"{row['id']} {said}")
    return None if latest >= context.periods else latest


def _capacity(context: Context, row: Row) -> int:
    choice = context.scenario.sites.get(row["id"])
    if choice is not None and choice.capacity_persons is not None:
        return choice.capacity_persons
    return int(row["capacity_persons"] or 0)


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
