"""Policy packs: numbers with unit, document, clause, certainty, dates; layers pack ← county ← scenario."""

from planner.policy.checks import policy_findings
from planner.policy.effective import effective_policy
from planner.policy.packs import default_pack, load_pack, pack_names
from planner.policy.records import Effective, Pack, Policy, PolicyRow

__all__ = [
    "Effective",
    "Pack",
    "Policy",
    "PolicyRow",
    "default_pack",
    "effective_policy",
    "load_pack",
    "pack_names",
    "policy_findings",
]
