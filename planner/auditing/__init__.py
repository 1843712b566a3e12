"""
Judges any plan from the instance and the plan's tables alone; it cannot see the programme.

Stocks, balances, indicators and costs are recomputed from the rows. One file for each subject; ``verdict`` lists the
rules in reading order.
"""

from planner.auditing.measures import kpis
from planner.auditing.terms import gross, objective_terms
from planner.auditing.verdict import audit

__all__ = ["audit", "gross", "kpis", "objective_terms"]
