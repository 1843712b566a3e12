"""When everything happens: sites being built, villages moving, cleared and reclaimed, persons in by period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.ui.frames.places import site_name

if TYPE_CHECKING:
    from planner.run import Run


def labels(run: Run) -> list[str]:
    """Label of each period."""
    return [run.instance.calendar.label(t) for t in range(run.instance.periods)]


def site_times(run: Run) -> pd.DataFrame:
    """
    Building and moving in by site: bars and dots.

    Returns
    -------
    DataFrame
        site, name, tier, row (name and people), step (建设 or 入住), phase, begin, end (period numbers, end exclusive),
        persons, from, until (labels).
    """
    instance, plan = run.instance, run.plan
    assert plan is not None
    label = instance.calendar.label
    sites = {s.id: s for s in instance.sites}
    arrivals: dict[tuple[str, int], int] = {}
    moved = {m.village: m.period for m in plan.moves}
    people: dict[str, int] = {}
    for p in plan.placements:
        if p.site and p.village in moved:
            arrivals[p.site, moved[p.village]] = arrivals.get((p.site, moved[p.village]), 0) + p.persons
            people[p.site] = people.get(p.site, 0) + p.persons
    rows: list[dict[str, Any]] = []
    for b in plan.buildings:
        site = sites[b.site]
        # A phase usable at once, in its first period, is still shown.
        end = max(b.finish, b.start + 0.25)
        rows.append(
            {
                "site": site.id, "name": site_name(site.name), "tier": site.tier, "step": "建设", "phase": b.phase,
                "begin": b.start, "end": end, "persons": 0, "from": label(b.start), "until": label(b.finish),
            }
        )  # fmt: skip
    for (key, t), persons in arrivals.items():
        site = sites[key]
        rows.append(
            {
                "site": key, "name": site_name(site.name), "tier": site.tier, "step": "入住", "phase": "",
                "begin": t, "end": t + 1, "persons": persons, "from": label(t), "until": label(t),
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    if frame.empty:
        return frame
    frame["total"] = frame["site"].map(people).fillna(0).astype(int)
    return frame.sort_values(["total", "site", "begin"], ascending=[False, True, True], ignore_index=True)


def village_times(run: Run) -> pd.DataFrame:
    """
    Moving in, demolition and reclamation by village.

    Returns
    -------
    DataFrame
        village, name, township, site_name, step (入住, 拆除 or 复垦), begin, end (exclusive), from, until, persons,
        deadline (period number, missing where there is none).
    """
    instance, plan = run.instance, run.plan
    assert plan is not None
    label, names = instance.calendar.label, {s.id: site_name(s.name) for s in instance.sites}
    goes = {p.village: names.get(p.site, str(p.mode)) for p in sorted(plan.placements, key=lambda p: p.persons)}
    spans: dict[tuple[str, str], list[int]] = {}
    persons = {m.village: m.persons for m in plan.moves}
    for m in plan.moves:
        spans[m.village, "入住"] = [m.period, m.period]
    for c in plan.clearances:
        for step, share in (("拆除", c.demolished), ("复垦", c.reclaimed_machine + c.reclaimed_self)):
            if share > 1e-6:
                span = spans.setdefault((c.village, step), [c.period, c.period])
                span[:] = [min(span[0], c.period), max(span[1], c.period)]
    rows = []
    for village in instance.villages:
        for step in ("入住", "拆除", "复垦"):
            if (village.id, step) in spans:
                first, last = spans[village.id, step]
                rows.append(
                    {
                        "village": village.id, "name": village.name, "township": village.township,
                        "site_name": goes.get(village.id, ""), "step": step, "begin": first, "end": last + 1,
                        "from": label(first), "until": label(last), "persons": persons.get(village.id, 0),
                        "deadline": village.deadline + 1 if village.deadline < instance.periods else None,
                    }
                )  # fmt: skip
    return pd.DataFrame(rows)


def deadlines(run: Run) -> pd.DataFrame:
    """Deadlines that villages have: position (end of the period), label, number of villages."""
    instance = run.instance
    counts: dict[int, int] = {}
    for village in instance.villages:
        if village.deadline < instance.periods:
            counts[village.deadline] = counts.get(village.deadline, 0) + 1
    rows = [{"position": t + 1, "label": instance.calendar.label(t), "villages": n} for t, n in sorted(counts.items())]
    return pd.DataFrame(rows, columns=pd.Index(["position", "label", "villages"]))


def persons_in(run: Run) -> pd.DataFrame:
    """Persons who have moved in by the end of each period: t, period, persons, share [%]."""
    instance, plan = run.instance, run.plan
    assert plan is not None
    total = sum(p.persons for p in plan.placements) or 1
    rows, so_far = [], 0
    for t in range(instance.periods):
        so_far += sum(m.persons for m in plan.moves if m.period == t)
        rows.append({"t": t, "period": instance.calendar.label(t), "persons": so_far, "share": 100 * so_far / total})
    return pd.DataFrame(rows)
