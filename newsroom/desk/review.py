"""Moving stories through the house: stages, sending on and back, flags, embargoes, the board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from newsroom.desk.gates import Gates
from newsroom.desk.holding import hold_fields
from newsroom.desk.seat import Seat
from newsroom.desk.setting import set_fields
from newsroom.desk.steps import Beside, Part, rows_of, take_step
from newsroom.desk.workflows import Workflows
from newsroom.i18n import _, ngettext
from newsroom.news.article import Page, Row
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.errors import BadInput, Refused
from newsroom.news.gate import Gate
from newsroom.news.inbox import Notice, NoticeKind
from newsroom.news.rights import Right
from newsroom.news.workflow import (
    INDEFINITE,
    Column,
    MoveKind,
    Movement,
    Stage,
    Workflow,
    stage_label,
)
from newsroom.store.marked import written
from newsroom.store.tables import micros

if TYPE_CHECKING:
    from newsroom.news.staff import Person


class Keep:
    """Says of an argument: leave it as it stands (None means nobody, or no moment)."""


KEEP: Final = Keep()
MOST_NOTE = 4000  # characters of a note or reason; longer talk belongs into comments


class Review:
    """The way of stories from a first draft to ready."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._workflows = Workflows(seat)
        self._gates = Gates(seat)

    # Stages.

    def workflow(self, desk: str = "") -> Workflow:
        """The stages and moves of a desk; "" is the newsroom's own."""
        return self._workflows.of(desk)

    def workflows(self) -> tuple[Workflow, ...]:
        """The newsroom's own, then those of the desks that have one."""
        return self._workflows.all()

    def set_workflow(self, workflow: Workflow) -> Changes:
        """Keep the stages and moves of a desk. Raises BadInput, Refused."""
        return self._workflows.put(workflow)

    def reset_workflow(self, desk: str) -> Changes:
        """Have the desk follow the newsroom's own again. Raises Refused."""
        return self._workflows.remove(desk)

    def ways(self, ids: Iterable[int]) -> tuple[tuple[Stage, str], ...]:
        """The stages that I may send all of these stories to, each with its name on the desk."""
        rows = rows_of(self._seat, ids)
        found: list[tuple[Stage, str]] | None = None
        for desk, before in dict.fromkeys((row.desk, Stage(row.stage)) for row in rows):
            flow = self._workflows.of(desk)
            here = [
                (info.stage, info.label)
                for info in flow.ways(before)
                if (right := flow.right(before, info.stage)) and self._seat.may(right)
            ]
            stages = {stage for stage, _label in here}
            found = here if found is None else [way for way in found if way[0] in stages]
        return tuple(found or ())

    def board(self, person: int | None = None) -> tuple[Column, ...]:
        """Every stage but the spike with its open stories, their words and the late ones; behind
        Ready what waits for its time and what went out today. With ``person`` theirs alone."""
        from newsroom.desk.boarding import columns

        return columns(self._seat, self._workflows.of(""), person)

    def on_board(
        self,
        key: str,
        *,
        person: int | None = None,
        after: tuple[object, ...] | None = None,
        limit: int = 40,
    ) -> Page:
        """Stories of a column of the board, those due first first; ``after`` is the ``next`` of
        the page before. Raises ValueError for a column that there is not."""
        from newsroom.desk.boarding import page

        return page(self._seat, key, person=person, after=after, limit=limit)

    def history(self, number: int, limit: int = 200) -> tuple[Movement, ...]:
        """The story's way through the house, the last step first."""
        return self._seat.store.movements.of(number, limit)

    # Sending.

    def send(
        self,
        ids: Iterable[int],
        stage: Stage | str,
        *,
        person: int | Keep | None = KEEP,
        due_at: datetime | Keep | None = KEEP,
        note: str = "",
        override: str = "",
        label: str = "",
    ) -> Changes:
        """Send stories to a stage, hand them to somebody, with a deadline and a note: one step.

        ``override`` is the reason to go through a gate that is shut. Raises GateClosed with what
        is in the way, Refused where there is no such way or I may not, NotFound, BadInput.
        """
        to = Stage(stage)
        rows = rows_of(self._seat, ids)
        kind = MoveKind.SPIKE if to is Stage.SPIKED else MoveKind.SEND
        if not label:
            words = ngettext("Sent {n} story to {stage}", "Sent {n} stories to {stage}", len(rows))
            label = words.format(n=len(rows), stage=_(self.workflow().label(to)))
        return self._move(
            [(row, to) for row in rows],
            [kind] * len(rows),
            person=[person] * len(rows),
            due_at=due_at,
            note=note,
            override=override,
            label=label,
        )

    def send_back(
        self, ids: Iterable[int], reason: str, *, person: int | Keep | None = KEEP
    ) -> Changes:
        """Send stories back to where they came from, to who sent them, with the reason.

        One that nobody sent goes back to Draft. Where nobody who works here sent it, it goes to
        who began it, else stays with who has it; never to a collective. Raises BadInput without
        a reason, and Refused as ``send`` does.
        """
        if not reason.strip():
            raise BadInput(_("Say why it goes back; the writer will read it."))
        rows, here = rows_of(self._seat, ids), self._here()
        moves: list[tuple[Row, Stage]] = []
        people: list[int | Keep | None] = []
        for row in rows:
            back, author = self._way_back(row, here)
            moves.append((row, back))
            people.append(author if isinstance(person, Keep) else person)
        words = ngettext("Sent {n} story back", "Sent {n} stories back", len(rows))
        label = words.format(n=len(rows))
        if len(rows) == 1:
            label = self._said_back(rows[0], moves[0][1], people[0])
        return self._move(
            moves, [MoveKind.BACK] * len(rows), person=people, note=reason, label=label
        )

    def _said_back(self, row: Row, stage: Stage, person: int | Keep | None) -> str:
        """Which one goes back, where to and to whom: who undoes it later wants to know."""
        where = _(self.workflow().label(stage))
        if isinstance(person, Keep) or person is None:
            return _("Sent “{slug}” back to {stage}").format(slug=row.slug, stage=where)
        name = self._seat.store.staff.get(person).name
        said = _("Sent “{slug}” back to {name}, in {stage}")
        return said.format(slug=row.slug, name=name, stage=where)

    def way_back(self, number: int) -> tuple[Stage, int | None]:
        """Where ``send_back`` would send the story, and to whom. Raises NotFound."""
        (row,) = rows_of(self._seat, (number,))
        return self._way_back(row, self._here())

    def _here(self) -> frozenset[int]:
        """Who can be handed work: a collective reads no inbox, and who is gone takes none."""
        return frozenset(p.id for p in self._seat.store.staff.all() if not p.collective)

    def _way_back(self, row: Row, here: frozenset[int]) -> tuple[Stage, int | None]:
        came = self._seat.store.movements.arrival(row.id, row.stage)
        back = Stage(came.before) if came else Stage.DRAFT
        if back is Stage.SPIKED:
            back = Stage.DRAFT
        store = self._seat.store
        asked = (came.who if came else None, store.movements.author(row.id), row.assignee)
        return back, next((one for one in asked if one in here), None)

    def assign(self, ids: Iterable[int], person: int | None, *, note: str = "") -> Changes:
        """Hand stories to somebody where they are, or to nobody."""
        rows = [row for row in rows_of(self._seat, ids) if row.assignee != person]
        if person is None:
            label = ngettext("Took {n} story off", "Took {n} stories off", len(rows))
            label = label.format(n=len(rows))
        else:
            name = self._seat.store.staff.get(person).name
            label = ngettext(
                "Assigned {n} story to {name}", "Assigned {n} stories to {name}", len(rows)
            ).format(n=len(rows), name=name)
        return self._move(
            [(row, Stage(row.stage)) for row in rows],
            [MoveKind.ASSIGN] * len(rows),
            person=[person] * len(rows),
            note=note,
            label=label,
        )

    def spike(self, ids: Iterable[int]) -> Changes:
        """Drop stories from the work; each remembers where it stood."""
        rows = [row for row in rows_of(self._seat, ids) if row.stage != Stage.SPIKED]
        label = ngettext("Spiked {n} story", "Spiked {n} stories", len(rows))
        return self._move(
            [(row, Stage.SPIKED) for row in rows],
            [MoveKind.SPIKE] * len(rows),
            label=label.format(n=len(rows)),
        )

    def restore(self, ids: Iterable[int]) -> Changes:
        """Bring spiked stories back to where they stood before (to Draft if that is not known)."""
        rows = [row for row in rows_of(self._seat, ids) if row.stage == Stage.SPIKED]
        moves = []
        for row in rows:
            before = self._seat.store.articles.get(row.id).stage_before
            known = before in set(Stage) and before != Stage.SPIKED
            moves.append((row, Stage(before) if known else Stage.DRAFT))
        label = ngettext("Restored {n} story", "Restored {n} stories", len(rows))
        return self._move(moves, [MoveKind.RESTORE] * len(rows), label=label.format(n=len(rows)))

    def saved_stage(self, row: Row, to: Stage) -> Mapping[str, object]:
        """What else a save must write that moves the story to a stage, and its entry in the
        history; inside the transaction of the save.

        Raises Refused where there is no such way, GateClosed.
        """
        before = Stage(row.stage)
        if before is to:
            return {}
        self._hold_ways([(row, to)])
        self._through([(row, to)], "")
        kind = MoveKind.SPIKE if to is Stage.SPIKED else MoveKind.SEND
        self._write([(row, to)], [kind], [KEEP], KEEP, "", Beside())
        return _stage_memory(before, to)

    def saved_person(self, row: Row, person: object) -> None:
        """Write down that a save hands the story to somebody, and tell them; inside the
        transaction of the save. Raises Refused."""
        if row.assignee == person:
            return
        self._seat.hold(Right.SEND)
        whom = person if isinstance(person, int) else None
        self._hold_people([whom])
        stands = Stage(row.stage)
        self._write([(row, stands)], [MoveKind.ASSIGN], [whom], KEEP, "", Beside())

    def _move(
        self,
        moves: Sequence[tuple[Row, Stage]],
        kinds: Sequence[MoveKind],
        *,
        label: str,
        person: Sequence[int | Keep | None] = (),
        due_at: datetime | Keep | None = KEEP,
        note: str = "",
        override: str = "",
    ) -> Changes:
        """Carry moves out as one step: ways, gates, fields, history and inboxes."""
        if len(note) > MOST_NOTE:
            raise BadInput(
                _("The note has {n} characters; at most {most} fit. Shorten it.").format(
                    n=f"{len(note):,}", most=f"{MOST_NOTE:,}"
                )
            )
        people = list(person) or [KEEP] * len(moves)
        groups: dict[tuple[object, ...], tuple[dict[str, object], list[int]]] = {}
        left: list[int] = []
        for place, ((row, to), whom) in enumerate(zip(moves, people, strict=True)):
            fields: dict[str, object] = {}
            if row.stage != to:
                fields.update(stage=to, **_stage_memory(Stage(row.stage), to))
            if not isinstance(whom, Keep) and row.assignee != whom:
                fields["assignee"] = whom
            if not isinstance(due_at, Keep):
                fields["due_at"] = due_at
            if fields:
                left.append(place)
                groups.setdefault(tuple(sorted(fields.items())), (fields, []))[1].append(row.id)
        if not left:
            return NOTHING
        self._seat.hold(Right.SEND)
        moves = [moves[place] for place in left]
        kinds = [kinds[place] for place in left]
        people = [people[place] for place in left]
        self._hold_people(people)
        self._hold_ways(moves)

        def beside() -> Beside:
            found = self._through(moves, override)
            self._write(moves, kinds, people, due_at, note, found)
            return found

        acts = {
            MoveKind.SPIKE: "spike",
            MoveKind.RESTORE: "restore",
            MoveKind.ASSIGN: "assign",
        }
        return take_step(
            self._seat,
            label,
            [Part(tuple(ids), fields) for fields, ids in groups.values()],
            kind=acts.get(kinds[0], "send"),
            beside=beside,
        )

    def _hold_people(self, people: Sequence[int | Keep | None]) -> None:
        """Nobody is handed work who is gone. Raises NotFound, Refused."""
        for number in {p for p in people if isinstance(p, int)}:
            person: Person = self._seat.store.staff.get(number)
            if not person.active:
                raise Refused(
                    _("{name} does not work here any more; choose somebody else.").format(
                        name=person.name
                    )
                )

    def _hold_ways(self, moves: Sequence[tuple[Row, Stage]]) -> None:
        """Refuse a move that the desk's stages do not have, or that I have no right to."""
        for row, to in moves:
            before = Stage(row.stage)
            if before is to:
                continue
            flow = self._workflows.of(row.desk)
            right = flow.right(before, to)
            if right is None:
                ways = ", ".join(_(info.label) for info in flow.ways(before))
                raise Refused(
                    _(
                        "“{slug}” can't go from {before} to {after}; from there it goes to {ways}."
                    ).format(
                        slug=row.slug,
                        before=_(flow.label(before)),
                        after=_(flow.label(to)),
                        ways=ways or _(stage_label(Stage.SPIKED)),
                    )
                )
            self._seat.hold(right)

    def _through(self, moves: Sequence[tuple[Row, Stage]], override: str) -> Beside:
        """Take the stories through the gates of their new stages. Raises GateClosed."""
        beside = Beside()
        by_stage: dict[Stage, list[Row]] = {}
        for row, to in moves:
            if row.stage != to:
                by_stage.setdefault(to, []).append(row)
        for stage, rows in by_stage.items():
            passed = self._gates.through(rows, stage, override)
            beside.rows += passed.rows
            beside.review |= passed.review
        return beside

    def _write(
        self,
        moves: Sequence[tuple[Row, Stage]],
        kinds: Sequence[MoveKind],
        people: Sequence[int | Keep | None],
        due_at: datetime | Keep | None,
        note: str,
        beside: Beside,
    ) -> None:
        """The history of the moves, and word to those whom stories were handed to."""
        store, now, me = self._seat.store, self._seat.clock(), self._seat.author
        movements: list[int] = []
        notices: list[Notice] = []
        for (row, to), kind, whom in zip(moves, kinds, people, strict=True):
            handed = None if isinstance(whom, Keep) else whom
            number = store.movements.add(
                Movement(
                    article=row.id,
                    at=now,
                    who=me,
                    kind=kind,
                    before=row.stage,
                    after=str(to),
                    person=handed,
                    due_at=None if isinstance(due_at, Keep) else due_at,
                    note=note,
                )
            )
            movements.append(number)
            told = row.assignee if isinstance(whom, Keep) and kind is MoveKind.SEND else handed
            if told is not None and told != me:
                notices.append(
                    Notice(
                        person=told,
                        at=now,
                        kind=NoticeKind.SENT,
                        article=row.id,
                        subject=number,
                        who=me,
                        words=note,
                    )
                )
        beside.rows.append(written("movement", movements))
        if notices:
            beside.rows.append(written("notice", store.notices.add(notices)))
            beside.inbox.update(notice.person for notice in notices)

    # Flags and embargoes.

    def flag(self, ids: Iterable[int], **flags: object) -> Changes:
        """Set ``legal`` or ``pictures`` (``Need``), ``sensitive`` or ``not_for_publication``.

        One step. What was required is cleared by who may approve. Raises Refused, BadInput.
        """
        wrong = flags.keys() - {"legal", "pictures", "sensitive", "not_for_publication"}
        if wrong:
            raise ValueError(f"no such flag: {min(wrong)}")
        return set_fields(self._seat, ids, flags)

    def embargo(self, ids: Iterable[int], until: datetime | None, *, reason: str = "") -> Changes:
        """Keep stories from the readers until a moment, until further notice (``INDEFINITE``), or,
        with None, no longer. One step.

        An embargo that holds is shortened or lifted by who may publish, and with a reason that is
        kept with the sign-offs. Raises BadInput, Refused.
        """
        if until is not None and until.tzinfo is None:
            raise TypeError("an embargo needs a time zone")
        self._seat.hold(Right.EDIT)
        rows = [row for row in rows_of(self._seat, ids) if row.embargo_until != micros(until)]
        broken = []
        for row in rows:
            if hold_fields(self._seat, row, {"embargo_until": until}):
                broken.append(row)
        if broken and not reason.strip():
            raise BadInput(
                _("The embargo of “{slug}” holds still; say why it is broken.").format(
                    slug=broken[0].slug
                )
            )
        n = len(rows)
        if until is None:
            label = ngettext("Lifted the embargo of {n} story", "Lifted {n} embargoes", n)
        elif until >= INDEFINITE:
            label = ngettext(
                "Put {n} story under embargo until further notice",
                "Put {n} stories under embargo until further notice",
                n,
            )
        else:
            label = ngettext("Put {n} story under embargo", "Put {n} stories under embargo", n)

        def beside() -> Beside:
            return self._embargo_broken(broken, reason)

        return take_step(
            self._seat,
            label.format(n=n),
            [Part(tuple(row.id for row in rows), {"embargo_until": until})],
            kind="embargo",
            beside=beside,
        )

    def _embargo_broken(self, rows: Sequence[Row], reason: str) -> Beside:
        """Who broke an embargo, and why, stands with the sign-offs."""
        return self._gates.answered(rows, Gate.EMBARGO, reason) if rows else Beside()


def _stage_memory(before: Stage, to: Stage) -> dict[str, object]:
    """What a story must remember when it goes onto the spike or comes off it."""
    if before is to:
        return {}
    if to is Stage.SPIKED:
        return {"stage_before": str(before)}
    return {"stage_before": ""} if before is Stage.SPIKED else {}
