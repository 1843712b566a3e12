"""
The chain: each entry carries the hash of the one before, so a row changed, left out or put in shows.

What is hashed is the entry as canonical JSON: keys sorted, no spaces, UTF-8, whole numbers and texts only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64
"""``prev_hash`` of the first entry."""

HASHED = (
    "seq", "event", "line", "kind", "date", "voucher", "lot", "trade", "debit", "credit", "unit", "amount", "document",
    "person", "approver", "evidence", "reason", "cancels", "details", "digest", "posted_at", "prev_hash",
)  # fmt: skip
"""Every column of an entry but its own hash."""


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def canonical(value: Any) -> str:
    """JSON that is the same for equal values; dates become ISO texts."""
    return _ENCODER.encode(value)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def entry_hash(row: Mapping[str, Any]) -> str:
    """
    Hash of an entry.

    Parameters
    ----------
    row
        Its columns by name, ``prev_hash`` among them.
    """
    return digest({name: row[name] for name in HASHED})
