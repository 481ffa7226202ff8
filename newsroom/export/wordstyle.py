"""What every DOCX of ours has alike: its styles, its lists and the parts around the text.

ECMA-376 (Office Open XML), part 1, WordprocessingML. Measures are twentieths of a point, sizes are
half points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from newsroom.export.prose import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

LEVELS = 9  # that a list may have in Word
STEP = 360  # by which each level is indented

QUOTE_INDENT = 567  # a centimetre

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

TYPES = (
    f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    '<Default Extension="jpg" ContentType="image/jpeg"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_WORD}.numbering+xml"/>'
    f'<Override PartName="/word/footnotes.xml" ContentType="{_WORD}.footnotes+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
    "</Types>"
)

PACKAGE_RELATIONS = (
    f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_RELATIONS}/extended-properties" Target="docProps/app.xml"/>'
    "</Relationships>"
)

APP = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>newsroom</Application></Properties>'
)

SETTINGS = (
    f"{HEAD}<w:settings {W}><w:footnotePr>"
    '<w:footnote w:id="0"/><w:footnote w:id="1"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)


_REVIEW_TYPES = {
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "word/comments.xml": f"{_WORD}.comments+xml",
    "word/commentsExtended.xml": f"{_WORD}.commentsExtended+xml",
}
_COMMENTS = {
    "word/comments.xml": f"{_RELATIONS}/comments",
    "word/commentsExtended.xml": (
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    ),
}


def with_types(types: str, more: Iterable[str]) -> str:
    """The kinds of parts, with those that a review brings."""
    said = "".join(
        f'<Override PartName="/{name}" ContentType="{_REVIEW_TYPES[name]}"/>' for name in more
    )
    return types.replace("</Types>", f"{said}</Types>")


def with_properties(relations: str) -> str:
    """The package's relations, with that to its own properties."""
    said = (
        f'<Relationship Id="rId4" Type="{_RELATIONS}/custom-properties" '
        'Target="docProps/custom.xml"/>'
    )
    return relations.replace("</Relationships>", f"{said}</Relationships>")


def with_comments(relations: str, more: Iterable[str]) -> str:
    """The document's relations, with those to its comments."""
    said = "".join(
        f'<Relationship Id="{name[5:-4]}" Type="{_COMMENTS[name]}" Target="{name[5:]}"/>'
        for name in more
        if name in _COMMENTS
    )
    return relations.replace("</Relationships>", f"{said}</Relationships>")


def relations(links: Sequence[tuple[str, str, str]], *, standing: bool) -> str:
    """The relations of a part: (id, kind, target); ``standing`` adds those of a whole document."""
    said = [f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">']
    if standing:
        said += [
            f'<Relationship Id="{kind}" Type="{_RELATIONS}/{kind}" Target="{kind}.xml"/>'
            for kind in ("styles", "numbering", "footnotes", "settings")
        ]
    for name, kind, target in links:
        outside = ' TargetMode="External"' if kind == "hyperlink" else ""
        said.append(
            f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" '
            f'Target="{escape(target, value=True)}"{outside}/>'
        )
    return "".join((*said, "</Relationships>"))


def core(*, title: str, authors: str, keywords: str, language: str, created: str, dek: str) -> str:
    """Who and what; ``created`` is in W3CDTF."""
    parts = (
        ("dc:title", title),
        ("dc:subject", dek),
        ("dc:creator", authors),
        ("cp:keywords", keywords),
        ("dc:language", language),
    )
    said = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in parts if value)
    when = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{created}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{said}{when}</cp:coreProperties>"
    )


_SERIF = '<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Times New Roman"/>'
_MONO = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Courier New"/>'
_GREY = '<w:color w:val="595959"/>'
_BOLD = "<w:b/><w:bCs/>"
_LINE = '<w:{side} w:val="single" w:sz="4" w:space="4" w:color="808080"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{int(points * 2)}"/><w:szCs w:val="{int(points * 2)}"/>'


def _around(*sides: str) -> str:
    return f"<w:pBdr>{''.join(_LINE.format(side=side) for side in sides)}</w:pBdr>"


_KEEP = "<w:keepNext/><w:keepLines/>"

