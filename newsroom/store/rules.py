"""The rules that this newsroom made or changed, and the findings that it lets stand."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from newsroom.news.errors import Refused
from newsroom.news.rule import Allowance, Part, RuleKind, Scope, Severity, StyleRule
from newsroom.store.columns import micros, to_json
from newsroom.store.engine import Engine
from newsroom.store.history import History, _at
from newsroom.store.prepared import Prepared, slot
from newsroom.store.rules_tables import StyleAllowance as A
from newsroom.store.rules_tables import StyleRule as R
from newsroom.store.shapes import from_json
from newsroom.store.state import hold_storable

_APART = ("key", "version", "live", "owner")
_NAMES = (
    "id", "rule", "words", "scope", "article", "before", "after", "reason", "who", "at",
)  # fmt: skip


class HouseRules:
    """Rules and allowances of a store."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine = engine
        self._history = history
        self._rules = Prepared(
            engine,
            R.select(R.key, R.version, R.live, R.owner, R.fields).order_by(R.key),
        )
        self._allowed = Prepared(
            engine, A.select(*(getattr(A, name) for name in _NAMES)).order_by(A.id)
        )
        self._allowed_in = Prepared(
            engine,
            A.select(*(getattr(A, name) for name in _NAMES))
            .where((A.article == slot("article")) | (A.article == slot("house")))
            .order_by(A.id),
        )

    def all(self) -> tuple[StyleRule, ...]:
        """The rules that are kept here, by key."""
        return tuple(_rule(row) for row in self._rules.all())

    def put(self, rule: StyleRule, *, at: Any, who: int | None) -> StyleRule:
        """Keep a rule, ``rule.version`` being the one that it was read at (0: not kept here yet).

        Raises Refused where somebody kept another one meanwhile.
        """
        fields = {name: value for name, value in asdict(rule).items() if name not in _APART}
        hold_storable({"key": rule.key, "fields": to_json(fields)})
        row = {
            "version": rule.version + 1,
            "live": int(rule.live),
            "owner": rule.owner,
            "fields": to_json(fields),
            "updated_at": micros(at),
            "updated_by": who,
        }
        with self._engine.joined():
            kept = next((old for old in self.all() if old.key == rule.key), None)
            if (kept.version if kept else 0) != rule.version:
                raise Refused(
                    f"The rule “{rule.key}” was changed by somebody else meanwhile. "
                    "Open it again and make your change there."
                )
            if kept is None:
                self._engine.run(R.insert(key=rule.key, **row))
            else:
                self._engine.run(R.update(**row).where(R.key == rule.key))
            self._history.note("rules", None, f"put {rule.key}", actor=who)
        return next(new for new in self.all() if new.key == rule.key)

    def remove(self, key: str, *, who: int | None) -> None:
        """Keep that rule no longer; where we ship one of that key, ours holds again."""
        with self._engine.joined():
            self._engine.run(R.delete().where(R.key == key))
            self._history.note("rules", None, f"remove {key}", actor=who)

    def allowances(self, article: int | None = None) -> tuple[Allowance, ...]:
        """What people let stand: everywhere, or in one story and in all of them."""
        if article is None:
            rows = self._allowed.all()
        else:
            rows = self._allowed_in.all(article=article, house=0)
        return tuple(_allowance(row) for row in rows)

    def allow(self, made: Allowance) -> int:
        """Keep an allowance; gives its number."""
        data = {name: getattr(made, name) for name in _NAMES if name not in ("id", "at")}
        hold_storable({name: value for name, value in data.items() if isinstance(value, str)})
        with self._engine.joined():
            number = self._engine.insert(
                A.insert(**data | {"scope": str(made.scope), "at": micros(made.at)}), A.id
            )
            self._history.note("rules", made.article or None, "allow", actor=made.who)
        return int(number)

    def disallow(self, number: int, *, who: int | None) -> None:
        """Let it stand no longer."""
        with self._engine.joined():
            self._engine.run(A.delete().where(A.id == number))
            self._history.note("rules", None, "disallow", actor=who)


def _rule(row: Any) -> StyleRule:
    key, version, live, owner, fields = row
    data: dict[str, Any] = dict(from_json(fields) if isinstance(fields, str) else fields)
    data |= {
        "kind": RuleKind(data["kind"]),
        "severity": Severity(data["severity"]),
        "part": Part(data["part"]),
        "must": tuple(data["must"]),
        "must_not": tuple(data["must_not"]),
    }
    return StyleRule(key=key, version=version, live=bool(live), owner=owner, **data)


def _allowance(row: Any) -> Allowance:
    data = dict(zip(_NAMES, row, strict=True))
    return Allowance(**data | {"scope": Scope(data["scope"]), "at": _at(data["at"])})
