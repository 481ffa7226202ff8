"""LibreOffice opens a document with comments and changes in place, and what it saves comes back."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from newsroom.desk.desk import open_desk
from newsroom.news.clock import fixed_clock
from newsroom.news.staff import Person
from newsroom.text.anchor import Page, as_data
from tests.export.test_word import BODY, edited, tracked
from tests.judges.conftest import NOW, need

pytestmark = pytest.mark.judge


def office(folder: Path, name: str, kind: str) -> None:
    soffice = shutil.which("soffice")
    need(soffice, "LibreOffice")
    subprocess.run(
        [str(soffice), f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", kind, name],
        cwd=folder, check=True, capture_output=True, timeout=180,
    )  # fmt: skip


def test_comments_and_changes_are_in_place_and_survive_libreoffice(tmp_path: Path) -> None:
    clock = fixed_clock(NOW)
    with open_desk(tmp_path / "w.newsroom", create=True, clock=clock) as desk:
        for name in ("Nadia Brandt", "Tomas Keel"):
            desk.staff.add(Person(name=name))
        desk.sit("Nadia Brandt")
        fields = {"headline": "The ferry waits", "dek": "Fog again.", "body": BODY}
        number = desk.articles.create({"slug": "ferry", **fields}).value.id
        page = Page.of_body(BODY)
        at = page.whole.index("Nets stay")
        desk.comments.add(number, "Which nets?", anchor=as_data(page.between(at, at + 9)),
                          quote="Nets stay")  # fmt: skip
        desk.suggesting.open(number, 1, {"body": BODY.replace("third", "fourth")})
        document = desk.word.document(number)
        (tmp_path / "ferry.docx").write_bytes(document)

        office(tmp_path, "ferry.docx", "odt")
        content = zipfile.ZipFile(tmp_path / "ferry.odt").read("content.xml").decode()
        assert len(re.findall("<text:changed-region", content)) == 2  # one word out, one in
        assert content.count("<office:annotation ") == 1
        assert "Which nets?" in content
        assert re.search(r"<office:annotation .*?</office:annotation>(<[^>]*>)*Nets", content)

        # What LibreOffice itself writes is understood.
        (tmp_path / "back").mkdir()
        theirs = edited(document, tracked("Last", "Closing", "Tomas Keel"))
        (tmp_path / "back" / "ferry.docx").write_bytes(theirs)
        office(tmp_path / "back", "ferry.docx", "odt")
        office(tmp_path / "back", "ferry.odt", "docx:MS Word 2007 XML")
        returned = desk.word.look(tmp_path / "back" / "ferry.docx")
        assert {one.name: (one.changes, one.remarks) for one in returned.people} == {
            "Tomas Keel": (1, 0)
        }
        desk.word.take(returned)
        (mine,) = [s for s in desk.suggesting.of(number) if "Closing" in s.proposal["body"]]
        assert mine.proposal["body"] == BODY.replace("Last", "Closing")
