"""
The judge: completes, audits and prices the plans of a search, whoever found them.

``python -m benchmarks.sidebyside.judge INSTANCE FOLDER`` prints one JSON document. Whole decisions stand as the
contender made them; everything else (land, money, posts) is chosen as cheaply as possible, for all alike, as our own
strategy does with its plans. A plan counts if :func:`planner.auditing.audit` finds no error in it; what it costs is
recomputed from its tables.
"""

from __future__ import annotations

import json
import pickle
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.sidebyside.recorder import read_events
from models.build import build_program
from models.extract import extract_plan
from models.instance import Instance
from models.plan import Plan
from models.program import Program
from models.solver.highs import solve_highs
from models.solver.outcome import Settings
from models.strategy.compiled import Compiled
from planner.auditing import audit, gross, objective_terms
from planner.auditing.terms import PENALTIES

MOST = 40
"""Most plans of a search that are judged; the last is always among them."""
_SECONDS = 60.0
"""Longest completion of a plan [s]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    What the judge says of a plan.

    Parameters
    ----------
    at
        When it was found [s].
    claimed
        What the contender says that it costs [万元].
    objective, gross
        What it costs, recomputed [万元]; ``None`` where it is refused.
    shortfall
        Part of the objective that is penalties [万元].
    refused
        Why it does not count; "" if it does.
    """

    at: float
    claimed: float
    objective: float | None = None
    gross: float | None = None
    shortfall: float = 0.0
    refused: str = ""

    def document(self) -> dict[str, float | str | None]:
        """The fields by name."""
        return asdict(self)


def judge(instance: Instance, folder: Path) -> list[Verdict]:
    """
    Judge the plans kept in a folder, in the order in which they were found.

    Parameters
    ----------
    instance
        The county.
    folder
        Of a :class:`benchmarks.sidebyside.recorder.Recorder`.
    """
    kept = [event for event in read_events(folder) if "file" in event]
    if len(kept) > MOST:
        kept = [kept[k] for k in np.unique(np.linspace(0, len(kept) - 1, MOST).round().astype(int))]
    model: Compiled | None = None
    verdicts = []
    for event in kept:
        path = folder / event["file"]
        if path.suffix == ".pickle":
            plan: Plan | None = pickle.loads(path.read_bytes())
        else:
            model = model or Compiled(build_program(instance))
            plan = _completed(model, path)
        verdicts.append(_verdict(instance, plan, event["at"], event["plan"]))
    return verdicts


def _completed(model: Compiled, path: Path) -> Plan | None:
    """Read a plan off the decisions in a file; ``None`` where they are not possible together."""
    with np.load(path) as found:
        named = dict(zip(found["names"].tolist(), found["values"].tolist(), strict=True))
    arrays = model.arrays
    # Who is without a post is no decision: it follows from the posts.
    decided = arrays.integer & ~model.columns(model.program.jobless)
    where = np.zeros(arrays.columns, dtype=bool)
    values = np.zeros(arrays.columns)
    for name, k in model.names.items():
        if decided[k] and name in named:
            where[k], values[k] = True, round(named[name])
    outcome = solve_highs(arrays.fixed(where, values), Settings(seconds=_SECONDS, threads=2))
    if outcome.values is None:
        return None
    exact = np.where(arrays.integer, np.round(outcome.values), outcome.values)
    return _plan(model.program, np.clip(exact, arrays.low, arrays.up))


def _plan(program: Program, values: np.ndarray) -> Plan:
    for variable, value in zip(program.problem.variables(), values.tolist(), strict=True):
        variable.varValue = value
    return extract_plan(program)


def _verdict(instance: Instance, plan: Plan | None, at: float, claimed: float) -> Verdict:
    if plan is None:
        return Verdict(at=at, claimed=claimed, refused="its decisions are not possible together")
    errors = [found for found in audit(instance, plan) if found.is_error]
    if errors:
        return Verdict(at=at, claimed=claimed, refused=f"{len(errors)} audit errors: {errors[0].text('en')}")
    terms = objective_terms(instance, plan)
    return Verdict(
        at=at,
        claimed=claimed,
        objective=sum(terms.values()),
        gross=gross(instance, plan),
        shortfall=sum(terms[name] for name in PENALTIES.values()),
    )


def main(instance: str, folder: str) -> None:
    """Judge and print."""
    county, _ = pickle.loads(Path(instance).read_bytes())
    verdicts = judge(county, Path(folder))
    print(json.dumps([one.document() for one in verdicts]))


if __name__ == "__main__":
    main(*sys.argv[1:])
