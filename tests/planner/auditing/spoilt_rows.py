"""Tables that contradict themselves or the county's ids."""

from __future__ import annotations

from models.vocabulary import Reason, Use
from tests.planner.auditing.changes import (
    add,
    mutation,
    put,
)
from tests.plans import at_site, building, cleared, move, paid

STRUCTURE = tuple(
    mutation(*one)
    for one in (
        ("a village that does not exist", "base", "PLAN_UNKNOWN_ID", put("placements", 0, village="X")),
        ("an id that lost its zeros", "base", "PLAN_UNKNOWN_ID", put("moves", 0, village="0A")),
        ("a phase of another site", "splittable", "PLAN_UNKNOWN_ID", put("buildings", 0, phase="R-1")),
        ("a fund that does not exist", "base", "PLAN_UNKNOWN_ID", put("cash", 0, fund="X")),
        ("a channel that does not exist", "winter", "PLAN_UNKNOWN_ID", put("quota", 2, channel="X")),
        ("a shortfall of a site's persons", "too_few_beds", "PLAN_UNKNOWN_ID", put("missing", 0, subject="S")),
        ("a site for the unserved", "too_few_beds", "PLAN_NOT_EMPTY", put("placements", 0, site="S")),
        ("a reason for the served", "base", "PLAN_NOT_EMPTY", put("placements", 0, reason=Reason.SHORTFALL)),
        ("no site", "base", "PLAN_BLANK", put("placements", 0, site="")),
        ("no reason", "too_few_beds", "PLAN_BLANK", put("placements", 0, reason=None)),
        ("a payment without use", "two_villages", "PLAN_BLANK", put("cash", 1, use=None)),
        ("a receipt with use", "two_villages", "PLAN_NOT_EMPTY", put("cash", 0, use=Use.AWARD)),
        ("an acceptance without class", "winter", "PLAN_BLANK", put("quota", 0, land_class=None)),
        ("a sale without channel", "winter", "PLAN_BLANK", put("quota", 2, channel="")),
        ("an acceptance with channel", "winter", "PLAN_NOT_EMPTY", put("quota", 0, channel="C")),
        ("a word of no vocabulary", "base", "PLAN_UNKNOWN_WORD", put("placements", 0, mode="集中安置")),
        ("an empty period", "base", "PLAN_BLANK", put("moves", 0, period=None)),
        ("a period that became a date", "base", "PLAN_NOT_A_NUMBER", put("moves", 0, period="2018-04-01")),
        ("a period after the horizon", "base", "PLAN_PERIOD_OUTSIDE", put("moves", 0, period=4)),
        ("a period before it", "base", "PLAN_PERIOD_OUTSIDE", put("buildings", 0, start=-1)),
        ("negative money", "two_villages", "PLAN_NEGATIVE", put("cash", 1, amount=-6.0)),
        ("negative persons", "base", "PLAN_NEGATIVE", put("placements", 0, persons=-1)),
        ("not a number", "winter", "PLAN_NOT_A_NUMBER", put("quota", 0, mu=float("nan"))),
        ("infinite money", "two_villages", "PLAN_NOT_A_NUMBER", put("costs", 0, amount=float("inf"))),
        ("a formula without value", "base", "PLAN_BLANK", put("placements", 0, households=None)),
        ("half a person", "base", "PLAN_NOT_WHOLE", put("placements", 0, persons=0.5)),
        ("a share of two", "award", "PLAN_SHARE_ABOVE_ONE", put("clearances", 0, demolished=2.0)),
        ("more poor than people", "base", "PLAN_PART_ABOVE_WHOLE", put("placements", 0, registered_persons=2)),
        ("a village twice", "base", "PLAN_DUPLICATE", add("placements", at_site("A", 1, 1))),
        ("two moves", "base", "PLAN_DUPLICATE", add("moves", move("A", 2, 1, 1))),
        ("a phase built twice", "base", "PLAN_DUPLICATE", add("buildings", building(1, 2))),
        ("a ledger row copied", "two_villages", "PLAN_DUPLICATE", add("cash", paid("G", 0, Use.INFRASTRUCTURE, 6.0))),
        ("a row of clearance copied", "award", "PLAN_DUPLICATE", add("clearances", cleared(1, 0.1, 0.0))),
    )
)
