"""Markup without any sense: each piece is read, says what is written of it, and loses no letter."""

from __future__ import annotations

import random
import re
from html import unescape

import pytest

from newsroom.intake.html import read_html
from newsroom.text.blocks import blocks_key
from newsroom.text.document import Document
from tests.intake.words import words_of

_TAGS = """p div b i s code a sup sub ul ol li blockquote h2 h3 pre table tr td th figure figcaption
img br hr span dl dt dd aside"""
TAGS = _TAGS.split()
_WORDS = """alpha beta *star* _under_ [x] 1. - # gamma `tick` &lt;lt> &amp; | %% ~ ^ delta سلام 漢字
https://e.org a_b ** word. TK : + = --- (c) !"""
WORDS = _WORDS.split()
ATTRIBUTES = {"a": ' href="https://e.org/x"', "ol": ' start="3"', "aside": ' class="box"'}
SEPARATOR = "<!-- -->"  # what stands between two lists that would be one


def soup(dice: random.Random, depth: int = 0) -> str:
    out = []
    for _ in range(dice.randint(1, 4)):
        if dice.random() < 0.45 or depth > 6:
            words = " ".join(dice.choice(WORDS) for _ in range(dice.randint(1, 4)))
            out.append(words + dice.choice(("", " ")))
            continue
        tag = dice.choice(TAGS)
        if tag in ("img", "br", "hr"):
            out.append('<img src="/a.png" alt="">' if tag == "img" else f"<{tag}>")
            continue
        inside = soup(dice, depth + 1)
        end = f"</{tag}>" if dice.random() < 0.95 else ""
        out.append(f"<{tag}{ATTRIBUTES.get(tag, '')}>{inside}{end}")
    return "".join(out)


def letters(words: str) -> list[str]:
    return sorted("".join(words.split()))


@pytest.mark.parametrize("seed", range(60))
def test_soup(seed: int) -> None:
    html = soup(random.Random(seed))
    walked = read_html(html)
    again = Document.open(walked.markdown).blocks
    assert blocks_key(b for b in again if b.text != SEPARATOR) == blocks_key(walked.blocks)
    seen = unescape(re.sub(r"<[^>]*>", " ", html))
    boxes = "[x]" * sum(block.task is True for block in walked.blocks)  # "[x] word" is a task
    assert letters(" ".join(words_of(walked.blocks)) + boxes) == letters(seen)
