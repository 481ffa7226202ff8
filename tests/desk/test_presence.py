"""Locks, and take-overs that lose no word: in one process, and in two on one store."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.setaside import UNSAVED
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.errors import BadInput, Conflict, Locked, Refused
from newsroom.news.inbox import NoticeKind
from newsroom.news.presence import GONE_AFTER, IDLE_AFTER, Hold
from newsroom.news.revision import Draft
from newsroom.news.staff import Role
from tests.desk.conftest import HandClock
from tests.desk.people import staffed
from tests.desk.test_articles import make

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def second(store_url: str | Path, clock: HandClock) -> Iterator[Callable[[str], Desk]]:
    """Another window on the same store, with somebody at it."""
    with ExitStack() as stack:
        yield lambda who: stack.enter_context(open_desk(store_url, who=who, clock=clock))


def heard(desk: Desk) -> Changes:
    """What a window hears of others; a server's notice takes a moment to arrive."""
    for _try in range(500):
        if news := desk.watch():
            return news
        time.sleep(0.01)
    return NOTHING


def texts(desk: Desk, number: int) -> list[tuple[int, int | None, str]]:
    """Every revision that keeps unsaved text: number, author, body."""
    return [
        (r.number, r.author, desk.articles.state(number, r.number).body)
        for r in reversed(desk.articles.revisions(number))
        if r.kind == UNSAVED
    ]


def test_a_story_is_taken_seen_and_freed(
    shared: Desk, second: Callable[[str], Desk], clock: HandClock
) -> None:
    number = make(shared, "a", body="Saved.\n")
    other = second("TK")
    other.watch()
    done = shared.presence.take(number)
    assert done.value.mine
    assert done.changes.presence == {number}
    assert heard(other).presence == {number}
    seen = other.presence.lock(number)
    assert seen is not None
    assert (seen.person, seen.mine, seen.hold) == (1, False, Hold.LIVE)
    clock.forward(minutes=5)
    shared.presence.beat(number, active=False)
    assert other.presence.locks()[number].idle(clock()) >= timedelta(minutes=4, seconds=59)
    assert not other.presence.take(number).value.mine, "who comes second reads"
    assert shared.presence.take(number).value.mine, "once more is no harm"
    with pytest.raises(Locked, match=r"Nadia Brandt has been editing “a” since 12:00\.") as caught:
        other.articles.save(number, 1, {"body": "Over it.\n"})
    assert caught.value.lock.person == 1
    shared.articles.save(number, 1, {"body": "Mine.\n"})
    shared.presence.release(number)
    assert other.presence.lock(number) is None
    other.articles.save(number, 2, {"body": "Then theirs.\n"})
    assert not shared.presence.release(number)


def test_who_has_it_open_is_seen(shared: Desk, second: Callable[[str], Desk]) -> None:
    number = make(shared, "a")
    other = second("TK")
    shared.presence.enter(number)
    shared.presence.enter(number)
    other.presence.enter(number)
    assert [(v.person, v.mine) for v in shared.presence.visitors(number)] in (
        [(1, True), (2, False)],
        [(2, False), (1, True)],
    )
    other.presence.leave(number)
    assert [v.person for v in shared.presence.visitors()] == [1]
    assert shared.presence.visitors(number + 1) == ()


def test_a_window_that_is_gone_holds_nothing(
    shared: Desk, second: Callable[[str], Desk], clock: HandClock
) -> None:
    number = make(shared, "a", body="Saved.\n")
    shared.presence.take(number)
    shared.presence.enter(number)
    shared.presence.beat(number, active=True, base_version=1, draft={"body": "Typed.\n"})
    clock.forward(seconds=GONE_AFTER.total_seconds() + 1)
    other = second("TK")
    assert other.presence.locks() == {}
    assert other.presence.visitors(number) == ()
    done = other.presence.take(number)
    assert done.value.mine
    assert texts(other, number) == [(2, 1, "Typed.\n")], "its text is kept all the same"
    assert other.articles.open(number).body == "Saved.\n"


