"""From rows and objects to events: values typed by the column table, amounts exact."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from planner.county.cells import is_blank, parse_cell
from planner.county.column import Column
from planner.county.parsers import BadCellError, show
from planner.findings import Finding, PlannerError, finding, require_no_errors
from planner.quota.amounts import AmountError, to_fen, to_price, to_share, to_units
from planner.quota.chain import canonical
from planner.quota.columns import EVENT_KEYS, EVENTS, LOTS, PARTIES
from planner.quota.life import STEPS, named
from planner.quota.outlines import fault, repaired
from planner.quota.records import Event, Kind, Lot
from planner.tomlfiles import nearest

_EXACT: dict[str, Callable[[Any], int]] = {
    "mu": to_units, "cut": to_units, "money": to_fen, "price": to_price, "first_share": to_share,
}  # fmt: skip
_RECORD = ("product", "land_class", "project", "batch", "village", "village_name", "grain_kg", "wkt", "expected")
EVIDENCE_FILE = "evidence_file"


class Reader:
    """
    Makes events of values.

    Parameters
    ----------
    adcode
        Of the book's county: what a blank 行政区划代码 of a lot means.
    person, approver
        Stand in for blank ones.
    repair
        Whether the user consents to outlines being repaired.
    outlines
        Outlines by lot that come from a layer.
    """

    def __init__(
        self,
        adcode: str,
        *,
        person: str = "",
        approver: str = "",
        repair: bool = False,
        outlines: Mapping[str, str] | None = None,
    ) -> None:
        self.adcode = adcode
        self.person = person
        self.approver = approver
        self.repair = repair
        self.outlines = outlines or {}
        self.findings: list[Finding] = []

    def event(self, values: Mapping[str, Any], sheet: str, row: int | None) -> Event | None:
        """
        An event of typed values.

        Parameters
        ----------
        values
            By key of the column table; ``kind`` is the Chinese word.
        sheet, row
            Where they stand, for findings.
        """
        exact = self._exact(values, sheet, row)
        kind = named(str(values.get("kind") or ""))
        if exact is None or kind is None or values.get("date") is None:
            return None
        given = {key: value for key, value in values.items() if value not in (None, "", ())} | exact
        texts = ("voucher", "lot", "party", "trade", "channel", "fund", "use", "return_lot", "stage", "document",
                 "evidence", "reason", "cancels", "subject")  # fmt: skip
        instalment = given.get("instalment")
        return Event(
            kind=kind,
            date=given["date"],
            mu=given.get("mu"),
            cut=given.get("cut", 0),
            money=given.get("money"),
            price=given.get("price"),
            first_share=given.get("first_share"),
            rest_due=given.get("rest_due"),
            instalment=None if instalment is None else int(instalment),
            person=str(given.get("person", self.person)),
            approver=str(given.get("approver", self.approver)),
            record=self._record(given, sheet, row) if STEPS[kind].enters else None,
            note=_note(kind, given),
            sheet=sheet,
            row=row,
            **{key: str(given.get(key, "")) for key in texts},
        )

    def _exact(self, values: Mapping[str, Any], sheet: str, row: int | None) -> dict[str, int] | None:
        exact: dict[str, int] = {}
        for key, convert in _EXACT.items():
            value = values.get(key)
            if value is None or value != value:
                continue
            try:
                exact[key] = convert(value)
            except AmountError as bad:
                column = _COLUMNS[key].zh
                self.findings.append(finding(bad.code, sheet=sheet, row=row, column=column, value=value))
                return None
        return exact

    def _record(self, given: Mapping[str, Any], sheet: str, row: int | None) -> Lot | None:
        if "mu" not in given or "product" not in given:
            return None
        lot = str(given.get("lot", ""))
        plain = {key: given[key] for key in _RECORD if key in given}
        plain["wkt"] = self._outline(str(given.get("wkt") or self.outlines.get(lot, "")), sheet, row)
        return Lot(
            id=lot,
            planned=given["mu"],
            adcode=str(given.get("adcode") or self.adcode),
            plots=tuple(given.get("plots", ())),
            households=tuple(given.get("households", ())),
            **({"land_class": "一般耕地"} | plain),
        )

    def _outline(self, wkt: str, sheet: str, row: int | None) -> str:
        if not wkt:
            return ""
        code, said = fault(wkt)
        if code == "QUOTA_OUTLINE_INVALID" and self.repair:
            return repaired(wkt)
        if code:
            self.findings.append(finding(code, sheet=sheet, row=row, column=_COLUMNS["wkt"].zh, value=said))
        return wkt


_COLUMNS: dict[str, Column] = {c.key: c for sheet in (PARTIES, LOTS, EVENTS) for c in sheet.columns}


def _note(kind: Kind, given: Mapping[str, Any]) -> str:
    if kind is Kind.PARTY:
        return canonical({"name": str(given.get("name", "")), "adcode": str(given.get("adcode", ""))})
    return canonical(given["note"]) if isinstance(given.get("note"), Mapping) else ""


def read_event_file(path: Path, reader: Reader) -> list[Event]:
    """
    Events of a JSON file: one object, or a list of them, which is one batch.

    Parameters
    ----------
    path
        The file.
    reader
        Makes the events; its findings stop the batch.

    Raises
    ------
    PlannerError
        If the file cannot be read or a value is wrong.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise PlannerError([finding("QUOTA_FILE_UNREADABLE", sheet=str(path), value=error.strerror or "")]) from error
    except ValueError as error:
        raise PlannerError([finding("QUOTA_FILE_NOT_JSON", sheet=path.name, value=str(error)[:80])]) from error
    objects = content if isinstance(content, list) else [content]
    if not objects or not all(isinstance(one, dict) for one in objects):
        raise PlannerError([finding("QUOTA_FILE_NOT_JSON", sheet=path.name)])
    events = []
    for number, values in enumerate(objects, start=1):
        typed, wrong = _typed(values, path, number)
        reader.findings += wrong
        event = None if wrong else reader.event(typed, path.name, number)
        events += [event] if event else []
    require_no_errors(reader.findings)
    return events


