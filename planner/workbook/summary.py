"""The first sheet (the answer), the indicators and the audit's opinion."""

from __future__ import annotations

from typing import Any

from models.vocabulary import Mode
from planner.findings import Finding, Severity
from planner.frames.columns import SHORTFALL_UNITS
from planner.labels import KPIS, STATUS_ZH, TERMS, Label, labelled
from planner.run import Run
from planner.workbook.styles import AMBER, BAD, DARK, GOOD, PALE, Styles, number_format, print_setup, text_width
from planner.workbook.tables import TOTAL

SUMMARY, INDICATORS, OPINION = "方案摘要", "指标汇总", "审核意见"
_SHOWN = (
    "villages_served", "households_served", "persons_served", "centralised_share", "persons_scattered", "sites_opened",
    "households_without_job", "mu_reclaimed", "mu_used", "mu_sold", "quota_income", "cost_total",
)  # fmt: skip
_OPINION_WIDTHS = (6, 46, 36, 18, 22, 20, 10, 9, 26)
_LINE = 15
"""Height of a line of text [points]; a program that does not fit rows to wrapped text needs to be told."""
_SEVERITY = {Severity.ERROR: ("错误", BAD), Severity.WARNING: ("提醒", AMBER), Severity.NOTE: ("说明", "#595959")}


