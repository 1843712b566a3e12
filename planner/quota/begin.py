"""Rules of a new book: from a county workbook or a scenario, or from a policy pack alone."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.policy import effective_policy, load_pack, pack_names
from planner.policy.provisions import FOLDER
from planner.quota.settings import BookRules, rules_of_policy
from planner.tomlfiles import parse_toml, read_toml

if TYPE_CHECKING:
    from planner.county import County


def rules_from_pack(pack: str, *, county: str, adcode: str, deep_poverty: bool) -> BookRules:
    """
    Rules of a county that names its pack.

    Parameters
    ----------
    pack
        Name or path of a policy pack.
    county, adcode, deep_poverty
        Of the county.

    Raises
    ------
    PlannerError
        If the pack cannot be used.
    """
    policy = effective_policy(load_pack(pack), {}, {})
    return rules_of_policy(policy, county=county, adcode=adcode, deep_poverty=deep_poverty, valid_to=last_day_of(pack))


def rules_from_source(source: Path) -> BookRules:
    """
    Rules of a county workbook, or of a scenario with its county, with the county's channels.

    Raises
    ------
    PlannerError
        If county, scenario or policy have errors.
    """
    from planner.county import read_county
    from planner.preparing import policy_in_force
    from planner.scenario import read_scenario

    scenario = read_scenario(source)
    assert scenario.county is not None
    county = read_county(scenario.county, scenario.layers)
    return rules_of_county(county, policy_in_force(county, scenario), scenario.policy)


def rules_of_county(county: County, policy: Any, named: str | None = None) -> BookRules:
    """
    Rules of a county that was read.

    Parameters
    ----------
    county, policy
        The county and the values in force.
    named
        Pack that a scenario names instead of the county's.
    """
    from planner.policy import default_pack

    folder = county.path.parent if county.path else None
    facts = county.facts
    pack = named or default_pack(facts, folder)
    return rules_of_policy(
        policy,
        county=str(facts["name"]),
        adcode=str(facts["adcode"]),
        deep_poverty=bool(facts.get("deep_poverty")),
        valid_to=last_day_of(pack),
        listed=[_listed(row) for row in county.channels.astype(object).to_dict("records")],
    )


def _listed(row: Mapping[Any, Any]) -> dict[str, Any]:
    plain = {str(k): None if v is None or v != v or str(v) == "<NA>" else v for k, v in row.items()}
    first, last = plain.get("from"), plain.get("to")
    return plain | {
        "first": period_days(str(first))[0] if first else "",
        "last": period_days(str(last))[1] if last else "",
    }


def period_days(period: str) -> tuple[str, str]:
    """First and last day (ISO) of ``2018-07`` or ``2018Q3``."""
    year, rest = int(period[:4]), period[5:]
    first, last = (int(rest) * 3 - 2, int(rest) * 3) if period[4] in "Qq" else (int(rest), int(rest))
    return f"{year}-{first:02}-01", f"{year}-{last:02}-{calendar.monthrange(year, last)[1]}"


def last_day_of(pack: str) -> str:
    """Last day of a pack's validity (ISO), "" where open."""
    from importlib import resources

    if pack in pack_names():
        content = parse_toml((resources.files(FOLDER) / f"{pack}.toml").read_text(encoding="utf-8"), pack)
    else:
        content = read_toml(Path(pack))
    return str(content.get("pack", {}).get("valid_to", ""))
