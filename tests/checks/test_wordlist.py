"""The personal dictionary, a plain text file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsroom.checks.wordlist import PersonalDictionary, read


def test_words_are_kept_a_line_each(tmp_path: Path) -> None:
    path = tmp_path / "config" / "dictionary.txt"
    mine = PersonalDictionary(path)
    assert mine.keep() == ()
    assert not path.parent.exists()
    mine.add("Vellmar")
    assert mine.keep() == ("Vellmar",)
    mine.add("نوروز")
    mine.add("Vellmar")
    assert mine.keep() == ("Vellmar", "نوروز")
    assert path.read_bytes().decode() == "Vellmar\nنوروز\n"
    mine.remove("Vellmar")
    mine.remove("never there")
    assert mine.keep() == ("نوروز",)
    assert read(path) == ("نوروز",)
    assert [item.name for item in path.parent.iterdir()] == ["dictionary.txt"]


def test_nothing_is_lost_when_many_words_come_at_once(tmp_path: Path) -> None:
    mine = PersonalDictionary(tmp_path / "dictionary.txt")
    words = [f"word{n}" for n in range(40)]

    def put(word: str) -> None:
        mine.add(word)
        mine.keep()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, words))
    assert sorted(read(mine.path)) == sorted(words)


def test_what_an_editor_left_there_is_read(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.txt"
    path.write_bytes("\ufeffVellmar\r\n\r\n# names\r\n  two  words \r\nVellmar\r\n\xff".encode())
    assert read(path) == ("Vellmar", "two words", "ÿ")
    path.write_bytes(b"caf\xe9\n")
    assert read(path) == ("caf\ufffd",)


def test_a_full_disk_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "dictionary.txt"
    mine = PersonalDictionary(path)
    mine.add("Vellmar")
    mine.keep()

    def full(*_names: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    mine.add("Ridley")
    with pytest.raises(OSError, match="No space"):
        mine.keep()
    assert read(path) == ("Vellmar",)
    assert [item.name for item in tmp_path.iterdir()] == ["dictionary.txt"]
