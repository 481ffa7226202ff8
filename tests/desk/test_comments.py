"""Talk about stories: threads, names, facts, orphans, counts for the list, and inboxes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsroom.desk.desk import Desk
from newsroom.news.comment import (
    FACT_LABELS,
    Anchored,
    Fact,
    FactState,
    Talk,
    ThreadKind,
    ThreadState,
    mentions,
)
from newsroom.news.errors import BadInput, NotFound, Refused
from newsroom.news.inbox import NoticeKind
from newsroom.news.staff import Person, Role
from tests.desk.conftest import HandClock
from tests.desk.people import staffed
from tests.desk.test_articles import make

PEOPLE = (
    Person(id=1, name="Ana Lima", byline="A. Lima", initials="AL"),
    Person(id=2, name="Ana Lima Costa", initials="ALC"),
    Person(id=3, name="Ömer Åkerlund", initials="ÖÅ"),
    Person(id=4, name="نسرین کاوه"),
)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("@Ana Lima please", [("@Ana Lima", 1)]),
        ("Ask @ana lima costa.", [("@ana lima costa", 2)]),
        ("@AL and @alc, @A. Lima", [("@AL", 1), ("@alc", 2), ("@A. Lima", 1)]),
        ("@Ana who?", []),  # two of that first name
        ("@Ömer, @ömer åkerlund!", [("@Ömer", 3), ("@ömer åkerlund", 3)]),
        ("@نسرین کاوه، لطفاً", [("@نسرین کاوه", 4)]),
        ("ana@al.example and a.@AL", []),
        ("@ALX @ALs @ @@AL", [("@AL", 1)]),
        ("🚢@AL", [("@AL", 1)]),
        ("", []),
    ],
)
def test_names_are_found(words: str, named: list[tuple[str, int]]) -> None:
    assert [(words[m.start : m.end], m.person) for m in mentions(words, PEOPLE)] == named


def test_every_state_of_a_fact_has_a_name() -> None:
    assert set(FACT_LABELS) == set(FactState)


def test_a_thread_on_some_words(shared: Desk, clock: HandClock) -> None:
    desk = shared
    number = make(desk, "a", body="The ferries run late.\n")
    anchor = {"field": "body", "start": 4, "end": 11, "around": ["The ", " run"]}
    done = desk.comments.add(number, "Which ones, @Tomas Keel?", anchor=anchor, quote="ferries")
    assert done.changes.review == {number}
    assert done.changes.inbox == {2}
    thread = done.value
    assert (thread.kind, thread.state, thread.author) == (
        ThreadKind.COMMENT,
        ThreadState.OPEN,
        1,
    )
    assert (thread.anchor, thread.quote, thread.version) == (anchor, "ferries", 1)
    (said,) = thread.comments
    assert (said.words, said.mentions) == ("Which ones, @Tomas Keel?", (2,))
    assert desk.articles.rows([number])[0].comments_open == 1
    assert desk.articles.open(number).version == 1, "the story itself is not touched"

    desk.sit("TK")
    (notice,) = desk.inbox.all()
    assert (notice.kind, notice.subject, notice.words) == (
        NoticeKind.MENTION,
        thread.id,
        "Which ones, @Tomas Keel?",
    )
    clock.forward(minutes=1)
    answered = desk.comments.reply(thread.id, "The northern line.")
    assert answered.changes.inbox == {1}
    assert [c.words for c in answered.value.comments][1] == "The northern line."
    assert desk.comments.resolve([thread.id]).inbox == {1}
    assert not desk.comments.resolve([thread.id]), "settled already"
    settled = desk.comments.get(thread.id)
    assert (settled.state, settled.resolved_by, settled.resolved_at) == (
        ThreadState.RESOLVED,
        2,
        clock(),
    )
    assert desk.articles.rows([number])[0].comments_open == 0
    assert desk.comments.of(number, resolved=False) == ()
    assert desk.comments.of(number) == (settled,)
    desk.sit("NB")
    assert [n.kind for n in desk.inbox.all()] == [NoticeKind.RESOLVED, NoticeKind.REPLY]
    desk.comments.reopen([thread.id])
    assert desk.articles.rows([number])[0].comments_open == 1
    assert desk.comments.get(thread.id).resolved_by is None


def test_words_are_changed_and_taken_away(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a")
    thread = desk.comments.add(number, "First, @TK.").value
    first = thread.comments[0].id
    done = desk.comments.edit(first, "First, again @TK and @NB.")
    assert done.changes.inbox == frozenset(), "told before, and nobody tells themselves"
    assert done.value.comments[0].mentions == (1, 2)
    assert done.value.comments[0].edited_at is not None
    assert not desk.comments.edit(first, "First, again @TK and @NB.").changes
    desk.sit("TK")
    with pytest.raises(Refused, match="Only who wrote"):
        desk.comments.edit(first, "Mine now.")
    second = desk.comments.reply(thread.id, "Second.").value.comments[1].id
    desk.comments.remove(second)
    with pytest.raises(NotFound):
        desk.comments.edit(second, "Third.")
    assert [c.removed for c in desk.comments.get(thread.id).comments] == [False, True]
    desk.comments.remove(first)  # nobody looks after the staff here, so everybody may
    assert desk.comments.of(number) == ()
    assert desk.articles.rows([number])[0].comments_open == 0
    with pytest.raises(NotFound):
        desk.comments.get(thread.id)


def test_the_ledger_of_facts(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a")
    fact = desk.comments.add(number, "", fact=Fact(claim="A tenth more", source="The port")).value
    assert fact.kind is ThreadKind.FACT
    assert fact.comments[0].words == "Please check: A tenth more"
    assert fact.fact == Fact(claim="A tenth more", source="The port")
    changed = desk.comments.set_fact(fact.id, state=FactState.CONFIRMED, source="Annual report")
    assert changed.value.fact == Fact(
        claim="A tenth more", source="Annual report", state=FactState.CONFIRMED
    )
    plain = desk.comments.add(number, "Is that so?", quote="by a tenth").value
    became = desk.comments.set_fact(plain.id, state=FactState.ASKED).value
    assert became.fact == Fact(claim="by a tenth", state=FactState.ASKED)
    assert {t.id for t in desk.comments.find(Talk(facts=True))} == {fact.id, plain.id}
    with pytest.raises(BadInput, match="which fact"):
        desk.comments.add(number, "x", fact=Fact(claim=" "))
    with pytest.raises(BadInput, match="2,000"):
        desk.comments.set_fact(fact.id, source="x" * 2001)


def test_anchors_are_kept_and_orphans_too(shared: Desk) -> None:
    desk = shared
    number, other = make(desk, "a"), make(desk, "b")
    thread = desk.comments.add(number, "Hm.", anchor={"start": 1}, quote="late").value
    lost = Anchored(anchor=None, quote="late", orphan=True)
    assert desk.comments.anchor(number, 2, {thread.id: lost}).review == {number}
    found = desk.comments.get(thread.id)
    assert (found.orphan, found.quote, found.anchor, found.version) == (True, "late", None, 2)
    assert desk.comments.find(Talk(orphans=True)) == (found,)
    desk.comments.anchor(other, 2, {thread.id: Anchored(anchor={"start": 9}, quote="x")})
    assert desk.comments.get(thread.id).orphan, "a thread of another story is left alone"
    desk.comments.anchor(number, 3, {thread.id: replace(lost, anchor={"start": 3}, orphan=False)})
    assert desk.comments.get(thread.id).anchor == {"start": 3}
    assert not desk.comments.anchor(number, 3, {})
    with pytest.raises(BadInput, match="too many words"):
        desk.comments.add(number, "x", anchor={"text": "x" * 30_000})


def test_lists_over_the_whole_newsroom(shared: Desk, clock: HandClock) -> None:
    desk = shared
    a, b = make(desk, "a"), make(desk, "b")
    threads = []
    for n in range(4):
        clock.forward(minutes=1)
        threads.append(desk.comments.add((a, b)[n % 2], f"Comment {n} @TK").value.id)
    desk.sit("TK")
    clock.forward(minutes=1)
    mine = desk.comments.add(a, "Mine.").value.id
    clock.forward(minutes=1)
    desk.comments.reply(threads[0], "Answered.")
    desk.comments.resolve([threads[3]])

    def ids(talk: Talk) -> list[int]:
        return [thread.id for thread in desk.comments.find(talk)]

    assert ids(Talk()) == [threads[0], mine, threads[2], threads[1]]
    assert ids(Talk(open=False))[0] in (threads[3], threads[0])
    assert ids(Talk(article=b)) == [threads[1]]
    assert ids(Talk(mine=2)) == [threads[0], mine]
    assert ids(Talk(mentions=2)) == [threads[0], threads[2], threads[1]]
    assert ids(Talk(mentions=1)) == []
    assert (desk.comments.count(Talk()), desk.comments.count(Talk(mentions=2))) == (4, 3)
    first = desk.comments.find(Talk(), limit=2)
    rest = desk.comments.find(Talk(), after=first[-1].key)
    assert [t.id for t in (*first, *rest)] == ids(Talk())
    assert first[0].slug == "a"


def test_what_can_t_be_said(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a")
    with pytest.raises(BadInput, match="Write something"):
        desk.comments.add(number, "  ")
    with pytest.raises(BadInput, match="10,001"):
        desk.comments.add(number, "x" * 10_001)
    with pytest.raises(BadInput, match="can't be stored"):
        desk.comments.add(number, "x\0")
    with pytest.raises(NotFound):
        desk.comments.add(number + 99, "x")
    with pytest.raises(NotFound):
        desk.comments.reply(99, "x")
    assert desk.comments.count(Talk()) == 0


def test_who_may_only_comment(desk: Desk) -> None:
    people = staffed(desk)
    number = make(desk, "a")
    thread = desk.comments.add(number, "By the administrator.").value
    desk.sit(people[Role.READER].id)
    desk.comments.reply(thread.id, "I may.")
    with pytest.raises(Refused, match="approve"):
        desk.comments.remove(thread.comments[0].id)
    with pytest.raises(Refused, match="edit"):
        desk.articles.save(number, 1, {"body": "x"})


def test_the_list_costs_no_more(shared: Desk) -> None:
    from newsroom.news.article import Filter

    desk = shared
    numbers = [make(desk, f"s-{n}") for n in range(20)]
    for number in numbers:
        desk.comments.add(number, "x")
    store = desk._seat.store
    desk.articles.page(Filter())
    before = store.queries
    page = desk.articles.page(Filter())
    assert store.queries - before == 1
    assert [row.comments_open for row in page.rows] == [1] * 20
    before = store.queries
    desk.comments.find(Talk())
    assert store.queries - before == 3
