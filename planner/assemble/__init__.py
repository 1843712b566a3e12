"""County, candidates, policy and scenario become one Instance; every unit conversion happens here, once."""

from planner.assemble.assembly import Assembly, assemble

__all__ = ["Assembly", "assemble"]
