"""The command line as people and scripts use it: as a process, by its output and its exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsroom import __version__
from newsroom.assets import asset
from newsroom.cli.codes import COULD_NOT, PROBLEMS
from newsroom.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[1]

Run = Callable[..., "subprocess.CompletedProcess[str]"]

STORY = """---
slug: harbour
headline: Harbour fees to rise
bylines: [Nadia Brandt]
published_at: 2020-01-01 06:00
legacy: 7
---

The text of the **story**.
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``newsroom`` in an empty home, in tmp_path, with a store beside."""
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("LC_")},
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
    }

    def call(*words: str, store: str | None = "s.newsroom", text: str | None = None) -> object:
        where = ["--store", store] if store else []
        return subprocess.run(
            [sys.executable, "-m", "newsroom", *where, *words],
            cwd=tmp_path,
            env=environment,
            input=text,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return call  # type: ignore[return-value]


def good(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


def could_not(done: subprocess.CompletedProcess[str]) -> str:
    """One sentence on stderr, nothing on stdout, no traceback."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert re.match(r"newsroom( \w+)*: ", lines[0])
    assert "Traceback" not in done.stderr
    return lines[0]


def story(folder: Path, name: str = "harbour.md", text: str = STORY) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return name


def test_version_and_help(run: Run) -> None:
    assert good(run("--version", store=None)).strip() == f"newsroom {__version__}"
    said = good(run("--help", store=None))
    for command in (*(c.name for c in COMMANDS), "restore"):
        assert command in said
        assert "usage: newsroom" in good(run(command, "--help", store=None))


@pytest.mark.parametrize(
    "command",
    [
        ["import", "bad.docx"],
        ["import", "large.md"],
        ["import", "gone.md"],
        ["media", "add", "bad.docx"],
    ],
)
def test_what_is_refused_leaves_no_store_behind(
    run: Run, tmp_path: Path, command: list[str]
) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"no document")
    (tmp_path / "large.md").write_bytes(b"words " * 1_500_000)
    place = tmp_path / "made" / "for" / "it.newsroom"
    done = run(*command[:-1], str(tmp_path / command[-1]), store=str(place))
    assert done.returncode in (COULD_NOT, PROBLEMS)
    assert "Made a new store" not in done.stderr
    assert bad.exists()
    assert not (tmp_path / "made").exists()


def test_what_is_taken_beside_what_is_refused_makes_the_store(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"no document")
    place = tmp_path / "kept.newsroom"
    done = run("import", str(bad), story(tmp_path), store=str(place))
    assert done.returncode == COULD_NOT
    assert f"Made a new store at {place}" in done.stderr
    assert "harbour" in good(run("list", store=str(place)))


def test_a_day_of_a_small_newsroom(run: Run, tmp_path: Path) -> None:
    done = run("import", story(tmp_path))
    assert "new  harbour  Harbour fees to rise" in good(done)
    assert "Nadia Brandt is not on the staff and stands as a guest." in done.stdout
    assert "Made a new store at" in done.stderr
    said = good(
        run("staff", "add", "--name", "Nadia Brandt", "--initials", "NB", "--bio", "The docks.")
    )
    assert said == "Nadia Brandt\n"
    assert "Nadia Brandt" in good(run("staff", "list"))
    assert "The docks." in good(run("staff", "show", "nb"))
    assert good(run("new", "--headline", "Second story", "--byline", "NB")) == "second-story\n"
    listed = good(run("list"))
    assert "harbour" in listed
    assert "second-story" in listed
    assert "second-story" not in good(run("list", "--stage", "ready"))
    assert "harbour" in good(run("list", "--search", "fees"))
    shown = good(run("show", "harbour"))
    assert "Harbour fees to rise" in shown
    assert "The text of the **story**." in shown
    written = good(run("export", "--all-published", "--to", "site"))
    assert "1 file written." in written
    page = (tmp_path / "site" / "harbour.html").read_text(encoding="utf-8")
    assert "<strong>story</strong>" in page
    assert "The docks." in page
    assert "0 files written." in good(run("export", "harbour", "--to", "site"))
    good(run("backup", "copy.backup"))
    good(run("restore", "copy.backup", store="again.newsroom"))
    assert good(run("list", store="again.newsroom")) == listed
    assert "holds together" in good(run("verify"))


