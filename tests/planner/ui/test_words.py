"""The words of the pages: both languages, none missing, none left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import planner.ui
from planner.findings import finding
from planner.labels import KPIS
from planner.ui.words import Words, texts

SOURCES = "\n".join(p.read_text(encoding="utf-8") for p in sorted(Path(planner.ui.__file__).parent.rglob("*.py")))
ASKED = set(re.findall(r'(?:words|text|context\.words)\("([a-z]+\.[a-z_0-9]+)"\)', SOURCES))
BEGUN = set(re.findall(r'\(f"([a-z]*\.?[a-z_]*)\{', SOURCES))


def test_every_key_that_a_page_asks_for_has_words():
    assert len(ASKED) > 100
    assert texts().keys() >= ASKED


def test_no_words_are_left_over():
    prefixes = tuple(begun for begun in BEGUN if begun.count(".") == 1)
    titles = {f"{page}.title" for page in ("home", "data", "scenario", "solve", "plan", "compare", "log")}
    said = {key for key in texts() if re.search(rf"""["']{re.escape(key)}["']""", SOURCES)}
    assert {key for key in texts() if key not in said | titles and not key.startswith((*prefixes, "terms."))} == set()


@pytest.mark.parametrize("key", sorted(texts()))
def test_both_languages_say_something_with_the_same_gaps(key: str):
    zh, en = texts()[key]
    assert zh
    assert en or key == "terms.个"
    assert zh.count("{}") == en.count("{}")
    assert not re.search(r"[\u4e00-\u9fff]", re.sub("指定|禁止|无|指标渠道", "", en))  # words of the workbook


def test_words_in_either_language():
    label = next(k for k in KPIS if k.key == "cost_total")
    found = finding("RUN_NO_PLAN")
    assert Words("zh").with_unit(Words("zh").label(label), label.unit) == "费用合计（万元）"
    assert Words("en").with_unit(Words("en").label(label), label.unit) == "Total cost [10,000 yuan]"
    assert Words("en").term("县城") == "county town"
    assert Words("en").term("赵家洼") == "赵家洼"
    assert Words("zh").finding(found) == (found.zh, found.remedy_zh)
    assert Words("en").finding(found) == (found.en, found.remedy_en)
    with pytest.raises(KeyError):
        Words("zh")("plan.nothing")