def add_summary(book: Any, styles: Styles, run: Run) -> Any:
    """
    Add the first sheet, which says in one sentence whether everybody is settled, and when.

    Returns
    -------
    xlsxwriter sheet
        With rows from :func:`planner.workbook.overview.add_overview` to be added below.
    """
    page = book.add_worksheet(SUMMARY)
    page.hide_gridlines(2)
    page.set_column(0, 0, 24)
    page.set_column(1, 9, 13)
    page.set_row(0, 34)
    page.merge_range(0, 0, 0, 9, title(run), styles.get(bold=True, font_size=18, font_color=DARK, align="center"))
    text, colour = conclusion(run)
    look = styles.get(
        bold=True, font_size=13, font_color="#FFFFFF", bg_color=colour, text_wrap=True, indent=1, align="left"
    )
    page.set_row(1, 24 * max(1, -(-len(text) // 48)) + 12)
    page.merge_range(1, 0, 1, 9, text, look)
    _figures(page, styles, run)
    print_setup(page, title(run), repeat=False)
    return page


def title(run: Run) -> str:
    """Title of the workbook."""
    name = run.inputs.get("scenario", "")
    return f"{run.instance.county}易地搬迁与用地指标方案" + (f"（{name}）" if name else "")


def conclusion(run: Run) -> tuple[str, str]:
    """One sentence for whoever reads nothing else, and its colour: what is missing comes before anything else."""
    plan, instance = run.plan, run.instance
    if plan is None:
        return "没有方案。", BAD
    served = [p for p in plan.placements if p.mode is not Mode.UNSERVED]
    last = max((m.period for m in plan.moves), default=None)
    settled = (
        f"安置 {len({p.village for p in served})}/{len(instance.villages)} 个自然村、"
        f"{sum(p.households for p in served):,} 户、{sum(p.persons for p in served):,} 人"
        + (f"，最后一批于 {instance.calendar.label(last)} 入住。" if last is not None else "。")
    )
    errors = sum(f.is_error for f in run.findings)
    if errors:
        return f"审核未通过：有 {errors} 处错误，方案不能使用（见“{OPINION}”）。{settled}", BAD
    if plan.missing:
        return f"有未满足事项：{'；'.join(_missing(run))}（见“未满足清单”）。{settled}审核通过。", AMBER
    return f"全部签约住户得到安置，没有未满足事项。{settled}审核通过。", GOOD


def _missing(run: Run) -> list[str]:
    assert run.plan is not None
    sums = {
        kind: sum(m.amount for m in run.plan.missing if m.kind is kind)
        for kind in SHORTFALL_UNITS
        if any(m.kind is kind for m in run.plan.missing)
    }
    return [f"{kind} {amount:,.4g} {SHORTFALL_UNITS[kind]}" for kind, amount in sums.items()]


def _figures(page: Any, styles: Styles, run: Run) -> None:
    """Key indicators in two columns of four cells each, then how good the plan is."""
    labels = [label for label in KPIS if label.key in _SHOWN and label.key in run.kpis]
    half = -(-len(labels) // 2)
    for n, label in enumerate(labels):
        y, x = 3 + n % half, 0 if n < half else 5
        name = styles.get(bg_color=PALE, border=1, border_color="#BFBFBF")
        if x:
            page.merge_range(y, x, y, x + 1, label.zh, name)
        else:
            page.write_string(y, x, label.zh, name)
        _figure(page, styles, y, x + (2 if x else 1), label, run.kpis[label.key])
    y = 4 + half
    quality = styles.get(font_color="#595959")
    for line in _quality(run):
        page.write_string(y, 0, line, quality)
        y += 1


def _figure(page: Any, styles: Styles, y: int, x: int, label: Label, value: Any) -> None:
    share = label.unit == "%"
    look = styles.cell("0.0%" if share else number_format(label.digits))
    page.write_number(y, x, float(value or 0), look)
    page.write_string(y, x + 1, "" if share else label.unit, styles.get(font_color="#595959"))


def _quality(run: Run) -> list[str]:
    result = run.result
    warnings = sum(f.severity is Severity.WARNING for f in run.findings)
    lines = [f"求解：{STATUS_ZH.get(str(result.status), result.status)}，用时 {result.seconds:.0f} 秒。"]
    if result.gap_gross is not None and result.objective is not None and result.bound is not None:
        lines[0] = lines[0][:-1] + (
            f"；净费用（含罚值）{result.objective:,.2f} 万元，"
            f"与理论下界相差 {result.objective - result.bound:,.2f} 万元，占收支总额的 "
            + (f"{result.gap_gross:.2%}。" if result.gap_gross <= 1 else "100% 以上。")
        )
    return [*lines, f"审核：{sum(f.is_error for f in run.findings)} 处错误，{warnings} 处提醒，见“{OPINION}”。"]


def add_indicators(book: Any, styles: Styles, run: Run) -> None:
    """Add the sheet of indicators and objective terms."""
    page = book.add_worksheet(INDICATORS)
    rows = [(label, run.kpis[label.key]) for label in labelled(KPIS, list(run.kpis)) if _is_number(run.kpis[label.key])]
    y = _list(page, styles, 0, ("指标", "数值", "单位", "英文名"), rows)
    terms = [(label, run.solution.terms[label.key]) for label in labelled(TERMS, list(run.solution.terms))]
    first = y + 2
    last = _list(page, styles, first - 1, ("目标项（折现）", "数值", "单位", "英文名"), terms)
    look = styles.cell(number_format(2), bold=True)
    page.write_string(last, 0, TOTAL, look)
    total = sum(value for _, value in terms)
    page.write_formula(last, 1, f"=SUM(B{first + 1}:B{last})", look, total)
    page.write_string(last, 2, "万元", look)
    page.write_string(last, 3, "objective", look)
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 16)
    page.set_column(2, 2, 8)
    page.set_column(3, 3, 44)
    page.freeze_panes(1, 1)
    print_setup(page, f"{title(run)}　{INDICATORS}", landscape=False)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _list(page: Any, styles: Styles, y: int, heads: tuple[str, ...], rows: list[tuple[Label, Any]]) -> int:
    """Write a list of labelled figures and give the first free row."""
    page.set_row(y, 22)
    for x, head in enumerate(heads):
        page.write_string(y, x, head, styles.header)
    text = styles.cell("@")
    for n, (label, value) in enumerate(rows, start=y + 1):
        share = label.unit == "%"
        page.write_string(n, 0, label.zh, text)
        page.write_number(
            n, 1, round(float(value), 9) or 0.0, styles.cell("0.0%" if share else number_format(label.digits))
        )
        page.write_string(n, 2, "" if share else label.unit, text)
        page.write_string(n, 3, label.en, styles.cell("@", shaded=True))
    return y + 1 + len(rows)


def add_opinion(book: Any, styles: Styles, run: Run) -> None:
    """Add the audit's opinion: all findings, errors first."""
    page = book.add_worksheet(OPINION)
    heads = ("级别", "内容", "怎么办", "位置", "对象", "数值", "差额", "容差", "代码")
    for x, (head, width) in enumerate(zip(heads, _OPINION_WIDTHS, strict=True)):
        page.set_column(x, x, width)
        page.write_string(0, x, head, styles.header)
    page.set_row(0, 22)
    order = list(Severity)
    names = {v.id: v.name for v in run.instance.villages} | {s.id: s.name for s in run.instance.sites}
    findings = sorted(run.findings, key=lambda f: order.index(f.severity))
    for y, one in enumerate(findings, start=1):
        _finding(page, styles, y, one, names.get(one.subject, ""))
    if not findings:
        page.write_string(1, 1, "审核没有发现问题。", styles.get(font_color=GOOD, bold=True))
    page.freeze_panes(1, 0)
    print_setup(page, f"{title(run)}　{OPINION}")


def _finding(page: Any, styles: Styles, y: int, one: Finding, name: str) -> None:
    word, colour = _SEVERITY[one.severity]
    text = styles.cell("@", wrap=True)
    page.write_string(y, 0, word, styles.get(bold=True, font_color=colour, border=1, border_color="#BFBFBF"))
    place = " ".join(p for p in (one.sheet, f"第{one.row}行" if one.row else "", one.column) if p)
    cells = (one.zh, one.remedy_zh, place, f"{one.subject} {name}".strip(), one.value)
    for x, cell in enumerate(cells, start=1):
        page.write_string(y, x, cell, text)
    page.set_row(
        y, _LINE * max(-int(-text_width(c) // (w - 1)) for c, w in zip(cells, _OPINION_WIDTHS[1:], strict=False))
    )
    for x, number in ((6, one.amount), (7, one.tolerance)):
        look = styles.cell("#,##0.00####")
        if number is None:
            page.write_blank(y, x, None, look)
        else:
            page.write_number(y, x, number, look)
    page.write_string(y, 8, one.code, styles.cell("@", shaded=True))
