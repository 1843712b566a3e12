"""Why the plan is as it is: a village's candidates, a site's load, limits that bind, what is short and why."""

from planner.explain.infeasible import explain_diagnosis
from planner.explain.limits import explain_family, explain_limits, explain_shortfalls
from planner.explain.sections import Section
from planner.explain.site import explain_site
from planner.explain.village import explain_village

__all__ = [
    "Section",
    "explain_diagnosis",
    "explain_family",
    "explain_limits",
    "explain_shortfalls",
    "explain_site",
    "explain_village",
]
