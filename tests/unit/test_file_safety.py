"""Files that mean harm: what they are is told by what is in them, pictures lose what they tell, bombs are refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from bulou.records.errors import BadImage
from bulou.records.files.kinds import may_be_inline
from bulou.records.files.store import place_of, receive

SECRET = b"Sekret-51.5074N"


def taken(folder: Path, name: str, content: bytes) -> tuple[str, bytes]:
    """(type, what is kept)."""
    upload = receive(folder, name, [content])
    return upload.type, place_of(folder, upload.sha256).read_bytes()


ACTIVE = [
    ("cat.png", b"<html><script>alert(1)</script></html>"),
    ("cat.jpg", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("cat.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    ("cat.pdf", b"\xef\xbb\xbf  <!DOCTYPE html><body onload=alert(1)>"),
    ("a.txt", b"GIF is not what this is <iframe src=//evil>"),
    ("a.html", "<script>alert(1)</script>".encode("utf-16")),
    ("a.xhtml", b"<html xmlns='http://www.w3.org/1999/xhtml'><script/></html>"),
    ("a.exe", b"MZ\x90\x00" + b"\x00" * 100),
]


@pytest.mark.parametrize(("name", "content"), ACTIVE, ids=[row[0] + str(at) for at, row in enumerate(ACTIVE)])
def test_active_content_is_never_shown_in_place(tmp_path: Path, name: str, content: bytes) -> None:
    assert not may_be_inline(taken(tmp_path, name, content)[0])


def pdf(body: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj << /Type /Catalog " + body + b" >> endobj\n%%EOF\n"


def packed(body: bytes, name: bytes = b"/ObjStm") -> bytes:
    content = zlib.compress(b"1 0 << " + body + b" >>")
    head = b"<< /Type " + name + b" /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(content)
    return b"%PDF-1.7\n2 0 obj " + head + content + b"\nendstream endobj\n%%EOF\n"


PDFS = [
    (pdf(b"/OpenAction [3 0 R /Fit]"), True),
    (packed(b"/Title (JS and /other things)"), True),
    (pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), False),
    (pdf(b"/OpenAction << /S /J#61vaScript >>"), False),
    (pdf(b"/AA << /O << /S /Launch /F (cmd.exe) >> >>"), False),
    (pdf(b"/AcroForm << /XFA 5 0 R >>"), False),
    (packed(b"/S /JavaScript"), False),
    (packed(b"/S /JavaScript", b"/Obj#53tm"), False),
    (pdf(b"/Encrypt 9 0 R"), False),
]


@pytest.mark.parametrize(("content", "harmless"), PDFS, ids=range(len(PDFS)))
def test_a_pdf_that_does_something_is_only_saved(tmp_path: Path, content: bytes, harmless: bool) -> None:
    type_, kept = taken(tmp_path, "a.pdf", content)
    assert may_be_inline(type_) is harmless and kept == content


def test_a_pdf_that_unpacks_without_end_is_only_saved(tmp_path: Path) -> None:
    bomb = packed(b"\x00" * (80 * 1024 * 1024))
    assert len(bomb) < 200_000
    assert not may_be_inline(taken(tmp_path, "a.pdf", bomb)[0])


def exif() -> Image.Exif:
    told = Image.Exif()
    told[0x010F] = SECRET.decode()  # the camera
    told.get_ifd(0x8825)[1] = "N"
    told.get_ifd(0x8825)[29] = SECRET.decode()
    return told


def picture(format_: str, *, moving: bool = False) -> bytes:
    """A picture that tells more than it shows, in every way its format has."""
    out, one, two = io.BytesIO(), Image.new("RGB", (40, 30), "red"), Image.new("RGB", (40, 30), "blue")
    more: dict[str, object] = (
        {"save_all": True, "append_images": [two], "duration": [70, 70], "loop": 0} if moving else {}
    )
    if format_ == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", SECRET.decode())
        info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        one.save(out, "PNG", pnginfo=info, exif=exif(), **more)
    elif format_ == "GIF":
        one.save(out, "GIF", comment=SECRET, **more)
    elif format_ == "JPEG":
        one.save(out, "JPEG", exif=exif(), comment=SECRET, xmp=SECRET)
    else:
        one.save(out, "WEBP", exif=exif(), xmp=SECRET, **more)
    return out.getvalue() + b"<script>" + SECRET + b"</script>"


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize("format_", ["PNG", "JPEG", "GIF", "WEBP"])
def test_pictures_tell_nothing_but_what_they_show(tmp_path: Path, format_: str, moving: bool) -> None:
    if moving and format_ == "JPEG":
        return
    before = picture(format_, moving=moving)
    assert SECRET in before
    type_, kept = taken(tmp_path, f"a.{format_.lower()}", before)
    assert type_ == f"image/{format_.lower()}" and SECRET not in kept and b"<script" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (40, 30) and not image.getexif() and not image.info.get("comment")
        assert getattr(image, "n_frames", 1) == (2 if moving else 1)
        red, green, blue = image.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
        assert red > 200 and green < 60 and blue < 60


def test_a_picture_that_lies_on_its_side_is_put_upright(tmp_path: Path) -> None:
    told, out = Image.Exif(), io.BytesIO()
    told[0x0112] = 6
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=told)
    upload = receive(tmp_path, "a.jpg", [out.getvalue()])
    assert (upload.width, upload.height) == (30, 40)


def huge_png(side: int) -> bytes:
    """A few bytes that say to be `side` × `side` pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


def film(frames: int, side: int) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("L", (side, side), at) for at in range(frames)]
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:], duration=20)
    return out.getvalue()


BOMBS: list[Callable[[], bytes]] = [
    lambda: huge_png(60_000),
    lambda: huge_png(9_000),
    lambda: film(201, 8),
    lambda: film(60, 2_000),
    lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 50,
    lambda: b"GIF89a\x00",
]


@pytest.mark.parametrize("bomb", BOMBS, ids=range(len(BOMBS)))
def test_bombs_and_broken_pictures_are_refused(tmp_path: Path, bomb: Callable[[], bytes]) -> None:
    with pytest.raises(BadImage):
        receive(tmp_path, "a.png", [bomb()])
    assert not [each for each in tmp_path.rglob("*") if each.is_file()], "nothing is left of it"


def test_an_archive_is_not_unpacked_to_be_known(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"x" * 50_000_000)
    type_, _ = taken(tmp_path, "a.docx", out.getvalue())
    assert type_.endswith("wordprocessingml.document")
    crowd = io.BytesIO()
    with zipfile.ZipFile(crowd, "w") as archive:
        for at in range(60_000):
            archive.writestr(f"word/{at:060}", b"")
    assert taken(tmp_path, "b.docx", crowd.getvalue())[0] == "application/zip"
