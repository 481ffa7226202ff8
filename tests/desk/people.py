"""A newsroom with rights: one of each role, and somebody who looks after the staff."""

from __future__ import annotations

from newsroom.desk.desk import Desk
from newsroom.news.staff import Person, Role

NAMES = {
    "Rea Reader": Role.READER,
    "Vera Viewer": Role.REVIEWER,
    "Wim Writer": Role.WRITER,
    "Edda Editor": Role.EDITOR,
    "Cora Chief": Role.COPY_CHIEF,
    "Paul Publisher": Role.PUBLISHER,
    "Ada Admin": Role.ADMIN,
}


def staffed(desk: Desk) -> dict[Role, Person]:
    """One of each role; the administrator sits at the desk."""
    made = {
        role: desk.staff.add(
            Person(name=name, role=role, initials="".join(w[0] for w in name.split()) + "1")
        ).value
        for name, role in NAMES.items()
    }
    desk.sit("Ada Admin")
    return made
