"""The workbook of a comparison: indicators, curves, villages that go elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from planner.comparing import LABELS, Comparison
from planner.explain.sections import plan_of
from planner.reports import series
from planner.reports.words import Words
from planner.workbook.styles import BAD, GOOD, Styles, number_format, print_setup

if TYPE_CHECKING:
    from planner.run import Run

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NAMES, _FIGURES = 34, 18
"""Widths of columns [characters]."""


def write_comparison_book(
    path: Path, comparison: Comparison, runs: Sequence[Run], words: Words, persons: dict[str, int]
) -> None:
    """
    Write the workbook; no text in it is ever a formula or a link.

    Parameters
    ----------
    path
        File to write.
    comparison, runs
        The comparison and its runs in the same order.
    words
        Language.
    persons
        Of each village.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    book = xlsxwriter.Workbook(str(path), _PLAIN)
    styles = Styles(book)
    title = words("compare.title", county=runs[0].instance.county)
    book.set_properties({"title": title, "subject": "relocation-planner"})
    _indicators(book, styles, comparison, words, title)
    _curves(book, styles, comparison, runs, words, title)
    _villages(book, styles, comparison, words, title, persons)
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error)) from error


def _indicators(book: Any, styles: Styles, comparison: Comparison, words: Words, title: str) -> None:
    page = book.add_worksheet(words("compare.indicators"))
    others = [name for name in comparison.names if name != comparison.base]
    heads = [words("head.indicator"), words("head.unit")]
    heads += [name + (words("compare.base") if name == comparison.base else "") for name in comparison.names]
    heads += [words("compare.difference", name=name) for name in others]
    _header(page, styles, heads)
    page.set_column(0, 0, _NAMES)
    page.set_column(1, 1, 10)
    page.set_column(2, len(heads) - 1, _FIGURES)
    differences, marks = comparison.differences.set_index("key"), comparison.marks.set_index("key")
    for y, row in enumerate(comparison.indicators.astype(object).to_dict("records"), start=1):
        key, share = str(row["key"]), row["unit"] == "%"
        label = LABELS.get(key)
        form = "0.0%" if share else number_format(label.digits if label else 2)
        page.write_string(y, 0, words.of(row["zh"], row["en"]), styles.cell("@"))
        page.write_string(y, 1, words.unit(row["unit"]), styles.cell("@"))
        for x, name in enumerate(comparison.names, start=2):
            _figure(page, y, x, row[name], _marked(styles, form, str(marks.loc[key, name])))
        for x, name in enumerate(others, start=2 + len(comparison.names)):
            _figure(page, y, x, differences.loc[key, name], styles.cell(_signed(form), shaded=True))
    last = len(comparison.indicators) + 1
    page.write_string(last, 0, f"{words('compare.best')}　{words('compare.worst')}", styles.get(font_color="#595959"))
    page.freeze_panes(1, 2)
    print_setup(page, title)


def _marked(styles: Styles, form: str, mark: str) -> Any:
    """A format that shows ▲ or ▼ before the figure: the cell stays a number."""
    if not mark:
        return styles.cell(form)
    sign, colour = ("▲", GOOD) if mark == "best" else ("▼", BAD)
    shown = ";".join(f'"{sign} "{part}' for part in _parts(form))
    return styles.get(border=1, border_color="#BFBFBF", num_format=shown, bold=True, font_color=colour)


def _parts(form: str) -> tuple[str, str, str]:
    figure = form.split(";", maxsplit=1)[0]
    return figure, f"-{figure}", figure


def _signed(form: str) -> str:
    figure = form.split(";", maxsplit=1)[0]
    return f'+{figure};-{figure};"–"'


def _figure(page: Any, y: int, x: int, value: Any, look: Any) -> None:
    if value is None or value != value:
        page.write_blank(y, x, None, look)
    else:
        page.write_number(y, x, round(float(value), 9), look)


def _curves(book: Any, styles: Styles, comparison: Comparison, runs: Sequence[Run], words: Words, title: str) -> None:
    """Persons in and money paid by period: what the page draws."""
    page = book.add_worksheet(words("compare.curves"))
    columns: dict[str, pd.Series] = {}
    for name, run in zip(comparison.names, runs, strict=True):
        plan = plan_of(run)
        labels = [run.instance.calendar.label(t) for t in range(run.instance.periods)]
        course = series.arrivals(run.instance, plan)["inside"].to_numpy()
        money = series.cash_course(run.instance, plan).groupby("period")[["received", "paid"]].sum().cumsum()
        columns[f"{name}\n{words.named(words('curve.inside'), '人')}"] = pd.Series(course, index=labels)
        for key in ("received", "paid"):
            head = words.named(words(f"cash.{key}"), "万元")
            columns[f"{name}\n{head}"] = pd.Series(money[key].to_numpy(), index=labels)
    table = pd.DataFrame(columns).sort_index()
    _header(page, styles, [words("head.period"), *table.columns])
    page.set_column(0, len(columns), _FIGURES)
    for y, (label, row) in enumerate(table.iterrows(), start=1):
        page.write_string(y, 0, str(label), styles.cell("@"))
        for x, value in enumerate(row, start=1):
            _figure(page, y, x, value, styles.cell(number_format(0 if x % 3 == 1 else 2)))
    page.freeze_panes(1, 1)
    print_setup(page, title)


def _villages(
    book: Any, styles: Styles, comparison: Comparison, words: Words, title: str, persons: dict[str, int]
) -> None:
    page = book.add_worksheet(words("compare.village_sheet"))
    _header(page, styles, ["ID", words("head.village"), words("head.persons"), *comparison.names])
    page.set_column(0, 0, 18)
    page.set_column(1, 1, _FIGURES)
    page.set_column(2, 2, 10)
    page.set_column(3, 2 + len(comparison.names), _NAMES)
    for y, row in enumerate(comparison.villages.to_dict("records"), start=1):
        page.write_string(y, 0, str(row["village"]), styles.cell("@"))
        page.write_string(y, 1, str(row["village_name"]), styles.cell("@"))
        page.write_number(y, 2, persons[row["village"]], styles.cell(number_format(0)))
        for x, name in enumerate(comparison.names, start=3):
            page.write_string(y, x, str(row[name]), styles.cell("@", wrap=True))
    if len(comparison.villages):
        page.autofilter(0, 0, len(comparison.villages), 2 + len(comparison.names))
    page.freeze_panes(1, 2)
    print_setup(page, title)


def _header(page: Any, styles: Styles, heads: Sequence[str]) -> None:
    page.set_row(0, 44)
    for x, head in enumerate(heads):
        page.write_string(0, x, head, styles.header)
