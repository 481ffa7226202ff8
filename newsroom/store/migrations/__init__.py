"""Steps from one format of the store to the next, in their order.

A step is a function ``m0002_what_it_does(engine)`` in a module of its own; it runs once, inside
the transaction of all steps that a store needs. Its module is loaded when the step is taken: a
store that is up to date needs none of them. Format 1 is what ``schema.make_tables`` first made; the
tables in ``store.tables`` are always those of the newest format.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from newsroom.store.engine import Engine

Step = Callable[[Engine], None]


def _step(name: str) -> Step:
    def take(engine: Engine) -> None:
        step: Step = getattr(import_module(f"{__name__}.{name}"), name)
        step(engine)

    take.__name__ = name
    return take


STEPS: tuple[Step, ...] = tuple(
    _step(name)
    for name in (
        "m0002_publications",
        "m0003_review",
        "m0004_outbox",
        "m0005_after_publishing",
        "m0006_read_marks",
        "m0007_house_style",
        "m0008_named_changes",
        "m0009_board",
        "m0010_origins",
        "m0011_pictures",
        "m0012_wire",
        "m0013_edited_pictures",
        "m0014_open_stages",
    )
)
"""Each step leads to the format of its place, counted from 2."""
