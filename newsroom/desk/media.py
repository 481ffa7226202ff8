"""The picture library: looking, saying who made a picture and who allows what, clearing away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from newsroom.desk.fields import checked
from newsroom.desk.seat import Seat
from newsroom.desk.site import own_zone
from newsroom.i18n import _, ngettext
from newsroom.news.article import Filter, Picture
from newsroom.news.changes import Changes, Done
from newsroom.news.edited import TURNS
from newsroom.news.errors import BadInput, Refused
from newsroom.news.media import PICTURE_FIELDS, PictureFacts, RightsKind, Shelf, Use
from newsroom.news.rights import Right
from newsroom.news.workflow import PUBLIC, Stage
from newsroom.store.columns import micros
from newsroom.text.pictures import held_in
from newsroom.values import dataclass

PAGE = 120
"""Pictures that a page of the library holds: some screens of a grid."""

KEPT_DAYS = 7
"""How long a removed picture is kept: it may stand in a text that somebody has not saved yet."""

_APART = frozenset({"expires_on", "focus_x", "focus_y", "turn"})
_SHOWN = ("credit", "rights", "terms", "expires_on", "focus_x", "focus_y", "turn")
"""What the stories that use a picture show of it, or are judged by."""

_GIF = "image/gif"
_EVERY = Filter(stages=frozenset(Stage))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A page of the library; ``total`` counts all pictures that were asked for."""

    pictures: tuple[PictureFacts, ...]
    total: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """What a tidy-up deletes, or did; ``kept`` are removed ones that something still needs, each
    with the reason."""

    dry_run: bool
    deleted: tuple[PictureFacts, ...] = ()
    kept: tuple[tuple[PictureFacts, str], ...] = ()

    @property
    def bytes(self) -> int:
        """The room that is won."""
        return sum(one.size for one in self.deleted)


