"""Making up a whole demonstration county: its tables and its layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.demo.ground import Ground, make_ground
from planner.demo.labels import cover_lines, notes_for
from planner.demo.land import homesteads, make_layers
from planner.demo.money import make_channels, make_funds, make_parameters
from planner.demo.office import make_decisions, make_progress, make_travel
from planner.demo.people import CENTRALISED, Count, apportion, make_roster, name_heads, sign, village_counts
from planner.demo.planting import plant
from planner.demo.sites import make_jobs, make_sites

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.random import Generator
    from numpy.typing import NDArray

    from planner.demo.profile import Profile
    from planner.demo.specs import Known

_SPREAD = 0.45
_LEAST_HOUSEHOLDS = 3


@dataclass(frozen=True, kw_only=True)
class MadeUp:
    """
    A demonstration county.

    Parameters
    ----------
    tables
        Sheets of the workbook by key, as :func:`planner.county.writer.write_workbook` takes them.
    layers
        Layers of the GeoPackage by name, EPSG:4490.
    cover, notes
        Lines of the sheet 说明; notes on columns by ``sheet.column``: what is synthetic and what is not.
    """

    tables: Mapping[str, Any]
    layers: Mapping[str, gpd.GeoDataFrame]
    cover: tuple[str, ...]
    notes: Mapping[str, str]


def make_county(profile: Profile) -> MadeUp:
    """
    Make up the county of a profile; the same profile gives the same tables.

    Parameters
    ----------
    profile
        What it is made from.
    """
    # A stream of its own for each subject: a change to one leaves the others as they were.
    place, people, land, shape, work, office = np.random.default_rng(profile.seed).spawn(6)
    ground = make_ground(profile, place)
    roster = _roster(profile, people, ground.villages)
    villages = _villages(profile, land, ground, roster)
    planted, seekers, spare = _planted(profile, ground, roster, villages)
    sites = make_sites(profile, ground, pupils=int(roster["pupils"].sum()), persons=int(roster["persons"].sum()))
    roster["preferred_site"] = _wishes(profile, office, ground, roster, villages)
    tables = {
        "county": _facts(profile),
        "parameters": make_parameters(
            profile, seekers=int(seekers.sum()), homestead_mu=float(villages["homestead_mu"].sum())
        ),
        "villages": villages,
        "households": roster,
        "sites": sites,
        "jobs": make_jobs(profile, work, seekers, spare),
        "funds": make_funds(profile),
        "channels": make_channels(profile),
        "travel": make_travel(profile, ground, office, planted, villages),
        "decisions": make_decisions(profile, ground, office, planted, villages),
        "progress": make_progress(profile, sites),
    }
    layers = make_layers(profile, ground, shape, villages, sites)
    return MadeUp(tables=tables, layers=layers, cover=cover_lines(profile), notes=notes_for(profile))


def _facts(profile: Profile) -> dict[str, Any]:
    return {
        "name": profile.name,
        "adcode": profile.adcode,
        "start": profile.start,
        "period": profile.unit,
        "periods": profile.periods,
        "move_in_deadline": profile.deadline,
        "policy": profile.policy,
        "deep_poverty": profile.deep_poverty,
        "crs": "EPSG:4490",
        "centralised_floor": profile.centralised_floor,
    }


def _roster(profile: Profile, rng: Generator, villages: pd.DataFrame) -> pd.DataFrame:
    """Households of the villages with published counts first, the rest of the totals for the others."""
    known = {_village_id(villages, k): k for k in profile.people.known}
    others = villages["id"][~villages["id"].isin(known)].tolist()
    rest = _less(profile.people.counts, tuple(known.values()))
    total = sum(c.households for c in rest)
    sizes = apportion(total, rng.lognormal(0.0, _SPREAD, size=len(others)), least=_LEAST_HOUSEHOLDS)
    parts = [make_roster(rng, others, sizes, rest, profile.people.able)]
    for village, one in known.items():
        size = np.array([sum(c.households for c in one.counts)])
        parts.append(make_roster(rng, [village], size, one.counts, profile.people.able))
    roster = pd.concat(parts).sort_values("id", kind="stable").reset_index(drop=True)
    roster = name_heads(rng, roster)
    roster = sign(rng, roster, profile.people.signed_from, profile.people.signed_to)
    central = roster.index[roster["mode"] == CENTRALISED].to_numpy()
    unsigned = rng.choice(central, size=profile.people.unsigned, replace=False)
    roster.loc[unsigned, "demolish_signed"] = None
    return roster


def _less(counts: tuple[Count, ...], known: tuple[Known, ...]) -> tuple[Count, ...]:
    rest = []
    for total in counts:
        part = [c for k in known for c in k.counts if (c.category, c.mode) == (total.category, total.mode)]
        rest.append(
            Count(
                category=total.category,
                mode=total.mode,
                households=total.households - sum(c.households for c in part),
                persons=total.persons - sum(c.persons for c in part),
            )
        )
    return tuple(c for c in rest if c.households)


def _village_id(villages: pd.DataFrame, known: Known) -> str:
    which = (villages["name"] == known.village) & (villages["township"] == known.township)
    return str(villages.loc[which, "id"].iloc[0])


def _villages(profile: Profile, rng: Generator, ground: Ground, roster: pd.DataFrame) -> pd.DataFrame:
    people = profile.people
    frame = ground.villages.set_index("id")
    frame = frame.join(village_counts(roster))
    lonlat = ground.plane.degrees(ground.village_points).round(6)
    frame["lon"], frame["lat"] = lonlat[:, 0], lonlat[:, 1]
    known = {_village_id(ground.villages, k) for k in people.known}
    order = [v for v in frame.index[rng.permutation(len(frame))] if v not in known]
    frame["retained"] = frame.index.isin(order[: people.retained])
    frame = frame.join(homesteads(profile, rng, frame["households"], frame["retained"]))
    rest = order[people.retained :]
    frame["hazard"] = frame.index.isin(rest[: people.hazards])
    frame["deadline"] = pd.Series(people.early_deadline, index=rest[: people.early], dtype=object)
    largest = frame["households"].sort_values(ascending=False, kind="stable").index
    free = [v for v in largest if frame["keep_with"][v] == "" and v not in known]
    frame["whole"] = ~frame.index.isin(free[: people.split])
    return frame.drop(columns=["x", "y"]).reset_index()


def _planted(
    profile: Profile, ground: Ground, roster: pd.DataFrame, villages: pd.DataFrame
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Site of each village in a first assignment, job-seekers and places left at each site."""
    central = roster[roster["mode"] == CENTRALISED]
    by_village = central.groupby("village")
    persons = villages["id"].map(by_village["persons"].sum()).fillna(0)
    labour = villages["id"].map(central[central["labour"] > 0].groupby("village").size()).fillna(0)
    index = {site.id: k for k, site in enumerate(profile.sites)}
    known = {_village_id(ground.villages, k): index[k.site] for k in profile.people.known}
    loads = pd.DataFrame(
        {
            "persons": persons,
            "group": villages["keep_with"].where(villages["keep_with"] != "", villages["id"]),
            "pinned": villages["id"].map(known).fillna(-1).astype(int),
        }
    )
    places = np.array([s.places if s.usable else 0 for s in profile.sites])
    planted = plant(loads, ground.village_points, ground.sites, places)
    count = len(profile.sites)
    seekers = np.bincount(planted, weights=labour, minlength=count).round().astype(np.int64)
    spare = places - np.bincount(planted, weights=persons, minlength=count)
    return planted, seekers, np.maximum(spare, 0.0)


def _wishes(
    profile: Profile, rng: Generator, ground: Ground, roster: pd.DataFrame, villages: pd.DataFrame
) -> pd.Series:
    """Some households wish for one of the nearest sites, or for the county town."""
    usable = np.array([k for k, s in enumerate(profile.sites) if s.usable])
    ids = np.array([s.id for s in profile.sites], dtype=object)
    distance = np.hypot(
        ground.village_points[:, None, 0] - ground.sites[None, usable, 0],
        ground.village_points[:, None, 1] - ground.sites[None, usable, 1],
    )
    nearest = usable[np.argsort(distance, axis=1, kind="stable")[:, :3]]
    town = next(k for k in usable if profile.sites[k].tier == "县城")
    row = pd.Series(range(len(villages)), index=villages["id"])[roster["village"]].to_numpy()
    drawn = rng.choice(4, size=len(roster), p=[0.4, 0.2, 0.1, 0.3])
    site = np.where(drawn == 3, town, nearest[row, np.minimum(drawn, nearest.shape[1] - 1)])
    wishing = (rng.random(len(roster)) < profile.people.wishing) & (roster["mode"] == CENTRALISED).to_numpy()
    return pd.Series(np.where(wishing, ids[site], None), index=roster.index, dtype=object)