def test_a_lock_goes_stale(shared: Desk, second: Callable[[str], Desk], clock: HandClock) -> None:
    number = make(shared, "a")
    shared.presence.take(number)
    other = second("TK")
    for _minute in range(int(IDLE_AFTER.total_seconds() // 60) + 1):
        clock.forward(minutes=1)
        shared.presence.beat(number, active=False)
    assert other.presence.locks()[number].hold is Hold.STALE
    shared.presence.set_idle_after(60)
    assert other.presence.locks()[number].hold is Hold.LIVE
    with pytest.raises(BadInput, match="between 1 and 1440"):
        shared.presence.set_idle_after(0)


def test_taking_over_keeps_both_texts(
    shared: Desk, second: Callable[[str], Desk], clock: HandClock
) -> None:
    number = make(shared, "a", body="Saved.\n", headline="Saved headline")
    shared.presence.take(number)
    typed = {"body": "Saved.\n\nTyped since.\n", "headline": "Typed headline", "stage": "copy"}
    lock = shared.presence.beat(number, active=True, base_version=1, draft=typed)
    assert lock is not None
    assert lock.mine
    other = second("TK")
    taken = other.presence.take_over(number)
    value = taken.value
    assert taken.changes.articles == {number}
    assert taken.changes.inbox == {1}
    assert value.lock.mine
    assert value.before is not None
    assert value.before.person == 1
    assert (value.article.body, value.article.headline) == ("Saved.\n", "Saved headline")
    (kept,) = value.unsaved
    theirs = other.articles.state(number, kept)
    assert (theirs.body, theirs.headline) == (typed["body"], "Typed headline")
    assert theirs.stage == "draft", "moves are acts, not text"
    revision = next(r for r in other.articles.revisions(number) if r.number == kept)
    assert (revision.author, revision.note) == (1, "Typed by Nadia Brandt and not saved")

    # The first window learns of it, and what it typed meanwhile is kept as well.
    shared.watch()
    lock = shared.presence.beat(number, active=True, base_version=1, draft=typed)
    assert lock is not None
    assert not lock.mine
    more = {**typed, "body": "Saved.\n\nTyped since, and more.\n"}
    with pytest.raises(Locked):
        shared.articles.save(number, 1, more)
    again = shared.presence.hand_in(number, 1, typed)
    assert (again.value, again.changes.inbox) == (kept, frozenset()), "kept already, and known"
    handed = shared.presence.hand_in(number, 1, more)
    assert handed.changes.articles == {number}
    assert handed.changes.inbox == {2}
    (word,) = other.inbox.all()
    assert (word.kind, word.who, word.subject) == (NoticeKind.HANDED_IN, 1, handed.value)
    assert [text for _n, _who, text in texts(shared, number)] == [typed["body"], more["body"]]
    (notice,) = shared.inbox.all()
    assert (notice.kind, notice.who, notice.subject) == (NoticeKind.TAKEN_OVER, 2, kept)
    # Who took over goes on with the version that was given.
    with pytest.raises(Conflict):
        other.articles.save(number, value.article.version, {"body": "Theirs.\n"})
    current = other.articles.open(number)
    other.articles.save(number, current.version, {"body": "Theirs.\n"})
    assert shared.presence.hand_in(number, 1, {"body": "Theirs.\n"}).value is None


def test_what_the_journal_has_is_kept_too(
    shared: Desk, second: Callable[[str], Desk], clock: HandClock
) -> None:
    number = make(shared, "a", body="Saved.\n")
    shared.presence.take(number)
    clock.forward(seconds=30)
    shared.presence.beat(number, active=True, base_version=1, draft={"body": "Typed.\n"})
    shared.journal.note(
        Draft(
            key="a",
            article=number,
            base_version=1,
            fields={"body": "Typed, and a second later.\n"},
            written_at=clock(),
        )
    )
    other = second("TK")
    if isinstance(shared._seat.store.target, str):
        assert other.folder == shared.folder, "one computer"
    other.presence.take_over(number)
    assert [text for _n, _who, text in texts(other, number)] == [
        "Typed.\n",
        "Typed, and a second later.\n",
    ]


def test_a_text_on_an_older_base_is_kept_as_it_was_typed(shared: Desk) -> None:
    number = make(shared, "a", body="One.\n", headline="First")
    shared.articles.save(number, 1, {"headline": "Second"})
    kept = shared.presence.hand_in(number, 1, {"body": "One and more.\n"}).value
    assert kept is not None
    state = shared.articles.state(number, kept)
    assert (state.headline, state.body) == ("First", "One and more.\n")
    assert shared.articles.open(number).headline == "Second"
    make(shared, "taken")
    kept = shared.presence.hand_in(number, 2, {"slug": "taken", "body": "B\0\ud800.\n"}).value
    assert kept is not None
    state = shared.articles.state(number, kept)
    assert (state.slug, state.body) == ("a", "B.\n")
    kept = shared.presence.hand_in(number, 77, {"body": "From nowhere.\n"}).value
    assert kept is not None
    assert shared.presence.hand_in(number, 77, {}).value is None


def test_who_may_take_over(desk: Desk, store_path: Path, clock: HandClock) -> None:
    people = staffed(desk)
    number = make(desk, "a")
    writer, editor = people[Role.WRITER].id, people[Role.EDITOR].id
    with (
        open_desk(store_path, who=writer, clock=clock) as one,
        open_desk(store_path, who=writer, clock=clock) as same,
        open_desk(store_path, who=editor, clock=clock) as chief,
    ):
        lock = desk.presence.take(number).value
        assert not one.presence.may_take_over(lock)
        with pytest.raises(Refused, match="may not approve"):
            one.presence.take_over(number)
        assert chief.presence.may_take_over(lock)
        chief.presence.take_over(number)
        clock.forward(minutes=16)
        chief.presence.beat(number, active=False)
        one.presence.take_over(number)
        same.presence.take_over(number)
        assert one.presence.lock(number) is not None
        desk.sit(people[Role.REVIEWER].id)
        with pytest.raises(Refused, match="edit"):
            desk.presence.take(number)


def test_where_nobody_says_who_they_are(desk: Desk, store_path: Path, clock: HandClock) -> None:
    number = make(desk, "a", body="Saved.\n")
    desk.sit(None)
    desk.presence.take(number)
    desk.presence.beat(number, active=True, base_version=1, draft={"body": "Typed.\n"})
    with open_desk(store_path, who="TK", clock=clock) as other:
        lock = other.presence.lock(number)
        assert lock is not None
        with pytest.raises(Locked, match=f"“a” has been open for editing on {lock.place or '.*'}"):
            other.articles.save(number, 1, {"body": "Mine.\n"})
        other.presence.take_over(number)
        (kept,) = [r for r in other.articles.revisions(number) if r.kind == UNSAVED]
        assert (kept.author, kept.note) == (None, "Typed and not saved")
        assert other.inbox.count() == 0
    assert desk.presence.take_over(number).value.before is None, "free by now"


def test_a_window_that_closes_frees_what_it_held(
    shared: Desk, store_url: str | Path, clock: HandClock
) -> None:
    number = make(shared, "a")
    with open_desk(store_url, who="TK", clock=clock) as other:
        other.presence.enter(number)
        other.presence.take(number)
        assert shared.presence.lock(number) is not None
    assert shared.presence.lock(number) is None
    assert shared.presence.visitors() == ()


# Two processes.

WINDOW = """
import json, sys
from newsroom.desk.desk import open_desk
from newsroom.news.revision import Draft
desk = open_desk(sys.argv[1], who=sys.argv[2])
def say(value):
    print(json.dumps(value), flush=True)
say("open")
for line in sys.stdin:
    verb, *given = json.loads(line)
    if verb == "take":
        say(desk.presence.take(*given).value.mine)
    elif verb == "type":
        number, base, fields = given
        desk.journal.note(Draft(key="k", article=number, base_version=base, fields=fields,
                                written_at=desk.clock()))
        say("typed")
    elif verb == "beat":
        number, base, fields = given
        say(desk.presence.beat(number, active=True, base_version=base, draft=fields).mine)
    elif verb == "hand_in":
        say(desk.presence.hand_in(*given).value)
desk.close()
"""


class Window:
    """Another process at the store."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert self.hear() == "open"

    def hear(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def __call__(self, *words: object) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return self.hear()


@contextmanager
def window(target: str | Path, who: str, **environment: str) -> Iterator[Window]:
    with subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(target), who],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    ) as process:
        try:
            yield Window(process)
        finally:
            process.kill()


@pytest.fixture
def real(store_url: str | Path) -> Iterator[tuple[Desk, int]]:
    """A desk by the real clock, and a story that somebody else will hold."""
    from newsroom.news.staff import Person

    with open_desk(store_url) as desk:
        for name in ("Nadia Brandt", "Tomas Keel"):
            desk.staff.add(Person(name=name))
        desk.sit("Nadia Brandt")
        number = make(desk, "a", body="Saved.\n")
        yield desk, number


def words(desk: Desk, number: int) -> set[str]:
    """Every word of every revision."""
    return {
        word
        for revision in desk.articles.revisions(number)
        for word in desk.articles.state(number, revision.number).body.split()
    }


def test_two_processes_lose_no_word(real: tuple[Desk, int], store_url: str | Path) -> None:
    desk, number = real
    with window(store_url, "Tomas Keel") as other:
        assert other("take", number) is True
        other("type", number, 1, {"body": "Saved. apple\n"})
        assert other("beat", number, 1, {"body": "Saved. apple\n"}) is True
        other("type", number, 1, {"body": "Saved. apple pear\n"})
        taken = desk.presence.take_over(number).value
        assert taken.before is not None
        assert taken.before.hold is Hold.LIVE
        other("type", number, 1, {"body": "Saved. apple pear plum\n"})
        assert other("beat", number, 1, {"body": "Saved. apple pear plum\n"}) is False
        assert other("hand_in", number, 1, {"body": "Saved. apple pear plum\n"}) is not None
    current = desk.articles.open(number)
    desk.articles.save(number, current.version, {"body": "Saved. cherry\n"})
    assert words(desk, number) >= {"Saved.", "apple", "pear", "plum", "cherry"}
    assert desk.articles.open(number).body == "Saved. cherry\n"


def test_a_process_that_is_killed_on_this_computer_loses_no_word(
    real: tuple[Desk, int], store_url: str | Path
) -> None:
    desk, number = real
    with window(store_url, "Tomas Keel") as other:
        other("take", number)
        other("type", number, 1, {"body": "Saved. apple\n"})
        other.process.kill()
        other.process.wait()
        desk.presence.take_over(number)
    assert words(desk, number) >= {"Saved.", "apple"}


def test_a_process_that_is_killed_on_another_computer_loses_nothing_it_beat_with(
    real: tuple[Desk, int], store_url: str | Path, tmp_path: Path
) -> None:
    desk, number = real
    elsewhere = {"XDG_STATE_HOME": str(tmp_path / "elsewhere")}
    with window(store_url, "Tomas Keel", **elsewhere) as other:
        other("take", number)
        other("beat", number, 1, {"body": "Saved. apple\n"})
        other.process.kill()
        other.process.wait()
        desk.presence.take_over(number)
    assert words(desk, number) >= {"Saved.", "apple"}
    assert desk.articles.open(number).body == "Saved.\n"


def test_both_texts_stand_after_a_take_over_from_another_computer(
    real: tuple[Desk, int], store_url: str | Path, tmp_path: Path
) -> None:
    desk, number = real
    elsewhere = {"XDG_STATE_HOME": str(tmp_path / "elsewhere")}
    with window(store_url, "Tomas Keel", **elsewhere) as other:
        other("take", number)
        other("type", number, 1, {"body": "Saved. apple\n"})
        taken = desk.presence.take_over(number).value
        if isinstance(store_url, str):
            assert taken.unsaved == (), "its journal lies on the other computer"
        # Its next sign of life tells it, and it hands in what the journal has.
        assert other("beat", number, 1, {"body": "Saved. apple\n"}) is False
        other("hand_in", number, 1, {"body": "Saved. apple\n"})
    assert len(texts(desk, number)) == 1
    assert words(desk, number) >= {"Saved.", "apple"}
