"""The folder: names that are names everywhere, and folders that are there whole or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.findings import PlannerError
from planner.store.files import aside, digest_of, file_errors, keep, safe_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("岢岚县 2018.xlsx", "岢岚县 2018.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\data.xlsx", "data.xlsx"),
        ("a:b?.xlsx", "a_b_.xlsx"),
        ("CON.xlsx", "other.xlsx"),
        ("nul", "other.xlsx"),
        ("..", "other.xlsx"),
        ("", "other.xlsx"),
        (" . ", "other.xlsx"),
        ("长" * 300 + ".xlsx", "长" * 80 + ".xlsx"),
    ],
)
def test_names_are_made_safe(name: str, expected: str) -> None:
    assert safe_name(name, "other.xlsx") == expected


@given(st.text(max_size=300))
def test_a_safe_name_stays_in_its_folder_and_stays_as_it_is(name: str) -> None:
    safe = safe_name(name, "other")
    assert safe == safe_name(safe, "other")
    assert Path("folder", safe).parent == Path("folder")
    assert safe not in (".", "..")
    assert not set(safe) & set('/\\:*?"<>|\0\n')
    assert len(safe) <= 100


def test_files_are_kept_whole(tmp_path: Path) -> None:
    keep(tmp_path / "a" / "digest", {"x.txt": b"1", "layers/y.txt": b"2"})
    assert (tmp_path / "a" / "digest" / "layers" / "y.txt").read_bytes() == b"2"
    keep(tmp_path / "a" / "digest", {"x.txt": b"other"})
    assert (tmp_path / "a" / "digest" / "x.txt").read_bytes() == b"1"
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["digest"]


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), aside(tmp_path / "run") as folder:
        _ = (folder / "half").write_text("x", encoding="utf-8") / 0
    assert list(tmp_path.iterdir()) == []


def test_of_two_who_write_the_same_the_first_stays(tmp_path: Path) -> None:
    with aside(tmp_path / "run") as slow:
        (slow / "who").write_text("slow", encoding="utf-8")
        with aside(tmp_path / "run") as quick:
            (quick / "who").write_text("quick", encoding="utf-8")
    assert (tmp_path / "run" / "who").read_text(encoding="utf-8") == "quick"
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "WORKSPACE_FULL"),
        (errno.EROFS, "WORKSPACE_READ_ONLY"),
        (errno.EACCES, "WORKSPACE_READ_ONLY"),
        (errno.EIO, "WORKSPACE_WRITE_FAILED"),
    ],
)
def test_the_file_systems_refusals_are_told(number: int, code: str) -> None:
    with pytest.raises(PlannerError) as caught, file_errors(Path("somewhere")):
        raise OSError(number, "no")
    assert caught.value.findings[0].code == code


def test_a_digest_depends_on_names_and_contents() -> None:
    digests = {
        digest_of(files) for files in ({"a": b"bc"}, {"ab": b"c"}, {"a": b"b", "c": b""}, {"a": b"", "b": b""}, {})
    }
    assert len(digests) == 5
    assert digest_of({"a": b"1", "b": b"2"}) == digest_of({"b": b"2", "a": b"1"})
