"""Plans that break a rule about people, building, places or the old villages."""

from __future__ import annotations

from dataclasses import replace

from models.plan import FallbackPosts, Missing
from models.vocabulary import Mode, Reason, Shortfall
from tests.planner.auditing.changes import (
    add,
    both,
    drop,
    mutation,
    pairs,
    phases,
    put,
    rules,
    same,
    sites,
    villages,
)
from tests.plans import move

PEOPLE = tuple(
    mutation(*one)
    for one in (
        ("a village left out", "two_villages", "VILLAGE_NOT_LISTED", drop("placements", 0)),
        ("a person too many", "base", "PEOPLE_NOT_ACCOUNTED", put("placements", 0, persons=2)),
        (
            "a household settled twice",
            "splittable",
            "PEOPLE_NOT_ACCOUNTED",
            put("placements", 1, households=5, persons=5, registered_households=5, registered_persons=5),
        ),
        (
            "rich made poor",
            "scatter_and_unsigned",
            "PEOPLE_NOT_ACCOUNTED",
            put("placements", 1, registered_households=2),
        ),
        (
            "an unsigned household settled",
            "scatter_and_unsigned",
            "UNSIGNED_MISMATCH",
            both(
                drop("placements", 2),
                put("placements", 0, households=5, persons=10, registered_households=5, registered_persons=10),
            ),
        ),
        (
            "a scattered household at the site",
            "centralised_floor",
            "SCATTERED_MISMATCH",
            both(
                put("placements", 0, households=3, persons=6, registered_households=3, registered_persons=6),
                put("placements", 1, households=2, persons=4, registered_households=2, registered_persons=4),
            ),
        ),
        ("a whole village split", "splittable", "WHOLE_VILLAGE_SPLIT", same, villages(whole=True)),
        ("more sites than allowed", "splittable", "TOO_MANY_SITES", same, villages(max_sites=1)),
        (
            "a whole village left in part",
            "scatter_and_unsigned",
            "WHOLE_VILLAGE_PARTLY_LEFT",
            put("placements", 0, mode=Mode.UNSERVED, site="", reason=Reason.SHORTFALL, floor_m2=0.0, registered_m2=0.0),
        ),
        ("a group apart", "kept_together", "GROUP_APART", put("placements", 0, site="S")),
        ("a site out of reach", "two_sites", "SITE_NOT_A_CANDIDATE", same, lambda c: replace(c, arcs=c.arcs[1:])),
        (
            "two people from three-person homes",
            "splittable",
            "HOUSEHOLDS_NOT_WHOLE",
            both(
                put("placements", 0, persons=5, registered_persons=5),
                put("placements", 1, persons=5, registered_persons=5),
            ),
        ),
        ("homes larger than due", "self_funding", "HOME_AREA_MISMATCH", put("placements", 0, floor_m2=210.0)),
        ("no move", "base", "MOVE_MISSING", drop("moves", 0)),
        ("fewer movers than settled", "two_villages", "MOVE_COUNT", put("moves", 0, persons=9)),
        ("a move of the unserved", "too_few_beds", "MOVE_COUNT", add("moves", move("A", 1, 5, 10))),
        ("in before the site is ready", "base", "MOVE_BEFORE_SITE", put("moves", 0, period=0)),
        ("in before its earliest period", "base", "MOVE_TOO_EARLY", same, villages(earliest=2)),
        ("in before the signatures", "base", "MOVE_BEFORE_SIGNATURES", same, villages(signed_from=2, earliest=2)),
        (
            "scattered households in too early",
            "centralised_floor",
            "SCATTERED_TOO_EARLY",
            same,
            lambda c: replace(c, scattered_lead=2),
        ),
        ("in late, undeclared", "base", "LATE_UNDECLARED", same, villages(deadline=0)),
        ("late, not declared", "phased_site", "LATE_UNDECLARED", drop("missing", 0)),
        ("late, declared too high", "phased_site", "LATE_OVERSTATED", put("missing", 0, amount=21.0)),
        ("unserved, not declared", "too_few_beds", "UNSERVED_UNDECLARED", drop("missing", 0)),
        ("unserved, half declared", "too_few_beds", "UNSERVED_UNDECLARED", put("missing", 0, amount=5.0)),
        (
            "a shortfall made up",
            "base",
            "UNSERVED_OVERSTATED",
            add("missing", Missing(kind=Shortfall.UNSERVED, subject="A", amount=1.0)),
        ),
        ("the floor, not declared", "centralised_floor", "FLOOR_UNDECLARED", drop("missing", 0)),
        ("the floor, overstated", "centralised_floor", "FLOOR_OVERSTATED", put("missing", 0, amount=2.0)),
        ("jobless, not declared", "too_few_jobs", "NO_JOB_UNDECLARED", drop("missing", 0)),
        ("jobless, overstated", "too_few_jobs", "NO_JOB_OVERSTATED", put("missing", 0, amount=4.0)),
        ("posts not yet there", "jobs_in_steps", "NO_JOB_UNDECLARED", put("moves", 1, period=1)),
        ("standing after its date", "award", "OVERDUE_UNDECLARED", put("clearances", 0, period=2)),
    )
)