def test_what_nobody_approved_goes_out_only_by_who_says_so(run: Run) -> None:
    good(run("new", "--headline", "Half a story"))
    good(run("new", "--headline", "Another", "--slug", "another"))
    said = could_not(run("publish", "half-a-story"))
    assert "“half-a-story” stands in Draft: nobody has approved it." in said
    assert "--even-unapproved" in said
    assert "for 1 more story" in could_not(run("publish", "half-a-story", "another"))
    assert "approved" in could_not(run("schedule", "another", "--at", "+2h"))
    assert json.loads(good(run("list", "--json")))["stories"][0]["pubstate"] == "none"
    asked = " ".join(good(run("publish", "--help")).split())
    assert "--even-unapproved" in asked
    assert "do not stand in Ready" in asked
    good(run("schedule", "another", "--at", "+2h", "--even-unapproved"))
    assert good(run("publish", "half-a-story", "--even-unapproved")) == "published  half-a-story\n"
    assert good(run("publish", "half-a-story")) == "", "readers have it"


def test_a_timer_makes_the_daily_backup_once_a_day(run: Run, tmp_path: Path) -> None:
    good(run("new", "--headline", "Mine"))
    said = good(run("backup", "--daily"))
    assert ", test-restored: " in said
    (file,) = (tmp_path / "home" / "data" / "newsroom" / "backups").iterdir()
    assert "of today already" in good(run("backup", "--daily"))
    told = json.loads(good(run("backup", "--daily", "--folder", "copies", "--json")))
    assert (told["made"], told["stories"], told["problems"]) == (True, 1, [])
    good(run("restore", str(file), store="again.newsroom"))
    assert "mine" in good(run("list", store="again.newsroom"))
    for words in (
        (), ("--daily", "x.backup"), ("--daily", "--keep", "0"), ("x.backup", "--keep", "3"),
    ):  # fmt: skip
        could_not(run("backup", *words))


def test_nobody_can_sit_down_at_a_store_that_is_not_there(run: Run, tmp_path: Path) -> None:
    said = could_not(run("--as", "Nobody", "new", "--headline", "Mine"))
    assert "no store" in said
    assert "leave out --as" in said
    assert not (tmp_path / "s.newsroom").exists(), "and none is made only to say so"


def test_the_persons_own_store_is_in_the_platforms_folder(run: Run, tmp_path: Path) -> None:
    good(run("new", "--headline", "Mine", store=None))
    assert "mine" in good(run("list", store=None))
    assert list((tmp_path / "home").rglob("*.newsroom"))


def test_options_may_stand_before_or_after(run: Run, tmp_path: Path) -> None:
    good(run("new", "--headline", "One", "--store", "other.newsroom", store=None))
    assert "one" in good(run("list", store="other.newsroom"))
    good(run("staff", "add", "--name", "Ana Lima", store="other.newsroom"))
    good(run("--as", "Ana Lima", "new", "--headline", "Two", store="other.newsroom"))
    shape = json.loads(good(run("show", "two", "--json", store="other.newsroom")))
    assert shape["updated_by"] == {"id": 1, "name": "Ana Lima"}
    assert "Nobody here is called" in could_not(
        run("list", "--as", "Nobody", store="other.newsroom")
    )


def help_keys(heading: str) -> list[str]:
    text = asset("help", "cli.md").read_text(encoding="utf-8")
    part = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = re.search(r"```json\n(.*?)```", part, re.DOTALL)
    assert found
    return list(json.loads(found[1]))


def test_a_story_is_held_against_the_house_style(run: Run, tmp_path: Path) -> None:
    good(run("import", story(tmp_path)))
    assert good(run("check", "harbour")) == "Nothing was found.\n"
    file = tmp_path / "wet.md"
    file.write_text("---\nslug: wet\nheadline: Rain\n---\n\nIt rose\nby 38 percent.\n", "utf-8")
    good(run("import", str(file)))
    said = run("check", "wet")
    assert (said.returncode, said.stderr) == (1, "")
    assert said.stdout == (
        "To fix  Body 2:4  “38 percent” → 38%\n"
        "    The sign goes with a figure.  [numbers.percent-sign]\n"
        "1 finding\n"
    )
    told = run("check", "wet", "--json")
    assert told.returncode == 1
    shown = json.loads(told.stdout)
    assert list(shown) == help_keys("check")
    text = asset("help", "cli.md").read_text(encoding="utf-8")
    for key in shown["findings"][0]:
        assert f'"{key}": ' in text.split("\n## check\n")[1].split("\n## ")[0]
    assert "no story" in could_not(run("check", "nothing")).lower()


