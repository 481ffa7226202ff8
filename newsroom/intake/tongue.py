"""What language a text is in, where its source does not say so rightly: by its letters alone."""

from __future__ import annotations

import re

from newsroom.text.direction import RTL_LANGUAGES

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06af\u06a9\u06cc]")  # پ چ ژ گ ک ی
_HEBREW = re.compile("[\u0590-\u05ff]")
_LETTER = re.compile(r"[^\W\d_]")
_ENOUGH = 600  # characters; the script is seen after a line


def language_of(text: str, said: str = "") -> str | None:
    """The language of a text whose source says ``said``; None where neither tells.

    A text in Arabic letters is no English one, whatever a site's settings are: Persian where it
    has letters that Arabic lacks.
    """
    said = said.strip().replace("_", "-")
    said = said if _TAG.fullmatch(said) else ""
    sample = text[:_ENOUGH]
    letters = len(_LETTER.findall(sample))
    if letters and said.partition("-")[0].lower() not in RTL_LANGUAGES:
        if len(_ARABIC.findall(sample)) * 2 > letters:
            return "fa" if _PERSIAN.search(sample) else "ar"
        if len(_HEBREW.findall(sample)) * 2 > letters:
            return "he"
    return said or None
