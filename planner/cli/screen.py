"""What the commands say: findings, tables and JSON documents; results on stdout, everything else on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from planner.findings import Finding

Language = Literal["zh", "en"]
INPUT_WRONG, NO_PLAN, CANCELLED = 1, 3, 130
_COLOUR = {"error": "bold red", "warning": "yellow", "note": "dim"}
PIPED_WIDTH = 160
"""Width of tables where nobody says how wide the screen is."""
ALIKE = 8
"""Findings of one code that are listed on the screen; files and documents hold them all."""
_WORD = {"error": ("错误", "error"), "warning": ("提醒", "warning"), "note": ("说明", "note")}


class Screen:
    """
    Where a command writes.

    Parameters
    ----------
    language
        Of texts.
    json
        Whether stdout carries one JSON document and nothing else.
    """

    def __init__(self, language: Language, json: bool) -> None:
        self.language: Language = language
        self.json = json

    def words(self, zh: str, en: str) -> str:
        """Choose by language."""
        return zh if self.language == "zh" else en

    def console(self, *, stderr: bool = False) -> Console:
        """Make a console on stdout, or on stderr."""
        from rich.console import Console

        stream = sys.stderr if stderr else sys.stdout
        width = None if stream.isatty() else PIPED_WIDTH
        return Console(file=stream, width=width, highlight=False, soft_wrap=True)

    def say(self, text: str, style: str = "") -> None:
        """Write a line of the result; nothing where a document is asked for."""
        if not self.json:
            self.console().print(text, style=style or None, markup=False)

    def document(self, document: Mapping[str, Any]) -> None:
        """Write the document, if one is asked for."""
        if self.json:
            from planner.document import dumps

            encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
            typer.echo(dumps(document, ascii_only=encoding != "utf8"), nl=False)

    def findings(self, findings: Iterable[Finding], *, stderr: bool = False) -> None:
        """List findings, errors first, and count them."""
        if self.json:
            return
        listed = sorted(findings, key=lambda f: list(_COLOUR).index(f.severity))
        console = self.console(stderr=stderr)
        for code in dict.fromkeys(one.code for one in listed):
            alike = [one for one in listed if one.code == code]
            for one in alike[:ALIKE]:
                word = self.words(*_WORD[one.severity])
                console.print(f"{word} {one.text(self.language)}", style=_COLOUR[one.severity], markup=False)
            if (rest := len(alike) - ALIKE) > 0:
                console.print(self.words(f"    同类还有 {rest} 条", f"    and {rest} more of this kind"), style="dim")
        errors, warnings = (sum(f.severity == kind for f in listed) for kind in ("error", "warning"))
        counted = self.words(f"{errors} 处错误，{warnings} 处提醒", f"{errors} errors, {warnings} warnings")
        console.print(counted, style="bold", markup=False)

    def table(
        self, title: str, columns: Sequence[tuple[str, str]], rows: Sequence[Mapping[str, Any]], right: str = ""
    ) -> None:
        """Write a table: pairs of key and header, cells by key; numbers and the column ``right`` to the right."""
        if self.json:
            return
        from rich.table import Table

        table = Table(title=title, title_justify="left", title_style="bold", show_edge=False)
        for key, header in columns:
            numeric = bool(rows) and all(isinstance(r.get(key), int | float) or r.get(key) is None for r in rows)
            table.add_column(header, justify="right" if numeric or key == right else "left", overflow="fold")
        for row in rows:
            table.add_row(*(_shown(row.get(key)) for key, _ in columns))
        console = self.console()
        console.print(table)
        if not rows:
            console.print(self.words("（无）", "(none)"), style="dim")
        console.print()


@contextmanager
def border(screen: Screen) -> Iterator[None]:
    """
    Turn what goes wrong in a command into findings, a document and an exit code.

    Errors that a user can cause end in 1, an interruption in 130.
    """
    from planner.findings import PlannerError, finding

    try:
        yield
    except PlannerError as error:
        screen.findings(error.findings, stderr=True)
        _fail(screen, error.findings, "error")
        raise typer.Exit(INPUT_WRONG) from None
    except KeyboardInterrupt:
        _fail(screen, (), "cancelled")
        raise typer.Exit(CANCELLED) from None
    except Exception as error:  # a fault of ours: a document for the program that called, the traceback for us
        _fail(screen, (finding("INTERNAL_FAULT", value=type(error).__name__),), "error")
        raise


def _fail(screen: Screen, findings: Iterable[Finding], status: str) -> None:
    if screen.json:
        from planner.document import failure_document

        screen.document(failure_document(findings, status))


def print_usage_document() -> None:
    """Print the document of a command that was called in a wrong way."""
    from planner.findings import finding

    _fail(Screen("zh", json=True), (finding("COMMAND_USAGE"),), "error")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".") if abs(value) < 1 else f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
