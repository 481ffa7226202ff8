"""The sample newsroom: built from resources/sample, with its times counted from now.

The format of those files is described in resources/sample/README.md.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from newsroom.assets import asset
from newsroom.desk.lists import Lists
from newsroom.desk.reception import Reception
from newsroom.desk.seat import WHO, Seat
from newsroom.desk.site import write_site
from newsroom.desk.staff import Staff
from newsroom.i18n import _
from newsroom.intake.arrival import Setting
from newsroom.intake.markdown import MarkdownFile
from newsroom.intake.matter import Plain, read_value
from newsroom.intake.moments import moment
from newsroom.intake.picture import check
from newsroom.news.article import Article, Filter
from newsroom.news.clock import Clock
from newsroom.news.correction import Correction, CorrectionKind
from newsroom.news.errors import BadInput
from newsroom.news.lists import LIST_NAMES, Template, Term
from newsroom.news.media import RightsKind, Shelf
from newsroom.news.staff import PERSON_FIELDS, Person, Role
from newsroom.news.workflow import PubState, Stage
from newsroom.store.connect import open_store
from newsroom.text.slug import slugify

_OURS = frozenset(
    {"assignee", "correction", "created_at", "created_by", "pinned", "pubstate", "revisions"}
    | {"updated_at", "updated_by"}
)
"""Front matter that only the sample's stories have: what the desk keeps itself elsewhere."""

_NOT_BEGUN = (Stage.PITCH, Stage.ASSIGNED, Stage.SPIKED)
"""Stages of stories that nobody has written on since they were made."""

_REVISION = frozenset({"at", "by", "kind", "note"})


@dataclass(slots=True)
class _MovingClock:
    """A clock that is put forward by hand, so that the past can be acted out."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


_MOST_PICTURES = 1000  # far more than a sample has, of stories too


@dataclass(frozen=True, slots=True, kw_only=True)
class _Save:
    """One save in a story's history."""

    at: datetime
    by: int | None
    kind: str
    fields: Mapping[str, object]
    note: str = ""
    told: Mapping[str, Plain] = field(default_factory=dict)  # of a correction


def make_sample(path: Path | str, *, clock: Clock, source: Path | None = None) -> None:
    """Build the sample newsroom as a new store at ``path``.

    ``source`` is the folder with its staff, lists, stories and pictures (ours by default). Raises
    BadInput naming the file where one of them is not as the README says, and the store's errors.
    """
    folder = source or asset("sample")
    now = clock().astimezone(UTC)
    moving = _MovingClock(now - timedelta(days=365))
    store = open_store(path, create=True, clock=moving)
    try:
        if store.staff.all(include_left=True):
            raise BadInput(
                _("{path} is in use already; the sample needs a place of its own.").format(
                    path=path
                )
            )
        _Builder(Seat(store, moving), folder, now, moving).build()
    finally:
        store.close()


