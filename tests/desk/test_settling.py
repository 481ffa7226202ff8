"""Single verdicts whatever was saved meanwhile, and a story's past brought back; both engines."""

from __future__ import annotations

import pytest

from newsroom.desk.desk import Desk
from newsroom.desk.settling import ALL, Verdicts
from newsroom.news.errors import Outdated
from newsroom.news.suggestion import SetState, SuggestionSet
from newsroom.text.suggest import Key, Suggestions, changes, keys
from tests.desk.test_articles import make

BODY = "The ferry is late.\n\nThe port is closed.\n\nNobody came.\n"
PROPOSED = "The ferry was late.\n\nThe port is shut.\n\nNobody came. Nobody.\n"


def proposed(desk: Desk) -> SuggestionSet:
    """A set of three changes by Nadia, to be settled by Tomas."""
    number = make(desk, "a", body=BODY)
    found = desk.suggesting.open(number, 1, {"body": PROPOSED}, changes=3).value
    desk.sit("TK")
    return found


def open_keys(found: SuggestionSet) -> dict[str, Key]:
    """The keys of a set's changes by the words that they bring."""
    own = Suggestions.of(found.base, found.proposal)
    return {key[3].strip(): key for key in keys(changes(own))}


def test_one_is_accepted_one_rejected_and_one_left(shared: Desk) -> None:
    found = proposed(shared)
    key = open_keys(found)
    done = shared.settling.settle({found.id: Verdicts(accept=[key["was"]], reject=[key["shut"]])})
    (left,) = done.value
    stands = shared.articles.open(found.article)
    assert stands.body == BODY.replace("ferry is", "ferry was")
    assert left.base["body"] == stands.body
    assert left.proposal["body"] == stands.body.replace("came.", "came. Nobody.")
    assert (left.state, left.changes) == (SetState.OPEN, 1)
    log = shared.suggesting.settled(found.article)
    assert sorted((item.accepted, item.change["after"]) for item in log) == [
        (False, "shut"), (True, "was"),
    ]  # fmt: skip
    shared.undo.undo()
    assert shared.articles.open(found.article).body == BODY
    assert shared.suggesting.of(found.article)[0].changes == 3


def test_what_the_writer_saved_since_stays(shared: Desk) -> None:
    found = proposed(shared)
    key = open_keys(found)
    shared.articles.save(found.article, 1, {"body": BODY + "\nA new end.\n", "headline": "New"})
    shared.settling.settle({found.id: Verdicts(accept=[key["shut"]])})
    stands = shared.articles.open(found.article)
    assert stands.headline == "New"
    assert stands.body == BODY.replace("closed", "shut") + "\nA new end.\n"
    (left,) = shared.settling.settle({found.id: Verdicts(accept=ALL)}).value
    assert shared.articles.open(found.article).body == PROPOSED + "\nA new end.\n"
    assert left.state is SetState.SETTLED


def test_all_is_the_proposal_byte_for_byte_and_nothing_is_the_base(shared: Desk) -> None:
    found = proposed(shared)
    shared.settling.settle({found.id: Verdicts(reject=ALL)})
    assert shared.articles.open(found.article).body == BODY
    assert shared.articles.open(found.article).version == 1
    shared.sit("NB")
    again = shared.suggesting.open(found.article, 1, {"body": PROPOSED}).value
    shared.settling.settle({again.id: Verdicts(accept=ALL)})
    assert shared.articles.open(found.article).body == PROPOSED


def test_what_is_not_there_any_more_is_told(shared: Desk) -> None:
    found = proposed(shared)
    with pytest.raises(Outdated, match="changed or settled"):
        shared.settling.settle({found.id: Verdicts(accept=[("added", "body", "", "no", 0)])})


def test_a_proposal_moves_onto_a_newer_version(shared: Desk) -> None:
    number = make(shared, "a", body=BODY)
    found = shared.suggesting.open(number, 1, {"body": PROPOSED}).value
    newer = BODY.replace("Nobody came", "Few came")
    shared.articles.save(number, 1, {"body": newer})
    moved = shared.suggesting.update(
        found.id, 1, {"body": newer.replace("closed", "shut")}, base_version=2
    ).value
    assert (moved.base["body"], moved.base_version) == (newer, 2)
    shared.settling.settle({found.id: Verdicts(accept=ALL)})
    assert shared.articles.open(number).body == newer.replace("closed", "shut")


# The past.


def test_the_version_that_somebody_read_last_is_remembered(shared: Desk) -> None:
    number = make(shared, "a", body=BODY)
    assert shared.versions.last_read(number) is None
    for version in (1, 3):
        shared.versions.mark_read(number, version)
    read = shared.versions.last_read(number)
    assert read is not None
    assert (read.version, read.at) == (3, shared.clock())
    shared.sit("TK")
    assert shared.versions.last_read(number) is None, "everybody reads for themselves"


def test_one_paragraph_one_field_or_all_comes_back_and_later_work_stays(shared: Desk) -> None:
    number = make(shared, "a", body=BODY, headline="First", dek="Dek")
    second = BODY.replace("closed", "shut").replace("late", "early")
    shared.articles.save(number, 1, {"body": second, "headline": "Second"})
    shared.articles.save(number, 2, {"body": second.replace("Nobody", "Few"), "dek": "Other"})
    at = BODY.index("The port")
    assert shared.versions.brought_back(number, 1, place=at) == {
        "body": second.replace("Nobody", "Few").replace("shut", "closed")
    }
    made = shared.versions.restore(number, 1, place=at).value
    assert made.body == second.replace("Nobody", "Few").replace("shut", "closed")
    made = shared.versions.restore(number, 1, field="headline").value
    assert (made.headline, made.dek, made.version) == ("First", "Other", 5)
    assert shared.versions.of(number)[0].note == "Brought back from version 1"
    made = shared.versions.restore(number, 1).value
    assert (made.headline, made.dek, made.body, made.slug) == ("First", "Dek", BODY, "a")
    assert shared.versions.restore(number, 1).value.version == made.version, "nothing differs"
    assert shared.versions.words(number, [1, 3]) == {1: 10, 3: 10}
