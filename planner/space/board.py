"""The table on which the candidates are found: villages × sites, pairs closed one reason after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.county.checks.totals import centralised_persons
from planner.county.phases import capacity_by_site, site_of_row
from planner.findings import Finding, finding
from planner.space.exclusion import ZONES, excluded_sites
from planner.space.selection import best_sites, units_of
from planner.space.travel import Travel, travel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.county.county import County
    from planner.space.choices import Choices, PolicyNumbers

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]

_YUAN = 10_000.0


class Board:
    """
    Villages × sites with the first reason against each pair.

    ``reason`` holds its code, "" while a pair is open; ``pinned`` marks decided pairs; ``ways`` are the distances.
    Rows are ``villages``, columns ``sites`` (physical ones).

    Parameters
    ----------
    county, policy, scenario
        As for :func:`planner.space.candidates.build_candidates`.
    """

    def __init__(self, county: County, policy: PolicyNumbers, scenario: Choices) -> None:
        self.county, self.policy, self.scenario = county, policy, scenario
        self.villages = county.villages.drop_duplicates("id").reset_index(drop=True)
        self.site_of = site_of_row(county.sites)
        first = county.sites["id"].map(self.site_of) == county.sites["id"]
        self.sites = county.sites[first].drop_duplicates("id").reset_index(drop=True)
        self.village_at = {v: i for i, v in enumerate(self.villages["id"])}
        self.site_at = {s: j for j, s in enumerate(self.sites["id"])}
        self.reason = np.full((len(self.villages), len(self.sites)), "", dtype=object)
        self.pinned = np.zeros(self.reason.shape, dtype=bool)
        self.findings: list[Finding] = []
        self.units = units_of(self.villages)
        self.votes = self._votes()
        self.persons = centralised_persons(county).reindex(self.villages["id"]).fillna(0.0).to_numpy()
        self.ways: Travel = travel(
            self.villages,
            self.sites,
            roads=county.layers.get("roads"),
            table=county.travel,
            rows=county.sites,
            detour=policy.number("settlement.detour"),
            kmh=policy.number("settlement.road_kmh"),
        )

    def why(self, code: str) -> Finding:
        """Return the texts of a reason."""
        limit = self.policy.optional("settlement.max_km")
        return finding(code, params={"limit": f"{limit or 0:g}"})

    def drop(self, which: Mask, code: str) -> None:
        """Close the pairs that are still open and given."""
        self.reason[(self.reason == "") & which] = code

    def drop_excluded(self) -> None:
        """Close sites in forbidden zones, unsafe, against the plan, or switched off by the scenario."""
        excluded = excluded_sites(self.county)
        zones = set(ZONES.values())
        for site, j in self.site_at.items():
            codes = excluded.get(site, ())
            choice = self.scenario.sites.get(site)
            if codes:
                self.reason[:, j] = codes[0]
            elif choice is not None and choice.state == "off":
                self.reason[:, j] = "DROP_SITE_OFF"
            for code in [c for c in codes if c in zones][:1]:
                why = self.why(code)
                name, row = self.sites["name"].iloc[j], int(self.sites["row"].iloc[j])
                params = {"zh": why.zh, "en": why.en}
                self.findings.append(
                    finding("SITE_IN_ZONE", params=params, sheet="安置点", row=row, value=name, subject=site)
                )

    def drop_decided(self) -> None:
        """Close forbidden pairs, and all but the pinned ones of a village, or group, that is pinned."""
        self.drop(self._decided("禁止"), "DROP_BANNED")
        self.pinned = self._decided("指定")
        for members in self.units:
            wanted = np.asarray(self.pinned[members].any(axis=0))
            if wanted.any():
                self.drop(self._rows(members) & ~wanted[None, :], "DROP_PINNED_ELSEWHERE")
        closed = np.asarray(self.reason != "", dtype=bool) & self.pinned
        for i, j in np.argwhere(closed):
            village, site = str(self.villages["id"].iloc[i]), str(self.sites["id"].iloc[j])
            why = self.why(str(self.reason[i, j]))
            params = {"zh": why.zh, "en": why.en}
            self.findings.append(
                finding("PIN_NOT_OPEN", params=params, sheet="指定", value=f"{village} → {site}", subject=village)
            )

    def _decided(self, word: str) -> Mask:
        marked = np.zeros(self.reason.shape, dtype=bool)
        workbook = self.county.decisions
        pairs = [
            *zip(workbook["village"], workbook["site"], workbook["decision"], strict=True),
            *((d.village, d.site, d.decision) for d in self.scenario.decisions),
        ]
        for village, site, decision in pairs:
            i, j = self.village_at.get(village), self.site_at.get(self.site_of.get(site, site))
            if decision == word and i is not None and j is not None:
                marked[i, j] = True
        return marked

    def drop_far(self) -> None:
        """Close pairs beyond ``settlement.max_km``; a pin counts more than distance."""
        limit = self.policy.optional("settlement.max_km")
        if limit is not None:
            self.drop((self.ways.km > limit) & ~self.pinned, "DROP_TOO_FAR")

    def keep_best(self) -> None:
        """Close all but the best and the most wished sites of each unit, and what its members do not share."""
        most, places = int(self.policy.number("settlement.candidates")), self._places()
        for members in self.units:
            open_to_all = (self.reason[members] == "").all(axis=0)
            if not open_to_all.any():
                self._report_empty(members)
            if len(members) > 1:
                self.drop(self._rows(members) & ~open_to_all[None, :], "DROP_NOT_SHARED")
            weights = np.maximum(self.persons[members], 1.0)
            km = np.average(self.ways.km[members], axis=0, weights=weights)
            too_small = places < (self.persons[members].sum() if self._stays_whole(members) else 0.0)
            kept = best_sites(km, self._cost(km), usable=open_to_all, last=too_small, most=most)
            kept |= open_to_all & (self._most_wished(members) | self.pinned[members].any(axis=0))
            rows = self._rows(members)
            self.drop(rows & (too_small & ~kept)[None, :], "DROP_TOO_SMALL")
            self.drop(rows & ~kept[None, :], "DROP_NOT_AMONG_BEST")

    def _rows(self, members: list[int]) -> Mask:
        rows = np.zeros((self.reason.shape[0], 1), dtype=bool)
        rows[members] = True
        return rows

    def _most_wished(self, members: list[int]) -> Mask:
        """Mark the site that most of the roster's centralised households wish, if any."""
        votes = self.votes[members].sum(axis=0)
        return np.asarray((votes > 0) & (np.arange(len(votes)) == votes.argmax()))

    def _votes(self) -> NDArray[np.int64]:
        roster = self.county.households
        centralised = roster[roster["mode"] != "分散"]
        at_village = centralised["village"].map(self.village_at)
        at_site = centralised["preferred_site"].map(self.site_of).map(self.site_at)
        both = (at_village.notna() & at_site.notna()).to_numpy()
        votes = np.zeros(self.reason.shape, dtype=np.int64)
        np.add.at(votes, (at_village[both].to_numpy(dtype=int), at_site[both].to_numpy(dtype=int)), 1)
        return votes

    def _stays_whole(self, members: list[int]) -> bool:
        return bool(self.villages["whole"].iloc[members].all())

    def _places(self) -> NDArray[np.float64]:
        places = capacity_by_site(self.county.sites)
        changed = {s: c.capacity_persons for s, c in self.scenario.sites.items() if c.capacity_persons is not None}
        return np.array([changed.get(s, places[s]) for s in self.sites["id"]], dtype=float)

    def _cost(self, km: NDArray[np.float64]) -> NDArray[np.float64]:
        """Rough stated cost of a person at each site: home, infrastructure, services and distance [万元]."""
        places = np.maximum(self.sites["capacity_persons"].to_numpy(dtype=float), 1.0)
        home = self.sites["housing_cost"].to_numpy(dtype=float) * self.policy.number("housing.m2_registered") / _YUAN
        shared = (self.sites["infrastructure_cost"] + self.sites["service_cost"]).to_numpy(dtype=float) / places
        return np.asarray(home + shared + km * self.policy.number("price.person_km") / _YUAN)

    def _report_empty(self, members: list[int]) -> None:
        persons = float(self.persons[members].sum())
        if persons == 0:
            return
        ids = [str(self.villages["id"].iloc[i]) for i in members]
        own = (self.reason[members] == "").any(axis=1).all()
        code = "GROUP_NO_COMMON_SITE" if len(members) > 1 and own else "NO_CANDIDATE"
        codes, counts = np.unique(self.reason[members].astype(str), return_counts=True)
        reasons = "；".join(f"{self.why(c).zh}×{n}" for c, n in zip(codes, counts, strict=True) if c)
        row = int(self.villages["row"].iloc[members[0]])
        params = {"persons": round(persons)}
        self.findings.append(finding(code, params=params, sheet="村庄", row=row, value=reasons, subject="、".join(ids)))
