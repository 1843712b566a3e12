"""Progress: read while it is being written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.store.progress import MOST_POINTS, read_progress


def lines(path: Path, *documents: dict, rest: str = "") -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in documents) + rest, encoding="utf-8")
    return path


def test_nothing_is_known_before_the_first_line(tmp_path: Path) -> None:
    entry = read_progress(tmp_path / "none.jsonl", "queued")
    assert (entry.state, entry.phase, entry.incumbent, entry.history) == ("queued", "", None, ())


def test_the_last_line_counts_and_the_history_holds_what_changed(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        {"phase": "reading", "seconds": 0.5},
        {"phase": "prices", "seconds": 1.0, "bound": 10.0},
        {"phase": "prices", "seconds": 2.0, "bound": 10.0},
        {
            "phase": "who goes where",
            "seconds": 3.0,
            "incumbent": 12.0,
            "bound": 10.0,
            "gap": 0.1,
            "gross": 20.0,
            "message": "first plan",
        },
    )
    entry = read_progress(path, "running")
    assert (entry.phase, entry.seconds, entry.message) == ("who goes where", 3.0, "first plan")
    assert (entry.incumbent, entry.bound, entry.gap, entry.gross) == (12.0, 10.0, 0.1, 20.0)
    assert entry.history == ((1.0, None, 10.0), (3.0, 12.0, 10.0))


def test_half_a_last_line_is_left_for_later(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {"phase": "prices", "seconds": 1.0}, rest='{"phase": "when to')
    assert read_progress(path, "running").phase == "prices"


def test_a_damaged_file_is_not_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('nonsense\n{"phase": "x"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="Expecting value"):
        read_progress(path, "running")


def test_a_long_history_is_thinned_and_keeps_its_end(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", *({"seconds": float(n), "bound": float(n)} for n in range(5000)))
    history = read_progress(path, "done").history
    assert len(history) <= MOST_POINTS + 1
    assert history[0] == (0.0, None, 0.0)
    assert history[-1] == (4999.0, None, 4999.0)
