"""The packs that come with the software, and what a wrong pack is told."""

from pathlib import Path

import pytest

from planner.findings import PlannerError
from planner.parameters import BY_KEY, PARAMETERS
from planner.policy import default_pack, effective_policy, load_pack, pack_names
from planner.policy.provisions import sources

NUMBER = """
[clearance.yield]
value = 0.8
document = "经验值"
clause = "示例"
certainty = "G"
"""


def write(folder: Path, text: str, name: str = "own") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["national-2016-2020", "shanxi-2018", "deep-poverty-2018"])
def test_every_parameter_has_a_value_with_its_source(name: str) -> None:
    policy = effective_policy(load_pack(name))
    assert set(policy.entries) == set(BY_KEY)
    for parameter in PARAMETERS:
        entry = policy.entry(parameter.key)
        assert entry.unit == parameter.unit
        assert entry.document
        assert entry.clause
        assert entry.marks
        assert entry.valid_to
        assert parameter.optional or entry.value is not None


def test_names_and_lineage() -> None:
    assert pack_names() == ("deep-poverty-2018", "national-2016-2020", "shanxi-2018")
    assert load_pack("deep-poverty-2018").lineage == ("deep-poverty-2018", "shanxi-2018", "national-2016-2020")


def test_published_figures() -> None:
    policy = effective_policy(load_pack("shanxi-2018"))
    assert policy.number("housing.m2_registered_limit") == 25
    assert policy.number("settlement.centralised_indicator") == 0.764
    assert (policy.number("money.award_demolition"), policy.number("money.award_reclamation")) == (1.0, 0.5)
    assert (policy.number("money.self_household"), policy.number("money.self_person")) == (1.0, 0.25)
    assert policy.number("quota.turnover_months") == 36
    channels = {row["kind"]: row for row in policy.table("quota.channels")}
    assert channels["跨省调剂"]["deep_poverty_only"]
    assert channels["跨省调剂"]["first_share"] == 0.7
    assert channels["补充耕地"]["products"] == ("补充耕地",)


def test_sources_are_known_by_number() -> None:
    assert sources()["S20"].startswith("m.fx361.cc")


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"policy": "mine.toml"}, "mine.toml"),
        ({"adcode": "140929"}, "shanxi-2018"),
        ({"adcode": "141123", "deep_poverty": True}, "deep-poverty-2018"),
        ({"adcode": "610101", "deep_poverty": True}, "national-2016-2020"),
        ({}, "national-2016-2020"),
    ],
)
def test_default_pack(facts: dict[str, object], name: str) -> None:
    assert default_pack(facts) == name


def test_a_countys_own_pack_lies_beside_its_workbook(tmp_path: Path) -> None:
    assert default_pack({"policy": "mine.toml"}, tmp_path) == str(tmp_path / "mine.toml")
    assert default_pack({"policy": "shanxi-2018"}, tmp_path) == "shanxi-2018"


def test_a_pack_of_ones_own_builds_on_another(tmp_path: Path) -> None:
    write(tmp_path, '[pack]\nzh = "底"\nextends = "shanxi-2018"\n' + NUMBER, "base")
    other = NUMBER.replace("0.8", "0.7").replace("clearance.yield", '"clearance.self_share"')
    text = '[pack]\nextends = "base.toml"\n' + other
    pack = load_pack(write(tmp_path, text))
    assert pack.lineage == ("own", "base", "shanxi-2018", "national-2016-2020")
    assert pack.entries["clearance.yield"].value == 0.8
    assert pack.entries["clearance.yield"].origin == "政策包 base"
    assert pack.entries["clearance.self_share"].value == 0.7


def test_rows_of_rule_tables_are_replaced_one_by_one(tmp_path: Path) -> None:
    text = """
[pack]
extends = "shanxi-2018"
[money.fund_kinds]
value = [
    { kind = "县级财政", how = "grant", houses = "both", uses = ["住房"], certainty = "U", document = "县文件" },
]
document = "经验值"
clause = "示例"
certainty = "G"
"""
    entry = load_pack(write(tmp_path, text)).entries["money.fund_kinds"]
    parts = {part.value["kind"]: part for part in entry.parts}
    assert (parts["县级财政"].certainty, parts["县级财政"].document) == ("U", "县文件")
    assert parts["县级财政"].value["life_months"] is None
    assert parts["中央预算内投资"].origin == "政策包 national-2016-2020"
    assert len(entry.value) == len(entry.parts) > 10


