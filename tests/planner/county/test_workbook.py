"""Files that are not workbooks are told apart; what Excel shows and calamine does not read is marked."""

import io
import zipfile

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter

from planner.county.cells import Broken
from planner.county.workbook import read_workbook
from planner.findings import PlannerError
from tests.planner.county.builders import minimal, save


def whole(tmp_path):
    return save(tmp_path / "whole.xlsx", minimal()).read_bytes()


def encrypted(tmp_path):
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(whole(tmp_path))).encrypt("secret", out)
    return out.getvalue()


def plain_zip(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    return out.getvalue()


def without_sheet_part(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole(tmp_path))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name.endswith("sheet1.xml") else old.read(name))
    return out.getvalue()


def old_xls(tmp_path):
    # The eight magic bytes and the directory entry that every .xls has.
    return bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 1016 + "Workbook".encode("utf-16-le") + b"\0" * 512


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda _: b"", "WORKBOOK_EMPTY_FILE"),
        (lambda _: "村编号,村名\nV1,甲村\n".encode(), "WORKBOOK_IS_TEXT"),  # a CSV named .xlsx
        (lambda _: "村编号,村名\nV1,甲村\n".encode("gbk"), "WORKBOOK_IS_TEXT"),
        (lambda _: b"<html><table><tr><td>1</td></tr></table></html>", "WORKBOOK_IS_TEXT"),  # a web "export"
        (lambda _: "村编号".encode("utf-16"), "WORKBOOK_IS_TEXT"),
        (lambda _: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe\xfd", "WORKBOOK_UNKNOWN_FORMAT"),
        (lambda p: whole(p)[:3000], "WORKBOOK_TRUNCATED"),
        (encrypted, "WORKBOOK_ENCRYPTED"),
        (old_xls, "WORKBOOK_OLD_XLS"),
        (plain_zip, "WORKBOOK_NOT_XLSX"),
        (without_sheet_part, "WORKBOOK_DAMAGED"),
    ],
)
def test_no_workbook(tmp_path, make, code):
    path = tmp_path / "county.xlsx"
    path.write_bytes(make(tmp_path))
    with pytest.raises(PlannerError) as caught:
        read_workbook(path)
    assert [f.code for f in caught.value.findings] == [code]


def test_missing_file_and_folder(tmp_path):
    for path, code in ((tmp_path / "none.xlsx", "WORKBOOK_MISSING"), (tmp_path, "WORKBOOK_IS_FOLDER")):
        with pytest.raises(PlannerError) as caught:
            read_workbook(path)
        assert caught.value.findings[0].code == code


def test_file_that_may_not_be_read(tmp_path, monkeypatch):
    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    with pytest.raises(PlannerError, match="WORKBOOK_UNREADABLE"):
        read_workbook(tmp_path / "county.xlsx")


def test_workbook_that_unpacks_to_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr("planner.county.workbook.MOST_BYTES", 1000)
    with pytest.raises(PlannerError, match="WORKBOOK_TOO_LARGE"):
        read_workbook(save(tmp_path / "county.xlsx", minimal()))


def test_error_cells_and_formulas_without_values_are_marked(tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    page["A1"], page["B2"], page["C4"] = "x", "=1+1", "#N/A"
    page["C4"].data_type = "e"
    book.save(path)
    rows = read_workbook(path)[0]["Sheet"]
    assert rows[1][1] == Broken("CELL_NOT_CALCULATED", "=")
    assert rows[3][2] == Broken("CELL_EXCEL_ERROR", "#N/A")


def test_calculated_formulas_are_values(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("A")
        page.write_formula(0, 0, "=1+1", None, 2)
        page.write_formula(0, 1, '=IF(A1=2,"","x")', None, "")
        page.write_formula(0, 2, "=1/0", None, "#DIV/0!")
    # Excel itself says that the empty text is a text.
    rewrite(path, "xl/worksheets/sheet1.xml", b'<c r="B1">', b'<c r="B1" t="str">')
    assert read_workbook(path)[0]["A"] == [[2.0, "", Broken("CELL_EXCEL_ERROR", "#DIV/0!")]]


def rewrite(path, part, old, new):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(old, new) if name == part else data)


def test_hidden_sheets_are_not_read(tmp_path):
    book = openpyxl.Workbook()
    book.create_sheet("备查").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert list(read_workbook(tmp_path / "a.xlsx")[0]) == ["Sheet"]
