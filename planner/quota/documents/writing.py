"""Writing the papers: one workbook with a sheet each, and PDFs."""

from __future__ import annotations

import datetime as dt
import io
import json
import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from planner.findings import PlannerError, finding, require_no_errors
from planner.quota.book import Book
from planner.quota.documents.contents import all_papers
from planner.quota.documents.moment import moment_of
from planner.quota.documents.papers import DIGITS, Grid, Look, Paper, shown
from planner.quota.layout import put
from planner.quota.verifying import verify

WORKBOOK = "指标台账.xlsx"
_NOTICE = "交易通知单"


def write_documents(book: Book, folder: Path, at: dt.date | None = None) -> list[Path]:
    """
    Write all papers of a book; a book that does not verify gives none.

    Parameters
    ----------
    book
        The book.
    folder
        Made if it is not there; files of the same names are replaced.
    at
        As of which day; today where not given.

    Returns
    -------
    list of Path
        The workbook, and a PDF for each kind of paper.

    Raises
    ------
    PlannerError
        What :func:`planner.quota.verifying.verify` found, or QUOTA_NOT_WRITTEN.
    """
    verdict = verify(book)
    require_no_errors(verdict.findings)
    papers = all_papers(moment_of(book, at or book.today, verdict))
    files = [folder / WORKBOOK]
    put(files[0], workbook_bytes(papers))
    for name, listed in _bundles(papers):
        files.append(folder / f"{name}.pdf")
        put(files[-1], pdf_bytes(listed))
    return files


def _bundles(papers: Sequence[Paper]) -> list[tuple[str, list[Paper]]]:
    """Papers by PDF: all trade notices in one."""
    found: dict[str, list[Paper]] = {}
    for paper in papers:
        name = f"{_NOTICE}及合同附件" if paper.key.startswith(_NOTICE) else paper.key
        found.setdefault(name, []).append(paper)
    return list(found.items())


def workbook_bytes(papers: Sequence[Paper]) -> bytes:
    """The workbook: a sheet for each paper."""
    import xlsxwriter

    from planner.workbook.styles import Styles, column_width, header_lines, number_format, print_setup

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    styles = Styles(book)
    for paper in papers:
        page = book.add_worksheet(_sheet_name(paper.key))
        page.write_string(0, 0, paper.title, styles.get(bold=True, font_size=14))
        y = 1
        for number, line in enumerate(paper.lines):
            page.write_string(
                y, 0, line, styles.get(bold=number == 0, font_color="#1F4E79" if number == 0 else "#595959")
            )
            y += 1
        for grid in paper.grids:
            y = _write_grid(page, y + 1, grid, styles, header_lines, number_format)
        for x in range(max(len(grid.heads) for grid in paper.grids)):
            cells = [column_width(g.heads[x].zh, [shown(r[x], g.heads[x].look) for r in [*g.rows, g.totals]])
                     for g in paper.grids if x < len(g.heads)]  # fmt: skip
            page.set_column(x, x, max(cells))
        if paper.signed:
            page.write_string(y + 1, 0, "　　　　　　".join(f"{word}：" for word in paper.signed), styles.get())
        print_setup(page, paper.title, repeat=False, landscape=paper.wide)
    book.close()
    return buffer.getvalue()


def _sheet_name(key: str) -> str:
    return "".join("_" if c in "[]:*?/\\" else c for c in key)[:31]


def _write_grid(page: Any, y: int, grid: Grid, styles: Any, header_lines: Any, number_format: Any) -> int:
    """Write a table from a row on; the first row after it."""
    if grid.title:
        page.write_string(y, 0, grid.title, styles.get(bold=True, font_size=11))
        y += 1
    page.set_row(y, 32)
    for x, head in enumerate(grid.heads):
        page.write_string(y, x, header_lines(head.zh), styles.header)
    listed = [(row, False) for row in grid.rows] + ([(grid.totals, True)] if grid.has_totals else [])
    for row, bold in listed:
        y += 1
        for x, (cell, head) in enumerate(zip(row, grid.heads, strict=True)):
            look = styles.cell("@" if head.look == "text" else number_format(DIGITS[head.look]), bold=bold)
            if cell is None or cell == "":
                page.write_blank(y, x, None, look)
            elif isinstance(cell, str):
                page.write_string(y, x, cell, look)
            else:
                page.write_number(y, x, cell, look)
    if not grid.rows:
        page.write_string(y + 1, 0, "（无）", styles.get(font_color="#595959"))
        y += 1
    return y + 1


def pdf_bytes(papers: Sequence[Paper]) -> bytes:
    """
    Papers as PDF, each on pages of its own, with the font of the reports and no other.

    Raises
    ------
    PlannerError
        QUOTA_TYPESETTING.
    """
    import typst

    data = [_plain(paper) for paper in papers]
    with tempfile.TemporaryDirectory(prefix="planner-quota-") as scratch:
        folder = Path(scratch)
        source = resources.files("planner.quota.documents") / "papers.typ"
        (folder / "papers.typ").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
        (folder / "papers.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        with resources.as_file(resources.files("planner.reports") / "fonts") as fonts:
            try:
                pages = typst.compile(
                    str(folder / "papers.typ"), root=scratch, font_paths=[str(fonts)], ignore_system_fonts=True,
                    format="pdf", timestamp=0,
                )  # fmt: skip
            except typst.TypstError as error:
                raise PlannerError([finding("QUOTA_TYPESETTING", value=str(error)[:200])]) from error
    assert isinstance(pages, bytes)
    return pages


def _plain(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.title, "lines": list(paper.lines), "signed": list(paper.signed), "wide": paper.wide,
        "grids": [
            {
                "title": grid.title, "heads": [head.zh for head in grid.heads],
                "right": [head.look != "text" for head in grid.heads],
                "rows": [[shown(c, h.look) for c, h in zip(row, grid.heads, strict=True)] for row in grid.rows],
                "totals": [shown(c, h.look if not isinstance(c, str) else _TEXT)
                           for c, h in zip(grid.totals, grid.heads, strict=True)] if grid.has_totals else [],
            }
            for grid in paper.grids
        ],
    }  # fmt: skip


_TEXT: Look = "text"
