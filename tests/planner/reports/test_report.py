"""The report: the answer first, every table, nothing dropped in silence."""

from __future__ import annotations

import datetime
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pypdf
import pytest

from planner.findings import PlannerError, finding
from planner.policy.tables import TABLES
from planner.reports import write_report
from planner.reports.answer import quality, verdict
from planner.reports.coverage import missing_glyphs
from planner.reports.palette import look
from planner.reports.report import is_synthetic
from planner.reports.rules import rules_in_force
from planner.reports.sections import rule_words
from planner.reports.typesetting import put, typeset, workshop
from planner.reports.words import Words, catalogue
from tests.planner.made_runs import run_of

ZH, EN = Words("zh"), Words("en")


def text_of(path: Path) -> str:
    """Text of a PDF without blanks, which typesetting puts where it likes."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(path).pages))


def write(folder: Path) -> Path:
    run = replace(run_of("too_few_beds"), inputs={"scenario": "缺床位", "policy": "shanxi-2018"})
    return write_report(run, folder, made=datetime.date(2018, 7, 1)).path


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    return write(tmp_path_factory.mktemp("report"))


def test_what_stands_in_the_report(written: Path):
    text = text_of(written)
    for said in (
        "试验县易地搬迁与用地指标方案", "缺床位", "2018-07-01", "第2页，共",
        "30人中20人能在期限内入住新居；未满足：未安置人口10人",
        "未安置人口甲村10人", "审核通过", "附表一逐村安置名单", "城关乙村", "附表二适用规则与依据",
        "这次运行没有保存当时生效的数值", "未安置人口", "目录",
    ):  # fmt: skip
        assert said in text, said
    assert "示范数据" not in text


def test_its_fonts_are_ours_and_embedded(written: Path):
    names = set()
    for page in pypdf.PdfReader(written).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(font.get_object()["/BaseFont"].split("+")[-1])
    assert names
    assert all(name.startswith("PlannerSansSC") for name in names)


def test_the_same_run_gives_the_same_file(written: Path, tmp_path: Path):
    assert write(tmp_path).read_bytes() == written.read_bytes()


@pytest.mark.parametrize("name", ["scatter_and_unsigned", "presale"])
def test_english_and_odd_counties(name: str, tmp_path: Path):
    report = write_report(run_of(name), tmp_path, language="en", synthetic=True)
    text = text_of(report.path)
    assert "Relocationandland-quotaplan" in text
    assert "Demonstrationdata" in text
    assert "Annex1:Villages" in text
    assert report.findings == ()


def test_a_character_that_no_font_has_is_told(tmp_path: Path):
    run = run_of("two_villages")
    odd = replace(run.instance.villages[0], name="\U000301aa村")  # Han, but not in the font
    county = replace(run.instance, villages=(odd, *run.instance.villages[1:]))
    report = write_report(replace(run, instance=county), tmp_path)
    assert [f.code for f in report.findings] == ["REPORT_GLYPH_MISSING"]
    assert "U+301AA" in text_of(report.path)


@pytest.mark.parametrize("text", ["兴县岢岚", "㙍䶮𬬩", "㎡ ² · — → ▲▼ ①", "“甲”、（乙）", "a\nb　c"])
def test_characters_that_it_has(text: str):
    assert missing_glyphs([text]) == []


def test_findings_say_that_the_data_are_made_up():
    run, note = run_of("base"), finding("ID_NUMBERS_SYNTHETIC", params={"count": 3}, sheet="户", column="身份证号")
    assert is_synthetic(replace(run, findings=(note,)))
    assert not is_synthetic(run)


def test_reports_at_the_same_time_do_not_disturb_each_other(written: Path, tmp_path: Path):
    with ThreadPoolExecutor(2) as pool:
        paths = list(pool.map(write, (tmp_path / "a", tmp_path / "b")))
    assert {path.read_bytes() for path in paths} == {written.read_bytes()}


def test_no_plan_no_report(tmp_path: Path):
    run = run_of("base")
    with pytest.raises(PlannerError) as caught:
        write_report(replace(run, solution=replace(run.solution, plan=None)), tmp_path)
    assert caught.value.findings[0].code == "RUN_NO_PLAN"
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written(tmp_path: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PlannerError) as caught:
        put(tmp_path / "file" / "report.pdf", lambda aside: aside.write_text(""))
    assert caught.value.findings[0].code == "REPORT_NOT_WRITTEN"


def test_a_template_that_fails_is_told():
    with workshop() as folder, pytest.raises(PlannerError) as caught:
        typeset(folder, "report", {"language": "zh"})
    assert caught.value.findings[0].code == "REPORT_TYPESETTING"


def test_verdicts():
    good, short = run_of("two_villages"), run_of("too_few_beds")
    assert verdict(good, good.plan, ZH) == ("30 人中 30 人能在期限内入住新居，没有未满足事项。", "good")
    assert verdict(short, short.plan, EN)[1] == "short"
    broken = replace(good, findings=(finding("MOVE_MISSING"),))
    assert verdict(broken, good.plan, ZH) == ("审核未通过，有 1 处错误，本方案不能使用。", "bad")


def test_the_gap_in_plain_words():
    run = run_of("two_villages")  # costs 6, hardship 5: objective 11, gross 6
    run = replace(run, solution=replace(run.solution, bound=10.7))
    assert "最多比它再省 0.30 万元，即全部收支 6 万元的 5.00 %" in quality(run, ZH)
    assert "没有得到下界" in quality(replace(run, solution=replace(run.solution, bound=None)), ZH)


def test_rules_of_the_run_or_else_of_its_pack():
    run = run_of("base")
    assert len(rules_in_force(run)[0]) == 0
    pack, kept = rules_in_force(replace(run, inputs={"policy": "shanxi-2018"}))
    assert not kept
    assert set(pack["origin"]) >= {"政策包 shanxi-2018"}
    own = pd.DataFrame([{"key": "k", "zh": "键"}])
    found, kept = rules_in_force(replace(run, policy=own))
    assert kept
    assert found is own


def test_rules_that_are_tables_are_said_in_words():
    row = "kind=县级财政 how=grant houses=both uses=住房;拆除 life_months=无 per_registered_person=0.5"
    said = "类别：县级财政；来法：拨款；住房对象：全部；用途：住房;拆除；使用期限_月：无；按建档立卡人口_万元每人：0.5"
    assert rule_words("money.fund_kinds", row, ZH) == said
    assert rule_words("construction.crews", "8;2019Q1=10", ZH) == "8;2019Q1=10"
    names = {name for table in TABLES.values() for name in table.fields}
    choices = {word for name in ("how", "houses") for word in TABLES["money.fund_kinds"].fields[name].choices}
    assert {f"field.{name}" for name in names} | {f"rule.{word}" for word in choices} <= set(catalogue())


def test_every_word_in_both_languages_with_the_same_placeholders():
    for key, word in catalogue().items():
        assert set(word) == {"zh", "en"}, key
        fields = [set(re.findall(r"\{(\w+)\}", word[language])) for language in ("zh", "en")]
        assert fields[0] == fields[1], key


def test_looks_differ():
    looks = [look(n) for n in range(77)]
    assert len({(one.colour, one.marker) for one in looks}) == 77
    for one, other in pairwise(looks):
        assert one.colour != other.colour
        assert one.marker != other.marker
        assert one.hatch != other.hatch
        assert one.line != other.line
