"""Small PDF files: words at their places, as a sheet of paper has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Placed = tuple[float, float, str]  # points from the left, points from the top, words

PAGE = (612, 792)
SIZE = 10


def pdf(*pages: Sequence[Placed]) -> bytes:
    """A PDF with a page for each list of words; Latin letters only."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, words in enumerate(pages):
        stream = b"\n".join(shown(words))
        box = f"/MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /Resources << /Font << /F 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * number} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return assembled(objects)


def shown(words: Iterable[Placed]) -> Iterable[bytes]:
    for left, top, said in words:
        escaped = said.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
        yield b"BT /F %d Tf %.1f %.1f Td (%s) Tj ET" % (SIZE, left, PAGE[1] - top - SIZE, escaped)


def assembled(objects: Sequence[bytes]) -> bytes:
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table, start = b"".join(b"%010d 00000 n \n" % place for place in places), len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(made)
