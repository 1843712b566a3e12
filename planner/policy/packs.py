"""Reading policy packs: TOML files in ``scenarios/policy`` or of the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

from planner.findings import Finding, PlannerError, finding, require_no_errors
from planner.policy.provisions import FOLDER, SOURCES, read_entries
from planner.policy.records import Effective, Pack
from planner.policy.tables import TABLES
from planner.tomlfiles import nearest, parse_toml, read_toml


def pack_names() -> tuple[str, ...]:
    """Names of the packs that come with the software."""
    files = (entry.name for entry in resources.files(FOLDER).iterdir())
    return tuple(sorted(f.removesuffix(".toml") for f in files if f.endswith(".toml") and f != SOURCES))


def default_pack(facts: Mapping[str, Any], folder: Path | None = None) -> str:
    """
    Pack of a county whose workbook names none: by its poverty class, then its province.

    Parameters
    ----------
    facts
        The sheet 县情; ``policy``, ``deep_poverty`` and ``adcode`` are looked at.
    folder
        Folder of the workbook, which a pack of its own (``.toml``) is relative to.
    """
    if named := str(facts.get("policy") or "").strip():
        return str(folder / named) if folder and named.endswith(".toml") else named
    in_shanxi = str(facts.get("adcode") or "").startswith("14")
    if not in_shanxi:
        return "national-2016-2020"
    return "deep-poverty-2018" if facts.get("deep_poverty") else "shanxi-2018"


def load_pack(name_or_path: str | Path) -> Pack:
    """
    A pack with all that it extends.

    Parameters
    ----------
    name_or_path
        Name of a pack of :func:`pack_names`, or a path that ends in ``.toml``.

    Raises
    ------
    PlannerError
        If a file is missing or no TOML, the packs extend each other in a circle, a key, field or mark is
        unknown, a unit is missing or differs from the parameter table's, or a value is wrong.
    """
    pack, findings = inspect_pack(name_or_path)
    require_no_errors(findings)
    return pack


def inspect_pack(name_or_path: str | Path) -> tuple[Pack, list[Finding]]:
    """
    As :func:`load_pack`, but with the findings about the values handed back.

    Raises
    ------
    PlannerError
        Where nothing can be read at all: missing, no TOML, a circle.
    """
    entries: dict[str, Effective] = {}
    findings: list[Finding] = []
    chain = _chain(name_or_path)
    for name, content in reversed(chain):
        own, found = read_entries(name, content)
        findings += found
        for key, entry in own.items():
            entries[key] = merge(key, entries.get(key), entry)
    name, content = chain[0]
    title = str(_head(content).get("zh", name))
    return Pack(name=name, zh=title, lineage=tuple(one for one, _ in chain), entries=entries), findings


def merge(key: str, below: Effective | None, above: Effective) -> Effective:
    """
    The upper layer's value; of tables with a key column only the rows that it has are replaced.

    Parameters
    ----------
    key
        Parameter.
    below, above
        The two layers' values.
    """
    table = TABLES.get(key)
    if below is None or table is None or not table.key or above.value is None:
        return above
    rows = {part.value[table.key]: part for part in below.parts}
    rows |= {part.value[table.key]: part for part in above.parts}
    return replace(above, value=tuple(p.value for p in rows.values()), parts=tuple(rows.values()))


def _chain(name_or_path: str | Path) -> list[tuple[str, dict[str, Any]]]:
    chain: list[tuple[str, dict[str, Any]]] = []
    folder = Path()
    seen: list[str] = []
    following: str | Path = name_or_path
    while following:
        path = folder / following if str(following).endswith(".toml") else None
        identity = str(path.resolve()) if path else str(following)
        if identity in seen:
            circle = " → ".join([name for name, _ in chain] + [Path(identity).stem])
            raise PlannerError([finding("POLICY_CYCLE", sheet=chain[-1][0], value=circle)])
        seen.append(identity)
        name, content = (path.stem, read_toml(path)) if path else (str(following), _builtin(str(following)))
        folder = path.parent if path else folder
        chain.append((name, content))
        following = str(_head(content).get("extends", ""))
    return chain


def _head(content: Mapping[str, Any]) -> Mapping[str, Any]:
    head = content.get("pack", {})
    return head if isinstance(head, Mapping) else {}


def _builtin(name: str) -> dict[str, Any]:
    if name not in pack_names():
        params = {"known": ", ".join(pack_names()), "nearest": nearest(name, pack_names()) or pack_names()[0]}
        raise PlannerError([finding("POLICY_PACK_MISSING", params=params, value=name)])
    file = resources.files(FOLDER) / f"{name}.toml"
    return parse_toml(file.read_text(encoding="utf-8"), file.name)
