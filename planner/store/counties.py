"""Counties: uploads kept by their fingerprint, under their own names, and read again from there."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from planner.findings import Finding, PlannerError, finding
from planner.labels import Label
from planner.store.base import LONGEST_NAME, DeskBase, checked_name, findings_from, findings_to, found, now
from planner.store.files import LAYERS, file_errors, keep, safe_name
from planner.store.packs import keep_pack
from planner.store.records import CountyEntry, Upload
from planner.store.tables import CountyRow

if TYPE_CHECKING:
    from planner.county import County

MOST_BYTES = 50 * 2**20
"""Largest workbook."""
MOST_LAYER_BYTES = 300 * 2**20
_NO_WORKBOOK = "WORKBOOK_"


def _l(key: str, zh: str, en: str, unit: str, digits: int = 0) -> Label:
    return Label(key=key, zh=zh, en=en, unit=unit, digits=digits)


TOTALS: tuple[Label, ...] = (
    _l("villages", "自然村", "villages", "个"),
    _l("households", "户数", "households", "户"),
    _l("persons", "人口", "persons", "人"),
    _l("registered_households", "建档立卡户数", "registered households", "户"),
    _l("registered_persons", "建档立卡人口", "registered persons", "人"),
    _l("labour_households", "有劳力户数", "households with labour", "户"),
    _l("homestead_mu", "宅基地面积", "homestead land", "亩", 2),
    _l("reclaim_mu", "可复垦面积", "land to reclaim", "亩", 2),
    _l("sites", "安置点（含分期）", "sites and phases", "个"),
    _l("capacity_persons", "安置点容纳人口", "places at sites", "人"),
    _l("posts", "岗位数", "posts", "个"),
    _l("funds", "资金合计", "funds", "万元", 2),
)
"""What :attr:`CountyEntry.totals` holds."""
_SUMS = {
    "villages": (
        "households",
        "persons",
        "registered_households",
        "registered_persons",
        "labour_households",
        "homestead_mu",
        "reclaim_mu",
    ),
    "sites": ("capacity_persons",),
    "jobs": ("posts",),
}


class CountyDesk(DeskBase):
    """The part of a desk that deals with counties."""

    __slots__ = ()

    def counties(self) -> tuple[CountyEntry, ...]:
        """List the uploads, the newest first."""
        with self.database.reading() as session:
            query = select(CountyRow).order_by(CountyRow.uploaded_at.desc(), CountyRow.fingerprint)
            return tuple(_entry(row) for row in session.scalars(query))

    def county_entry(self, fingerprint: str) -> CountyEntry:
        """
        One upload.

        Raises
        ------
        PlannerError
            COUNTY_UNKNOWN.
        """
        with self.database.reading() as session:
            return _entry(found(session, CountyRow, fingerprint))

    def add_county(
        self, workbook: Upload, layers: Sequence[Upload] = (), *, title: str = "", packs: Sequence[Upload] = ()
    ) -> CountyEntry:
        """
        Keep an upload and read it; the same files again are the same entry.

        Parameters
        ----------
        workbook
            County workbook.
        layers
            A GeoPackage, a zip of layers, or the files of shapefiles.
        title
            What to call this upload; otherwise the name of the county.
        packs
            Policy packs that the workbook names as ``*.toml``.

        Returns
        -------
        CountyEntry
            With the findings; it is kept even where they are errors.

        Raises
        ------
        PlannerError
            WORKBOOK_… where the file is no workbook at all, UPLOAD_TOO_LARGE, NOT_ALLOWED (planner),
            WORKSPACE_… where the files cannot be written.
        """
        self.actor.require("planner")
        name = safe_name(workbook.name, "county.xlsx")
        place, files = _arranged(name, workbook, layers, packs)
        with tempfile.TemporaryDirectory(prefix="planner-upload-") as scratch:
            county, findings = _inspect(Path(scratch), files, name, place)
        fingerprint = _fingerprint(files, name, place)
        if county is not None and county.fingerprint != fingerprint:
            raise AssertionError("The workspace and the reader disagree about a county's fingerprint.")
        keep(self.files.county(fingerprint), files)
        facts = county.facts if county is not None else {}
        row = CountyRow(
            fingerprint=fingerprint,
            name=str(facts.get("name") or "")[:LONGEST_NAME],
            adcode=str(facts.get("adcode") or "")[:20],
            title=checked_name(title or str(facts.get("name") or "")[:LONGEST_NAME] or name),
            workbook=name,
            layers=place,
            pack=_pack(county),
            totals=totals(county) if county is not None else {},
            has_errors=any(f.is_error for f in findings),
            findings=findings_to(findings),
            uploaded_at=now(),
            uploaded_by=self.actor.name,
        )
        return self._add(row)

    def _add(self, row: CountyRow) -> CountyEntry:
        try:
            with self._writing("planner") as session:
                if (known := session.get(CountyRow, row.fingerprint)) is not None:
                    return _entry(known)
                session.add(row)
                details = {"title": row.title, "workbook": row.workbook}
                self._log(session, "county_added", "county", row.fingerprint, details)
                session.flush()
                return _entry(row)
        except IntegrityError:  # somebody uploaded the same files in this moment
            return self.county_entry(row.fingerprint)

    def county(self, fingerprint: str) -> County:
        """
        Read a county again from the kept files; errors between its sheets are in its findings.

        Raises
        ------
        PlannerError
            COUNTY_UNKNOWN, COUNTY_FILES_MISSING; the findings where its cells or layers have errors.
        """
        from planner.county import inspect_county

        county, findings = inspect_county(self.county_file(fingerprint), self.layers_file(fingerprint))
        if county is None:
            raise PlannerError(sorted(findings, key=lambda f: not f.is_error))
        return county

    def county_file(self, fingerprint: str) -> Path:
        """
        Locate the workbook of an upload.

        Raises
        ------
        PlannerError
            COUNTY_UNKNOWN, COUNTY_FILES_MISSING.
        """
        return self._file(fingerprint, self.county_entry(fingerprint).workbook)

    def layers_file(self, fingerprint: str) -> Path | None:
        """
        Locate the layers of an upload, a file or a folder; ``None`` where there are none.

        Raises
        ------
        PlannerError
            COUNTY_UNKNOWN, COUNTY_FILES_MISSING.
        """
        layers = self.county_entry(fingerprint).layers
        return self._file(fingerprint, layers) if layers else None

    def _file(self, fingerprint: str, name: str) -> Path:
        path = self.files.county(fingerprint) / name
        if not path.exists():
            raise PlannerError([finding("COUNTY_FILES_MISSING", sheet=str(path))])
        return path

    def add_pack(self, packs: Sequence[Upload]) -> str:
        """
        Keep a policy pack of the office.

        Parameters
        ----------
        packs
            The pack first, then those ``.toml`` files that it extends.

        Returns
        -------
        str
            What ``Scenario.policy`` is to say.

        Raises
        ------
        PlannerError
            POLICY_… or TOML_… if it cannot be used, NOT_ALLOWED (planner), WORKSPACE_….
        """
        self.actor.require("planner")
        with tempfile.TemporaryDirectory(prefix="planner-upload-") as scratch:
            names = [safe_name(pack.name, "pack.toml") for pack in packs]
            for name, pack in zip(names, packs, strict=True):
                (Path(scratch) / name).write_bytes(pack.content)
            kept = keep_pack(self.files, str(Path(scratch) / names[0]))
        with self._writing("planner") as session:
            self._log(session, "pack_added", "workspace", "", {"pack": kept})
        return str(self.files.pack(kept))


def totals(county: County) -> dict[str, float]:
    """Sums of a county by the keys of :data:`TOTALS`."""
    sums = {"villages": float(len(county.villages)), "sites": float(len(county.sites))}
    for sheet, columns in _SUMS.items():
        frame = getattr(county, sheet)
        sums |= {column: round(float(frame[column].sum()), 6) for column in columns}
    return sums | {"funds": round(float(county.funds["amount"].sum()), 6)}


def _arranged(
    name: str, workbook: Upload, layers: Sequence[Upload], packs: Sequence[Upload]
) -> tuple[str, dict[str, bytes]]:
    """Where each file stands in the county's folder, and the path of the layers there."""
    for upload, most in ((workbook, MOST_BYTES), *((one, MOST_LAYER_BYTES) for one in (*layers, *packs))):
        if len(upload.content) > most:
            params = {"most": most // 2**20}
            size = f"{len(upload.content) / 2**20:.0f} MB"
            raise PlannerError([finding("UPLOAD_TOO_LARGE", sheet=upload.name, params=params, value=size)])
    files = {name: workbook.content}
    for pack in packs:
        files.setdefault(safe_name(pack.name, "pack.toml"), pack.content)
    names = [safe_name(one.name, f"layer{number}") for number, one in enumerate(layers, start=1)]
    files |= {f"{LAYERS}/{one}": layer.content for one, layer in zip(names, layers, strict=True)}
    place = "" if not names else f"{LAYERS}/{names[0]}" if len(names) == 1 else LAYERS
    return place, files


def _inspect(folder: Path, files: dict[str, bytes], workbook: str, layers: str) -> tuple[County | None, list[Finding]]:
    from planner.county import inspect_county

    with file_errors(folder):
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
    county, findings = inspect_county(folder / workbook, folder / layers if layers else None)
    if county is None and any(f.code.startswith(_NO_WORKBOOK) for f in findings):
        raise PlannerError(sorted(findings, key=lambda f: not f.is_error))
    return county, findings


def _fingerprint(files: dict[str, bytes], workbook: str, layers: str) -> str:
    """Hash as the county's reader does, for counties that it could not make, too."""
    parts = [files[name] for name in sorted(files, key=Path) if layers and name.startswith(f"{LAYERS}/")]
    return hashlib.sha256(files[workbook] + b"".join(parts)).hexdigest()


def _pack(county: County | None) -> str:
    """Pack of a scenario that names none."""
    from planner.policy import default_pack

    return default_pack(county.facts) if county is not None else ""


def _entry(row: CountyRow) -> CountyEntry:
    return CountyEntry(
        fingerprint=row.fingerprint,
        name=row.name,
        adcode=row.adcode,
        title=row.title,
        workbook=row.workbook,
        layers=row.layers,
        totals=dict(row.totals),
        has_errors=row.has_errors,
        findings=findings_from(row.findings),
        uploaded_at=row.uploaded_at,
        uploaded_by=row.uploaded_by,
    )