# id, name, what of a paragraph, what of letters, the style it stands on
_PARAGRAPHS: tuple[tuple[str, str, str, str, str], ...] = (
    ("Title", "Title", '<w:spacing w:before="60" w:after="120"/>', _BOLD + _size(24), "Normal"),
    ("Subtitle", "Subtitle", '<w:spacing w:after="120"/>', _GREY + _size(14), "Normal"),
    ("Kicker", "Kicker", f'{_KEEP}<w:spacing w:after="0"/>', _BOLD + _GREY + _size(10), "Normal"),
    ("Byline", "Byline", '<w:spacing w:after="60"/>', _GREY + _size(10), "Normal"),
    *(
        (
            f"Heading{n}",
            f"heading {n}",
            f'{_KEEP}<w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="{n - 1}"/>',
            _BOLD + _size(size),
            "Normal",
        )
        for n, size in enumerate((16, 14, 12, 11, 11, 11), start=1)
    ),
    (
        "Quote",
        "Quote",
        f'<w:ind w:left="{QUOTE_INDENT}" w:right="{QUOTE_INDENT}"/>',
        "<w:i/><w:iCs/>",
        "Normal",
    ),
    (
        "IntenseQuote",
        "Intense Quote",
        (
            f'{_around("top", "bottom")}<w:spacing w:before="240" w:after="240"/>'
            f'<w:ind w:left="{QUOTE_INDENT}" w:right="{QUOTE_INDENT}"/><w:jc w:val="center"/>'
        ),
        "<w:i/><w:iCs/>" + _size(14),
        "Normal",
    ),
    (
        "Box",
        "Box",
        _around("top", "left", "bottom", "right") + '<w:ind w:left="284" w:right="284"/>',
        "",
        "Normal",
    ),
    ("BoxTitle", "Box Title", _KEEP, _BOLD, "Box"),
    ("Caption", "caption", '<w:spacing w:after="200"/>', _GREY + _size(9), "Normal"),
    ("Figure", "Figure", '<w:keepNext/><w:spacing w:before="120" w:after="60"/>', "", "Normal"),
    ("ListParagraph", "List Paragraph", "<w:contextualSpacing/>", "", "Normal"),
    ("Term", "Term", '<w:keepNext/><w:spacing w:after="0"/>', _BOLD, "Normal"),
    ("Definition", "Definition", '<w:ind w:left="567"/>', "", "Normal"),
    (
        "HTMLPreformatted",
        "HTML Preformatted",
        '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>',
        _MONO + _size(9.5),
        "Normal",
    ),
    ("TableText", "Table Text", '<w:spacing w:before="40" w:after="40"/>', "", "Normal"),
    ("TableHead", "Table Head", "<w:keepNext/>", _BOLD, "TableText"),
    ("FootnoteText", "footnote text", '<w:spacing w:after="40"/>', _size(9), "Normal"),
)

_LETTERS: tuple[tuple[str, str, str], ...] = (
    ("Hyperlink", "Hyperlink", '<w:color w:val="0B4F9E"/><w:u w:val="single"/>'),
    ("FootnoteReference", "footnote reference", '<w:vertAlign w:val="superscript"/>'),
    ("HTMLCode", "HTML Code", _MONO),
)


def styles(*, language: str, rtl: bool) -> str:
    """The styles of a document in that language (BCP 47)."""
    tag = escape(language, value=True)
    lang = f'<w:lang w:bidi="{tag}"/>' if rtl else f'<w:lang w:val="{tag}"/>'
    standing = (
        f"{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{_SERIF}{_size(11)}{lang}"
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="288" '
        'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )
    said = [standing]
    for name, shown, paragraph, letters, base in _PARAGRAPHS:
        after = '<w:next w:val="Normal"/>' if name.startswith(("Heading", "Title")) else ""
        said.append(
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>'
            f'<w:basedOn w:val="{base}"/>{after}<w:qFormat/><w:pPr>{paragraph}</w:pPr>'
            f"<w:rPr>{letters}</w:rPr></w:style>"
        )
    for name, shown, letters in _LETTERS:
        said.append(
            f'<w:style w:type="character" w:styleId="{name}"><w:name w:val="{shown}"/>'
            f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{letters}</w:rPr></w:style>'
        )
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    said.append(
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders>'
        "</w:tblPr></w:style></w:styles>"
    )
    return "".join(said)


BULLETS, NUMBERS = 1, 2  # the two kinds of lists


def numbering(lists: Sequence[tuple[int, int, int]]) -> str:
    """Two kinds of lists, and each list of the text: (kind, level, first number)."""
    return "".join(_numbering(lists))


def _numbering(lists: Sequence[tuple[int, int, int]]) -> Iterator[str]:
    yield f"{HEAD}<w:numbering {W}>"
    for kind in (BULLETS, NUMBERS):
        yield f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="multilevel"/>'
        for level in range(LEVELS):
            shown = (
                ("bullet", "•◦▪"[level % 3])
                if kind == BULLETS
                else (("decimal", "lowerLetter", "lowerRoman")[level % 3], f"%{level + 1}.")
            )
            yield (
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shown[0]}"/>'
                f'<w:lvlText w:val="{shown[1]}"/><w:lvlJc w:val="left"/>'
                f'<w:pPr><w:ind w:left="{STEP * (level + 1)}" w:hanging="{STEP}"/></w:pPr>'
                "</w:lvl>"
            )
        yield "</w:abstractNum>"
    for n, (kind, level, start) in enumerate(lists, start=1):
        yield f'<w:num w:numId="{n}"><w:abstractNumId w:val="{kind}"/>'
        if kind == NUMBERS:
            yield (
                f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/>'
                "</w:lvlOverride>"
            )
        yield "</w:num>"
    yield "</w:numbering>"