PLACES = tuple(
    mutation(*one)
    for one in (
        ("ready too soon", "one_crew", "BUILD_DURATION", put("buildings", 0, finish=1)),
        ("begun too early", "base", "BUILD_TOO_EARLY", same, phases(earliest_start=1)),
        ("begun too late", "one_crew", "BUILD_BEGUN_LATE", same, phases(latest_start=1)),
        ("second phase too early", "phased_site", "PHASE_ORDER", put("buildings", 1, start=0, finish=1)),
        ("second phase alone", "phased_site", "PHASE_ORDER", drop("buildings", 0)),
        ("two sites with one crew", "one_crew", "CREWS_EXCEEDED", put("buildings", 1, start=1, finish=3)),
        ("a decided site not built", "two_sites", "FORCED_SITE_NOT_BUILT", same, sites(forced=True)),
        ("one bed too few", "two_villages", "SITE_OVERFULL", same, phases(capacity_persons=29)),
        ("a person takes more places", "two_villages", "SITE_OVERFULL", same, pairs(places=1.01)),
        ("both in before the second phase", "phased_site", "SITE_OVERFULL", put("moves", 1, period=1)),
        ("too little floor", "self_funding", "FLOOR_AREA_EXCEEDED", same, phases(floor_m2=199.0)),
        (
            "one school place too few",
            "base",
            "SCHOOL_OVERFULL",
            put("placements", 0, pupils=1),
            phases(school_places=0),
        ),
        ("a clinic too small", "two_villages", "CLINIC_OVERFULL", same, phases(clinic_places=25)),
        (
            "too many posts at a site",
            "too_few_jobs",
            "FALLBACK_OVER_SITE",
            same,
            rules("employment", fallback_per_site=0),
        ),
        (
            "too many posts in the county",
            "too_few_jobs",
            "FALLBACK_OVER_COUNTY",
            add("posts", FallbackPosts(site="S", period=2, posts=1.0)),
        ),
        ("a kept village pulled down", "award", "RETAINED_CLEARED", same, villages(retained=True)),
        (
            "the unsigned house pulled down",
            "scatter_and_unsigned",
            "DEMOLISHED_TOO_MUCH",
            put("clearances", 0, demolished=1.0),
        ),
        ("pulled down before the move", "award", "DEMOLISHED_TOO_EARLY", put("moves", 0, period=2)),
        ("pulled down before its lag", "award", "DEMOLISHED_TOO_EARLY", same, rules("clearance", demolition_lag=0.5)),
        ("reclaimed before demolition", "winter", "RECLAIMED_TOO_EARLY", put("clearances", 0, period=4)),
        (
            "more by hand than agreed",
            "award",
            "SELF_RECLAIMED_TOO_MUCH",
            put("clearances", 0, reclaimed_self=0.6),
        ),
        ("earth moved in winter", "winter", "RECLAIMED_OUT_OF_SEASON", put("clearances", 1, period=2)),
        ("half a season, a whole village", "winter", "RECLAIMED_TOO_FAST", put("clearances", 1, reclaimed_machine=1.0)),
        ("demolition above capacity", "award", "DEMOLITION_CAPACITY", same, rules("clearance", demolition_mu=1.9)),
        ("machines above capacity", "winter", "MACHINE_CAPACITY", same, rules("clearance", machine_mu=9.0)),
    )
)
