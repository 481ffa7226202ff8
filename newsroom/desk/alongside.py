"""What came along with stories that are taken back: sections, desks, people. They go with them
where nothing else uses them, and come back with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from newsroom.desk.seat import Seat
from newsroom.i18n import ngettext
from newsroom.news.lists import Term
from newsroom.news.rights import Right
from newsroom.news.spans import Spans


def take_along(seat: Seat, payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Take away what the stories of an act brought; gives what went, in words.

    A section or desk that was renamed since, that another story, template, filter or setting
    names, or that I may not take off its list, stays. Raises Refused where I may not change the
    staff.
    """
    stories = Spans(payload.get("made", ()))
    return (*_terms(seat, payload, stories), *_people(seat, payload, stories))


def bring_along(seat: Seat, payload: Mapping[str, Any]) -> None:
    """Put back what ``take_along`` took. Raises Refused where I may not change the staff."""
    from newsroom.desk.staff import Staff

    for name, term in _added(payload):
        if all(known.key != term.key for known in seat.store.lists.terms(name)):
            seat.store.lists.put(name, term)
    staff = Staff(seat)
    for number in _joined(payload):
        entry = staff.get(number)
        if not entry.active:
            staff.save(number, entry.version, {"active": True})


def _terms(seat: Seat, payload: Mapping[str, Any], stories: Spans) -> Iterable[str]:
    gone: dict[str, list[str]] = {}
    lists, needed = seat.store.lists, seat.store.needed
    for name, term in _added(payload):
        same = any((one.key, one.name) == (term.key, term.name) for one in lists.terms(name))
        if same and seat.may(Right.MANAGE_RULES) and not needed.term(name, term.key, stories):
            lists.remove(name, term.key)
            gone.setdefault(name, []).append(term.name)
    for name, names in gone.items():
        said = (
            ngettext("the section {names}", "the sections {names}", len(names))
            if name == "sections"
            else ngettext("the desk {names}", "the desks {names}", len(names))
        )
        yield said.format(names=", ".join(names))


def _people(seat: Seat, payload: Mapping[str, Any], stories: Spans) -> Iterable[str]:
    from newsroom.desk.staff import Staff

    staff = Staff(seat)
    gone = []
    for number in _joined(payload):
        entry = staff.get(number)
        if entry.active and not seat.store.needed.person(number, stories):
            staff.leave(number)
            gone.append(entry.name)
    if gone:
        said = ngettext("{names} of the staff", "{names} of the staff", len(gone))
        yield said.format(names=", ".join(gone))


def _added(payload: Mapping[str, Any]) -> Iterable[tuple[str, Term]]:
    for name, key, words, position in payload.get("terms", ()):
        yield name, Term(key=key, name=words, position=position)


def _joined(payload: Mapping[str, Any]) -> Iterable[int]:
    for kept in payload.get("rows", ()):
        if kept["table"] == "staff":
            yield from kept["ids"]
