"""What files of pictures say of them, as cameras, agencies and photo desks write it."""

from __future__ import annotations

import io
import struct
from datetime import date

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from newsroom.intake.imagemeta import MOST_XMP
from newsroom.intake.picture import check
from newsroom.news.media import NO_WORDS, FileWords

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
 photoshop:City="Bandar Abbas" photoshop:Country="Iran" photoshop:Credit="Harbour Agency"
 photoshop:DateCreated="2026-11-20T07:05:00.50+03:30" plus:LicenseEndDate="2027-01-31T00:00:00Z">
 <dc:description><rdf:Alt><rdf:li xml:lang="fa">بندر</rdf:li>
  <rdf:li xml:lang="x-default">The old quay.</rdf:li></rdf:Alt></dc:description>
 <dc:creator><rdf:Seq><rdf:li>Ana Lima</rdf:li><rdf:li>N. Brandt</rdf:li></rdf:Seq></dc:creator>
 <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2026 Ana Lima</rdf:li></rdf:Alt></dc:rights>
 <xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Web only.</rdf:li></rdf:Alt>
 </xmpRights:UsageTerms>
 <core:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">Two cranes at dawn</rdf:li>
 </rdf:Alt></core:AltTextAccessibility>
 <plus:CopyrightOwner><rdf:Seq><rdf:li rdf:parseType="Resource">
  <plus:CopyrightOwnerName>Lima Pictures</plus:CopyrightOwnerName></rdf:li></rdf:Seq>
 </plus:CopyrightOwner>
