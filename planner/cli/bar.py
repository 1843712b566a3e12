"""The progress of a search on stderr: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING

from planner.cli.screen import Screen

if TYPE_CHECKING:
    from models.solver import Progress

QUIET_SECONDS = 5.0
"""Between two lines where stderr is not a terminal."""


@contextmanager
def progress_bar(screen: Screen, cancel: Event, limit: float | None) -> Iterator[Callable[[Progress], bool]]:
    """
    Give the function that a search reports to; it answers ``False`` once ``cancel`` is set.

    Parameters
    ----------
    screen
        Language.
    cancel
        Set by Ctrl-C.
    limit
        Seconds that fill the bar; ``None`` for a bar that only moves.
    """
    console = screen.console(stderr=True)
    if not console.is_terminal:
        yield _lines(screen, cancel)
        return
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[state]}"))
    with Bar(*columns, console=console, transient=True) as bar:
        begun = time.monotonic()
        task = bar.add_task(screen.words("准备", "preparing"), total=limit, state="")

        def report(progress: Progress) -> bool:
            description = screen.words("正在停止…", "stopping…") if cancel.is_set() else progress.phase
            bar.update(
                task, description=description, completed=time.monotonic() - begun, state=_state(screen, progress)
            )
            return not cancel.is_set()

        yield report


def _lines(screen: Screen, cancel: Event) -> Callable[[Progress], bool]:
    """Write a line for the first plan, and then one now and then."""
    last = 0.0
    first = True

    def report(progress: Progress) -> bool:
        nonlocal last, first
        now = time.monotonic()
        found = first and progress.incumbent is not None
        if found or now - last >= QUIET_SECONDS:
            last, first = now, first and not found
            text = f"{progress.seconds:6.1f}s {progress.phase} {_state(screen, progress)} {progress.message}"
            screen.console(stderr=True).print(text.rstrip(), markup=False)
        return not cancel.is_set()

    return report


def _state(screen: Screen, progress: Progress) -> str:
    def amount(value: float | None) -> str:
        return "—" if value is None else f"{value:,.1f}"

    gap = "—" if progress.gap is None else f"{progress.gap:.2%}"
    return screen.words(
        f"方案 {amount(progress.incumbent)} 下界 {amount(progress.bound)} 差距 {gap}",
        f"plan {amount(progress.incumbent)} bound {amount(progress.bound)} gap {gap}",
    )