def test_a_circle_is_found(tmp_path: Path) -> None:
    write(tmp_path, '[pack]\nextends = "own.toml"\n', "other")
    path = write(tmp_path, '[pack]\nextends = "other.toml"\n')
    with pytest.raises(PlannerError, match=r"POLICY_CYCLE.*own → other → own"):
        load_pack(path)


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("[clearance.yeld]\nvalue = 1\n", "POLICY_UNKNOWN_KEY", "clearance.yield"),
        (NUMBER + 'sorce = "x"\n', "POLICY_UNKNOWN_FIELD", "did you mean"),
        (NUMBER.replace("0.8", "1.8"), "POLICY_VALUE", "within 0 … 1"),  # a share above 1
        (NUMBER.replace("0.8", '"viel"'), "POLICY_VALUE", "a number"),
        (NUMBER.replace("0.8", "true"), "POLICY_VALUE", "a number"),  # Python takes True for 1
        (NUMBER.replace("0.8", "nan"), "POLICY_VALUE", "finite"),
        (NUMBER.replace("0.8", '"无"'), "POLICY_VALUE", "cannot be left out"),
        (NUMBER.replace("value = 0.8\n", ""), "POLICY_NO_VALUE", "无"),
        (NUMBER.replace('"G"', '"X"'), "POLICY_CERTAINTY", "X"),
        (NUMBER.replace('"G"', '"S99"'), "POLICY_CERTAINTY", "S99"),  # no such source
        (NUMBER.replace('certainty = "G"', ""), "POLICY_CERTAINTY", ""),
        (NUMBER.replace('document = "经验值"', ""), "POLICY_NO_PROVENANCE", "document"),
        (NUMBER + 'valid_to = "2020"\n', "POLICY_DATE", "2020"),
        (NUMBER + 'unit = "%"\n', "POLICY_UNIT_DIFFERS", "%"),  # a share has none
        (NUMBER.replace("yield", "acceptance_months"), "POLICY_UNIT_MISSING", "月"),
        (NUMBER.replace("yield", "acceptance_months") + 'unit = "年"\n', "POLICY_UNIT_DIFFERS", "月"),
        ("[clearance]\nyield = 0.8\n", "POLICY_NOT_A_TABLE", "section"),
        ("[pack]\nextend = 'x'\n", "POLICY_UNKNOWN_FIELD", "extends"),
        ("pack = 3\n", "POLICY_UNKNOWN_KEY", "[pack]"),
        ("[clearance\n", "TOML_SYNTAX", "row 1"),
        ("[pack]\nextends = 'shanxi-2017'\n", "POLICY_PACK_MISSING", "shanxi-2018"),
    ],
)
def test_what_is_wrong_with_a_pack(tmp_path: Path, text: str, code: str, hint: str) -> None:
    with pytest.raises(PlannerError) as error:
        load_pack(write(tmp_path, text))
    assert [f for f in error.value.findings if f.code == code and hint in f.text("en")]


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ('{ kind = "甲", how = "gift", houses = "both", uses = ["住房"] }', "one of grant"),
        ('{ kind = "甲", how = "grant", houses = "both" }', "a value of uses"),
        ('{ kind = "甲", how = "grant", houses = "both", uses = ["游泳池"] }', "one of 住房"),
        ('{ kind = "甲", how = "grant", houses = "both", uses = ["住房"], lif = 3 }', "not lif"),
        ('{ kind = "甲", how = "grant", houses = "both", uses = ["住房"], life_months = -3 }', "within 0"),
        ('{ kind = "甲", how = "grant", houses = "both", uses = ["住房"], certainty = "Q" }', "Q"),
        ("3", "a list of rows"),
    ],
)
def test_what_is_wrong_with_a_row(tmp_path: Path, row: str, hint: str) -> None:
    text = f'[money.fund_kinds]\nvalue = [{row}]\ndocument = "a"\nclause = "b"\ncertainty = "G"\n'
    with pytest.raises(PlannerError) as error:
        load_pack(write(tmp_path, text))
    assert hint in str(error.value)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="TOML_MISSING"):
        load_pack(tmp_path / "none.toml")
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(PlannerError, match="TOML_IS_FOLDER"):
        load_pack(tmp_path / "folder.toml")


def test_a_file_in_gbk_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "gbk.toml"
    path.write_bytes('[pack]\nzh = "山西"\n'.encode("gbk"))
    with pytest.raises(PlannerError, match=r"TOML_ENCODING.*row 2"):
        load_pack(path)