class _Builder:
    """The making of one sample."""

    def __init__(self, seat: Seat, folder: Path, now: datetime, clock: _MovingClock) -> None:
        self.seat = seat
        self.folder = folder
        self.now = now
        self.clock = clock
        self.staff = Staff(seat)
        self.lists = Lists(seat)
        self.reception = Reception(seat)

    def build(self) -> None:
        store = self.seat.store
        with store.transaction():
            self._lists()
            self._staff()
            self._templates()
            self._me()
            stories = sorted((self.folder / "stories").glob("*.md"))
            histories = [(path, self._history(path)) for path in stories]
            # In the order of their making, so that ids and the list's orders look natural.
            histories.sort(key=lambda item: item[1][0].at)
            for _path, history in histories:
                self._act(history)
            self._pictures()

    def _pictures(self) -> None:
        """Every picture of the sample was drawn for it; whose it is, its story says."""
        store = self.seat.store
        everything = store.pictures.page(
            Shelf.ALL, "", today=self.now.date(), me=None, limit=_MOST_PICTURES
        )
        leads = {
            story.picture.sha256: story.picture
            for number in store.articles.ids(Filter(stages=frozenset(Stage)), _MOST_PICTURES)
            if (story := store.articles.get(number)).picture is not None
        }
        for facts in everything:
            told: dict[str, object] = {"rights": RightsKind.OWN}
            if (lead := leads.get(facts.sha256)) is not None:
                told |= {"caption": lead.caption, "credit": lead.credit, "alt": lead.alt}
            store.pictures.put(facts.sha256, facts.version, told, who=None, at=self.now)

    # Staff and lists.

    def _read(self, name: str) -> Plain:
        path = self.folder / name
        if not path.exists():
            return None
        value = read_value(path.read_text(encoding="utf-8"), name=name)
        return value.plain if value is not None else None

    def _lists(self) -> None:
        data = _mapping(self._read("lists.yaml"))
        for name in LIST_NAMES:
            entries = data.get(name)
            if not isinstance(entries, dict):
                entries = {slugify(str(words)): words for words in _sequence(entries)}
            for place, (key, words) in enumerate(entries.items()):
                self.lists.put(name, Term(key=key, name=str(words), position=place + 1))
        if site := data.get("site"):
            write_site(self.seat, _mapping(site))

    def _staff(self) -> None:
        for entry in _sequence(self._read("staff.yaml")):
            fields: dict[str, Any] = dict(_mapping(entry))
            unknown = set(fields) - set(PERSON_FIELDS) - {"rights"}
            if unknown:
                raise self._wrong("staff.yaml", f"{sorted(unknown)}")
            if portrait := fields.get("portrait"):
                file = self.folder / str(portrait)
                fields["portrait"] = self.reception.keep(check(file)).sha256
            if "desks" in fields:
                fields["desks"] = tuple(str(desk) for desk in _sequence(fields["desks"]))
            if "rights" in fields:
                fields["rights"] = tuple(str(right) for right in _sequence(fields["rights"]))
            if "role" in fields:
                fields["role"] = Role(str(fields["role"]))
            self.staff.add(Person(**fields))

    def _templates(self) -> None:
        data = _mapping(self._read("lists.yaml"))
        for place, entry in enumerate(_sequence(data.get("templates"))):
            template = _mapping(entry)
            fields: dict[str, Any] = dict(_mapping(template.get("fields") or {}))
            if "bylines" in fields:
                fields["bylines"] = tuple(
                    self.staff.byline(str(name)) for name in _sequence(fields["bylines"])
                )
            if "tags" in fields:
                fields["tags"] = tuple(str(tag) for tag in _sequence(fields["tags"]))
            self.lists.put_template(
                Template(name=str(template["name"]), fields=fields, position=place + 1)
            )

    def _me(self) -> None:
        """Who looks around, unless somebody says who they are."""
        if who := _mapping(self._read("lists.yaml")).get("me"):
            self.seat.store.settings.put(*WHO, self._who(Path("lists.yaml"), who))

    # Stories.

    def _history(self, path: Path) -> list[_Save]:
        """The saves that lead to the story as the file has it, oldest first."""
        setting = Setting(zone=UTC, now=self.now)
        (arrival,) = MarkdownFile().read(path, setting)
        ours = {key: value for key, value in arrival.extra.items() if key in _OURS}
        rest = {key: value for key, value in arrival.extra.items() if key not in _OURS}
        fields = self.reception.resolve(replace(arrival, extra=rest))
        published = fields.pop("published_at", None)
        published = published if isinstance(published, datetime) else None
        if "assignee" in ours:
            fields["assignee"] = self._who(path, ours["assignee"])
        if ours.get("pinned"):
            fields["pinned"] = True
        state = PubState(str(ours.get("pubstate") or (published and "published") or "none"))
        if fields.get("stage") == Stage.SPIKED:
            fields.setdefault("stage_before", str(Stage.DRAFT))
        author = self._author(path, ours, fields)
        saves = self._drafts(path, ours, fields, published, author)
        if published is not None:
            out = {"pubstate": PubState.PUBLISHED, "published_at": published}
            saves.append(_Save(at=published, by=author, kind="publish", fields=out))
        later = self._moment(path, ours.get("updated_at"))
        if state is not PubState.PUBLISHED and state is not PubState.NONE:
            at = later or (saves[-1].at + timedelta(minutes=20))
            said = _mapping(ours.get("correction"))
            act = str(said.get("kind") or CorrectionKind.CORRECTION) if said else "save"
            saves.append(
                _Save(
                    at=min(at, self.now), by=author, kind=act, fields={"pubstate": state}, told=said
                )
            )
        return saves

    def _drafts(
        self,
        path: Path,
        ours: Mapping[str, object],
        fields: Mapping[str, object],
        published: datetime | None,
        author: int | None,
    ) -> list[_Save]:
        """The saves of the text before it was published."""
        earlier = [_mapping(item) for item in _sequence(ours.get("revisions"))]
        end = published or self.now
        slug = str(fields["slug"])
        span = timedelta(hours=_spread(slug, 4, 50) if published else _spread(slug, 8, 140))
        created = self._moment(path, ours.get("created_at")) or end - span
        changed = self._moment(path, ours.get("updated_at"))
        if changed is None and published is None and fields.get("stage") not in _NOT_BEGUN:
            changed = created + (self.now - created) * (_spread(slug[::-1], 20, 97) / 100)
        worked_on = changed is not None
        if changed is None or (published is not None and changed > published):
            changed = end - timedelta(minutes=10)
        last_by = self._who(path, ours["updated_by"]) if "updated_by" in ours else author
        if not earlier:
            first = min(created, end)
            saves = [_Save(at=first, by=author, kind="create", fields=fields)]
            if worked_on and changed > first:
                saves = [
                    replace(
                        saves[0], fields={**fields, "stage": Stage.DRAFT, "body": _begun(fields)}
                    ),
                    _Save(at=changed, by=last_by, kind="save", fields=fields),
                ]
            return saves
        saves = []
        for number, item in enumerate(earlier):
            changes = {key: value for key, value in item.items() if key not in _REVISION}
            saves.append(
                _Save(
                    at=self._moment(path, item.get("at")) or created,
                    by=self._who(path, item["by"]) if "by" in item else author,
                    kind=str(item.get("kind") or ("save" if number else "create")),
                    note=str(item.get("note") or ""),
                    fields={**fields, **_old(changes)},
                )
            )
        at = max(changed, saves[-1].at + timedelta(minutes=1))
        saves.append(_Save(at=min(at, end), by=last_by, kind="save", fields=fields))
        return saves

    def _act(self, history: list[_Save]) -> None:
        """Live through the saves by the clock of then."""
        articles = self.seat.store.articles
        first, *rest = history
        self.clock.now = min(first.at, self.now)
        story = articles.insert(
            Article(**first.fields),  # type: ignore[arg-type]
            author=first.by,
            kind=first.kind,
            note=first.note,
        )
        for save in rest:
            self.clock.now = max(min(save.at, self.now), self.clock.now)
            story = articles.update(
                story.id, story.version, save.fields, author=save.by, kind=save.kind, note=save.note
            )
            if save.told:
                self.seat.store.corrections.add(
                    Correction(
                        article=story.id,
                        at=self.clock.now,
                        who=save.by,
                        kind=CorrectionKind(save.kind),
                        wrong=str(save.told.get("wrong") or ""),
                        right=str(save.told.get("right") or ""),
                        where=str(save.told.get("where") or ""),
                        version=story.version,
                    )
                )

    def _author(
        self, path: Path, ours: Mapping[str, object], fields: Mapping[str, object]
    ) -> int | None:
        if "created_by" in ours:
            return self._who(path, ours["created_by"])
        bylines = fields.get("bylines") or ()
        assert isinstance(bylines, tuple)
        return next((byline.staff for byline in bylines if byline.staff), None)

    def _who(self, path: Path, words: object) -> int | None:
        if not words:
            return None
        person = self.staff.find(str(words))
        if person is None:
            raise self._wrong(path.name, _("nobody is called {name}").format(name=words))
        return person.id

    def _moment(self, path: Path, words: object) -> datetime | None:
        if words is None:
            return None
        try:
            return moment(str(words), zone=UTC, now=self.now)
        except ValueError:
            raise self._wrong(path.name, _("{words} is no date").format(words=words)) from None

    @staticmethod
    def _wrong(name: str, problem: str) -> BadInput:
        return BadInput(
            _("The sample's {name} is not as it should be: {problem}.").format(
                name=name, problem=problem
            )
        )


def _begun(fields: Mapping[str, object]) -> str:
    """The text of a first save: all but the last paragraph."""
    return str(fields.get("body") or "").rstrip("\n").rpartition("\n\n")[0]


def _spread(words: str, low: int, high: int) -> float:
    """A number between the two that looks like chance and is always the same for these words."""
    return low + (high - low) * (zlib.crc32(words.encode()) % 1000) / 1000


def _old(changes: Mapping[str, Plain]) -> dict[str, object]:
    """The fields of an earlier version; only words and stages differ in the sample's past."""
    old: dict[str, object] = {}
    for key, value in changes.items():
        old[key] = Stage(str(value)) if key == "stage" else str(value)
    return old


def _sequence(value: object) -> list[Plain]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, Plain]:
    return value if isinstance(value, dict) else {}
