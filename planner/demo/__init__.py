"""Demonstration counties: real names and published totals where there are any, everything else made up and labelled."""

from planner.demo.write import DEMOS, write_demo, write_synthetic

__all__ = ["DEMOS", "write_demo", "write_synthetic"]
