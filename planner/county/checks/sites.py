"""Rules about sites and their phases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.county.checks.report import given, records, report
from planner.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

    from planner.county.county import County

_CONFORMITY = {"不符合": "SITE_NOT_CONFORMING", "需修改": "SITE_NEEDS_AMENDMENT"}


def there_are_sites(county: County) -> Iterator[Finding]:
    """A plan needs at least one site, and better one that can be used."""
    if county.sites.empty:
        yield report("NO_SITES", "sites")
    elif not usable_rows(county).any():
        yield report("NO_USABLE_SITE", "sites")


def usable_rows(county: County) -> pd.Series[bool]:
    """
    Rows of the sheet 安置点 that the sheet itself does not rule out: safe and not against the plan.

    Parameters
    ----------
    county
        Any county.
    """
    return county.sites["safe"].astype(bool) & (county.sites["plan_conformity"] != "不符合")


def sites_have_capacity(county: County) -> Iterator[Finding]:
    """Every row has places."""
    frame = county.sites
    for record in records(frame[~(frame["capacity_persons"] > 0)]):
        yield report("SITE_NO_CAPACITY", "sites", record, "capacity_persons")


def phases_lead_to_a_site(county: County) -> Iterator[Finding]:
    """A later phase names the first row of its site; no row is, by way of others, a phase of itself."""
    parent = {r["id"]: r["phase_of"] for r in records(county.sites) if given(r["phase_of"])}
    for record in records(county.sites):
        seen, at = [record["id"]], parent.get(record["id"])
        while at is not None and at not in seen:
            seen.append(at)
            at = parent.get(at)
        if at == record["id"]:
            yield report("PHASE_CYCLE", "sites", record, "phase_of", value=" → ".join([*seen, at]))
        elif at is None and len(seen) > 2:
            yield report("PHASE_NESTED", "sites", record, "phase_of", params={"site": seen[-1]})


def phases_are_numbered(county: County) -> Iterator[Finding]:
    """No two rows of a site have the same number."""
    first: dict[tuple[str, int], object] = {}
    for record in records(county.sites):
        key = (record["phase_of"] if given(record["phase_of"]) else record["id"], record["phase"])
        if key in first:
            yield report("PHASE_TWICE", "sites", record, "phase", params={"first": first[key]})
        first.setdefault(key, record["row"])


def sites_are_safe_and_conform(county: County) -> Iterator[Finding]:
    """Unsafe sites and those against the land-use plan are left out, and the office should know."""
    for record in records(county.sites):
        if not record["safe"]:
            yield report("SITE_UNSAFE", "sites", record, "safe", value="否")
        if code := _CONFORMITY.get(record["plan_conformity"]):
            yield report(code, "sites", record, "plan_conformity")
