"""The dictionaries that come with the program, the process that asks them, and what people add."""

from __future__ import annotations

import io
import os
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom import processes
from newsroom.assets import asset
from newsroom.checks import dictionaries, engine, process
from newsroom.checks.child import Service, judge, main
from newsroom.checks.dictionaries import find, system_folders, unpacked
from newsroom.checks.engine import Lost, Off, Unavailable, load
from newsroom.checks.process import SpellingProcess
from newsroom.checks.spelling import Verdicts, spelled
from newsroom.processes import receive, send

HALF = "\u200c"
SHIPPED = ("ar", "en_GB", "en_US", "fa", "fr")

WORDS = {
    "en_US": (
        ["ferry", "color", "don't", "well-known", "newsroom", "Wednesday", "café", "naïve"],
        ["colour", "recieve", "teh", "wednesday", "well-recieved"],
    ),
    "en_GB": (["ferry", "colour", "organise", "kerb", "Nottingham's"], ["color", "recieve", "teh"]),
    "fr": (
        ["bateau", "l'eau", "peut-être", "aujourd'hui", "Noël", "journaliste"],
        ["batteau", "jounal", "peut-ètre"],
    ),
    "fa": (
        ["کتاب", f"می{HALF}روم", f"کتاب{HALF}های", f"روزنامه{HALF}نگار", "مسئول"],
        ["کتابب", "روزنماه", f"کتابب{HALF}ها"],
    ),
    "ar": (["كتاب", "المدينة", "الصحفيون", "فلسطين"], ["كتااب", "المدننة"]),
}


@pytest.fixture(scope="module")
def speller() -> Iterator[SpellingProcess]:
    made = SpellingProcess()
    yield made
    made.close()


@pytest.mark.parametrize("language", SHIPPED)
def test_shipped_dictionaries_know_right_from_wrong(
    language: str, speller: SpellingProcess
) -> None:
    right, wrong = WORDS[language]
    assert sorted(speller.wrong(language, [*right, *wrong])) == sorted(wrong)


@pytest.mark.parametrize(
    ("language", "word", "meant"),
    [
        ("en_US", "recieve", "receive"),
        ("en_GB", "colur", "colour"),
        ("fr", "batteau", "bateau"),
        ("fa", "کتابب", "کتاب"),
        ("ar", "كتااب", "كتاب"),
    ],
)
def test_what_was_meant_is_suggested(
    language: str, word: str, meant: str, speller: SpellingProcess
) -> None:
    found = speller.suggest(language, word)
    assert meant in found
    assert len(found) <= engine.MOST_SUGGESTIONS


def test_joined_words_tell_which_part_is_wrong(speller: SpellingProcess) -> None:
    assert speller.wrong("en_US", ["ferry-recieve", "ferry-pier", "recieve"]) == {
        "ferry-recieve": ("recieve",),
        "recieve": (),
    }
    assert speller.wrong("fa", [f"ردلی{HALF}ها"]) == {f"ردلی{HALF}ها": ("ردلی",)}


def test_half_a_character_harms_nothing(speller: SpellingProcess) -> None:
    assert speller.wrong("en_US", ["\ud800x", "teh"]) == {"teh": ()}
    assert speller.suggest("en_US", "\ud800x") == ()


def test_a_language_without_a_dictionary_is_off(speller: SpellingProcess) -> None:
    with pytest.raises(Unavailable) as told:
        speller.wrong("tlh", ["Qapla"])
    assert told.value.why is Off.MISSING


def test_each_shipped_dictionary_has_its_licence_beside_it() -> None:
    folders = sorted(path for path in asset("dictionaries").iterdir() if path.is_dir())
    assert [path.name for path in folders] == list(SHIPPED)
    told = asset("dictionaries", "README.md").read_text(encoding="utf-8")
    for folder in folders:
        assert (folder / "LICENSE").is_file()
        assert f"`{folder.name}/`" in told
        with zipfile.ZipFile(folder / f"{folder.name}.zip") as packed:
            assert sorted(packed.namelist()) == [f"{folder.name}.aff", f"{folder.name}.dic"]
    size = sum(path.stat().st_size for path in asset("dictionaries").rglob("*") if path.is_file())
    assert size < 8 * 1024 * 1024


# Finding dictionaries.


def put(folder: Path, name: str, words: str = "quay\npier\n") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    aff = folder / f"{name}.aff"
    aff.write_text("SET UTF-8\n", encoding="utf-8")
    aff.with_suffix(".dic").write_text(f"{words.count(chr(10))}\n{words}", encoding="utf-8")
    return aff


