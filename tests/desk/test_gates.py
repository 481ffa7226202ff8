"""Gates: each check at its place, ticks, overrides with a reason, sign-offs, nothing that leaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.desk.export import Outcome
from newsroom.desk.judging import JUDGES, story_name
from newsroom.news.article import Article, Byline, Picture
from newsroom.news.comment import Fact, FactState
from newsroom.news.errors import BadInput, GateClosed, Refused
from newsroom.news.gate import CHECKS, RULES, Gate, Level, Report, Rule, Where
from newsroom.news.staff import Role
from newsroom.news.workflow import INDEFINITE, Need, Stage
from tests.desk.conftest import HandClock
from tests.desk.people import staffed
from tests.desk.test_articles import make

PICTURE = Picture(
    sha256="ab" * 32, filename="a.png", mime="image/png", width=4, height=3, alt="A", credit="B"
)
READY = {
    "headline": "Ferries run late",
    "body": "The ferries run late.\n",
    "bylines": (Byline("Nadia Brandt"),),
}


def found(report: Report) -> dict[str, tuple[Where, ...]]:
    return {finding.check: finding.where for finding in report.findings}


def test_every_check_has_a_judge() -> None:
    assert set(JUDGES) == {check.id for check in CHECKS}
    assert {rule.check for rule in RULES} - set(JUDGES) == {"read"}
    assert len({(rule.gate, rule.check) for rule in RULES}) == len(RULES)


def test_a_story_in_order_passes(shared: Desk) -> None:
    number = make(shared, "a", **READY)
    for gate in (Stage.READY, Gate.PUBLISH, Gate.EXPORT):
        report = shared.gates.check(number, gate)
        assert report.passes
        assert set(found(report)) <= {"read"}, gate
    assert shared.gates.check(number, Stage.COPY).items == ()


BODY = (
    "TK the name. See %%a doubt%% and `TK`.\n\n"
    "![](quay.jpg)\n\n"
    '![A quay](quay.jpg "Caption"){: credit="B" }\n\n'
    "A ![](small.png) sign, [one](missing), [two](own.html), [three](https://example.com/x),\n"
    "[four](hidden/) and [five](section/city/).\n\n"
    "```\n![](code.png) TK\n```\n"
)

FAULTS: dict[str, tuple[dict[str, object], tuple[str, ...]]] = {
    "note_outs": ({"body": BODY}, ("%%a doubt%%",)),
    "tk": ({"body": BODY, "headline": "TK late"}, ("TK", "TK")),
    "legal": ({"legal": Need.REQUIRED}, ("",)),
    "pictures": ({"pictures": Need.REQUIRED}, ("",)),
    "embargo": ({"embargo_until": INDEFINITE}, ("",)),
    "not_for_publication": ({"not_for_publication": True}, ("",)),
    "headline": ({"headline": " "}, ("",)),
    "byline": ({"bylines": ()}, ("",)),
    "alt": (
        {"body": BODY, "picture": replace(PICTURE, alt="")},
        ("", "![](quay.jpg)", "![](small.png)"),
    ),
    "credit": ({"body": BODY, "picture": replace(PICTURE, credit="")}, ("", "![](quay.jpg)")),
    "headline_length": ({"headline": "x" * 71}, ("",)),
    "links": ({"body": BODY}, ("missing", "hidden/")),
    "length": ({"commissioned_length": 100}, ("",)),
}


@pytest.mark.parametrize("check", FAULTS)
def test_each_check_finds_its_fault_and_where(desk: Desk, check: str) -> None:
    own = make(desk, "own", **READY)
    desk.publish.publish([own])
    make(desk, "hidden", **READY)
    fields, quotes = FAULTS[check]
    story = Article(slug="a", **{**READY, **fields})  # type: ignore[arg-type]
    gate = next(rule.gate for rule in RULES if rule.check == check and rule.gate != "export")
    where = found(desk.gates.judge(story, gate))[check]
    assert tuple(place.quote for place in where) == quotes
    for place in where:
        if place.start is not None:
            assert getattr(story, place.field)[place.start : place.end] == place.quote
    clean = Article(slug="a", picture=PICTURE, **READY)  # type: ignore[arg-type]
    assert check not in found(desk.gates.judge(clean, gate))


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("ferry", "ferry"),
        ("ferry.html", "ferry"),
        ("./ferry.htm", "ferry"),
        ("/ferry/", "ferry"),
        ("https://post.example/ferry.html#top", "ferry"),
        ("HTTPS://POST.example/ferry", "ferry"),
        ("%D9%81%D8%B1%DB%8C", "فری"),
        ("//post.example/ferry", "ferry"),
        ("https://other.example/ferry", None),
        ("//other.example/ferry", None),
        ("mailto:a@post.example", None),
        ("#part", None),
        ("", None),
        ("/", None),
        ("index.html", None),
        ("section/city/", None),
        ("map.pdf", None),
        ("http:///x", None),
        ("http://[bad", None),
    ],
)
def test_which_addresses_name_a_story_of_ours(address: str, name: str | None) -> None:
    assert story_name(address, "post.example") == name


def test_what_people_left_open_is_found(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a", **READY)
    thread = desk.comments.add(number, "Sure?", quote="late").value
    fact = desk.comments.add(number, "", fact=Fact(claim="Late")).value
    set_ = desk.suggesting.open(number, 1, {"headline": "Ferries late"}, changes=2).value
    report = desk.gates.check(number, Gate.PUBLISH)
    where = found(report)
    assert where["comments"] == (
        Where(thread=thread.id, quote="late"), Where(thread=fact.id),
    )  # fmt: skip
    assert where["facts"] == (Where(thread=fact.id),)
    assert where["suggestions"] == (Where(suggestion=set_.id),)
    assert [f.check for f in report.stopping] == ["suggestions"]
    with pytest.raises(GateClosed, match=r"“a” can't go to Ready yet\. 2 suggestions are open\."):
        desk.articles.move([number], Stage.READY)
    desk.comments.set_fact(fact.id, state=FactState.CONFIRMED)
    desk.comments.resolve([thread.id, fact.id])
    desk.suggesting.reject_all(set_.id, 1)
    assert set(found(desk.gates.check(number, Gate.PUBLISH))) == set()
    desk.articles.move([number], Stage.READY)


def test_a_gate_that_is_shut_opens_for_a_reason(shared: Desk, clock: HandClock) -> None:
    desk = shared
    good, bad = make(desk, "good", **READY), make(desk, "bad", **{**READY, "body": "TK.\n"})
    worse = make(desk, "worse", **{**READY, "body": "TK %%x%%.\n"})
    with pytest.raises(GateClosed) as told:
        desk.articles.move([good, bad, worse], Stage.READY)
    assert str(told.value) == (
        "“bad” can't go to Ready yet. 1 TK is left. The same goes for 1 more story."
    )
    assert [report.slug for report in told.value.reports] == ["bad", "worse"]
    assert desk.articles.open(good).stage is Stage.DRAFT, "all of it or nothing"
    done = desk.articles.move([good, bad], Stage.READY, override="The desk waits for the name.")
    (plain,) = desk.gates.signoffs(good)
    assert (plain.gate, plain.initials, plain.reason, plain.findings) == ("ready", "NB", "", ())
    (forced,) = desk.gates.signoffs(bad)
    assert (forced.who, forced.at, forced.reason) == (1, clock(), "The desk waits for the name.")
    assert forced.findings == ("1 TK is left.",)
    desk.undo.undo(done.step)
    assert [made.undone for made in desk.gates.signoffs(bad)] == [True]
    assert desk.gates.initials(bad) == ""
    with pytest.raises(GateClosed):
        desk.articles.save(bad, desk.articles.open(bad).version, {"stage": "ready"})
    assert desk.articles.open(bad).stage is Stage.DRAFT


def test_publishing_passes_a_gate_too(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a", **{**READY, "legal": Need.REQUIRED, "body": "One %%doubt%%.\n"})
    with pytest.raises(
        GateClosed,
        match=r"“a” can't be published yet\. 1 passage is noted out\. The legal check is req",
    ):
        desk.publish.publish([number])
    desk.review.flag([number], legal=Need.COMPLETE)
    assert [(s.gate, s.initials) for s in desk.gates.signoffs(number)] == [("legal", "NB")]
    desk.sit("TK")
    with pytest.raises(BadInput, match="reason has 5,000"):
        desk.publish.publish([number], override="x" * 5000)
    desk.publish.publish([number], override="It may stand.")
    assert desk.gates.initials(number) == "NB/TK"
    desk.undo.undo()
    assert desk.gates.initials(number) == "NB"


def test_some_things_no_reason_opens(shared: Desk, clock: HandClock) -> None:
    desk = shared
    held = make(desk, "held", **READY, embargo_until=clock() + timedelta(hours=1))
    never = make(desk, "never", **READY, not_for_publication=True)
    for number in (held, never):
        with pytest.raises(Refused):
            desk.publish.publish([number], override="Because.")
    with pytest.raises(GateClosed, match="not for publication"):
        desk.gates.through(desk.articles.rows([never]), Gate.PUBLISH, "Because.")
    with pytest.raises(BadInput, match="say why"):
        desk.review.embargo([held], None)
    desk.review.embargo([held], None, reason="The minister spoke early.")
    (made,) = desk.gates.signoffs(held)
    assert (made.gate, made.reason) == ("embargo", "The minister spoke early.")
    desk.publish.publish([held])


def test_who_may_override(desk: Desk) -> None:
    people = staffed(desk)
    number = make(desk, "a", **{**READY, "body": "TK.\n"})
    desk.sit(people[Role.EDITOR].id)
    desk.articles.move([number], Stage.READY, override="Fine.")
    with pytest.raises(Refused, match="may not publish"):
        desk.publish.publish([number], override="Fine.")
    with pytest.raises(Refused, match="may not publish"):
        desk.publish.export([number], to=Path("nowhere"), override="Fine.")


def test_checks_by_hand_are_ticked_with_initials(shared: Desk) -> None:
    desk = shared
    rule = Rule(gate="ready", check="names", level=Level.MUST, label="Names spelt as they spell")
    assert desk.gates.set_rules([*RULES, rule]).lists
    assert desk.gates.rules() == (*RULES, rule)
    number = make(desk, "a", **READY)
    with pytest.raises(GateClosed, match="Not ticked: Names spelt as they spell"):
        desk.articles.move([number], Stage.READY)
    assert desk.gates.tick(number, "names").review == {number}
    (tick,) = desk.gates.ticks(number).values()
    assert (tick.item, tick.who, tick.initials, tick.version) == ("names", 1, "NB", 1)
    item = next(i for i in desk.gates.check(number, "ready").items if i.check == "names")
    assert (item.met, item.hand, item.tick) == (True, True, tick)
    desk.sit("TK")
    desk.gates.tick(number, "names", initials="TK2")
    assert desk.gates.ticks(number)["names"].initials == "TK2"
    desk.gates.untick(number, "names")
    assert desk.gates.ticks(number) == {}
    with pytest.raises(BadInput, match="no check by hand"):
        desk.gates.tick(number, "tk")
    desk.sit(None)
    with pytest.raises(BadInput, match="Put your initials"):
        desk.gates.tick(number, "names")
    desk.gates.reset_rules()
    assert desk.gates.rules() == RULES


def test_initials_gather(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a", **READY)
    desk.gates.sign(number)
    desk.sit("TK")
    desk.gates.sign(number)
    desk.gates.sign(number)
    assert desk.gates.initials(number) == "NB/TK"
    assert [made.gate for made in desk.gates.signoffs(number)] == ["draft"] * 3
    desk.sit(None)
    with pytest.raises(BadInput):
        desk.gates.sign(number)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule(gate="nowhere", check="tk", level=Level.MUST), "no gate “nowhere”"),
        (Rule(gate="ready", check="tk", level=Level.MUST), "twice"),
        (Rule(gate="ready", check="mine", level=Level.MUST), "1 to 120"),
    ],
)
def test_tables_that_can_t_be(desk: Desk, rule: Rule, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        desk.gates.set_rules([*RULES, rule])


def test_nothing_that_is_open_gets_out(desk: Desk, tmp_path: Path) -> None:
    planted = "zzplanted"
    body = f"One %%{planted} noted%% two.\n"
    number = make(desk, "a", **{**READY, "body": body, "ed_note": f"{planted} note"})
    desk.comments.add(number, f"{planted} said", quote=f"{planted} quote")
    desk.comments.add(number, "", fact=Fact(claim=f"{planted} claim"))
    desk.suggesting.open(number, 1, {"headline": f"{planted} head", "body": f"{planted}.\n"})
    desk.presence.take(number)
    desk.presence.beat(number, active=True, base_version=1, draft={"dek": f"{planted} typed"})
    to = tmp_path / "out"
    (item,) = desk.publish.export([number], to=to).items
    assert item.action is Outcome.REFUSED
    assert item.why.startswith("“a” can't be exported yet. 1 suggestion is open. 1 passage")
    assert not list(to.rglob("*.html"))
    (item,) = desk.publish.export([number], to=to, override="A proof.", dry_run=True).items
    assert item.action is Outcome.WRITE
    assert desk.gates.signoffs(number) == ()
    for kind in desk.publish.formats():
        desk.publish.export([number], to=to / kind.id, format=kind.id, override="A proof.")
    page = (to / "html" / "a.html").read_text("utf-8")
    assert "One two." in page
    for kind in ("html", "fragment"):  # the others keep a story, and what is noted out in it
        for file in (to / kind).rglob("*"):
            assert file.is_dir() or planted.encode() not in file.read_bytes(), file
    made = desk.gates.signoffs(number)
    assert {(s.gate, s.reason) for s in made} == {("export", "A proof.")}
    assert "1 suggestion is open." in made[0].findings


def test_many_are_checked_at_once(shared: Desk) -> None:
    desk = shared
    a, b = make(desk, "a", **READY), make(desk, "b", **{**READY, "commissioned_length": 4})
    links = make(desk, "c", **{**READY, "body": "See [this](c.html).\n"})
    reports = desk.gates.check_all([b, a, links], Stage.READY)
    assert [report.slug for report in reports] == ["b", "a", "c"]
    assert all(set(found(report)) == {"read"} for report in reports)


def test_a_gate_asks_little(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a", **READY)
    desk.articles.rows([number])
    store = desk._seat.store

    def sent(act: Callable[[], object]) -> int:
        before = store.queries
        act()
        return store.queries - before

    # The rules, the row, the story in three, the ticks, the rule book in two.
    assert sent(lambda: desk.gates.check(number, Stage.READY)) == 8
