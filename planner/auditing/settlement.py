"""People: every household settled once, whole villages and groups together, homes within the area line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from models.instance import Cohort, Village
from models.plan import Placement
from models.vocabulary import Mode, Reason
from planner.auditing import sheets
from planner.auditing.facts import Facts, count
from planner.auditing.tolerance import slack
from planner.findings import Finding

COUNTS: tuple[tuple[str, Callable[[Cohort], float]], ...] = (
    ("households", lambda c: 1),
    ("persons", lambda c: c.persons),
    ("registered_households", lambda c: 1 if c.registered else 0),
    ("registered_persons", lambda c: c.persons if c.registered else 0),
    ("labour_households", lambda c: 1 if c.labour else 0),
    ("pupils", lambda c: c.pupils),
)
"""Columns of a placement that hold people, and the same of one household of a cohort."""

AREAS: tuple[tuple[str, Callable[[Cohort], float]], ...] = (
    ("floor_m2", lambda c: c.floor_m2),
    ("registered_m2", lambda c: c.floor_m2 if c.registered else 0.0),
)


def check_settlement(facts: Facts) -> Iterator[Finding]:
    """Every household of every village stands in exactly one row, in the way that its agreements allow."""
    for i, village in enumerate(facts.instance.villages):
        unserved = facts.part(i, Mode.UNSERVED, Reason.SHORTFALL)
        scattered = facts.part(i, Mode.SCATTERED)
        yield from _everybody(facts, village, facts.placed[i])
        yield from _unsigned(facts, village, facts.part(i, Mode.UNSERVED, Reason.UNSIGNED))
        if village.whole:
            left = facts.households(i, Mode.UNSERVED)
            if left and facts.served(i):
                yield facts.mark("WHOLE_VILLAGE_PARTLY_LEFT", sheets.PLACEMENTS, village.id, amount=left, tolerance=0.0)
        if not (village.whole and unserved):
            yield from _differences(facts, "SCATTERED_MISMATCH", village, scattered, village.scattered)
        yield from _homes(facts, village, i)
        yield from _mixture(facts, village, i)


def check_sites(facts: Facts) -> Iterator[Finding]:
    """Rows at sites: an arc exists, not too many sites, groups together."""
    pairs = {(a.village, a.site) for a in facts.instance.arcs}
    used: list[set[str]] = []
    for i, village in enumerate(facts.instance.villages):
        sites = {r.site for r in facts.part(i, Mode.CENTRALISED)}
        used.append(sites)
        for site in sorted(sites):
            if (i, facts.instance.site_index[site]) not in pairs:
                yield facts.mark("SITE_NOT_A_CANDIDATE", sheets.PLACEMENTS, f"{village.id} {site}")
        most = 1 if village.whole else village.max_sites
        if len(sites) > most:
            code = "WHOLE_VILLAGE_SPLIT" if village.whole else "TOO_MANY_SITES"
            yield facts.mark(code, sheets.PLACEMENTS, village.id, amount=len(sites) - most, tolerance=0.0)
    for members in facts.instance.groups:
        together = set().union(*(used[i] for i in members))
        if len(members) > 1 and len(together) > 1:
            names = " ".join(facts.instance.villages[i].id for i in members)
            yield facts.mark("GROUP_APART", sheets.PLACEMENTS, names, amount=len(together) - 1, tolerance=0.0)


def check_area_line(facts: Facts, limit: float | None) -> Iterator[Finding]:
    """Homes of registered households at sites take no more than ``limit`` m² a person; ``None``: no line."""
    if limit is None:
        return
    for row in facts.plan.placements:
        over = row.registered_m2 - limit * row.registered_persons
        if row.mode is Mode.CENTRALISED and over > slack(row.registered_households):
            yield facts.mark(
                "AREA_LINE_EXCEEDED",
                sheets.PLACEMENTS,
                row.village,
                amount=over,
                tolerance=slack(row.registered_households),
            )


def _total(rows: Iterable[Placement], column: str) -> float:
    return sum(getattr(row, column) for row in rows)


def _differences(
    facts: Facts, code: str, village: Village, rows: Iterable[Placement], cohorts: tuple[Cohort, ...]
) -> Iterator[Finding]:
    """At most one finding: the first column of people in which rows and cohorts differ."""
    rows = tuple(rows)
    for column, of in COUNTS:
        difference = _total(rows, column) - count(cohorts, of)
        if difference:
            yield facts.mark(code, sheets.PLACEMENTS, village.id, amount=difference, tolerance=0.0)
            return


def _everybody(facts: Facts, village: Village, rows: Iterable[Placement]) -> Iterator[Finding]:
    rows = tuple(rows)
    everybody = village.centralised + village.scattered + village.unsigned
    if not rows:
        yield facts.mark("VILLAGE_NOT_LISTED", sheets.PLACEMENTS, village.id, amount=village.households)
    else:
        yield from _differences(facts, "PEOPLE_NOT_ACCOUNTED", village, rows, everybody)


def _unsigned(facts: Facts, village: Village, rows: tuple[Placement, ...]) -> Iterator[Finding]:
    yield from _differences(facts, "UNSIGNED_MISMATCH", village, rows, village.unsigned)


def _homes(facts: Facts, village: Village, i: int) -> Iterator[Finding]:
    """Floor area at sites is what is due to those who live there; with some left behind it may only be less."""
    rows = facts.part(i, Mode.CENTRALISED)
    left = facts.households(i, Mode.UNSERVED) > 0
    for column, of in AREAS:
        due = count(village.centralised, of) if rows else 0.0
        difference = _total(rows, column) - due
        tolerance = slack(len(rows) + village.signed_households)
        if difference > tolerance or (difference < -tolerance and not (left and rows)):
            yield facts.mark(
                "HOME_AREA_MISMATCH", sheets.PLACEMENTS, village.id, amount=difference, tolerance=tolerance
            )
            return


def _mixture(facts: Facts, village: Village, i: int) -> Iterator[Finding]:
    """Each row at a site can be made of whole households of the village's cohorts, by the classes they show."""
    for row in facts.part(i, Mode.CENTRALISED):
        for registered in (True, False):
            cohorts = [c for c in village.centralised if c.registered is registered]
            households = row.registered_households if registered else row.households - row.registered_households
            persons = row.registered_persons if registered else row.persons - row.registered_persons
            area = row.registered_m2 if registered else row.floor_m2 - row.registered_m2
            fits = _within([(c.households, c.persons) for c in cohorts], households, persons, 0.0) and _within(
                [(c.households, c.floor_m2) for c in cohorts], households, area, slack(households)
            )
            if not fits:
                yield facts.mark("HOUSEHOLDS_NOT_WHOLE", sheets.PLACEMENTS, f"{village.id} {row.site}")
                return


def _within(classes: list[tuple[int, float]], households: int, total: float, tolerance: float) -> bool:
    """Whether ``households`` of the classes (number, size of each) can add up to ``total``, by their bounds."""

    def extreme(descending: bool) -> float:
        left, value = households, 0.0
        for number, size in sorted(classes, key=lambda c: c[1], reverse=descending):
            taken = min(left, number)
            left, value = left - taken, value + taken * size
        return value

    enough = sum(number for number, _ in classes) >= households
    return enough and extreme(False) - tolerance <= total <= extreme(True) + tolerance
