"""What of a block is to be spelled, in the page and in the Markdown."""

from __future__ import annotations

import time

import pytest

from newsroom.checks.words import words
from newsroom.ui.editor.spellread import rich_text, source_text
from tests.ui.editor.conftest import Opens

CASES = [
    ("One **two** *three*.", ["One", "two", "three"]),
    ("See `codde` and ``mor ` codde`` here", ["See", "and", "here"]),
    ("A [link words](https://ex.org/adress 'titel') end", ["link", "words", "end"]),
    ("A [link words][refname] end\n\n[refname]: https://ex.org/a", ["link", "words", "end"]),
    ("Raw <span class='clas'>inside</span> and <br> end", ["Raw", "inside", "and", "end"]),
    ("Go to <https://exampel.org/abc> now", ["Go", "to", "now"]),
    ("Fish&nbsp;chips &copy; end", ["Fish", "chips", "end"]),
    ("Parked %%dout words%% here", ["Parked", "here"]),
    ("A note[^nte] here\n\n[^nte]: The text of it", ["note", "here"]),
    ("😀 emoji `codde` after", ["emoji", "after"]),
    ("TK and NATO", ["and"]),
]


@pytest.mark.parametrize(("source", "wanted"), CASES)
def test_the_page_is_spelled_without_code_and_marks(
    source: str, wanted: list[str], opens: Opens
) -> None:
    hand = opens(f"{source}\n")
    first = hand.rich.document().firstBlock()
    text = rich_text(first)
    assert len(text) == len(first.text())
    assert [word.text for word in words(text)] == wanted


@pytest.mark.parametrize(("source", "wanted"), CASES)
def test_the_markdown_is_spelled_without_its_signs(
    source: str, wanted: list[str], opens: Opens
) -> None:
    hand = opens(f"{source}\n")
    hand.toggle()
    first = hand.view.document().firstBlock()
    text = source_text(first)
    assert len(text) == len(first.text())
    assert [word.text for word in words(text)] == wanted


def test_blocks_of_code_and_cards_are_not_spelled(opens: Opens) -> None:
    hand = opens("```\ncodde\n```\n\n<div>\nrawe\n</div>\n\nProse.\n")
    block = hand.rich.document().firstBlock()
    read = []
    while block.isValid():
        read.append(rich_text(block))
        block = block.next()
    assert [text for text in read if text] == ["Prose."]


SOURCE = """---
titel: x
---

# A heading

```python
codde
```

~~~
mor codde
~~~

[ref]: https://exampel.org/adress "Titel"
*[HTM]: expanded
::: box
Words.
:::

[^one]: Words of the note.
- [ ] An item
"""


def test_lines_that_nobody_reads_are_not_spelled(opens: Opens) -> None:
    hand = opens(SOURCE)
    hand.toggle()
    block = hand.view.document().firstBlock()
    read: list[str] = []
    while block.isValid():
        read += [word.text for word in words(source_text(block))]
        block = block.next()
    assert read == ["heading", "Words", "Words", "of", "the", "note", "An", "item"]


@pytest.mark.parametrize(
    "line",
    ["`a" * 6_000, "](" * 6_000, "<a" * 6_000, "%%a" * 4_000,
     "{:" * 6_000, "[^" * 6_000, "` ``" * 3_000, "<!--" * 3_000, "&a" * 6_000],
)  # fmt: skip
def test_a_hostile_line_is_read_quickly(line: str, opens: Opens) -> None:
    hand = opens("")
    hand.toggle()
    hand.view.setPlainText(line)
    started = time.process_time()
    source_text(hand.view.document().firstBlock())
    assert time.process_time() - started < 0.5
