"""Rules that need a number or a table of the policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from planner.county.checks.report import given, records, report
from planner.county.checks.sites import usable_rows
from planner.county.checks.totals import centralised_persons
from planner.county.phases import capacity_by_site
from planner.findings import Finding
from planner.tomlfiles import nearest

if TYPE_CHECKING:
    from planner.county.county import County


class PolicyValues(Protocol):
    """What the checks ask of a policy; :class:`planner.policy.Policy` has it."""

    def number(self, key: str) -> float:
        """Return a number."""

    def optional(self, key: str) -> float | None:
        """Return a number, ``None`` for "not limited"."""

    def flag(self, key: str) -> bool:
        """Return 是 or 否."""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""

    def table(self, key: str) -> tuple[Mapping[str, Any], ...]:
        """Return the rows of a table."""


def large_sites_are_assessed(county: County, policy: PolicyValues) -> Iterator[Finding]:
    """A site above the threshold, all phases together, has its carrying capacity assessed."""
    threshold = policy.number("settlement.assessment_threshold")
    places = capacity_by_site(county.sites)
    for record in records(county.sites[~county.sites["capacity_assessed"].astype(bool)]):
        site = record["phase_of"] if given(record["phase_of"]) else record["id"]
        if places.get(site, 0) > threshold:
            params = {"threshold": f"{threshold:g}", "places": places[site]}
            yield report("SITE_NOT_ASSESSED", "sites", record, "capacity_assessed", value="否", params=params)


def fund_kinds_have_rules(county: County, policy: PolicyValues) -> Iterator[Finding]:
    """The policy says how each kind of fund works."""
    known = [str(row["kind"]) for row in policy.table("money.fund_kinds")]
    yield from _unknown_kind(county, "funds", "FUND_KIND_UNKNOWN", known)


def channels_are_allowed(county: County, policy: PolicyValues) -> Iterator[Finding]:
    """The policy knows each kind of channel, and opens it to this county."""
    rules = {str(row["kind"]): row for row in policy.table("quota.channels")}
    yield from _unknown_kind(county, "channels", "CHANNEL_KIND_UNKNOWN", list(rules))
    if county.facts.get("deep_poverty"):
        return
    for record in records(county.channels):
        if rules.get(record["kind"], {}).get("deep_poverty_only"):
            yield report("CHANNEL_NOT_ALLOWED", "channels", record, "kind")


def posts_suffice(county: County, policy: PolicyValues) -> Iterator[Finding]:
    """Posts and public-welfare posts are enough for the households that must have one."""
    limit = policy.optional("jobs.public_limit")
    if limit is None:
        return
    ruled = set(policy.texts("jobs.rule_tiers"))
    rows = county.sites[usable_rows(county)]
    free_places = float(rows["capacity_persons"][~rows["tier"].isin(ruled)].sum())
    frame = county.villages.drop_duplicates("id").set_index("id")
    centralised = (centralised_persons(county) / frame["persons"].where(frame["persons"] > 0)).fillna(0)
    seekers = float((frame["labour_households"] * centralised).sum())
    # Sites without the rule take some of them; at best all their places are filled with job seekers' households.
    without_rule = free_places * float(frame["households"].sum()) / max(float(frame["persons"].sum()), 1.0)
    posts = float(county.jobs["posts"].sum()) + limit
    if posts < seekers - without_rule:
        params = {"have": posts, "need": float(round(seekers - without_rule))}
        yield report("POSTS_SHORT", "jobs", column="posts", params=params)


def households_have_signed(county: County, policy: PolicyValues) -> Iterator[Finding]:
    """Where both agreements are needed, households without them wait."""
    if not policy.flag("settlement.double_signature"):
        return
    frame = county.villages
    waiting = (frame["households"] - frame["signed_households"]).fillna(0).clip(lower=0)
    if waiting.sum() > 0:
        params = {"villages": int((waiting > 0).sum())}
        yield report(
            "HOUSEHOLDS_UNSIGNED", "villages", column="signed_households", value=f"{waiting.sum():g} 户", params=params
        )  # fmt: skip


def _unknown_kind(county: County, sheet: str, code: str, known: list[str]) -> Iterator[Finding]:
    frame = getattr(county, sheet)
    for record in records(frame[~frame["kind"].isin(known)].drop_duplicates("kind")):
        params = {"nearest": nearest(str(record["kind"]), known) or "、".join(known)}
        yield report(code, sheet, record, "kind", params=params)
