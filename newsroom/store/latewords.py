"""The words of stories that came in all at once, written into the word index after them.

To index ten thousand stories takes seconds, in which nobody else could save. So their rows come in
one short transaction, with a mark that says which of them the index lacks, and their words follow
some at a time. Whoever opens the store after a kill finds the mark and goes on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from newsroom.news.spans import Spans
from newsroom.store import tables
from newsroom.store.alive import try_lock
from newsroom.store.columns import to_json
from newsroom.store.engine import Engine
from newsroom.store.orm import peewee
from newsroom.store.settings import PRIVATE, WORDS_CHANGED, WORDS_TO_COME
from newsroom.store.state import search_texts

if TYPE_CHECKING:
    from newsroom.store.connect import Store

_AT_ONCE = 50  # stories: their words are written in a few hundredths of a second
_LOCK = "importing.lock"
Given = Callable[[int, int], Collection[int]] | None
_S, _D, _A = tables.Setting, tables.SearchDoc, tables.Article


def hold_alone(folder: Path) -> IO[bytes] | None:
    """The one file that whoever takes in many stories holds, in the folder of a store; None where
    somebody else has it or none can be made. The system lets go of it however a process ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / _LOCK).open("ab")
    except OSError:
        return None
    if try_lock(file):
        return file
    file.close()
    return None


def sweep(folder: Path) -> None:
    """Delete what an import left that was killed; only for who holds the file."""
    import shutil  # seldom needed, and slow to load

    for left in folder.glob(f"{PRIVATE}*"):
        shutil.rmtree(left, ignore_errors=True)


def note(engine: Engine, first: int, last: int) -> None:
    """Write down that the words of these stories are still to come, in the transaction that
    brings the stories."""
    _keep(engine, WORDS_TO_COME, [first, last])


def note_changed(engine: Engine, stories: Spans) -> None:
    """Write down that the words of these stories are still those of before, in the transaction that
    changes the stories."""
    if stories:
        _keep(engine, WORDS_CHANGED, stories.pairs())


def pending_changed(engine: Engine) -> Spans:
    """The stories whose words may still be those of before."""
    return Spans(_kept(engine, WORDS_CHANGED) or ())


def pending(engine: Engine) -> tuple[int, int] | None:
    """The first and the last story whose words may still be to come; None where none are."""
    span = _kept(engine, WORDS_TO_COME)
    if span is None:
        return None
    first, last = span
    return first, last


def write_words(store: Store, *, given: Given = None, changed: Given = None) -> None:
    """Write the words that are to come, some stories at a time, so that others get in between.

    ``given`` writes those that are made already, of new stories from one number to another, and
    ``changed`` those of stories that were here; each gives the numbers of those that it wrote. The
    others are made here.
    """
    engine = store.engine
    if (span := pending(engine)) is not None:
        for numbers in _in_parts(store, WORDS_TO_COME, Spans([span])):
            first, last = numbers[0], numbers[-1]
            if given is not None:
                given(first, last)
            for (number,) in engine.rows(_without_words(first, last)):
                texts = search_texts(store.articles.get(number))
                engine.run(_D.insert(article=number, **texts))
    if spans := pending_changed(engine):
        for numbers in _in_parts(store, WORDS_CHANGED, spans):
            done = changed(numbers[0], numbers[-1]) if changed is not None else ()
            for number in set(numbers).difference(done):
                texts = search_texts(store.articles.get(number))
                engine.run(_D.update(texts).where(_D.article == number))


def _in_parts(store: Store, where: tuple[str, str], stories: Spans) -> Iterator[list[int]]:
    """Some of these stories after the other, each part in a transaction; with the last one it is
    written down that there are no more."""
    numbers, left = iter(stories), len(stories)
    while part := list(islice(numbers, _AT_ONCE)):
        begun = time.monotonic()
        left -= len(part)
        with store.engine.transaction():
            yield part
            if not left:
                scope, key = where
                store.engine.run(_S.delete().where(_S.scope == scope, _S.key == key))
        # Who waits looks again every tenth of a second at the latest: as much time is free for
        # them as was taken, or they could wait for the end.
        time.sleep(time.monotonic() - begun)


def _kept(engine: Engine, where: tuple[str, str]) -> Any:
    scope, key = where
    row = engine.one(_S.select(_S.value).where(_S.scope == scope, _S.key == key))
    return None if row is None else json.loads(row[0])


def _keep(engine: Engine, where: tuple[str, str], value: object) -> None:
    scope, key = where
    engine.run(
        _S.insert(scope=scope, key=key, value=to_json(value)).on_conflict(
            conflict_target=[_S.scope, _S.key], preserve=[_S.value]
        )
    )


def _without_words(first: int, last: int) -> peewee.Select:
    return (
        _A.select(_A.id)
        .left_outer_join(_D, on=(_D.article == _A.id))
        .where(_A.id.between(first, last), _D.article.is_null())
        .order_by(_A.id)
    )


def go_on(store: Store) -> None:
    """Finish what an import left that was killed (``Store.unfinished``); nothing where one is at
    it."""
    held = hold_alone(store.folder)
    if held is None:
        return
    with held:
        sweep(store.folder)
        write_words(store)
