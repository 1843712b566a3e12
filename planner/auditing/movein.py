"""Moving in: once, complete, after signatures, dates and buildings."""

from __future__ import annotations

from collections.abc import Iterator

from models.instance import Village
from models.vocabulary import Mode
from planner.auditing import sheets
from planner.auditing.facts import Facts
from planner.findings import Finding


def check_moves(facts: Facts) -> Iterator[Finding]:
    """Every village with settled households moves once, with exactly those households."""
    rows = {row.village: row for row in facts.plan.moves}
    for i, village in enumerate(facts.instance.villages):
        row = rows.get(village.id)
        persons, households = facts.served(i), facts.households(i, Mode.CENTRALISED, Mode.SCATTERED)
        if row is None:
            if households:
                yield facts.mark("MOVE_MISSING", sheets.MOVES, village.id, amount=persons, tolerance=0.0)
            continue
        for moved, settled in ((row.households, households), (row.persons, persons)):
            if moved != settled:
                yield facts.mark(
                    "MOVE_COUNT",
                    sheets.MOVES,
                    village.id,
                    period=row.period,
                    amount=moved - settled,
                    tolerance=0.0,
                )
                break
        if households:
            yield from _in_time(facts, village, i, row.period)


def _in_time(facts: Facts, village: Village, i: int, period: int) -> Iterator[Finding]:
    gates = [("MOVE_BEFORE_SIGNATURES", village.signed_from), ("MOVE_TOO_EARLY", village.earliest)]
    if facts.part(i, Mode.SCATTERED):
        gates.append(("SCATTERED_TOO_EARLY", facts.instance.scattered_lead))
    sites = (facts.instance.site_index[row.site] for row in facts.part(i, Mode.CENTRALISED))
    gates.extend(("MOVE_BEFORE_SITE", facts.usable_from(j)) for j in sites)
    for code, first in gates:
        if period < first:
            yield facts.mark(code, sheets.MOVES, village.id, period=period, amount=first - period, tolerance=0.0)
