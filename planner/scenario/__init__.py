"""Scenario: a county, a policy and the decisions of the office, as a TOML file."""

from planner.scenario.checks import check_scenario, merged_decisions
from planner.scenario.reading import read_scenario
from planner.scenario.records import Decision, FundChange, Scenario, SiteChoice, SolverChoice
from planner.scenario.writing import write_scenario

__all__ = [
    "Decision",
    "FundChange",
    "Scenario",
    "SiteChoice",
    "SolverChoice",
    "check_scenario",
    "merged_decisions",
    "read_scenario",
    "write_scenario",
]