</rdf:Description></rdf:RDF></x:xmpmeta>"""

FROM_XMP = FileWords(
    caption="The old quay.",
    credit="Ana Lima, N. Brandt/Harbour Agency",
    alt="Two cranes at dawn",
    terms="Web only.",
    holder="Lima Pictures",
    place="Bandar Abbas, Iran",
    taken="2026-11-20T07:05:00+03:30",
    expires_on=date(2027, 1, 31),
)


def jpeg(**more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG", **more)
    return out.getvalue()


def iim(*datasets: tuple[int, int, bytes]) -> bytes:
    """A JPEG with these datasets in an APP13 as Photoshop writes it."""
    block = b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(data)) + data
        for record, number, data in datasets
    )
    resource = b"8BIM" + struct.pack(">H", 0x0404) + b"\0\0" + struct.pack(">I", len(block))
    segment = b"Photoshop 3.0\0" + resource + block + b"\0" * (len(block) & 1)
    plain = jpeg()
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + plain[2:]


def words(data: bytes) -> FileWords:
    return check(data, "a.jpg").words


def test_a_file_that_says_nothing() -> None:
    assert words(jpeg()) == NO_WORDS
    assert not words(jpeg())


def test_exif() -> None:
    exif = Image.Exif()
    exif[0x010E] = "The quay"
    exif[0x013B] = "Ana Lima"
    exif[0x8298] = "© Ana".encode()
    inside = exif.get_ifd(0x8769)
    inside[0x9003] = "2026:11:20 07:05:09"
    inside[0x9011] = "+03:30"
    assert words(jpeg(exif=exif)) == FileWords(
        caption="The quay",
        credit="Ana Lima",
        holder="© Ana",
        taken="2026-11-20T07:05:09+03:30",
    )
    exif[0x010E] = "OLYMPUS DIGITAL CAMERA"
    exif[0x013B] = "آنا لیما".encode()
    del inside[0x9011]
    found = words(jpeg(exif=exif))
    assert (found.caption, found.credit) == ("", "آنا لیما")
    assert found.taken == "2026-11-20T07:05:09", "the camera knew no zone"
    inside[0x9003] = "2026:13:40 07:05:09"
    assert words(jpeg(exif=exif)).taken == ""


def test_iim() -> None:
    data = iim(
        (1, 90, b"\x1b%G"),
        (2, 105, b"A headline"),
        (2, 120, "Der alte Kai für Boote".encode()),
        (2, 80, b"Ana Lima"),
        (2, 80, b"Somebody else"),
        (2, 110, b"HA"),
        (2, 116, "© HA".encode()),
        (2, 90, b"Bushehr"),
        (2, 101, b"Iran"),
        (2, 55, b"20261120"),
        (2, 60, b"070509+0330"),
        (2, 37, b"20261231"),
    )
    assert words(data) == FileWords(
        caption="Der alte Kai für Boote",
        credit="Ana Lima/HA",
        holder="© HA",
        place="Bushehr, Iran",
        taken="2026-11-20T07:05:09+03:30",
        expires_on=date(2026, 12, 31),
    )


def test_iim_without_a_charset_is_windows_latin_where_it_is_no_utf8() -> None:
    found = words(
        iim((2, 120, "für".encode("cp1252")), (2, 115, b"Source"), (2, 80, b"the source"))
    )
    assert found.caption == "für"
    assert found.credit == "the source/Source" or found.credit == "Source"
    assert words(iim((2, 105, b"Headline alone"))).caption == "Headline alone"
    assert words(iim((1, 90, b"\x1b%G"), (2, 120, b"f\xffr"))).caption == "f\ufffdr"
    assert words(iim((2, 55, b"2026"), (2, 37, b"20269999"))) == NO_WORDS


def test_xmp_of_every_kind_of_file() -> None:
    picture = Image.new("RGB", (40, 30), "teal")
    for kind in ("JPEG", "PNG", "WEBP"):
        out = io.BytesIO()
        if kind == "PNG":
            info = PngInfo()
            info.add_itxt("XML:com.adobe.xmp", XMP)
            picture.save(out, kind, pnginfo=info)
        else:
            picture.save(out, kind, xmp=XMP.encode())
        assert words(out.getvalue()) == FROM_XMP, kind


def test_xmp_counts_before_iim_and_iim_before_exif() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "from exif", "from exif", "from exif"
    plain = jpeg(
        exif=exif,
        xmp=XMP.replace("<dc:creator>", "<!--")
        .replace("</dc:creator>", "-->")
        .replace('photoshop:Credit="Harbour Agency"', "")
        .encode(),
    )
    with_iim = iim((2, 120, b"from iim"), (2, 80, b"from iim"))
    segment = with_iim[2 : 2 + 2 + struct.unpack(">H", with_iim[4:6])[0]]
    found = words(plain[:2] + segment + plain[2:])
    assert (found.caption, found.credit, found.holder) == (
        "The old quay.", "from iim", "Lima Pictures",
    )  # fmt: skip


@pytest.mark.parametrize(
    "xmp",
    [
        b"<x:xmpmeta",
        b"no xml at all",
        b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        b"<x>" * 2000 + b"</x>" * 2000,
    ],
)
def test_xmp_that_is_broken_or_hostile_says_nothing(xmp: bytes) -> None:
    assert words(jpeg(xmp=xmp)) == NO_WORDS


def test_endless_xmp_is_not_read() -> None:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.replace("The old quay.", "a" * MOST_XMP), zip=True)
    out = io.BytesIO()
    Image.new("RGB", (4, 3)).save(out, "PNG", pnginfo=info)
    assert check(out.getvalue(), "a.png").words == NO_WORDS


def test_words_are_one_line_and_fit_their_fields() -> None:
    found = words(iim((2, 120, b"a\x00b\r\nc" + b"d" * 30_000), (2, 110, b"e" * 3000)))
    assert found.caption.startswith("a b cddd")
    assert len(found.caption) == 4000
    assert len(found.credit) == 400


def test_broken_iim_is_passed_over() -> None:
    data = bytearray(iim((2, 120, b"caption"), (2, 80, b"name")))
    at = bytes(data).index(b"caption")
    data[at - 2 : at] = b"\x7f\xff"
    assert isinstance(words(bytes(data)), FileWords)
