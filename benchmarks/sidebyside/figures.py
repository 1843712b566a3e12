"""What is computed from the raw figures: gaps, times and who was better where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from benchmarks.sidebyside.store import Row

CLOSE = 0.01
"""Gap at which a plan is acceptable."""
_PROVEN = 1e-6
"""Part of gross by which a bound may be above a plan: rounding."""
_EQUAL = 1e-6
"""Part of gross by which plans may differ and count as equally good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """
    What one run reached; every field ``None`` where there is nothing to tell.

    Parameters
    ----------
    objective, gross, shortfall
        Of the best plan that stood the audit [万元].
    bound
        Its own proven bound [万元].
    gap
        (objective − own bound) ÷ gross.
    distance
        (objective − best bound that anybody proved) ÷ gross of the best plan of all.
    close_at
        When its own gap was at most 1 % [s].
    near_at
        When its plan was within 1 % of the best bound of all [s].
    """

    objective: float | None = None
    gross: float | None = None
    shortfall: float | None = None
    bound: float | None = None
    gap: float | None = None
    distance: float | None = None
    close_at: float | None = None
    near_at: float | None = None


def best_plan(row: Row) -> Row | None:
    """The cheapest plan of a run that stood the audit."""
    good = [v for v in row["verdicts"] if v["objective"] is not None]
    return min(good, key=lambda v: v["objective"], default=None)


def compared(rows: Iterable[Row]) -> dict[str, Figures]:
    """
    Figures by contender of the runs on one county.

    Parameters
    ----------
    rows
        All runs on that county under the same limits.
    """
    by_name = {row["contender"]: row for row in rows}
    plans = {name: best_plan(row) for name, row in by_name.items()}
    best = min((p for p in plans.values() if p is not None), key=lambda p: p["objective"], default=None)
    valid = {name: _valid_bounds(row, best) for name, row in by_name.items()}
    proven = max((b for bounds in valid.values() for _, b in bounds), default=None)
    return {name: _figures(row, plans[name], valid[name], best, proven) for name, row in by_name.items()}


def false_bound(row: Row, best: Row | None) -> float | None:
    """A bound that a plan disproves; ``None`` where there is none."""
    if best is None:
        return None
    most = best["objective"] + _PROVEN * max(best["gross"], 1.0)
    return max((b for _, b in row["bounds"] if b > most), default=None)


def _valid_bounds(row: Row, best: Row | None) -> list[list[float]]:
    """Bounds of a run; none at all where a plan disproves one of them."""
    return [] if false_bound(row, best) is not None else row["bounds"]


def _figures(row: Row, plan: Row | None, bounds: list[list[float]], best: Row | None, proven: float | None) -> Figures:
    bound = max((b for _, b in bounds), default=None)
    if plan is None or best is None:
        return Figures(bound=bound)
    gross, scale = max(plan["gross"], 1e-9), max(best["gross"], 1e-9)
    if bound is not None:
        bound = min(bound, plan["objective"])
    return Figures(
        objective=plan["objective"],
        gross=plan["gross"],
        shortfall=plan["shortfall"],
        bound=bound,
        gap=None if bound is None else (plan["objective"] - bound) / gross,
        distance=None if proven is None else max(0.0, plan["objective"] - proven) / scale,
        close_at=_first_close(row, bounds, scale),
        near_at=None if proven is None else _first_near(row, proven, scale),
    )


def _trajectory(row: Row) -> list[list[float]]:
    """Plans over time at what the judge found, and as claimed in between where the claims proved right."""
    judged = [[v["at"], v["objective"]] for v in row["verdicts"] if v["objective"] is not None]
    right = all(abs(v["objective"] - v["claimed"]) <= 1e-4 * max(1.0, v["gross"]) for v in row["verdicts"]
                if v["objective"] is not None)  # fmt: skip
    refused = any(v["objective"] is None for v in row["verdicts"])
    return sorted(judged + (row["plans"] if right and judged and not refused else []))


def _first_close(row: Row, bounds: list[list[float]], scale: float) -> float | None:
    events = sorted([(at, "plan", x) for at, x in _trajectory(row)] + [(at, "bound", x) for at, x in bounds])
    plan, bound = float("inf"), float("-inf")
    for at, kind, value in events:
        plan, bound = (min(plan, value), bound) if kind == "plan" else (plan, max(bound, value))
        if plan - bound <= CLOSE * scale:
            return at
    return None


def _first_near(row: Row, proven: float, scale: float) -> float | None:
    return next((at for at, plan in _trajectory(row) if plan - proven <= CLOSE * scale), None)


def by_county(rows: Mapping[str, Row]) -> dict[tuple[str, int, float], list[Row]]:
    """Runs by size, seed and limit."""
    found: dict[tuple[str, int, float], list[Row]] = defaultdict(list)
    for row in rows.values():
        found[row["case"], row["seed"], row["limit"]].append(row)
    return dict(sorted(found.items(), key=lambda item: (_size(item[0][0]), item[0][1:])))


def _size(name: str) -> tuple[int, int, str]:
    numbers = name.split("x")
    if all(n.isdigit() for n in numbers) and len(numbers) == 3:
        return int(numbers[0]) * int(numbers[1]) * int(numbers[2]), 0, name
    return 0, 1, name


def middle(values: Iterable[float | None], missing: float | None = None) -> float | None:
    """Median, with ``missing`` for those there are not; ``None`` if more than half are missing and it is ``None``."""
    found = [missing if v is None else v for v in values]
    known = sorted(v for v in found if v is not None)
    if not found or len(known) * 2 <= len(found):
        return None
    return median(known + [float("inf")] * (len(found) - len(known)))


def losses(rows: Mapping[str, Row]) -> list[str]:
    """Where another's plan was better than ours, in words; one line each."""
    lines = []
    for (case, seed, limit), runs in by_county(rows).items():
        figures = compared(runs)
        ours = figures.get("ours")
        for name, other in figures.items():
            if name == "ours" or ours is None or other.objective is None:
                continue
            where = f"{case}, seed {seed}, {limit:g} s"
            if ours.objective is None:
                lines.append(f"{where}: {name} found a plan and ours did not.")
            elif ours.objective - other.objective > _EQUAL * max(ours.gross or 0.0, 1.0):
                worse = (ours.objective - other.objective) / max(ours.gross or 0.0, 1e-9)
                far = f"{worse:.2%} of gross" if worse <= 1 else "by less shortfall"
                lines.append(f"{where}: {name}'s plan was {far} cheaper than ours.")
            if ours.bound is not None and other.bound is not None and ours.gross:
                more = (other.bound - ours.bound) / ours.gross
                if more > 1e-4:
                    lines.append(f"{where}: {name}'s bound was {more:.2%} of gross higher than ours.")
    return lines
