"""Settings that the whole newsroom shares, kept in its store."""

from __future__ import annotations

import json
from typing import Any

from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.history import History
from newsroom.store.prepared import Prepared, slot
from newsroom.store.tables import to_json

WORDS_TO_COME = ("importing", "words")
"""Where it stands which stories the word index lacks still (``store.latewords``)."""

WORDS_CHANGED = ("importing", "changed")
"""The same of stories whose words in the index are still those of before."""

PRIVATE = "importing-"
"""How the folder beside a store begins that holds stories which are not in it yet."""

_S = tables.Setting


class Settings:
    """Values by scope and key; whatever JSON can hold."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine = engine
        self._history = history
        self._one = Prepared(
            engine, _S.select(_S.value).where(_S.scope == slot("scope"), _S.key == slot("key"))
        )

    def get(self, scope: str, key: str, default: Any = None) -> Any:
        """The value, or ``default`` where none was set."""
        row = self._one.one(scope=scope, key=key)
        return default if row is None else json.loads(row[0])

    def put(self, scope: str, key: str, value: object) -> None:
        """Set the value."""
        with self._engine.joined():
            self._engine.run(
                _S.insert(scope=scope, key=key, value=to_json(value)).on_conflict(
                    conflict_target=[_S.scope, _S.key], preserve=[_S.value]
                )
            )
            self._history.note("settings", None, f"{scope}.{key}")
