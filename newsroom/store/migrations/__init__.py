"""Steps from one format of the store to the next, in their order.

A step is a function ``m0002_what_it_does(engine)`` in a module of its own; it runs once, inside
the transaction of all steps that a store needs. Format 1 is what ``schema.make_tables`` first made;
the tables in ``store.tables`` are always those of the newest format.
"""

from __future__ import annotations

from collections.abc import Callable

from newsroom.store.engine import Engine
from newsroom.store.migrations.m0002_publications import m0002_publications
from newsroom.store.migrations.m0003_review import m0003_review
from newsroom.store.migrations.m0004_outbox import m0004_outbox
from newsroom.store.migrations.m0005_after_publishing import m0005_after_publishing
from newsroom.store.migrations.m0006_read_marks import m0006_read_marks
from newsroom.store.migrations.m0007_house_style import m0007_house_style
from newsroom.store.migrations.m0008_named_changes import m0008_named_changes
from newsroom.store.migrations.m0009_board import m0009_board
from newsroom.store.migrations.m0010_origins import m0010_origins
from newsroom.store.migrations.m0011_pictures import m0011_pictures
from newsroom.store.migrations.m0012_wire import m0012_wire

Step = Callable[[Engine], None]

STEPS: tuple[Step, ...] = (
    m0002_publications,
    m0003_review,
    m0004_outbox,
    m0005_after_publishing,
    m0006_read_marks,
    m0007_house_style,
    m0008_named_changes,
    m0009_board,
    m0010_origins,
    m0011_pictures,
    m0012_wire,
)
"""Each step leads to the format of its place, counted from 2."""