def test_json_has_the_documented_shapes(run: Run, tmp_path: Path) -> None:
    taken = json.loads(good(run("import", "--json", story(tmp_path))))
    assert list(taken) == help_keys("import")
    assert taken["items"][0]["action"] == "new"
    listed = json.loads(good(run("list", "--json")))
    assert list(listed) == help_keys("list")
    assert listed["stories"][0]["slug"] == "harbour"
    shown = json.loads(good(run("show", "harbour", "--json")))
    assert list(shown) == help_keys("show")
    assert shown["extra"] == {"legacy": 7}
    made = json.loads(good(run("staff", "add", "Ana", "--json")))
    assert good(run("staff")) == good(run("staff", "list"))
    assert made["name"] == "Ana"
    people = json.loads(good(run("staff", "list", "--json")))
    assert list(people) == help_keys("staff")
    assert json.loads(good(run("staff", "show", "ana", "--json")))["stories"] == []
    exported = json.loads(good(run("export", "harbour", "--to", "x", "--dry-run", "--json")))
    assert list(exported) == help_keys("export")
    assert not (tmp_path / "x").exists()
    config = json.loads(good(run("config", "--json")))
    assert list(config) == help_keys("config")
    assert list(config["site"]) == list(json.loads(good(run("config", "--json")))["site"])
    assert list(json.loads(good(run("verify", "--json")))) == help_keys("verify")
    assert json.loads(good(run("backup", "b.backup", "--json")))


def test_new_takes_its_text_from_a_file_or_from_stdin(run: Run, tmp_path: Path) -> None:
    (tmp_path / "body.md").write_text("From a file.\n", encoding="utf-8")
    good(run("new", "--slug", "a", "--body", "body.md"))
    assert "From a file." in good(run("show", "a"))
    good(run("new", "--slug", "b", "--body", "-", text="از ورودی.\n"))
    assert "از ورودی." in good(run("show", "b"))
    shape = json.loads(good(run("new", "--slug", "c", "--json", "--byline", "A Guest")))
    assert shape["bylines"] == [{"name": "A Guest", "staff": None, "role": "story"}]


def test_show_markdown_goes_back_in(run: Run, tmp_path: Path) -> None:
    good(run("import", story(tmp_path)))
    text = good(run("show", "harbour", "--markdown"))
    story(tmp_path, "again.md", text)
    assert good(run("import", "again.md")).startswith("unchanged  harbour")


def test_import_problems_and_refusals_have_their_codes(run: Run, tmp_path: Path) -> None:
    story(tmp_path, "ok.md", "---\nslug: ok\n---\n")
    story(tmp_path, "nopic.md", "---\nslug: nopic\nimage: gone.png\n---\n")
    story(tmp_path, "bad.md", "---\nslug: bad\ndue_at: soon\n---\n")
    done = run("import", "ok.md", "nopic.md")
    assert done.returncode == 1
    assert "gone.png" in done.stderr
    assert "nopic" in good(run("list"))
    done = run("import", "bad.md", "ok.md")
    assert done.returncode == 2
    assert "bad.md, line 3" in done.stderr
    assert "unchanged  ok" in done.stdout
    (tmp_path / "old.md").write_bytes("---\nslug: old\nheadline: سلام\n---\n".encode("cp1256"))
    guessed = run("import", "old.md")
    assert guessed.returncode == 1
    assert guessed.stdout.startswith("doubtful  old")
    assert "with --doubtful it is taken" in guessed.stderr
    assert "it was read as windows-1256: “headline: سلام”" in guessed.stdout
    assert "old" not in good(run("list"))
    assert "سلام" in good(run("import", "old.md", "--encoding", "windows-1256"))


def test_a_rehearsed_import_makes_no_store(run: Run, tmp_path: Path) -> None:
    story(tmp_path)
    could_not(run("import", "--dry-run", "harbour.md"))
    assert not (tmp_path / "s.newsroom").exists()
    good(run("new", "--slug", "x"))
    assert "new  harbour" in good(run("import", "--dry-run", "harbour.md"))
    assert "harbour" not in good(run("list"))


