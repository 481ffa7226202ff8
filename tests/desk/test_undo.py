from __future__ import annotations

import pytest

from newsroom.desk.desk import Desk
from newsroom.news.errors import Refused
from newsroom.news.workflow import PubState, Stage
from tests.desk.test_articles import make


def test_a_step_is_taken_back_and_done_again(desk: Desk) -> None:
    a, b = make(desk, "a", stage=Stage.COPY), make(desk, "b", stage=Stage.DESK)
    step = desk.articles.spike([a, b])
    last = desk.undo.last()
    assert last is not None
    assert (last.step, last.label) == (step.step, "Spiked 2 stories")
    changes = desk.undo.undo()
    assert changes.articles == {a, b}
    assert changes.listing
    assert desk.articles.open(a).stage is Stage.COPY
    assert desk.articles.open(b).stage is Stage.DESK
    assert desk.articles.open(b).stage_before == ""
    assert desk.undo.last() is None
    desk.undo.redo()
    assert desk.articles.open(a).stage is Stage.SPIKED
    assert desk.articles.open(a).stage_before == "copy"
    desk.undo.undo(step.step)
    assert desk.articles.open(a).stage is Stage.COPY


def test_every_kind_of_value_comes_back(desk: Desk) -> None:
    number = make(desk, "a", tags=("x", "y"))
    desk.articles.set_fields([number], {"tags": ("z",), "due_at": desk.clock(), "priority": 1})
    desk.publish.publish([number])
    desk.undo.undo()
    story = desk.articles.open(number)
    assert (story.pubstate, story.published_at) == (PubState.NONE, None)
    desk.undo.undo()
    story = desk.articles.open(number)
    assert (story.tags, story.due_at, story.priority) == (("x", "y"), None, 5)
    desk.undo.redo()
    desk.undo.redo()
    story = desk.articles.open(number)
    assert (story.tags, story.pubstate) == (("z",), PubState.PUBLISHED)
    assert story.published_at == desk.clock()


def test_a_save_since_then_is_not_undone(desk: Desk) -> None:
    a, b = make(desk, "a"), make(desk, "b")
    step = desk.articles.move([a, b], Stage.COPY)
    desk.articles.save(a, desk.articles.open(a).version, {"body": "Newer."})
    with pytest.raises(Refused, match=r"“a” .*since"):
        desk.undo.undo(step.step)
    assert desk.articles.open(a).stage is Stage.COPY
    assert desk.articles.open(b).stage is Stage.COPY, "all of it or nothing"


def test_a_new_act_ends_what_could_be_redone(desk: Desk) -> None:
    number = make(desk, "a")
    desk.articles.move([number], Stage.COPY)
    desk.undo.undo()
    desk.articles.move([number], Stage.DESK)
    with pytest.raises(Refused):
        desk.undo.redo()


def test_nothing_to_take_back_is_said(desk: Desk) -> None:
    assert desk.undo.last() is None
    with pytest.raises(Refused, match="nothing to take back"):
        desk.undo.undo()
    with pytest.raises(Refused):
        desk.undo.redo()
    number = make(desk, "a")
    step = desk.articles.move([number], Stage.COPY).step
    desk.undo.undo(step)
    with pytest.raises(Refused, match="taken back already"):
        desk.undo.undo(step)


def test_steps_are_ones_own(desk: Desk) -> None:
    number = make(desk, "a")
    desk.articles.move([number], Stage.COPY)
    desk.sit("TK")
    assert desk.undo.last() is None
    desk.sit(None)
    assert desk.undo.last() is None
    desk.articles.move([number], Stage.DESK)
    assert desk.undo.last() is not None