def test_ours_is_found_by_name_and_by_language() -> None:
    assert find("fa", system=()) == asset("dictionaries", "fa", "fa.zip")
    assert find("fr_CA", system=()) == asset("dictionaries", "fr", "fr.zip")
    assert find("en_GB", system=()) == asset("dictionaries", "en_GB", "en_GB.zip")
    assert find("tlh", system=()) is None


def test_the_persons_own_goes_before_ours_and_the_systems_after(tmp_path: Path) -> None:
    mine = put(tmp_path / "mine", "fr")
    theirs = put(tmp_path / "theirs", "fr")
    german = put(tmp_path / "theirs", "de_AT")
    (tmp_path / "theirs" / "nl_NL.aff").write_text("SET UTF-8\n")  # its .dic is missing
    folders, system = (tmp_path / "mine",), (tmp_path / "theirs", tmp_path / "nothing")
    assert find("fr", folders, system=system) == mine
    assert find("fr", system=system) == asset("dictionaries", "fr", "fr.zip") != theirs
    assert find("de", system=system) == german
    assert find("de_CH", system=system) == german
    assert find("nl", system=system) is None


def test_another_region_of_the_persons_own_does_not_displace_ours(tmp_path: Path) -> None:
    australian = put(tmp_path, "en_AU")
    assert find("en_US", (tmp_path,), system=()) == asset("dictionaries", "en_US", "en_US.zip")
    assert find("en_AU", (tmp_path,), system=()) == australian
    swiss = put(tmp_path, "de_CH")
    assert find("de", (tmp_path,), system=()) == swiss


def test_a_folder_that_may_not_be_read_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> bool:
        raise PermissionError("no")

    folder = Path("/nowhere")
    assert find("tlh", (folder,), system=(folder,)) is None
    monkeypatch.setattr(Path, "is_file", refuse)
    assert not dictionaries._whole(folder / "fr.aff")


def test_accents_may_be_set_in_english_and_nothing_is_suggested_twice() -> None:
    known = load("en_US")
    assert known.right("café")
    assert not known.right("caffé")
    found = known.suggest("recieve")
    assert "receive" in found
    assert len(set(found)) == len(found)


def test_a_persons_own_dictionary_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "wörter"
    put(folder, "tlh", "Qapla\n")
    with_own = SpellingProcess((folder,))
    try:
        assert with_own.wrong("tlh", ["Qapla", "Kapla"]) == {"Kapla": ()}
    finally:
        with_own.close()


@pytest.mark.parametrize(("platform", "known"), [("win32", 0), ("darwin", 2), ("linux", 2)])
def test_systems_keep_theirs_elsewhere(
    platform: str, known: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert len(system_folders()) == known


def test_a_damaged_dictionary_is_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "fa.zip"
    damaged.write_bytes(b"no zip")
    with pytest.raises(zipfile.BadZipFile), unpacked(damaged):
        pass
    monkeypatch.setattr(engine, "find", lambda *_where: damaged)
    with pytest.raises(Unavailable) as told:
        load("fa")
    assert told.value.why is Off.DAMAGED


def test_a_language_that_nobody_has_is_missing() -> None:
    with pytest.raises(Unavailable) as told:
        load("tlh")
    assert told.value.why is Off.MISSING


def test_without_hunspell_everything_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hunspell", None)
    service = Service()
    assert service.answer({"language": "en_US", "check": ["teh"]}) == {"off": "engine"}
    assert service.answer({"language": "en_US", "suggest": "teh"}) == {"off": "engine"}


def test_a_word_that_an_old_dictionary_cannot_write_is_not_judged(tmp_path: Path) -> None:
    aff = put(tmp_path, "xx")
    aff.write_text("SET ISO8859-1\n")
    known = load("xx", (tmp_path,))
    assert known.right("pier")
    assert not known.right("peer")
    assert known.right("کتاب")
    assert known.suggest("کتاب") == ()


# The process.


def test_the_process_serves_until_there_is_nothing_to_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = io.BytesIO()
    send(asked, {"language": "en_US", "check": ["teh", "pier"]})
    send(asked, {"language": "en_US", "suggest": "recieve"})
    asked.seek(0)
    reading, writing = os.pipe()

    class Stdin:
        buffer = asked

    monkeypatch.setattr(sys, "stdin", Stdin())
    monkeypatch.setattr(os, "dup", lambda _number: writing)
    monkeypatch.setattr(os, "dup2", lambda *_numbers: 0)
    main()
    with os.fdopen(reading, "rb") as answers:
        assert receive(answers) == {"ready": True}
        assert receive(answers) == {"wrong": {"teh": []}}
        assert (receive(answers) or {})["suggestions"][0] == "receive"
        assert receive(answers) is None


def test_a_word_that_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch, stray_log_lines: list[str]
) -> None:
    made = SpellingProcess()
    made.wrong("en_US", ["pier"])
    with monkeypatch.context() as patch:
        patch.setattr(processes, "exchange", lambda *_asked: None)
        with pytest.raises(Lost):
            made.wrong("en_US", ["pier"])
    assert len(stray_log_lines) == 1
    stray_log_lines.clear()
    assert made.wrong("en_US", ["pier"]) == {}
    monkeypatch.setattr(process, "SUGGEST_SECONDS", 0.0)
    assert made.suggest("en_US", "recieve") == ()
    assert len(stray_log_lines) == 1
    stray_log_lines.clear()
    monkeypatch.undo()
    assert made.suggest("en_US", "recieve")  # another process answers
    made.close()


