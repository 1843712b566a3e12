"""The rules that a run was planned with: as it kept them, or else as its policy pack has them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import pandas as pd

from planner.policy import Policy, load_pack, pack_names

if TYPE_CHECKING:
    from planner.run import Run


def rules_in_force(run: Run) -> tuple[pd.DataFrame, bool]:
    """
    Values in force with their documents.

    Returns
    -------
    tuple
        The fields of :class:`planner.policy.PolicyRow`, and whether the run kept them itself; without that they are
        the pack's, or none at all where the pack is not one of ours.
    """
    if len(run.policy):
        return run.policy, True
    name = run.inputs.get("policy", "")
    if name not in pack_names():
        return pd.DataFrame(), False
    pack = load_pack(name)
    rows = Policy(pack=name, entries=pack.entries).rows()
    return pd.DataFrame([asdict(row) for row in rows]), False