def test_export_problems_have_their_codes(run: Run, tmp_path: Path) -> None:
    good(run("import", story(tmp_path)))
    story(tmp_path, "s.md", "---\nslug: spiked\nstage: spiked\n---\nText\n")
    good(run("import", "s.md"))
    assert "is spiked" in could_not(run("export", "spiked", "--to", "site"))
    done = run("export", "spiked", "harbour", "--to", "site")
    assert done.returncode == 1
    assert (tmp_path / "site" / "harbour.html").exists()
    could_not(run("export", "--to", "site"))
    could_not(run("export", "nope", "--to", "site"))
    could_not(run("export", "harbour", "--to", "site", "--format", "odt"))
    could_not(run("export", "harbour"))


def test_what_is_open_in_a_story_keeps_it_back(run: Run, tmp_path: Path) -> None:
    text = "---\nslug: open\nheadline: Open\nlegal: required\n---\nOne %%doubt%% two. TK.\n"
    story(tmp_path, "o.md", text)
    good(run("import", "o.md"))
    shown = json.loads(good(run("show", "open", "--json")))
    assert shown["open"] == {"comments": 0, "suggestions": 0, "note_outs": 1, "tks": 1}
    assert shown["legal"] == "required"
    said = could_not(run("export", "open", "--to", "site"))
    assert "1 passage is noted out. 1 TK is left. The legal check is required" in said
    good(run("export", "open", "--to", "site", "--override", "A proof for the lawyer"))
    page = (tmp_path / "site" / "open.html").read_text("utf-8")
    assert "One two." in page
    assert "doubt" not in page


def test_every_format_works_and_help_names_them(run: Run, tmp_path: Path) -> None:
    from newsroom.export import EXPORTERS

    good(run("import", story(tmp_path)))
    told = " ".join(good(run("export", "--help")).split())
    for kind in EXPORTERS:
        assert kind.id in told
        words = ("export", "harbour", "--format", kind.id, "--to", "out")
        assert "1 file written." in good(run(*words)), kind.id
        assert (tmp_path / "out" / f"harbour{kind.suffix}").stat().st_size > 20
        assert "0 files written." in good(run(*words)), kind.id


def test_several_stories_are_one_file_where_the_format_is_for_that(
    run: Run, tmp_path: Path
) -> None:
    good(run("import", story(tmp_path)))
    good(run("new", "--headline", "Second", "--slug", "second"))
    said = good(run("export", "harbour", "second", "--format", "epub", "--to", "out"))
    assert said.count("write  ") == 1
    assert "1 file written." in said
    assert (tmp_path / "out" / "newsroom.epub").exists()


def test_a_newsroom_is_made_again_of_its_json(run: Run, tmp_path: Path) -> None:
    good(run("import", story(tmp_path)))
    good(run("new", "--headline", "A draft"))
    assert "1 file written." in good(run("export", "--all", "--format", "json", "--to", "out"))
    (file,) = (tmp_path / "out").glob("*.newsroom.json")
    said = good(run("restore", str(file), store="again.newsroom"))
    assert "Made 2 stories of" in said
    assert good(run("list", store="again.newsroom")) == good(run("list"))
    assert "holds together" in good(run("verify", store="again.newsroom"))
    assert "in use already" in could_not(run("restore", str(file), store="again.newsroom"))
    assert "unchanged  harbour" in good(run("import", str(file)))


def test_config_reads_and_sets(run: Run) -> None:
    assert good(run("config", "name", "The Post")) == "The Post\n"
    assert good(run("config", "recent_count", "4")) == "4\n"
    assert "The Post" in good(run("config"))
    assert json.loads(good(run("config", "name", "--json"))) == {"name": "The Post"}
    assert "time zone" in could_not(run("config", "timezone", "Atlantis"))
    assert "is a number" in could_not(run("config", "recent_count", "many"))
    could_not(run("config", "colour", "red"))