def test_a_process_that_keeps_dying_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    dying = [sys.executable, "-c", "raise SystemExit"]
    monkeypatch.setattr(processes, "command", lambda *_what: dying)
    made = SpellingProcess()
    for _time in range(process.MOST_ENDS + 1):
        with pytest.raises(Unavailable):
            made.wrong("en_US", ["pier"])
    monkeypatch.setattr(processes, "command", lambda *_what: ["/nowhere/at/all"])
    with pytest.raises(Unavailable) as told:
        SpellingProcess().wrong("en_US", ["pier"])
    assert told.value.why is Off.ENGINE


def test_the_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from newsroom import __main__

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert __main__.SPELLING_WORKER == process.SWITCH
    served: list[bool] = []
    monkeypatch.setattr("newsroom.checks.child.main", lambda: served.append(True))
    assert __main__.main([process.SWITCH]) == 0
    assert served == [True]


def test_the_window_goes_on_while_a_dictionary_is_loaded(speller: SpellingProcess) -> None:
    """The reason for a process: Hunspell in a thread holds the interpreter for half a second."""
    fresh = SpellingProcess()
    done = threading.Event()

    def load_arabic() -> None:
        fresh.wrong("ar", ["كتاب"])
        done.set()

    thread = threading.Thread(target=load_arabic)
    thread.start()
    turns = 0
    while not done.wait(0.001):
        turns += 1
    thread.join()
    fresh.close()
    assert turns > 20  # in a thread it is one or two


# What is known of words.


def test_verdicts_are_kept_by_language() -> None:
    known = Verdicts()
    assert known.of("en_US", "teh") is None
    known.learn("en_US", ["teh", "pier"], {"teh": ()})
    assert known.of("en_US", "teh") is False
    assert known.of("en_US", "pier") is True
    assert known.of("fr", "teh") is None
    known.switch_off("fr")
    assert known.of("fr", "teh") is True


def test_words_that_a_dictionary_knows_are_known_as_such() -> None:
    known = Verdicts()
    assert not known.right("en_US")
    known.learn("en_US", ["teh", "pier"], {"teh": ()})
    assert set(known.right("en_US")) == {"pier"}
    known.learn("en_US", ["teh", "pier"], {"pier": ()})  # by another dictionary
    assert set(known.right("en_US")) == {"teh"}
    assert not known.right("fr")


def test_listed_words_are_right_whatever_dictionaries_say() -> None:
    known = Verdicts()
    known.learn(
        "en_US",
        [
            "Vellmar",
            "Vellmar's",
            "vellmar",
            "quayside",
            "Quayside",
            "Vellmar-based",
            "Vellmar-bsed",
        ],
        {
            **dict.fromkeys(("Vellmar", "Vellmar's", "vellmar", "quayside", "Quayside"), ()),
            "Vellmar-based": ("Vellmar",),
            "Vellmar-bsed": ("Vellmar", "bsed"),
        },
    )
    assert known.list_words(["Vellmar", "quayside"])
    assert not known.list_words({"quayside", "Vellmar"})
    right = ["Vellmar", "Vellmar's", "quayside", "Quayside", "Vellmar-based"]
    assert all(known.of("en_US", word) for word in right)
    assert known.of("en_US", "vellmar") is False
    assert known.of("en_US", "Vellmar-bsed") is False
    assert known.of("en_US", "Vellmar-bsed", {"bsed"}) is True
    assert known.of("en_US", "never seen", {"never seen"}) is True
    assert known.list_words(())
    assert known.of("en_US", "Vellmar") is False


def test_a_name_is_listed_word_by_word() -> None:
    assert spelled("Mara Ridley, M. R. O’Neill") == ("Mara", "Ridley", "O'Neill")


def test_joints_at_the_edges_and_single_letters_are_no_parts() -> None:
    class Knows:
        def right(self, word: str) -> bool:
            return word == "pier"

        def suggest(self, word: str) -> tuple[str, ...]:
            return ()

    assert judge(Knows(), ["pier-x", "pier-", "x-y"]) == {}
    assert judge(Knows(), ["pier-xx"]) == {"pier-xx": ["xx"]}
