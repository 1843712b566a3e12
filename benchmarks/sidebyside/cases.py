"""The counties of a comparison, made once each and kept as instances, so that no contender pays for reading."""

from __future__ import annotations

import pickle
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import PLANNER, run


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """
    A county to compare on.

    Parameters
    ----------
    name
        Size as ``villages x sites x periods``, or the name of a public p-median file.
    seed
        Of a synthetic county; 0 for a file.
    file
        The public file, ``None`` for a synthetic county.
    family
        Family of the file.
    """

    name: str
    seed: int
    file: Path | None = None
    family: str = ""

    @classmethod
    def synthetic(cls, size: str, seed: int) -> County:
        """
        A synthetic county.

        Raises
        ------
        ValueError
            If ``size`` is not three positive whole numbers joined by x.
        """
        numbers = size.lower().split("x")
        if len(numbers) != 3 or not all(n.isdigit() and int(n) > 0 for n in numbers):
            raise ValueError(f"{size!r} is no size: write villages x sites x periods, such as 115x20x12.")
        return cls(name="x".join(str(int(n)) for n in numbers), seed=seed)

    def make(self, folder: Path) -> Path:
        """
        File with the instance (and the public problem) in ``folder``.

        Raises
        ------
        RuntimeError
            If the county cannot be made.
        """
        path = folder / f"{self.name}-{self.seed}.pickle"
        if not path.exists():
            made = self._convert(path) if self.file is not None else self._write(folder, path)
            if made:
                raise RuntimeError(f"{self.name}, seed {self.seed}: the county could not be made ({made}).")
        return path

    def _write(self, folder: Path, path: Path) -> int:
        demo = folder / f"{self.name}-{self.seed}"
        words = zip(("--villages", "--sites", "--periods"), self.name.split("x"), strict=True)
        options = [word for pair in words for word in pair]
        made = run([PLANNER, "demo", "synthetic", demo, *options, "--seed", str(self.seed)])
        return made.code or run([sys.executable, "-m", __name__, demo / "synthetic.toml", path]).code

    def _convert(self, path: Path) -> int:
        return run([sys.executable, "-m", __name__, str(self.file), path, self.family]).code


def main(source: str, path: str, family: str = "") -> None:
    """Write the instance of a scenario, or of a public file of a family."""
    made = _of_file(Path(source), family) if family else (_of_scenario(Path(source)), None)
    Path(path).write_bytes(pickle.dumps(made))


def _of_scenario(path: Path) -> object:
    from planner.county import read_county
    from planner.planning import prepare
    from planner.scenario import read_scenario

    scenario = read_scenario(path)
    return prepare(read_county(scenario.county or path, scenario.layers), scenario).instance


def _of_file(path: Path, family: str) -> tuple[object, object]:
    from benchmarks.public.adapter import instance_of
    from benchmarks.public.readers import FAMILIES

    problem = FAMILIES[family].read(path)
    return instance_of(problem), problem


if __name__ == "__main__":
    main(*sys.argv[1:])
