"""The spelling process: reads words, writes what is wrong with them, until its owner is gone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsroom.checks.engine import Engine, Unavailable, load
from newsroom.processes import answering, receive, send

JOINTS = ("-", "\u200c")
"""What joins words that are right together if each of them is."""
ENDINGS = frozenset(
    (
        *("ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان"),
        *("ام", "ای", "ات", "اش", "ایم", "اید", "اند", "مان", "تان", "شان"),
        *("تر", "ترین", "می", "نمی", "بی", "ی"),
    )
)
"""What Persian joins to a word by a half space and never writes alone."""


class Service:
    """Answers requests; a dictionary is loaded when its language is first met."""

    def __init__(self) -> None:
        self._engines: dict[str, Engine | Unavailable] = {}

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """``wrong`` words, or ``suggestions``, or ``off`` with why there are none."""
        engine = self._engine(request["language"], [Path(f) for f in request.get("folders", ())])
        if isinstance(engine, Unavailable):
            return {"off": str(engine.why)}
        if "suggest" in request:
            return {"suggestions": engine.suggest(request["suggest"])}
        return {"wrong": judge(engine, request["check"])}

    def _engine(self, language: str, folders: Sequence[Path]) -> Engine | Unavailable:
        if language not in self._engines:
            try:
                self._engines[language] = load(language, folders)
            except Unavailable as off:
                self._engines[language] = off
        return self._engines[language]


def judge(engine: Engine, words: Sequence[str]) -> dict[str, list[str]]:
    """The wrong words, each with those of its parts that are wrong (none for a whole word)."""
    wrong: dict[str, list[str]] = {}
    for word in words:
        if engine.right(word):
            continue
        joint = next((sign for sign in JOINTS if sign in word), None)
        if joint is None:
            wrong[word] = []
            continue
        parts = [part for part in word.split(joint) if not _part(engine, part)]
        if parts:
            wrong[word] = parts
    return wrong


def _part(engine: Engine, part: str) -> bool:
    return len(part) < 2 or part in ENDINGS or engine.right(part)


def main() -> None:
    """Serve until the owner closes its end."""
    with answering() as (asked, answers):
        service = Service()
        while (request := receive(asked)) is not None:
            send(answers, service.answer(request))
