"""Named tuples that are made quickly are those of the standard library, and say the same."""

from __future__ import annotations

import subprocess
import sys
import typing
from typing import Any, NamedTuple, get_type_hints

import pytest

from newsroom.kept import tuples

pytestmark = pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="another Python")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing, "_make_nmtuple", vars(typing)["_make_nmtuple"])
    assert tuples.use()


@pytest.mark.usefixtures("quick")
def test_it_is_what_it_would_have_been() -> None:
    class Take(NamedTuple):
        """A part of a story."""

        slug: str
        words: int = 3

        def long(self) -> bool:
            return self.words > 2

    made: Any = Take
    assert Take("ferry") == ("ferry", 3)
    assert Take("ferry")._replace(words=1) == Take("ferry", 1)
    assert not Take("ferry", 1).long()
    assert made.__annotations__ == {"slug": "str", "words": "int"} == made.__new__.__annotations__
    assert get_type_hints(Take) == {"slug": str, "words": int}
    assert made._fields == ("slug", "words")
    assert made._field_defaults == {"words": 3}
    assert made.__module__ == __name__
    assert made.__doc__ == "A part of a story."


@pytest.mark.usefixtures("quick")
def test_types_that_are_no_words_are_left_to_the_library() -> None:
    made: Any = NamedTuple("made", [("slug", str), ("words", int)])
    assert made.__annotations__ == {"slug": str, "words": int}


def test_another_python_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = vars(typing)["_make_nmtuple"]
    monkeypatch.setattr(sys, "version_info", (3, 12, 0))
    assert not tuples.use()
    assert vars(typing)["_make_nmtuple"] is before


DATES = """
import pickle, sys
from newsroom import app
app.own_dates()
before = set(sys.modules)
import datetime
from datetime import UTC, date, datetime as moment, time, timedelta, timezone, tzinfo
assert moment.__module__ == "datetime"
now = moment(2026, 3, 5, 11, 0, tzinfo=UTC)
assert pickle.loads(pickle.dumps(now)) == now
assert moment.strptime("2026-03-05", "%Y-%m-%d").date() == date(2026, 3, 5)
import zoneinfo, sqlite3, json, email.utils
assert datetime.MINYEAR == 1 and not hasattr(datetime, "_cmp"), "run in Python too"
print("same")
"""


def test_dates_are_the_same_without_their_python() -> None:
    told = subprocess.run([sys.executable, "-S", "-c", DATES], capture_output=True, text=True)
    assert told.stdout == "same\n", told.stderr
