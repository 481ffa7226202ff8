"""The personal dictionary, a plain text file."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.checks.wordlist import add, read, remove


def test_words_are_kept_a_line_each(tmp_path: Path) -> None:
    path = tmp_path / "config" / "dictionary.txt"
    assert read(path) == ()
    assert add(path, "Vellmar") == ("Vellmar",)
    assert add(path, "نوروز") == ("Vellmar", "نوروز")
    assert add(path, "Vellmar") == ("Vellmar", "نوروز")
    assert path.read_bytes().decode() == "Vellmar\nنوروز\n"
    assert remove(path, "Vellmar") == ("نوروز",)
    assert remove(path, "never there") == ("نوروز",)
    assert read(path) == ("نوروز",)
    assert [item.name for item in path.parent.iterdir()] == ["dictionary.txt"]


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
    add(path, "Vellmar")

    def full(*_names: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space"):
        add(path, "Ridley")
    assert read(path) == ("Vellmar",)
    assert [item.name for item in tmp_path.iterdir()] == ["dictionary.txt"]
