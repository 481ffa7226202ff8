"""The words of stories that came in all at once, written into the word index after them.

To index ten thousand stories takes seconds, in which nobody else could save. So their rows come in
one short transaction, with a mark that says which of them the index lacks, and their words follow
some at a time. Whoever opens the store after a kill finds the mark and goes on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

from newsroom.store import tables
from newsroom.store.alive import try_lock
from newsroom.store.columns import to_json
from newsroom.store.engine import Engine
from newsroom.store.orm import peewee
from newsroom.store.settings import PRIVATE, WORDS_TO_COME
from newsroom.store.state import search_texts

if TYPE_CHECKING:
    from newsroom.store.connect import Store

_AT_ONCE = 50  # stories: their words are written in a few hundredths of a second
_LOCK = "importing.lock"
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
    scope, key = WORDS_TO_COME
    engine.run(
        _S.insert(scope=scope, key=key, value=to_json([first, last])).on_conflict(
            conflict_target=[_S.scope, _S.key], preserve=[_S.value]
        )
    )


def pending(engine: Engine) -> tuple[int, int] | None:
    """The first and the last story whose words may still be to come; None where none are."""
    scope, key = WORDS_TO_COME
    row = engine.one(_S.select(_S.value).where(_S.scope == scope, _S.key == key))
    if row is None:
        return None
    first, last = json.loads(row[0])
    return first, last


def write_words(store: Store, *, given: Callable[[int, int], None] | None = None) -> None:
    """Write the words that are to come, some stories at a time, so that others get in between.

    ``given`` writes those that are made already, of the stories from one number to another; what
    it does not write is made here.
    """
    engine = store.engine
    span = pending(engine)
    if span is None:
        return
    first, last = span
    while first <= last:
        begun = time.monotonic()
        until = min(first + _AT_ONCE - 1, last)
        with engine.transaction():
            if given is not None:
                given(first, until)
            for (number,) in engine.rows(_without_words(first, until)):
                texts = search_texts(store.articles.get(number))
                engine.run(_D.insert(article=number, **texts))
            if until == last:
                scope, key = WORDS_TO_COME
                engine.run(_S.delete().where(_S.scope == scope, _S.key == key))
        first = until + 1
        # Who waits looks again every tenth of a second at the latest: as much time is free for
        # them as was taken, or they could wait for the end.
        time.sleep(time.monotonic() - begun)


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
