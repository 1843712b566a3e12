"""The demonstration counties meet the published totals, name real places and hold together."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pandas as pd
import pytest
import shapely

from planner.county.columns import SHEETS
from planner.demo.county import MadeUp, make_county
from planner.demo.names import check_character
from planner.demo.places import read_public
from planner.demo.profile import Profile
from planner.geodesy import areas_mu

COUNTIES = pytest.mark.parametrize("name", ["kelan", "xingxian"])


def sums(frame: pd.DataFrame, *columns: str) -> tuple[int, ...]:
    return tuple(int(frame[c].sum()) for c in columns)


def test_kelan_totals_are_the_published_ones(made: dict[str, MadeUp]) -> None:
    villages = made["kelan"].tables["villages"]
    assert (len(villages), *sums(villages, "households", "persons")) == (115, 1719, 4008)


def test_xingxian_totals_are_the_published_ones(made: dict[str, MadeUp]) -> None:
    tables = made["xingxian"].tables
    villages, roster = tables["villages"], tables["households"]
    assert (len(villages), *sums(villages, "households", "persons")) == (175, 4475, 14819)
    assert sums(villages, "registered_households", "registered_persons") == (3162, 10572)
    accompanying = roster[roster["category"] == "同步搬迁"]
    assert (len(accompanying), *sums(accompanying, "persons")) == (1313, 4247)
    scattered = roster[roster["mode"] == "分散"]
    assert (len(scattered), *sums(scattered, "persons")) == (1428, 4289)
    assert sums(villages, "scattered_households") == (1428,)
    first = tables["sites"][tables["sites"]["phase_of"].isna()]
    assert first["tier"].value_counts().to_dict() == {"集镇": 13, "县城": 6}


def test_kelan_has_one_eight_and_n_sites(made: dict[str, MadeUp]) -> None:
    sites = made["kelan"].tables["sites"]
    first = sites[sites["phase_of"].isna()]
    assert first["tier"].value_counts().to_dict() == {"中心村": 9, "集镇": 8, "县城": 1}
    town = sites[(sites["id"] == "S01") | (sites["phase_of"] == "S01")]
    assert town["name"].str.startswith("广惠园").all()
    assert town["capacity_persons"].sum() == 1800
    assert sorted(town["build_periods"])[0] == 0  # ready flats
    assert first["name"].str.startswith("宋家沟").any()


def test_zhaojiawa_has_its_published_counts_and_goes_to_the_county_town(made: dict[str, MadeUp]) -> None:
    tables = made["kelan"].tables
    village = tables["villages"].set_index("name").loc["赵家洼"]
    assert (village["township"], village["households"], village["persons"]) == ("阳坪乡", 54, 115)
    assert (village["registered_households"], village["registered_persons"]) == (22, 52)
    pin = tables["decisions"].set_index("village").loc[village["id"]]
    assert (pin["site"], pin["decision"]) == ("S01", "指定")


def test_channels_follow_the_kind_of_county(made: dict[str, MadeUp]) -> None:
    assert set(made["kelan"].tables["channels"]["kind"]) == {"省内流转", "补充耕地"}
    assert "跨省调剂" in set(made["xingxian"].tables["channels"]["kind"])
    assert made["xingxian"].tables["county"]["deep_poverty"]
    assert not made["kelan"].tables["county"]["deep_poverty"]


def test_everybody_in_kelan_has_signed(made: dict[str, MadeUp]) -> None:
    villages = made["kelan"].tables["villages"]
    assert (villages["signed_households"] == villages["households"]).all()
    villages = made["xingxian"].tables["villages"]
    assert 1 <= int((villages["households"] - villages["signed_households"]).sum()) <= 10


@COUNTIES
def test_every_sheet_has_three_rows(name: str, made: dict[str, MadeUp]) -> None:
    for sheet in SHEETS:
        assert len(made[name].tables[sheet.key]) >= 3, sheet.zh


@COUNTIES
def test_roster_sums_are_the_village_counts(name: str, made: dict[str, MadeUp]) -> None:
    roster = made[name].tables["households"]
    villages = made[name].tables["villages"].set_index("id")
    by = roster.groupby("village")
    poor = roster[roster["category"] == "建档立卡"].groupby("village")
    signed = roster[roster["resettle_signed"].notna() & roster["demolish_signed"].notna()].groupby("village")
    for column, counted in {
        "households": by.size(),
        "persons": by["persons"].sum(),
        "registered_households": poor.size(),
        "registered_persons": poor["persons"].sum(),
        "labour_households": roster[roster["labour"] > 0].groupby("village").size(),
        "pupils": by["pupils"].sum(),
        "signed_households": signed.size(),
        "scattered_households": roster[roster["mode"] == "分散"].groupby("village").size(),
    }.items():
        assert counted.reindex(villages.index, fill_value=0).tolist() == villages[column].tolist(), column
    assert (roster[["labour", "pupils", "elders", "disabled"]].to_numpy() <= roster[["persons"]].to_numpy()).all()
    assert roster["id"].is_unique


@COUNTIES
def test_no_id_number_can_belong_to_anybody(name: str, made: dict[str, MadeUp]) -> None:
    numbers = made[name].tables["households"]["id_number"]
    assert numbers.is_unique
    assert numbers.str.fullmatch(r"000000\d{11}[\dX]").all()
    assert not any(check_character(n[:17]) == n[17] for n in numbers)


def test_the_checksum_is_that_of_the_standard() -> None:
    # GB 11643-1999, Annex A, first example; the number itself is the standard's.
    assert check_character("11010519491231002") == "X"


@COUNTIES
def test_names_and_codes_are_real(name: str, profiles: dict[str, Profile], made: dict[str, MadeUp]) -> None:
    public = read_public(profiles[name].adcode)
    towns = {t.code: t.name for t in public.towns}
    real = {p.code: (towns[p.parent], p.name) for p in public.villages}
    villages = made[name].tables["villages"]
    assert villages["id"].is_unique
    for row in villages.itertuples():
        assert real[row.id[:12]] == (row.township, row.admin_village)
        assert row.name == row.admin_village or row.name.endswith("自然村")
    places = {n for pair in real.values() for n in pair} | {"广惠园"}
    for site in profiles[name].sites:
        assert any(site.name.startswith(p.rstrip("镇乡")) for p in places), site.name


def test_public_positions_are_converted_from_gcj02() -> None:
    public = read_public("140929")
    seat = next(t for t in public.towns if t.name == "宋家沟乡")
    # GCJ-02 in the file: 111.677811, 38.645269; CGCS2000 lies some hundred metres to the south-west.
    assert seat.lon == pytest.approx(111.6714, abs=5e-4)
    assert seat.lat == pytest.approx(38.6447, abs=5e-4)
    assert areas_mu([public.boundary])[0] / 1500 == pytest.approx(1984, rel=0.01)  # km², published 1,980-1,984


@COUNTIES
def test_layers_agree_with_the_tables(name: str, made: dict[str, MadeUp]) -> None:
    layers, villages = made[name].layers, made[name].tables["villages"]
    assert set(layers) == {
        "villages", "sites", "hazards", "redlines", "basic_farmland", "old_plots", "boundary", "roads"
    }  # fmt: skip
    for layer in layers.values():
        assert layer.crs.to_epsg() == 4490
        assert layer.geometry.is_valid.all()
        assert not layer.geometry.is_empty.any()
    plots = layers["old_plots"]
    drawn = pd.Series(areas_mu(plots.geometry)).groupby(plots["village"]).sum()
    np.testing.assert_allclose(drawn[villages["id"]], villages["homestead_mu"], rtol=1e-6)
    danger = layers["hazards"].union_all()
    points = layers["villages"].geometry
    assert (points.within(danger) | ~villages["hazard"]).all()
    outline = layers["boundary"].geometry.iloc[0]
    assert points.within(outline).all()
    assert layers["sites"].geometry.within(outline).all()


@COUNTIES
def test_usable_sites_lie_outside_every_exclusion(
    name: str, made: dict[str, MadeUp], profiles: dict[str, Profile]
) -> None:
    layers = made[name].layers
    for site, point in zip(profiles[name].sites, layers["sites"].geometry, strict=True):
        inside = any(point.within(layers[k].union_all()) for k in ("hazards", "redlines", "basic_farmland"))
        assert inside != site.usable, site.id


@COUNTIES
def test_roads_join_everything(name: str, made: dict[str, MadeUp]) -> None:
    import networkx as nx

    layers = made[name].layers
    graph = nx.Graph()
    for line in layers["roads"].geometry:
        graph.add_edge(*(tuple(np.round(p, 9)) for p in (line.coords[0], line.coords[-1])))
    assert nx.is_connected(graph)
    for key in ("villages", "sites"):
        for point in layers[key].geometry:
            assert tuple(np.round((point.x, point.y), 9)) in graph


@COUNTIES
def test_land_adds_up(name: str, made: dict[str, MadeUp], profiles: dict[str, Profile]) -> None:
    villages = made[name].tables["villages"]
    assert villages["reclaim_mu"].sum() == pytest.approx(profiles[name].land.reclaim_mu)
    assert (villages["reclaim_mu"] <= villages["homestead_mu"]).all()
    assert (villages.loc[villages["retained"], "reclaim_mu"] == 0).all()


@COUNTIES
def test_progress_contradicts_nothing(name: str, made: dict[str, MadeUp]) -> None:
    tables = made[name].tables
    sites = tables["sites"].set_index("id")
    pinned = set(tables["decisions"].loc[tables["decisions"]["decision"] == "指定", "site"])
    begun = set()
    for row in tables["progress"].itertuples():
        site = sites.loc[row.subject]
        assert row.share == 1.0
        if row.milestone == "竣工":
            assert row.subject in begun
            assert site["build_periods"] == 0
        elif site["build_periods"] > 0:
            assert site["start_by"] == row.period
        begun.add(row.subject)
        # Somebody has to go there, so the plan cannot leave out what has been begun.
        assert (row.subject if pd.isna(site["phase_of"]) else site["phase_of"]) in pinned


@COUNTIES
def test_posts_and_places_are_as_tight_as_stated(
    name: str, made: dict[str, MadeUp], profiles: dict[str, Profile]
) -> None:
    tables = made[name].tables
    central = tables["households"][tables["households"]["mode"] == "集中"]
    places = sum(s.places for s in profiles[name].sites if s.usable)
    assert central["persons"].sum() / places == pytest.approx(0.75, abs=0.01)
    assert (central["labour"] > 0).sum() / tables["jobs"]["posts"].sum() == pytest.approx(0.9, abs=0.005)


@COUNTIES
def test_the_same_seed_gives_the_same_tables(name: str, made: dict[str, MadeUp], profiles: dict[str, Profile]) -> None:
    again = make_county(profiles[name])
    for key, table in made[name].tables.items():
        if isinstance(table, pd.DataFrame):
            assert table.to_csv(index=False) == again.tables[key].to_csv(index=False), key
        else:
            assert table == again.tables[key], key
    for key, layer in made[name].layers.items():
        assert shapely.equals_exact(layer.geometry.to_numpy(), again.layers[key].geometry.to_numpy()).all(), key


def test_data_come_with_their_licence() -> None:
    folder = resources.files("scenarios") / "data"
    assert "Attribution 4.0 International" in (folder / "LICENSE-CC-BY-4.0.txt").read_text(encoding="utf-8")
    attribution = (folder / "ATTRIBUTION.md").read_text(encoding="utf-8")
    for entry in folder.iterdir():
        if entry.name.endswith((".csv", ".json")):
            assert entry.name in attribution
    assert "审图号" in attribution
