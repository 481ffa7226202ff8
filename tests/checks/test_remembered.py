"""What dictionaries said is kept between starts, for as long as the same ones would say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from newsroom.checks import remembered
from newsroom.checks.dictionaries import FOLDER
from newsroom.checks.engine import Lost, Off, Unavailable
from newsroom.checks.remembered import Remembered

WRONG: Mapping[str, tuple[str, ...]] = {"teh": (), "ferry-recieve": ("recieve",)}


class Judge:
    """Knows two wrong words, and what it was asked."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.fault = fault
        self.closed = 0

    def wrong(self, language: str, words: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        self.asked.append((language, *words))
        if self.fault is not None:
            raise self.fault
        return {word: WRONG[word] for word in words if word in WRONG}

    def suggest(self, language: str, word: str) -> tuple[str, ...]:
        return (language, word)

    def close(self) -> None:
        self.closed += 1


def memory(judge: Judge, cache: Path, *folders: Path) -> Remembered:
    return Remembered(lambda: judge, cache=cache, folders=folders)


def refuse() -> Judge:
    """For words that are known already."""
    pytest.fail("a process was made")


def test_only_new_words_are_asked_about(tmp_path: Path) -> None:
    judge = Judge()
    made = memory(judge, tmp_path)
    assert made.wrong("en_US", ["ferry", "teh"]) == {"teh": ()}
    assert made.wrong("en_US", ["teh", "pier", "ferry-recieve", "teh"]) == {
        "teh": (), "ferry-recieve": ("recieve",)
    }  # fmt: skip
    assert judge.asked == [("en_US", "ferry", "teh"), ("en_US", "pier", "ferry-recieve")]


def test_the_next_start_asks_nobody(tmp_path: Path) -> None:
    judge = Judge()
    made = memory(judge, tmp_path)
    made.wrong("en_US", ["ferry", "teh", "\ud800x", "ferry-recieve"])
    made.close()
    assert judge.closed == 1
    again = Remembered(refuse, cache=tmp_path)
    assert again.wrong("en_US", ["ferry", "teh", "\ud800x", "ferry-recieve"]) == dict(WRONG)
    again.close()
    assert again.wrong("en_US", ["teh"]) == {"teh": ()}, "it is read again after a rest"
    with pytest.raises(BaseException, match="a process was made"):
        again.wrong("en_GB", ["teh"])


def test_what_was_meant_is_always_asked(tmp_path: Path) -> None:
    assert memory(Judge(), tmp_path).suggest("fa", "teh") == ("fa", "teh")


@pytest.mark.parametrize("fault", [Lost(), Unavailable(Off.DAMAGED)])
def test_what_nobody_could_say_is_not_kept(tmp_path: Path, fault: Exception) -> None:
    judge = Judge(fault)
    made = memory(judge, tmp_path)
    with pytest.raises(type(fault)):
        made.wrong("en_US", ["teh"])
    made.close()
    assert not (tmp_path / "spelling").exists()
    judge.fault = None
    assert made.wrong("en_US", ["teh"]) == {"teh": ()}


def test_another_dictionary_is_asked_itself(tmp_path: Path) -> None:
    own = tmp_path / FOLDER
    first = memory(Judge(), tmp_path, own)
    first.wrong("en_US", ["teh"])
    first.close()
    own.mkdir()
    (own / "en_US.aff").write_text("SET UTF-8\n")
    (own / "en_US.dic").write_text("1\nteh\n")
    judge = Judge()
    made = memory(judge, tmp_path, own)
    made.wrong("en_US", ["teh"])
    made.close()
    assert judge.asked == [("en_US", "teh")]
    (own / "en_US.dic").write_text("2\nteh\nanother\n")
    judge = Judge()
    memory(judge, tmp_path, own).wrong("en_US", ["teh"])
    assert judge.asked == [("en_US", "teh")]


@pytest.mark.parametrize("damaged", ["", "[]", "{", "[1, 2, 3]", '[null, ["a"], {"b": 1}]'])
def test_a_damaged_file_is_made_again(tmp_path: Path, damaged: str) -> None:
    place = tmp_path / "spelling" / "en_US.json"
    place.parent.mkdir()
    place.write_text(damaged)
    judge = Judge()
    made = memory(judge, tmp_path)
    assert made.wrong("en_US", ["teh"]) == {"teh": ()}
    made.close()
    assert Remembered(refuse, cache=tmp_path).wrong("en_US", ["teh"]) == {"teh": ()}
    assert place.stat().st_mode & 0o077 == 0


def test_a_file_whose_words_are_none_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "spelling" / "en_US.json"
    place.parent.mkdir()
    place.write_text('[["me"], ["teh"], ["ferry"]]')
    monkeypatch.setattr(remembered, "_about", lambda *_where: ["me"])
    assert memory(Judge(), tmp_path).wrong("en_US", ["teh"]) == {"teh": ()}


def test_the_words_met_last_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST", 2)
    made = memory(Judge(), tmp_path)
    made.wrong("en_US", ["one", "two", "three"])
    made.wrong("en_US", ["one"])
    made.close()
    judge = Judge()
    memory(judge, tmp_path).wrong("en_US", ["one", "two", "three"])
    assert judge.asked == [("en_US", "two")]


def test_a_folder_that_cannot_be_written_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "spelling").write_text("in the way")
    made = memory(Judge(), tmp_path)
    assert made.wrong("en_US", ["teh"]) == {"teh": ()}
    made.close()
    assert made.wrong("en_US", ["teh"]) == {"teh": ()}
