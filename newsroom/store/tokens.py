"""Words as the index keeps them: folded in Python, so that every engine finds the same.

Case, accents, Arabic and Persian letter variants, vowel signs, tatweel and the kind of digits do
not matter. Scripts without blanks (Chinese, Japanese, Thai and others) are kept as overlapping
pairs of letters. A word with a zero-width non-joiner is found joined and split. There is no
stemming: the last word of a search is a beginning, which works in every language.
"""

from __future__ import annotations

import re
import unicodedata

from newsroom.values import dataclass

MOST_TOKEN = 64  # characters; longer ones are addresses and encoded data, found by their beginning
MOST_INDEXED = 400_000  # bytes of a story's tokens; PostgreSQL refuses an index entry over 1 MB

ZWNJ = "\u200c"

_SAME = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ې": "ی", "ے": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ہ": "ه",
    "ھ": "ه", "ۃ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "đ": "d", "ł": "l",
    "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d",
}  # fmt: skip
"""Letters that people do not tell apart when they search, after accents are gone."""

# Scripts whose marks are vowels: without them the words would be others.
_KEEPS_MARKS = re.compile(
    "[\u0900-\u0dff\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3099\u309a]"
)
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]+"
)
_LETTERS = frozenset("LN")  # private-use signs are letters to no server


def _fold_letter(letter: str) -> str:
    """What one character becomes: folded letters, nothing, or a blank where it parts words."""
    if letter == ZWNJ:
        return ZWNJ
    kept = []
    for part in unicodedata.normalize("NFKD", letter.casefold()):
        kind = unicodedata.category(part)
        if kind in ("Mn", "Mc", "Me"):
            if _KEEPS_MARKS.match(part):
                kept.append(part)
        elif kind == "Nd":
            kept.append(str(unicodedata.digit(part)))
        elif part == "ـ" or kind == "Cf":  # tatweel; soft hyphen, joiners, marks of direction
            continue
        elif kind[0] in _LETTERS:
            kept.append(part)
        else:
            kept.append(" ")
    composed = unicodedata.normalize("NFC", "".join(kept))
    return "".join(_SAME.get(part, part) for part in composed)


class _Folding(dict[int, str]):
    """What every character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_letter(chr(code))
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text as folded words between blanks."""
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)  # parts of letters, half-width kana
    return text.translate(_FOLDING)


def sort_key(text: str) -> str:
    """The text by which the list's alphabet goes."""
    return " ".join(fold(text).replace(ZWNJ, "").split())[:120]


def _pairs(run: str) -> list[str]:
    # The last letter stands alone too, or it could not be found by itself.
    return [run[place : place + 2] for place in range(len(run))]


def tokens(text: str) -> list[str]:
    """The text's tokens for the index, in order."""
    words = fold(text).split()
    if text.isascii():
        return [word[:MOST_TOKEN] for word in words]
    found: list[str] = []
    for word in words:
        if ZWNJ in word:
            parts = [part for part in word.split(ZWNJ) if part]
            if len(parts) > 1:
                found.append("".join(parts)[:MOST_TOKEN])
            found += [part[:MOST_TOKEN] for part in parts]
        elif UNSPACED.search(word):
            found += _split(word)
        else:
            found.append(word[:MOST_TOKEN])
    return found


def _split(word: str) -> list[str]:
    """A word with letters of an unspaced script: runs of those as pairs, the rest as it is."""
    found: list[str] = []
    place = 0
    for run in UNSPACED.finditer(word):
        if run.start() > place:
            found.append(word[place : run.start()][:MOST_TOKEN])
        found += _pairs(run[0])
        place = run.end()
    if place < len(word):
        found.append(word[place:][:MOST_TOKEN])
    return found


def index_text(text: str, most: int = MOST_INDEXED) -> str:
    """The tokens as the index takes them, at most ``most`` bytes of UTF-8."""
    joined = " ".join(tokens(text))
    if len(joined) * 4 <= most:
        return joined
    kept = joined.encode("utf-8")[: most + 1]
    if len(kept) <= most:
        return joined
    return kept.rpartition(b" ")[0].decode("utf-8")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a search: any of these phrases will do; ``begins`` takes its last as a prefix."""

    phrases: tuple[tuple[str, ...], ...]
    begins: bool


def wanted(words: str) -> tuple[Wanted, ...]:
    """What a search asks for: every word, the last one as the beginning of a word."""
    found: list[Wanted] = []
    for word in words.split():
        phrases: list[tuple[str, ...]] = []
        for part in fold(word).split():
            if ZWNJ in part:
                parts = tuple(p[:MOST_TOKEN] for p in part.split(ZWNJ) if p)
                if not parts:
                    continue
                ways = (("".join(parts)[:MOST_TOKEN],), parts) if len(parts) > 1 else (parts,)
                # A word with a joiner among other parts ("x-y") is asked for by itself.
                found.append(Wanted(ways, False))
            else:
                phrases.append(tuple(_split(part)))
        if phrases:
            phrase = tuple(token for part in phrases for token in part)
            found.append(Wanted((_open_ended(phrase),), False))
    if found:
        found[-1] = Wanted(found[-1].phrases, True)
    # A single letter of an unspaced script is the beginning of a pair.
    return tuple(
        Wanted(one.phrases, True)
        if len(one.phrases) == 1 and len(one.phrases[0]) == 1 and _lone(one.phrases[0][0])
        else one
        for one in found
    )


def _open_ended(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """Without the last letter of a run by itself: what is searched for goes on in the text."""
    if len(phrase) > 1 and _lone(phrase[-1]) and UNSPACED.fullmatch(phrase[-2]):
        pair = phrase[-2]
        if len(pair) > 1 and pair[-1] == phrase[-1]:
            return phrase[:-1]
    return phrase


def _lone(token: str) -> bool:
    return len(token) == 1 and UNSPACED.match(token) is not None


def fts5(asked: tuple[Wanted, ...]) -> str:
    """The search as an FTS5 expression (https://sqlite.org/fts5.html#full_text_query_syntax)."""
    words = []
    for one in asked:
        ways = [f'"{" ".join(phrase)}"{"*" if one.begins else ""}' for phrase in one.phrases]
        words.append(ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})")
    return " AND ".join(words)


def tsquery(asked: tuple[Wanted, ...]) -> str:
    """The search as text of a PostgreSQL tsquery. Tokens hold letters and digits only."""
    words = []
    for one in asked:
        ways = []
        for phrase in one.phrases:
            quoted = [f"'{token}'" for token in phrase]
            ways.append(" <-> ".join(quoted) + (":*" if one.begins else ""))
        words.append("(" + " | ".join(f"({way})" for way in ways) + ")")
    return " & ".join(words)
