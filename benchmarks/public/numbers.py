"""The numbers of a benchmark file, one after the other, each with its place."""

from __future__ import annotations

import logging
import math
from pathlib import Path

from benchmarks.public.problem import decimals

_LOG = logging.getLogger(__name__)
_SHOWN = 20
"""Letters of a wrong word that a message shows."""
_DECIMALS = 6
"""Most decimals of capacities and demands: behind the adapter they are whole numbers."""


class FormatError(ValueError):
    """
    A benchmark file that cannot be read.

    Parameters
    ----------
    path
        The file.
    place
        Where in it, or "" for the whole file.
    cause, remedy
        What is wrong and what to do about it.
    """

    def __init__(self, path: Path, place: str, cause: str, remedy: str) -> None:
        super().__init__(f"{path.name}{', ' if place else ''}{place}: {cause} {remedy}")


class Numbers:
    """
    Numbers of a file in reading order; line breaks mean nothing.

    Parameters
    ----------
    path
        The file, numbers in ASCII separated by white space.

    Raises
    ------
    FormatError
        If it cannot be opened, is empty or has a word that is no finite number.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._values: list[float] = []
        self._lines: list[int] = []
        self._next = 0
        for number, line in enumerate(_text(path).splitlines(), start=1):
            words = line.split()
            self._values += [self._finite(word, number) for word in words]
            self._lines += [number] * len(words)
        if not self._values:
            raise FormatError(path, "", "the file has no numbers.", "Fetch it again.")

    def _finite(self, word: str, line: int) -> float:
        try:
            value = float(word) if "_" not in word else math.nan
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            remedy = "Remove what is not data, or check the family."
            raise self._error(f"line {line}", f"{_shown(word)} is no number.", remedy)
        return value

    def _error(self, place: str, cause: str, remedy: str) -> FormatError:
        return FormatError(self.path, place, cause, remedy)

    def _place(self, index: int) -> str:
        return f"number {index + 1} (line {self._lines[index]})"

    def refuse(self, cause: str, remedy: str, back: int = 1) -> FormatError:
        """Error about the number read ``back`` numbers ago; to be raised."""
        return self._error(self._place(self._next - back), cause, remedy)

    def count(self, what: str) -> int:
        """Read a number of things: whole and at least 1."""
        value = self.take(1, what)[0]
        if value < 1 or not value.is_integer():
            raise self.refuse(f"{what} is {value:g}.", "It must be a whole number of at least 1: check the first line.")
        return int(value)

    def expect(self, more: int, stray: int = 0) -> None:
        """
        Check that the file goes on with so many numbers.

        Parameters
        ----------
        more
            How many are still to be read.
        stray
            Up to how many further ones at the end are passed over, with a warning in the log.
        """
        left = len(self._values) - self._next
        if left < more:
            cause = f"{left + self._next} numbers, but the counts at its beginning ask for {more + self._next}:"
            raise self._error("at its end", cause, "it is cut short, or a count is wrong. Fetch it again.")
        extra = left - more
        place = self._place(self._next + more) if extra else ""
        if extra > stray:
            cause = f"{extra} more numbers than the counts at its beginning ask for:"
            raise self._error(place, cause, "stray numbers, or a count is wrong. Remove them, or check the family.")
        if extra:
            _LOG.warning("%s, %s: %d stray numbers at the end are passed over.", self.path.name, place, extra)

    def take(self, count: int, what: str) -> list[float]:
        """Read so many numbers."""
        if len(self._values) - self._next < count:
            raise self._error("at its end", f"{what} is missing:", "the file is cut short. Fetch it again.")
        self._next += count
        return self._values[self._next - count : self._next]

    def costs(self, count: int, what: str) -> list[float]:
        """Read so many numbers that are not negative."""
        values = self.take(count, what)
        for k, value in enumerate(values):
            if value < 0:
                raise self._wrong(k, values, what, "It must be at least 0: correct it.")
        return values

    def sizes(self, count: int, what: str) -> list[float]:
        """Read so many demands or capacities: greater than 0, six decimals at most."""
        values = self.take(count, what)
        for k, value in enumerate(values):
            if value <= 0:
                raise self._wrong(k, values, what, "It must be greater than 0: correct it, or remove whose it is.")
            if decimals(value) > _DECIMALS:
                raise self._wrong(k, values, what, f"It may have {_DECIMALS} decimals: round it, or scale all.")
        return values

    def _wrong(self, k: int, values: list[float], what: str, remedy: str) -> FormatError:
        which = f"{what} {k + 1} of {len(values)}" if len(values) > 1 else what
        return self.refuse(f"{which} is {values[k]:.12g}.", remedy, back=len(values) - k)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError as failure:
        raise FormatError(path, "", f"{failure.strerror or failure}.", "Name a file that can be read.") from failure
    except UnicodeDecodeError as failure:
        place = f"byte {failure.start + 1}"
        raise FormatError(path, place, "the file is not plain text.", "Unpack it, or name another.") from failure


def _shown(word: str) -> str:
    return repr(word if len(word) <= _SHOWN else word[:_SHOWN] + "…")
