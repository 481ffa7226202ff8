"""A story goes out as a Word document and comes back: nothing lost or twice, no wrong name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.intake import wordreading, wordreturn
from newsroom.news.errors import BadInput, Refused
from newsroom.news.staff import Person, Role
from newsroom.text.anchor import Page, as_data
from newsroom.text.suggest import Suggestions, changes
from tests.desk.conftest import HandClock
from tests.desk.test_articles import make

BODY = """\
The ferry stays in port on *Monday*, the [harbour office](https://harbour.example "Office") said.
It is the third day.[^1] %%Ask her about the lamp.%%

## What happens next

* Boats go at six
* Nets stay dry

> “We wait,” the master said.

| Ship | Tonnes |
|:-----|-------:|
| Lily | 1,200  |

Last words of the story.

[^1]: By the log.
"""

Edit = Callable[[str], str]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The desk with two people; one sits at it."""
    desk.staff.add(Person(name="Nadia Brandt", byline="N. Brandt", initials="NB"))
    desk.staff.add(Person(name="Tomas Keel", initials="TK"))
    desk.sit("Nadia Brandt")
    return desk


def story(desk: Desk, **fields: object) -> int:
    return make(desk, "ferry", headline="The ferry waits", dek="Fog again.", body=BODY, **fields)


def edited(document: bytes, edit: Edit, *, saver: str = "") -> bytes:
    """The document as another program saved it, with its text changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = edit(content.decode()).encode()
            if name == "docProps/core.xml" and saver:
                said = f"<cp:lastModifiedBy>{saver}</cp:lastModifiedBy></cp:coreProperties>"
                content = content.decode().replace("</cp:coreProperties>", said).encode()
            new.writestr(name, content)
    return out.getvalue()


def tracked(before: str, after: str, who: str) -> Edit:
    """An edit with tracking on: words replaced within a run."""

    def edit(text: str) -> str:
        def run(found: re.Match[str]) -> str:
            head, words = found[1] or "", found[2]
            left, _sign, right = words.partition(before)
            by = f'w:id="900" w:author="{who}" w:date="2026-11-24T12:00:00Z"'

            def said(tag: str, part: str) -> str:
                inner = f'<{tag} xml:space="preserve">{part}</{tag}>'
                return f"<w:r>{head}{inner}</w:r>" if part else ""

            cut = f"<w:del {by}>{said('w:delText', before)}</w:del>" if before else ""
            put = f"<w:ins {by}>{said('w:t', after)}</w:ins>" if after else ""
            return said("w:t", left) + cut + put + said("w:t", right)

        pattern = re.compile(
            r'<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t xml:space="preserve">([^<]*'
            + re.escape(before) + r"[^<]*)</w:t></w:r>"
        )  # fmt: skip
        assert pattern.search(text), before
        return pattern.sub(run, text, count=1)

    return edit


def both(*edits: Edit) -> Edit:
    def edit(text: str) -> str:
        for one in edits:
            text = one(text)
        return text

    return edit


def proposal(desk: Desk, number: int, who: str) -> dict[str, str]:
    person = desk.staff.find(who)
    assert person is not None
    (found,) = [s for s in desk.suggesting.of(number) if s.author == person.id]
    return dict(found.proposal)


def test_what_comes_back_untouched_brings_nothing(desk: Desk) -> None:
    number = story(desk)
    returned = desk.word.look(desk.word.document(number))
    assert returned.nothing
    assert (returned.article, returned.slug) == (number, "ferry")
    assert not desk.word.take(returned)


def test_tracked_changes_are_suggestions_by_that_name(desk: Desk) -> None:
    number = story(desk)
    edit = both(
        tracked("third", "fourth", "Tomas Keel"),
        tracked("Nets", "Sails", "Tomas Keel"),
        tracked("1,200", "1,300", "Tomas Keel"),
        tracked("waits", "sails", "Tomas Keel"),
    )
    returned = desk.word.look(edited(desk.word.document(number), edit))
    assert [(one.name, one.changes, one.remarks) for one in returned.people] == [
        ("Tomas Keel", 4, 0)
    ]
    done = desk.word.take(returned)
    assert done.label.startswith("4 changes")
    made = proposal(desk, number, "Tomas Keel")
    wanted = BODY.replace("third", "fourth").replace("Nets", "Sails").replace("1,200", "1,300")
    assert made["body"] == wanted, "all else to the letter: note-outs, bullets, the link's title"
    assert made["headline"] == "The ferry sails"
    (found,) = desk.suggesting.of(number)
    shown = changes(Suggestions.of(found.base, found.proposal))
    assert {(c.before.strip(), c.after.strip()) for c in shown} >= {("third", "fourth")}
    # Taken twice it brings nothing twice.
    again = desk.word.look(edited(desk.word.document(number), lambda text: text))
    assert again.nothing
    assert desk.word.look(
        edited(desk.word.document(number), tracked("Last", "Final", "Tomas Keel"))
    ).people  # a further change is one more on the same set
    accepted = desk.suggesting.accept_all(found.id, found.version)
    assert accepted.value.state == "settled"
    assert desk.articles.open(number).body == wanted


def test_a_name_that_nobody_has_comes_into_the_directory_with_what_he_wrote(desk: Desk) -> None:
    number = story(desk)
    edit = tracked("third", "fourth", "Hanno Brandt")
    returned = desk.word.look(edited(desk.word.document(number), edit))
    assert [(one.name, one.person) for one in returned.people] == [("Hanno Brandt", None)]
    done = desk.word.take(returned, new=("Hanno Brandt",))
    assert done.staff
    assert proposal(desk, number, "Hanno Brandt")["body"] == BODY.replace("third", "fourth")
    person = desk.staff.find("Hanno Brandt")
    assert person is not None
    assert person.role is Role.REVIEWER, "he may propose, and no more"


def test_edits_without_tracking_are_his_who_saved(desk: Desk) -> None:
    number = story(desk)
    document = edited(
        desk.word.document(number),
        lambda text: text.replace("Last words", "Closing words"),
        saver="Tomas Keel",
    )
    desk.word.take(desk.word.look(document))
    made = proposal(desk, number, "Tomas Keel")
    assert made["body"] == BODY.replace("Last words", "Closing words")


def test_two_people_each_have_their_own(desk: Desk) -> None:
    number = story(desk)
    edit = both(
        tracked("third", "fourth", "Tomas Keel"),
        tracked("Boats", "Ships", "Nadia Brandt"),
        lambda text: text.replace("Last words", "Closing words"),
    )
    document = edited(desk.word.document(number), edit, saver="Nadia Brandt")
    returned = desk.word.look(document)
    assert {one.name: one.changes for one in returned.people} == {
        "Tomas Keel": 1, "Nadia Brandt": 2
    }  # fmt: skip
    desk.word.take(returned)
    assert proposal(desk, number, "Tomas Keel")["body"] == BODY.replace("third", "fourth")
    assert proposal(desk, number, "Nadia Brandt")["body"] == BODY.replace("Boats", "Ships").replace(
        "Last words", "Closing words"
    )


def test_paragraphs_come_new_and_go(desk: Desk) -> None:
    number = story(desk)
    by = 'w:id="901" w:author="Tomas Keel" w:date="2026-11-24T12:00:00Z"'
    new = (
        f'<w:p><w:pPr><w:rPr><w:ins {by}/></w:rPr></w:pPr><w:ins {by}><w:r><w:rPr><w:b/></w:rPr>'
        '<w:t>A new one</w:t></w:r><w:r><w:t>, all of it.</w:t></w:r></w:ins></w:p>'
    )  # fmt: skip

    def edit(text: str) -> str:
        at = text.index("<w:p>", text.index("What happens next"))
        return text[:at] + new + text[at:]

    def cut(text: str) -> str:
        last = re.search(r"<w:p>(?:(?!<w:p>).)*Last words of the story\.</w:t></w:r></w:p>", text)
        assert last is not None
        gone = last[0].replace("<w:pPr>", f"<w:pPr><w:rPr><w:del {by}/></w:rPr>", 1)
        gone = re.sub(r"<w:r>(.*?)</w:r>", rf"<w:del {by}><w:r>\1</w:r></w:del>", gone)
        gone = gone.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        return text.replace(last[0], gone)

    desk.word.take(desk.word.look(edited(desk.word.document(number), both(edit, cut))))
    made = proposal(desk, number, "Tomas Keel")["body"]
    assert made == BODY.replace(
        "## What happens next\n\n", "## What happens next\n\n**A new one**, all of it.\n\n"
    ).replace("Last words of the story.\n\n", "")


def test_talk_goes_out_and_answers_come_back(desk: Desk) -> None:
    number = story(desk)
    at = BODY_PAGE.whole.index("third day")
    anchor = as_data(BODY_PAGE.between(at, at + len("third day")))
    desk.comments.add(number, "Is it?", anchor=anchor, quote="third day")
    document = desk.word.document(number)
    read = wordreturn.read(document)
    (remark,) = read.remarks
    assert (remark.author, remark.words, remark.quote) == ("Nadia Brandt", "Is it?", "third day")
    assert desk.word.look(document).nothing, "our own comment is no news"

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/comments.xml":
                content = content.replace("</w:comments>", (
                    '<w:comment w:id="50" w:author="Tomas Keel" w:date="2026-11-24T12:00:00Z">'
                    '<w:p w14:paraId="7F000001"><w:r><w:t>The log says so.</w:t></w:r></w:p>'
                    '</w:comment><w:comment w:id="51" w:author="Tomas Keel">'
                    '<w:p w14:paraId="7F000002"><w:r><w:t>Which nets?</w:t></w:r></w:p>'
                    "</w:comment></w:comments>"
                ))  # fmt: skip
            if name == "word/commentsExtended.xml":
                parent = f"{wordreading.PARA_IDS + 1:08X}"
                content = content.replace("</w15:commentsEx>", (
                    f'<w15:commentEx w15:paraId="7F000001" w15:paraIdParent="{parent}"/>'
                    "</w15:commentsEx>"
                ))  # fmt: skip
            if name == "word/document.xml":
                content = content.replace(
                    '<w:r><w:t xml:space="preserve">Nets',
                    '<w:commentRangeStart w:id="51"/><w:r><w:t xml:space="preserve">Nets', 1,
                ).replace("stay dry</w:t></w:r>",
                          'stay dry</w:t></w:r><w:commentRangeEnd w:id="51"/>', 1)  # fmt: skip
            new.writestr(name, content.encode("utf-8", "surrogateescape"))
    for _time in range(2):  # twice brings nothing twice
        desk.word.take(desk.word.look(out.getvalue()))
        first, second = desk.comments.of(number)
        assert [c.words for c in first.comments] == ["Is it?", "The log says so."]
        assert [c.words for c in second.comments] == ["Which nets?"]
        assert second.quote == "Nets stay dry"
        keel = desk.staff.find("Tomas Keel")
        assert keel is not None
        assert second.author == first.comments[1].author == keel.id


BODY_PAGE = Page.of_body(BODY)


def test_open_suggestions_go_along_and_return_as_they_were(desk: Desk) -> None:
    number = story(desk)
    version = desk.articles.open(number).version
    desk.suggesting.open(number, version, {"body": BODY.replace("third", "fourth")})
    document = desk.word.document(number)
    text = zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml").decode()
    assert re.search(r'<w:ins [^>]*w:author="Nadia Brandt"[^>]*><w:r>.*?fourth', text)
    assert re.search(r"<w:delText[^>]*>third</w:delText>", text)
    file = wordreturn.read(document)
    assert file.people == ("Nadia Brandt",)
    said = ["".join(p.text for p in file.view(lambda _who, yes=yes: yes)) for yes in (False, True)]  # type: ignore[misc]
    assert "third" in said[0]
    assert "fourth" in said[1]
    assert desk.word.look(document).nothing
    # The columnist's own come beside them.
    desk.word.take(desk.word.look(edited(document, tracked("Nets", "Sails", "Tomas Keel"))))
    assert proposal(desk, number, "Tomas Keel")["body"] == BODY.replace("Nets", "Sails")
    assert proposal(desk, number, "Nadia Brandt")["body"] == BODY.replace("third", "fourth")


def test_the_story_went_on_meanwhile(desk: Desk) -> None:
    number = story(desk)
    document = desk.word.document(number)
    desk.articles.save(number, desk.articles.open(number).version,
                       {"body": BODY.replace("Boats", "Ships")})  # fmt: skip
    returned = desk.word.look(edited(document, tracked("third", "fourth", "Tomas Keel")))
    assert returned.notes
    desk.word.take(returned)
    (found,) = desk.suggesting.of(number)
    carried = desk.suggesting.carry_over(found.id, found.version).value
    assert carried.set.proposal["body"] == BODY.replace("Boats", "Ships").replace("third", "fourth")


def test_an_unknown_name_is_whoever_one_says(desk: Desk) -> None:
    number = story(desk)
    document = edited(desk.word.document(number), tracked("third", "fourth", "A Stranger"))
    returned = desk.word.look(document)
    (one,) = returned.people
    assert one.person is None
    keel = desk.staff.find("Tomas Keel")
    assert keel is not None
    desk.word.take(returned, {"A Stranger": keel.id})
    (found,) = desk.suggesting.of(number)
    assert found.author == keel.id
    assert "A Stranger" in found.note


def test_what_is_no_document_of_ours_is_refused(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    number = story(desk)
    good = desk.word.document(number)

    def packed(**parts: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name.replace("__", "/") + ".xml", content)
        return out.getvalue()

    document = zipfile.ZipFile(io.BytesIO(good)).read("word/document.xml")
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + b"<x>&b;</x>"
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    deep = b"<x>" * 5_000 + b"</x>" * 5_000
    for data, words in (
        (b"not a zip", "no document that can be read"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .doc"),
        (packed(other=b"<x/>"), "no Word document"),
        (packed(word__document=b"\0" * 80_000_000), "far more than a document"),
        (packed(word__document=b"<x>" + b" " * 3_000_000 + b"</x>"), "far more than a document"),
        (packed(word__document=document, docProps__custom=bomb), "DOCTYPE"),
        (packed(word__document=outside), "DOCTYPE"),
        (packed(word__document=outside.decode().encode("utf-16")), "DOCTYPE"),
        (packed(word__document=deep), "too deep"),
        (packed(word__document=b"<x"), "damaged"),
        (packed(word__document=document), "which story it is"),
        (good[: len(good) // 2], "no document that can be read"),
    ):
        with pytest.raises(BadInput, match=words):
            desk.word.look(data)
    with pytest.raises(BadInput, match="can't be read"):
        desk.word.look(tmp_path / "nothing.docx")
    desk.articles.save(number, desk.articles.open(number).version,
                       {"embargo_until": clock() + timedelta(hours=1)})  # fmt: skip
    with pytest.raises(Refused, match="embargo"):
        desk.word.document(number)


def test_it_is_saved_under_its_slug(desk: Desk, tmp_path: Path) -> None:
    path = desk.word.save(story(desk), tmp_path)
    assert path == tmp_path / "ferry.docx"
    assert desk.word.look(path).nothing


@pytest.mark.parametrize("same", [True, False])
def test_a_document_full_of_other_words_is_read_in_a_moment(desk: Desk, same: bool) -> None:
    """Nothing that somebody sends makes the desk wait: hundreds of new paragraphs are told."""
    number = story(desk)

    def flood(text: str) -> str:
        lines = "".join(
            f"<w:p><w:r><w:t>{'x y z' if same else f'word{n} and more{n}'}</w:t></w:r></w:p>"
            for n in range(800)
        )
        return text.replace("<w:bookmarkEnd", lines + "<w:bookmarkEnd", 1)

    returned = desk.word.look(edited(desk.word.document(number), flood, saver="Tomas Keel"))
    (one,) = returned.people
    assert one.texts["body"].count("\n\n") > 800
    assert one.texts["body"].startswith(BODY.partition("\n\n## ")[0])