class Library:
    """The pictures of the newsroom."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    # Looking.

    def page(
        self,
        shelf: Shelf = Shelf.ALL,
        words: str = "",
        *,
        after: PictureFacts | None = None,
        offset: int = 0,
        limit: int = PAGE,
        count: bool = True,
    ) -> Leaf:
        """Pictures of a shelf in which all the words stand, the newest first: those behind
        ``after``, or behind so many. They are counted only where ``count`` and no ``after`` say."""
        pictures = self._seat.store.pictures
        today, me = self.today(), self._seat.author
        at = micros(after.added_at) if after is not None else None
        key = (at, after.sha256) if after is not None and at is not None else None
        found = pictures.page(
            shelf, words, today=today, me=me, after=key, offset=offset, limit=limit + 1
        )
        return Leaf(
            pictures=found[:limit],
            total=pictures.count(shelf, words, today=today, me=me)
            if count and after is None
            else 0,
            more=len(found) > limit,
        )

    def facts(self, sha256: str) -> PictureFacts:
        """What is known of a picture. Raises NotFound."""
        return self._seat.store.pictures.get(sha256)

    def uses(self, sha256: str) -> tuple[Use, ...]:
        """Which stories and people show it."""
        return self._seat.store.pictures.uses(sha256)

    def today(self) -> date:
        """The newsroom's own day, by which rights end."""
        return self._seat.clock().astimezone(own_zone(self._seat)).date()

    def as_used(self, sha256: str) -> Picture:
        """The picture for a use, with the words that the newsroom has for it. Raises NotFound."""
        facts = self.facts(sha256)
        return Picture(
            sha256=facts.sha256,
            filename=facts.filename,
            mime=facts.mime,
            width=facts.width,
            height=facts.height,
            caption=facts.caption,
            credit=facts.credit,
            alt=facts.alt,
            rights=facts.terms,
            focus_x=facts.focus[0],
            focus_y=facts.focus[1],
        )

    # Saying.

    def describe(
        self, sha256: str, base_version: int, fields: Mapping[str, object]
    ) -> Done[PictureFacts]:
        """Change what is known of a picture; ``fields`` are those of ``PICTURE_FIELDS``, its
        ``expires_on`` (a date or None), its focus (0 to 1) and its turn (quarter turns clockwise).

        Credit, terms, point and turn are the picture's own: every story that uses it shows them
        from now on, whatever it said of it. Raises BadInput, Refused where somebody did so
        meanwhile, NotFound.
        """
        self._seat.hold(Right.EDIT)
        kept = checked({k: v for k, v in fields.items() if k not in _APART}, PICTURE_FIELDS)
        if "rights" in kept:
            kept["rights"] = RightsKind(str(kept["rights"]))
        for name in _APART & fields.keys():
            kept[name] = _apart(name, fields[name])
        return self._put(sha256, base_version, kept)

    def put_back(self, before: PictureFacts, base_version: int) -> Done[PictureFacts]:
        """Take a change back: all that is known of a picture, as it was ``before``.

        Raises Refused where somebody changed it since, NotFound.
        """
        self._seat.hold(Right.EDIT)
        names = (*PICTURE_FIELDS, *_APART, "former")
        return self._put(
            before.sha256, base_version, {name: getattr(before, name) for name in names}
        )

    def _put(
        self, sha256: str, base_version: int, fields: Mapping[str, object]
    ) -> Done[PictureFacts]:
        pictures = self._seat.store.pictures
        with self._seat.store.transaction():
            before = pictures.get(sha256)
            if fields.get("turn", 0) and before.mime == _GIF:
                raise BadInput(
                    _("A GIF can't be turned. Save it as PNG or JPEG, and bring that in.")
                )
            facts = pictures.put(
                sha256, base_version, fields, who=self._seat.author, at=self._seat.clock()
            )
            if all(getattr(facts, name) == getattr(before, name) for name in _SHOWN):
                return Done(facts, Changes(media=True))
            uses = pictures.uses(sha256)
        stories = frozenset(use.article for use in uses if use.article is not None)
        faces = any(use.staff is not None for use in uses)
        out = any(use.pubstate in PUBLIC for use in uses)
        return Done(
            facts,
            Changes(media=True, articles=stories, review=stories, staff=faces, recent=out or faces),
        )

    # Clearing away.

    def remove(self, wanted: Iterable[str]) -> Changes:
        """Take pictures that nothing shows out of the library; ``restore`` brings them back.

        Raises Refused, for all, where one is shown somewhere.
        """
        self._seat.hold(Right.EDIT)
        names = tuple(dict.fromkeys(wanted))
        with self._seat.store.transaction():
            used = self._seat.store.pictures.used(names)
            if used:
                first = self.facts(min(used))
                if not first.uses:
                    raise Refused(
                        _("{name} is shown in a story that you don't see.").format(
                            name=first.filename
                        )
                    )
                raise Refused(
                    ngettext(
                        "{name} is shown in {n} place; take it out there first.",
                        "{name} is shown in {n} places; take it out there first.",
                        first.uses,
                    ).format(name=first.filename, n=first.uses)
                )
            self._set_removed(names, self._seat.clock())
        return Changes(media=True)

    def restore(self, wanted: Iterable[str]) -> Changes:
        """Bring removed pictures back."""
        self._seat.hold(Right.EDIT)
        with self._seat.store.transaction():
            self._set_removed(wanted, None)
        return Changes(media=True)

    def tidy(self, *, dry_run: bool = True) -> Done[Tidied]:
        """Delete the files of pictures that were removed a week ago or longer and that nothing
        needs: no story, no saved state of one, no suggestion, no template.

        It reads every saved state of every story. Raises Refused.
        """
        self._seat.hold(Right.MANAGE_RULES)
        self._hold_whole()
        store = self._seat.store
        if not dry_run:
            store.media.hold_deleting()
        limit = self._seat.clock() - timedelta(days=KEPT_DAYS)
        every = store.pictures.page(
            Shelf.REMOVED, "", today=self.today(), me=None, limit=_MOST_AT_ONCE
        )
        kept: list[tuple[PictureFacts, str]] = []
        going: list[PictureFacts] = []
        needed = self._needed() if every else frozenset()
        for one in every:
            if one.uses:
                kept.append((one, _("It is shown again.")))
            elif one.sha256 in needed:
                kept.append((one, _("A saved state of a story shows it.")))
            elif one.removed_at is not None and one.removed_at > limit:
                kept.append((one, _("It was removed less than a week ago.")))
            else:
                going.append(one)
        if going and not dry_run:
            with store.transaction():
                store.pictures.forget((one.sha256 for one in going), who=self._seat.author)
            for one in going:
                store.media.delete(one.sha256)
        done = Tidied(dry_run=dry_run, deleted=tuple(going), kept=tuple(kept))
        return Done(done, Changes(media=bool(going) and not dry_run))

    # Inside.

    def _set_removed(self, wanted: Iterable[str], removed: datetime | None) -> None:
        self._seat.store.pictures.set_removed(
            wanted, removed, who=self._seat.author, at=self._seat.clock()
        )

    def _hold_whole(self) -> None:
        if not self._seat.store.whole:
            raise Refused(
                _(
                    "You don't see every story here, so nobody can say for you which pictures are "
                    "in use. Ask who looks after the staff to tidy up."
                )
            )

    def _needed(self) -> frozenset[str]:
        """The pictures that some saved state, suggestion or template shows."""
        store = self._seat.store
        found: set[str] = set()
        for number in store.articles.ids(_EVERY, _MOST_STORIES):
            for revision in store.revisions.list(number, _MOST_SAVES):
                state = store.revisions.state(number, revision.number)
                found.update(held_in(state.body))
                if state.picture is not None:
                    found.add(state.picture.sha256)
        return frozenset(found | store.pictures.named_elsewhere())


_MOST_AT_ONCE = 10_000  # removed pictures that one tidy-up looks at
_MOST_STORIES = 10_000_000  # all of them
_MOST_SAVES = 100_000  # of one story: all of them


def _apart(name: str, value: object) -> object:
    if name == "expires_on":
        if value is None or type(value) is date:
            return value
        raise TypeError(f"{name}: {type(value).__name__} instead of a date")
    if name == "turn":
        if type(value) is not int:
            raise TypeError(f"{name}: {type(value).__name__} instead of a number")
        return value % TURNS
    if not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise BadInput(_("The point of a picture lies inside it."))
    return round(float(value), 3)
