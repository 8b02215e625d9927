"""A workbook of one sheet, written row after row into a stream.

(openpyxl writes all of it before the first byte can leave, and takes several times as long.)
"""

from collections.abc import Iterable, Iterator
from io import RawIOBase
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from search.exports.tables import Cell

#: Excel's own limits.
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
#: How hard to press: twice as quick as the usual, a tenth larger.
LEVEL = 3

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OOXML = "http://schemas.openxmlformats.org"
_MAIN = f"{_OOXML}/spreadsheetml/2006/main"
_OFFICE = f"{_OOXML}/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = f'{_XML}<Relationships xmlns="{_OOXML}/package/2006/relationships">'
#: Everything but the sheet (ECMA-376, parts 1 and 2).
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_OOXML}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{_RELATIONS}<Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'{_RELATIONS}<Relationship Id="rId1" Type="{_OFFICE}/worksheet"'
    ' Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="راسته" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
#: From right to left; the question and the headings stay in sight.
_BEGIN = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView rightToLeft="1" workbookViewId="0">'
    '<pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    "<sheetData>"
)
_END = "</sheetData></worksheet>"


def workbook(batches: Iterable[Iterable[list[Cell]]]) -> Iterator[bytes]:
    """The bytes of a workbook with these rows, as many of them as a sheet can hold."""
    stream, left = _Stream(), MOST_ROWS
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, part in _PARTS.items():
            archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_BEGIN.encode())
            for batch in batches:
                rows = [_row(cells) for cells in batch][:left]
                left -= len(rows)
                sheet.write("".join(rows).encode())
                yield stream.taken()
            sheet.write(_END.encode())
    yield stream.taken()


def _row(cells: list[Cell]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if not isinstance(cell, str):
        return f"<c><v>{cell}</v></c>"
    text = cell if len(cell) <= LONGEST_CELL else f"{cell[: LONGEST_CELL - 1]}…"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


class _Stream(RawIOBase):
    """What was written since it was taken last. It cannot go back, so zipfile does not try."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """It is for writing."""
        return True

    def write(self, data: bytes) -> int:
        """Keep some bytes."""
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """All of it."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
