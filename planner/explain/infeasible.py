"""Why demands cannot be met and what would help, as tables in either language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from models.diagnose.records import Clash, Confirmation, Diagnosis, Kind, Limit, Measure, Repair, Shortage
from planner.explain.limit_words import Language, amounts, limit_words, spans
from planner.explain.sections import Section
from planner.findings import Finding, finding

if TYPE_CHECKING:
    from models.instance import Instance


def explain_diagnosis(instance: Instance, diagnosis: Diagnosis, language: Language) -> list[Section]:
    """
    Say what a diagnosis found.

    Rows hold the texts of both languages; the columns shown are those of ``language``.
    """
    words = _Words(instance, language)
    sections = [words.verdict(diagnosis)]
    if diagnosis.reliefs:
        sections.append(words.reliefs(diagnosis))
    if diagnosis.prices:
        sections.append(words.prices(diagnosis))
    if diagnosis.clashes:
        sections.append(words.clashes(diagnosis.clashes))
    if diagnosis.confirmation is not None:
        sections.append(words.repairs(diagnosis.repairs))
    return sections


class _Words:
    """Sections of one diagnosis."""

    def __init__(self, instance: Instance, language: Language) -> None:
        self._instance = instance
        self._language = language

    def _section(self, zh: str, en: str, columns: Iterable[tuple[str, str]], rows: Iterable[dict[str, Any]]) -> Section:
        """A section whose columns that end in _zh or _en are those of the language."""
        other = "_en" if self._language == "zh" else "_zh"
        shown = tuple((key, head) for key, head in columns if not key.endswith(other))
        return Section(title_zh=zh, title_en=en, columns=shown, rows=tuple(rows))

    def verdict(self, diagnosis: Diagnosis) -> Section:
        """What it comes to, about what, and how sure."""
        params = {"short": "；".join(amounts(diagnosis.least, "zh"))}
        said = finding(f"DIAGNOSE_{diagnosis.verdict.name}", params=params)
        params_en = {"short": "; ".join(amounts(diagnosis.least, "en"))}
        said_en = finding(f"DIAGNOSE_{diagnosis.verdict.name}", params=params_en)
        rows = [_row("结论", "verdict", said.zh, said_en.en)]
        if diagnosis.confirmation is not None and diagnosis.present is not None:
            zh, en = ("；".join(amounts(diagnosis.present, "zh")), "; ".join(amounts(diagnosis.present, "en")))
            rows.append(_row("现有方案", "present plan", f"缺：{zh}", f"short of: {en}"))
        if diagnosis.confirmation is not None:
            scope = finding(f"DIAGNOSE_SCOPE_{diagnosis.scope.name}")
            checked = _confirmed(diagnosis.confirmation)
            rows.append(_row("依据", "proven about", scope.zh, scope.en))
            rows.append(_row("复核", "second path", checked.zh, checked.en))
        if diagnosis.unreachable:
            known = [self._instance.villages[self._instance.village_index[v]].name for v in diagnosis.unreachable]
            listed = finding("DIAGNOSE_UNREACHABLE", params={"names": "、".join(known)})
            rows.append(_row("够不着", "out of reach", listed.zh, listed.en))
        if not diagnosis.complete:
            over = finding("DIAGNOSE_INCOMPLETE")
            rows.append(_row("注意", "mind", over.zh, over.en))
        columns = (("what_zh", "项目"), ("what_en", "item"), ("text_zh", "内容"), ("text_en", "text"))
        return self._section("为什么无法全部满足", "Why not everything can be met", columns, rows)

    def reliefs(self, diagnosis: Diagnosis) -> Section:
        """What each kind of limit does."""
        rows = []
        for relief in diagnosis.reliefs:
            subjects = {x for clash in diagnosis.clashes for x in clash.limits if x.kind is relief.kind}
            zh, en = self._spans(sorted(subjects))
            rows.append(
                {
                    "kind": str(relief.kind),
                    "limit_zh": "；".join(zh),
                    "limit_en": "; ".join(en),
                    "left_zh": "；".join(amounts(relief.left, "zh")) or "无缺口",
                    "left_en": "; ".join(amounts(relief.left, "en")) or "nothing",
                }
            )
        columns = (
            ("limit_zh", "限制"), ("limit_en", "limits"), ("left_zh", "若全部放开，还缺"),
            ("left_en", "short without them"),
        )  # fmt: skip
        return self._section("缺口来自哪类限制", "Which limits it comes from", columns, rows)

    def prices(self, diagnosis: Diagnosis) -> Section:
        """Prices of the least shortfall by kind and period, with the dearest subject."""
        weight = self._instance.weights.unserved or 1.0
        grouped: dict[tuple[Kind, int | None], list[Any]] = {}
        clashing = {relief.kind for relief in diagnosis.reliefs}
        for price in (p for p in diagnosis.prices if p.limit.kind in clashing):
            grouped.setdefault((price.limit.kind, price.limit.period), []).append(price)
        rows = []
        for (kind, period), prices in grouped.items():
            zh, en = limit_words(self._instance, prices[0].limit)
            rows.append(
                {
                    "kind": str(kind),
                    "period": "" if period is None else self._instance.calendar.label(period),
                    "limits": len(prices),
                    "dearest_zh": zh.zh,
                    "dearest_en": en.en,
                    "worth": round(prices[0].worth / weight, 4),
                }
            )
        columns = (
            ("dearest_zh", "限制（最紧的一处）"), ("dearest_en", "limit (where it is tightest)"),
            ("period", _head("期", "period", self._language)), ("limits", _head("处数", "limits", self._language)),
            ("worth", _head("多一个单位少缺（折合人数）", "one more saves (as persons)", self._language)),
        )  # fmt: skip
        return self._section("缺口的影子价格", "Prices of the shortfall", columns, rows[:12])

    def clashes(self, clashes: tuple[Clash, ...]) -> Section:
        """Sets of limits that clash."""
        rows = []
        for n, clash in enumerate(clashes, start=1):
            zh, en = self._spans(clash.limits)
            marks = [
                () if clash.reduced else ("未完全缩减", "not fully reduced"),
                {True: (), False: ("复核不一致", "second path disagrees"), None: ("未复核", "not confirmed")}[
                    clash.confirmed
                ],
            ]
            rows.append(
                {
                    "no": n,
                    "limits_zh": "；".join(zh),
                    "limits_en": "; ".join(en),
                    "note_zh": "，".join(m[0] for m in marks if m),
                    "note_en": ", ".join(m[1] for m in marks if m),
                }
            )
        columns = (
            ("no", _head("序号", "no", self._language)),
            ("limits_zh", "不能同时成立的限制"), ("limits_en", "limits that clash"), ("note_zh", "备注"),
            ("note_en", "note"),
        )  # fmt: skip
        return self._section(
            "相互冲突的限制（每组放开任何一项，该组即可满足）",
            "Limits that clash (lift any one of a set, and the set can be met)",
            columns,
            rows,
        )

    def repairs(self, repairs: tuple[Repair, ...]) -> Section:
        """Ways out, the cheapest first."""
        rows = []
        for n, repair in enumerate(repairs, start=1):
            said = self._measures(repair)
            rows.append(
                {
                    "no": n,
                    "measures_zh": "；".join(zh.remedy_zh for zh, _ in said),
                    "measures_en": "; ".join(en.remedy_en for _, en in said),
                    "price": None if repair.price is None else round(repair.price, 2),
                    "added": round(repair.added, 2),
                    "left_zh": _left(repair.left, "zh"),
                    "left_en": _left(repair.left, "en"),
                }
            )
        columns = (
            ("no", _head("序号", "no", self._language)), ("measures_zh", "办法"), ("measures_en", "what to do"),
            ("price", _head("比现有方案多花（万元）", "more than the present plan (万元)", self._language)),
            ("added", _head("其中新增部分", "of which added", self._language)),
            ("left_zh", "重新求解后"), ("left_en", "solved again"),
        )  # fmt: skip
        return self._section("最便宜的补救办法", "The cheapest repairs", columns, rows)

    def _measures(self, repair: Repair) -> list[tuple[Finding, Finding]]:
        """What to do; villages that are let move by the same period are named together."""
        grouped: dict[tuple, list[Measure]] = {}
        for m in repair.measures:
            alone = "" if m.limit.kind is Kind.DEADLINE else m.limit.subject
            grouped.setdefault((m.limit.kind, m.amount, m.limit.period, alone), []).append(m)
        return [
            limit_words(self._instance, ms[0].limit, ms[0].amount, tuple(m.limit.subject for m in ms))
            for ms in grouped.values()
        ]

    def _spans(self, limits: Iterable[Limit]) -> tuple[list[str], list[str]]:
        """Names of limits: those of one subject with their periods, subjects of the same periods together."""
        periods: dict[tuple[Kind, str], list[int]] = {}
        for limit in limits:
            periods.setdefault((limit.kind, limit.subject), []).extend([] if limit.period is None else [limit.period])
        grouped: dict[tuple[Kind, tuple[int, ...]], list[str]] = {}
        for (kind, subject), when in periods.items():
            grouped.setdefault((kind, tuple(sorted(when))), []).append(subject)
        zh, en = [], []
        for (kind, at), subjects in grouped.items():
            words = limit_words(self._instance, Limit(kind=kind, subject=subjects[0]), subjects=tuple(subjects))
            span = spans(self._instance, list(at))
            zh.append(words[0].zh + (f"（{span}）" if span else ""))
            en.append(words[1].en + (f" ({span})" if span else ""))
        return zh, en


def _head(zh: str, en: str, language: Language) -> str:
    return zh if language == "zh" else en


def _row(what_zh: str, what_en: str, text_zh: str, text_en: str) -> dict[str, Any]:
    return {"what_zh": what_zh, "what_en": what_en, "text_zh": text_zh, "text_en": text_en}


def _left(left: Shortage | None, language: Language) -> str:
    if left is None:
        return "限时内未能求解" if language == "zh" else "not solved within the limit"
    short = amounts(left, language)
    if not short:
        return "全部满足" if language == "zh" else "everything met"
    return ("还缺：" if language == "zh" else "still short of: ") + ("；" if language == "zh" else "; ").join(short)


def _confirmed(confirmation: Confirmation) -> Finding:
    code = {True: "DIAGNOSE_CONFIRMED", False: "DIAGNOSE_DISAGREES", None: "DIAGNOSE_NOT_CONFIRMED"}[
        confirmation.agrees
    ]
    first, second = ("—" if value is None else f"{value:,.2f}" for value in (confirmation.first, confirmation.second))
    return finding(code, params={"path": confirmation.path, "first": first, "second": second})
