"""The smallest true file of each kind."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import ZipFile


def archive(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def _png_part(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + name + content + zlib.crc32(name + content).to_bytes(4)


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    _png_part(name, content)
    for name, content in ((b"IHDR", bytes.fromhex("00000001000000010802000000")), (b"IDAT", zlib.compress(b"\0\xff\0\0")), (b"IEND", b""))
)
WEBP = b"RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
DOCX = archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
XLSX = archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
ODT = archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office/>"})

GOOD = {
    "pdf": PDF, "jpeg": JPEG, "png": PNG, "webp": WEBP, "heic": HEIC, "docx": DOCX, "xlsx": XLSX, "odt": ODT,
    "csv": "nom;ville\nAwa;Orléans\n".encode("latin-1"), "txt": "Bonjour, voici mon relevé.\n".encode(),
}  # fmt: skip