def test_the_sample_is_a_throw_away_copy(run: Run, tmp_path: Path) -> None:
    good(run("--sample", "list", store=None))
    good(run("list", "--sample", store=None))
    assert not list((tmp_path / "home").rglob("*.newsroom"))
    could_not(run("restore", "x", "--sample", store=None))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--nonsense",), "unrecognized"),
        (("frobnicate",), "invalid choice"),
        (("list", "--stage", "limbo"), "invalid choice"),
        (("list", "--limit", "-1"), "invalid"),
        (("show",), "required"),
        (("show", "nope"), "no store"),
        (("list",), "“newsroom import” make one"),
        (("verify",), "no store"),
        (("backup", "b"), "no store"),
        (("restore", "nothing.backup"), "nothing.backup"),
        (("staff", "add"), "required"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    assert said.casefold() in could_not(run(*words)).casefold()


def test_places_that_are_no_store(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.newsroom").write_text("just words\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    for place in (
        "text.newsroom",
        "folder",
        "missing/deep.newsroom",
        "postgresql://nowhere.invalid/x",
    ):
        could_not(run("list", store=place))
    could_not(run("new", "--headline", "X", store="text.newsroom"))
    assert (tmp_path / "text.newsroom").read_text(encoding="utf-8") == "just words\n"
    said = could_not(run("list", store="postgresql://me:secret@127.0.0.1:1/x"))
    assert "secret" not in said


def test_a_damaged_store_is_looked_at_and_what_cannot_be_is_not_sent_in_a_circle(
    run: Run, tmp_path: Path
) -> None:
    good(run("import", story(tmp_path)))
    store = tmp_path / "s.newsroom"
    whole = bytearray(store.read_bytes())
    places = range(4096, len(whole), 97)
    for place in places:
        whole[place] ^= 0xFF
    store.write_bytes(whole)
    assert "newsroom verify" in could_not(run("list"))
    said = could_not(run("verify"))
    assert "restore the last backup" in said
    assert "newsroom verify" not in said


def test_a_reader_that_leaves_early_is_no_fault(run: Run, tmp_path: Path) -> None:
    good(run("new", "--slug", "x"))
    line = f"{sys.executable} -m newsroom --store s.newsroom config | true; exit ${{PIPESTATUS[0]}}"
    if os.name == "nt":
        pytest.skip("no pipes of that kind")
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""


def test_the_window_is_not_loaded_for_a_command() -> None:
    """Nor is the database for --version, nor Qt for anything here."""
    probe = (
        "import sys; from newsroom.__main__ import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "heavy = {'peewee', 'markdown', 'jinja2', 'yaml', 'PIL', 'nh3', 'PySide6'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "import newsroom.cli.commands\n"
        "heavy -= {'peewee'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines()[1:] == ["[]", "[]"]


BAD_FILES = {
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "is of an old Office"),
    "old.docx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
        "old.docx: This is an old .doc",
    ),
    "locked.docx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "locked.docx: This document is protected by a password",
    ),
    "words.odt": (b"Just words.", "words.odt: This is no document that can be read"),
    "page.rss": (b"<!DOCTYPE html><title>404</title>", "page.rss: This is a web page, not a feed"),
    "bomb.rss": (
        b'<!DOCTYPE a [<!ENTITY b "c">]><rss>&b;</rss>',
        "bomb.rss: This feed holds a DOCT",
    ),
    "yaml.md": (
        b"---\na: &a [x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (n, n, b", ".join([b"*%c" % (n - 1)] * 9)) for n in b"bcdef")
        + b"---\nText.",
        "yaml.md uses anchors",
    ),
    "cut.zip": (b"PK\x03\x04 and no more", "cut.zip is no archive"),
}


def test_bad_files_are_a_sentence_each_and_nothing_comes_of_them(tmp_path: Path, run: Run) -> None:
    for name, (data, _sentence) in BAD_FILES.items():
        (tmp_path / name).write_bytes(data)
    names = [*BAD_FILES, "missing.md"]
    sentences = [*(sentence for _data, sentence in BAD_FILES.values()), "no file missing.md"]
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe.md")
        names.append("pipe.md")
        sentences.append("pipe.md is a pipe or a device")
    archive, names = names.index("cut.zip"), [n for n in names if n != "cut.zip"]
    alone = run("import", "cut.zip")
    assert (alone.returncode, alone.stdout) == (2, "")
    assert sentences.pop(archive) in alone.stderr
    done = run("import", *names)
    assert (done.returncode, done.stdout) == (2, "")
    said = done.stderr.splitlines()
    assert len(said) == len(names)
    for line, sentence in zip(said, sentences, strict=True):
        assert sentence in line, line
    assert not list(tmp_path.glob("*.newsroom*"))


def test_an_import_that_is_broken_off_says_that_nothing_came_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from newsroom.__main__ import main

    store = ["--store", str(tmp_path / "day.newsroom")]
    assert main([*store, "new", "--headline", "One"]) == 0

    def broken_off(*_words: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("newsroom.desk.intake.Intake.take", broken_off)
    capsys.readouterr()
    assert main([*store, "import", str(tmp_path / "a.md")]) == 130
    assert capsys.readouterr().err == "newsroom: Stopped; nothing was taken in.\n"
