"""Writing a batch: entries with their hashes, balances, days, lots and the new head, all in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from planner.quota import tables as t
from planner.quota.accounts import CHART, parts
from planner.quota.chain import entry_hash
from planner.quota.outlines import bounds
from planner.quota.records import Entry, Lot
from planner.quota.working import WorkingSet

_COLUMNS = tuple(f.name for f in fields(Entry))


def entry_rows(entries: Iterable[Entry], prev_hash: str) -> list[dict[str, Any]]:
    """
    Rows of the table ``entry``, chained.

    Parameters
    ----------
    entries
        In order, without hashes.
    prev_hash
        Hash of the entry before the first.
    """
    rows = []
    for entry in entries:
        row = {name: getattr(entry, name) for name in _COLUMNS} | {"prev_hash": prev_hash}
        row["hash"] = prev_hash = entry_hash(row)
        rows.append(row)
    return rows


def write(session: Session, work: WorkingSet, prev_hash: str) -> None:
    """
    Write what a working set holds that is new.

    Parameters
    ----------
    session
        The transaction.
    work
        The batch, judged.
    prev_hash
        Hash of the last entry of the book.
    """
    rows = entry_rows(work.pending, prev_hash)
    session.execute(sa.insert(t.entry), rows)
    _write_lots(session, work)
    _upsert(session, t.balance, _balance_rows(work), replace=("amount", "first_day", "last_day"))
    _upsert(session, t.daily, _daily_rows(work), add=("amount",))
    last = rows[-1]
    session.execute(
        sa.update(t.head).values(
            seq=last["seq"], hash=last["hash"], posted_at=last["posted_at"], closed=work.closed,
            rules=work.rules.to_json(),
        )
    )  # fmt: skip


def _balance_rows(work: WorkingSet) -> list[dict[str, Any]]:
    rows = []
    for name, held in work.held.items():
        if held.changed:
            code, lot, holder = parts(name)
            rows.append({"account": name, "code": code.value, "lot": lot, "holder": holder, "unit": CHART[code].unit,
                         "amount": held.amount, "first_day": held.first, "last_day": held.last})  # fmt: skip
    return sorted(rows, key=lambda row: str(row["account"]))


def _daily_rows(work: WorkingSet) -> list[dict[str, Any]]:
    sums: dict[tuple[Any, ...], int] = defaultdict(int)
    for entry in work.pending:
        if not entry.amount:
            continue
        lot = work.lot(entry.lot) if entry.lot and entry.unit == "mu" else None
        about = (lot.product, lot.land_class) if lot else ("", "")
        for account, change in ((entry.debit, entry.amount), (entry.credit, -entry.amount)):
            sums[entry.date, parts(account)[0].value, *about] += change
    names = ("date", "code", "product", "land_class")
    return [dict(zip(names, key, strict=True)) | {"amount": amount} for key, amount in sums.items()]


def _write_lots(session: Session, work: WorkingSet) -> None:
    if work.new_lots:
        session.execute(sa.insert(t.lot), [lot_row(lot, event) for lot, event in work.new_lots.values()])
        if linked := [part for lot, _ in work.new_lots.values() for part in part_rows(lot)]:
            session.execute(sa.insert(t.lot_part), linked)
    if work.new_parties:
        listed = [{"id": key, **values} for key, values in work.new_parties.items()]
        _upsert(session, t.party, listed, replace=("name", "adcode"))


def lot_row(lot: Lot, event: int) -> dict[str, Any]:
    """Row of the table ``lot``."""
    box = bounds(lot.wkt) if lot.wkt else (None,) * 4
    kept = ("id", "product", "land_class", "planned", "project", "batch", "village", "village_name", "adcode",
            "grain_kg", "expected", "wkt")  # fmt: skip
    row = {name: getattr(lot, name) for name in kept} | {"event": event}
    return row | dict(zip(("west", "south", "east", "north"), box, strict=True))


def part_rows(lot: Lot) -> Iterator[Mapping[str, str]]:
    """Rows of the table ``lot_part``."""
    for kind, names in ((t.PLOT, lot.plots), (t.HOUSEHOLD, lot.households)):
        for name in dict.fromkeys(names):
            yield {"lot": lot.id, "kind": kind, "id": name}


def _upsert(
    session: Session,
    table: sa.Table,
    rows: list[dict[str, Any]],
    *,
    replace: tuple[str, ...] = (),
    add: tuple[str, ...] = (),
) -> None:
    """Insert rows, or change those that are there: columns replaced, or added to."""
    if not rows:
        return
    make: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # One statement for all rows, not one with all values: it is prepared once and kept.
    statement = make(table)
    changed = {name: statement.excluded[name] for name in replace}
    changed |= {name: table.c[name] + statement.excluded[name] for name in add}
    session.execute(statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed), rows)
