"""Keeping policy packs as they are, with all that they extend: a later release may change them, a run's must not."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path, PurePosixPath

from planner.findings import PlannerError, finding
from planner.policy import load_pack
from planner.policy.provisions import FOLDER
from planner.store.files import Folder, digest_of, keep, safe_name
from planner.tomlfiles import parse_toml

_EXTENDS = re.compile(r"""(?m)^(\s*extends\s*=\s*)("[^"\n]*"|'[^'\n]*')""")
_BELOW = "base"
"""Each pack stands in a folder ``base`` beside the one that extends it, so that equal names do no harm."""


def keep_pack(folder: Folder, name_or_path: str) -> str:
    """
    Keep a pack and everything below it.

    Parameters
    ----------
    folder
        The workspace.
    name_or_path
        As :func:`planner.policy.load_pack` takes it.

    Returns
    -------
    str
        Path from the workspace's folder ``packs``; the first part is a digest of all texts.

    Raises
    ------
    PlannerError
        If the pack cannot be read, POLICY_…; PACK_CANNOT_BE_KEPT if the copy would say something else.
    """
    pack = load_pack(name_or_path)
    files = {name: text.encode() for name, text in _texts(name_or_path).items()}
    kept = f"{digest_of(files)[:24]}/{next(iter(files))}"
    keep(folder.pack(kept).parent, files)
    if load_pack(folder.pack(kept)).entries != pack.entries:
        raise PlannerError([finding("PACK_CANNOT_BE_KEPT", value=pack.name)])
    return kept


def pack_text(folder: Folder, kept: str) -> str:
    """All texts of a kept pack, the upper ones first."""
    path = folder.pack(kept)
    parts = []
    while path.is_file():
        parts.append(path.read_text(encoding="utf-8"))
        head = parse_toml(parts[-1], path.name).get("pack", {})
        following = head.get("extends") if isinstance(head, dict) else None
        if not following:
            break
        path = path.parent / PurePosixPath(str(following))
    return "\n".join(parts)


def _texts(name_or_path: str) -> dict[str, str]:
    """Texts by path in the kept folder, each pointing at the next one there."""
    texts: dict[str, str] = {}
    place, above = PurePosixPath(), Path()
    following = name_or_path
    while following:
        path = above / following if following.endswith(".toml") else None
        text = (path or resources.files(FOLDER) / f"{following}.toml").read_text(encoding="utf-8-sig")
        name = safe_name(path.name if path else f"{following}.toml", "pack.toml")
        above = path.parent if path else above
        head = parse_toml(text, name).get("pack", {})
        following = str(head.get("extends", "")) if isinstance(head, dict) else ""
        below = f"{_BELOW}/{safe_name(Path(following).name.removesuffix('.toml'), 'pack')}.toml"
        texts[str(place / name)] = _EXTENDS.sub(rf'\g<1>"{below}"', text, count=1) if following else text
        place = place / _BELOW
    return texts