def _typed(values: Mapping[str, Any], path: Path, number: int) -> tuple[dict[str, Any], list[Finding]]:
    """Values of one object as the columns want them."""
    typed: dict[str, Any] = {}
    findings: list[Finding] = []
    by_zh = {c.zh: c.key for c in _COLUMNS.values()}
    for word, raw in values.items():
        key = by_zh.get(word, word)
        if key == EVIDENCE_FILE:
            typed["evidence"], wrong = _hash_of(path.parent / str(raw), path.name, number)
            findings += wrong
        elif key == "note":
            typed["note"] = raw
        elif key not in EVENT_KEYS:
            params = {"nearest": nearest(word, (*EVENT_KEYS, *by_zh)) or "kind"}
            findings.append(finding("QUOTA_KEY_UNKNOWN", params=params, sheet=path.name, row=number, value=word))
        elif not is_blank(raw):
            findings += _put(typed, key, raw, path.name, number)
    for key in ("kind", "date"):
        if typed.get(key) is None and not findings:
            findings.append(finding("QUOTA_FIELD_MISSING", sheet=path.name, row=number, column=_COLUMNS[key].zh))
    return typed, findings


def _put(typed: dict[str, Any], key: str, raw: Any, name: str, number: int) -> Iterable[Finding]:
    column = _COLUMNS[key]
    if key == "kind":
        kind = named(str(raw))
        raw = STEPS[kind].zh if kind else raw
    if isinstance(raw, list):
        raw = ";".join(map(str, raw))
    try:
        typed[key] = parse_cell(column, raw)
    except BadCellError as bad:
        yield finding(bad.code, params=bad.params, sheet=name, row=number, column=column.zh, value=show(raw))


def _hash_of(path: Path, name: str, number: int) -> tuple[str, list[Finding]]:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest(), []
    except OSError as error:
        problem = finding("QUOTA_FILE_UNREADABLE", sheet=name, row=number, value=f"{path.name} {error.strerror or ''}")
        return "", [problem]
