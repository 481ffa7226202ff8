"""900 words with all that a story has, as Word lays them on the clipboard."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

WORDS = (
    "The port authority said on Thursday that the east basin would stay open through the winter, "
    "that dredging went on at night, and that fishing boats could use both piers as before. "
)


def from_word(folder: Path) -> str:
    """900 words as Word lays them on the clipboard; its two pictures lie in ``folder``."""
    for name in ("image001.png", "image002.png"):
        Image.new("RGB", (64, 48), "navy").save(folder / name)
    paragraph = f"<p class=MsoNormal><span style='font-family:Arial'>{WORDS}</span><o:p></o:p></p>"
    item = (
        "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>"
        "<![if !supportLists]><span style='mso-list:Ignore'>{sign}<span>&nbsp;</span></span>"
        "<![endif]>{words}<o:p></o:p></p>"
    )
    note = (
        "<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1' title=''>"
        "<span class=MsoFootnoteReference>[1]</span></a>"
    )
    table = "".join(
        f"<tr><td><p class=MsoNormal>{a}</p></td><td><p class=MsoNormal>{b}</p></td></tr>"
        for a, b in (("Pier", "Depth"), ("1", "6 m"), ("4", "7 m"))
    )
    pictures = "".join(
        f"<p class=MsoNormal><img src='{(folder / name).as_uri()}' alt='{alt}'></p>"
        for name, alt in (("image001.png", "The basin"), ("image002.png", "Pier 4"))
    )
    return (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head>"
        "<meta name=Generator content='Microsoft Word 15'></head><body><!--StartFragment-->"
        f"<h1>The harbour</h1>{paragraph * 14}<h2>What changes</h2>"
        f"<p class=MsoNormal>It is <b>open</b>{note}, see "
        "<a href='https://example.org/plan?utm_source=word'>the plan</a>.<o:p></o:p></p>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        f"{item.format(level=1, sign='·', words='Ferries')}"
        f"{item.format(level=2, sign='o', words='every hour')}"
        f"{item.format(level=1, sign='·', words='Boats')}"
        f"<table class=MsoTableGrid border=1>{table}</table>{pictures}{paragraph * 14}"
        "<div class=shape v:shape='Text_x0020_Box'><p class=MsoNormal>Boxed</p></div>"
        "<!--EndFragment--><div style='mso-element:footnote-list'><hr>"
        "<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>"
        "<a style='mso-footnote-id:ftn1' href='#_ftnref1' name='_ftn1' title=''>[1]</a> "
        "The authority.</p></div></div></body></html>"
    )
