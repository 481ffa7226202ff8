"""Find and replace over many stories: looked through first, each hit ticked, done as one step."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from newsroom.desk.fields import checked
from newsroom.desk.holding import hold_words
from newsroom.desk.presence import locked_by_others, said
from newsroom.desk.seat import Seat
from newsroom.desk.steps import MOST_AT_ONCE, Part, take_step
from newsroom.i18n import _, ngettext
from newsroom.news.article import ARTICLE_FIELDS, Filter
from newsroom.news.changes import NOTHING, Done
from newsroom.news.errors import BadInput, Cancelled, NewsroomError, Refused
from newsroom.news.presence import Lock
from newsroom.news.replacing import (
    FoundPlace,
    FoundStory,
    Inside,
    Place,
    Preview,
    Replaced,
    Search,
)
from newsroom.news.rights import Right
from newsroom.news.suggestion import PICTURE_WORDS, SUGGESTED, fields_of, texts_of
from newsroom.store.texts import StoryTexts

MOST_HITS = 10_000  # that one preview lists; nobody ticks more
MOST_FIND = 1_000  # characters
_EVERY = 2**31 - 1
_AROUND = 40  # characters of context on either side
_ADDRESS = re.compile(
    r"\]\([^()\s]{0,2000}|^[ \t]{0,3}\[[^\]\n]{1,200}\]:[ \t]*\S{1,2000}"
    r"|<[A-Za-z][^<>\n]{0,2000}>|\{[:#.][^{}\n]{0,300}\}",
    re.MULTILINE,
)
_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n(?:[^\n]*\n){0,2000}?(?P=fence)[ \t]*$"
    r"|(?P<ticks>`{1,5})[^`\n]{1,1000}(?P=ticks)(?!`)",
    re.MULTILINE,
)


class Replacing:
    """Replaces over many stories."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def preview(
        self,
        search: Search,
        among: Filter | Iterable[int],
        *,
        stop: Callable[[], bool] = lambda: False,
    ) -> Preview:
        """Every hit in the stories of a filter, or in these; nothing is changed.

        ``stop`` is asked between stories. Raises BadInput for a pattern that is none, Cancelled.
        """
        pattern = _compiled(search)
        ids = (
            self._seat.store.articles.ids(among, _EVERY)
            if isinstance(among, Filter)
            else tuple(dict.fromkeys(among))
        )
        found: list[FoundStory] = []
        closed = _refusal(lambda: self._seat.hold(Right.EDIT))
        hits = searched = 0
        more = False
        for story in self._seat.store.texts.of(ids):
            if stop():
                raise Cancelled
            places = tuple(_hits(story, search, pattern))
            if places and (len(found) == MOST_AT_ONCE or hits + len(places) > MOST_HITS):
                more = True
                break
            searched += 1
            if not places:
                continue
            hits += len(places)
            found.append(
                FoundStory(
                    article=story.id,
                    slug=story.slug,
                    headline=story.texts["headline"],
                    version=story.version,
                    hits=places,
                    refused=closed or self._settled(story),
                )
            )
        locks = locked_by_others(self._seat, (story.article for story in found))
        return Preview(
            search=search,
            stories=tuple(self._with_lock(story, locks.get(story.article)) for story in found),
            searched=searched,
            more=more,
        )

    def apply(self, preview: Preview, ticked: Collection[Place] | None = None) -> Done[Replaced]:
        """Replace the ticked hits (None: all in plain text) as one step.

        What stands around them is not touched by a letter. A story that somebody else is editing,
        or that was saved since the preview, is left as it is and told. Raises Refused where
        nothing could be done, or I may not edit.
        """
        self._seat.hold(Right.EDIT)
        wanted = [
            (story, chosen)
            for story in preview.stories
            if (chosen := [hit for hit in story.hits if _is_ticked(hit, ticked)])
        ]
        if len(wanted) > MOST_AT_ONCE:
            raise BadInput(
                _("{n} stories are too many at once; at most {most} go together.").format(
                    n=len(wanted), most=MOST_AT_ONCE
                )
            )
        refused: list[tuple[int, str]] = []
        parts: list[Part] = []
        places = 0
        with self._seat.store.transaction():
            locks = locked_by_others(self._seat, (story.article for story, _hits in wanted))
            for story, chosen in wanted:
                try:
                    fields = self._fields(story, chosen, locks.get(story.article))
                except NewsroomError as error:
                    refused.append((story.article, str(error)))
                    continue
                if fields:
                    parts.append(Part((story.article,), fields))
                    places += len(chosen)
            if refused and not parts:
                raise Refused(refused[0][1])
            if not parts:
                return Done(Replaced(stories=0, places=0), NOTHING)
            label = ngettext(
                "Replaced {n} place in {stories}", "Replaced {n} places in {stories}", places
            ).format(n=places, stories=_stories(len(parts)))
            changes = take_step(self._seat, label, parts, kind="replace")
        done = Replaced(stories=len(parts), places=places, refused=tuple(refused))
        return Done(done, changes)

    def _fields(
        self, story: FoundStory, chosen: Sequence[FoundPlace], lock: Lock | None
    ) -> dict[str, object]:
        """The story's fields with the chosen hits replaced. Raises Refused, BadInput, NotFound."""
        if lock is not None:
            raise Refused(said(self._seat, lock, story.slug))
        stands = self._seat.store.articles.get(story.article)
        hold_words(self._seat, stands)
        if stands.version != story.version:
            raise Refused(
                _("“{slug}” was saved since it was looked through; look again.").format(
                    slug=stands.slug
                )
            )
        texts = texts_of(stands, {hit.place.field for hit in chosen})
        for name in texts:
            hits = [hit for hit in chosen if hit.place.field == name]
            text = _replaced(texts[name], hits)
            if name not in PICTURE_WORDS and name != "body":
                text = str(checked({name: text}, ARTICLE_FIELDS)[name])
            texts[name] = text
        return fields_of(stands, texts)

    def _settled(self, story: StoryTexts) -> str:
        """Why I can't change the words of a story, "" if I can: readers see them, or they were
        approved."""
        return _refusal(lambda: hold_words(self._seat, story))

    def _with_lock(self, story: FoundStory, lock: Lock | None) -> FoundStory:
        if lock is None:
            return story
        return replace(story, refused=said(self._seat, lock, story.slug))


def _refusal(act: Callable[[], None]) -> str:
    """Why it may not be done, "" if it may."""
    try:
        act()
    except Refused as error:
        return str(error)
    return ""


def _compiled(search: Search) -> re.Pattern[str]:
    if not search.find:
        raise BadInput(_("Say what to look for."))
    if len(search.find) > MOST_FIND or len(search.replacement) > MOST_FIND:
        raise BadInput(
            _("What to look for and what to put there have at most {most} characters.").format(
                most=f"{MOST_FIND:,}"
            )
        )
    if wrong := set(search.fields) - set(SUGGESTED):
        raise ValueError(f"no text to look through: {min(wrong)}")
    source = search.find if search.pattern else re.escape(search.find)
    if search.word:
        source = rf"(?<!\w)(?:{source})(?!\w)"
    try:
        return re.compile(source, re.MULTILINE | (0 if search.case else re.IGNORECASE))
    except (re.error, RecursionError, OverflowError) as error:
        raise BadInput(
            _("“{find}” is no pattern that can be looked for ({problem}).").format(
                find=search.find[:60], problem=error
            )
        ) from error


def _expanded(match: re.Match[str], search: Search) -> str:
    if not search.pattern:
        return search.replacement
    try:
        return match.expand(search.replacement)
    except (re.error, IndexError) as error:
        raise BadInput(
            _("“{words}” can't be put in its place ({problem}).").format(
                words=search.replacement[:60], problem=error
            )
        ) from error


def _hits(story: StoryTexts, search: Search, pattern: re.Pattern[str]) -> Iterable[FoundPlace]:
    for name in SUGGESTED:
        text = story.texts.get(name, "")
        if name not in search.fields or not text:
            continue
        spans = None
        for match in pattern.finditer(text):
            if match.start() == match.end():
                continue
            words = _expanded(match, search)
            if words == match[0]:
                continue
            if spans is None:
                spans = _spans(text) if name == "body" else ()
            yield FoundPlace(
                place=Place(story.id, name, match.start(), match.end()),
                found=match[0],
                replacement=words,
                before=text[max(0, match.start() - _AROUND) : match.start()],
                after=text[match.end() : match.end() + _AROUND],
                inside=_inside(spans, match.start(), match.end()),
            )


def _spans(body: str) -> tuple[tuple[int, int, Inside], ...]:
    """What in a body is no plain text."""
    from newsroom.text.notes import note_spans

    return (
        *((*found.span(), Inside.CODE) for found in _CODE.finditer(body)),
        *((*found.span(), Inside.ADDRESS) for found in _ADDRESS.finditer(body)),
        *((start, end, Inside.NOTE_OUT) for start, end in note_spans(body)),
    )


def _inside(spans: Iterable[tuple[int, int, Inside]], start: int, end: int) -> Inside:
    for first, last, inside in spans:
        if start < last and end > first:
            return inside
    return Inside.TEXT


def _is_ticked(hit: FoundPlace, ticked: Collection[Place] | None) -> bool:
    return hit.inside is Inside.TEXT if ticked is None else hit.place in ticked


def _replaced(text: str, hits: Sequence[FoundPlace]) -> str:
    """The text with these hits replaced and every other letter as it was. Raises Refused."""
    out: list[str] = []
    at = 0
    for hit in sorted(hits, key=lambda hit: hit.place.start):
        start, end = hit.place.start, hit.place.end
        if start < at or text[start:end] != hit.found:
            raise Refused(_("The text is not what was looked through; look again."))
        out += (text[at:start], hit.replacement)
        at = end
    return "".join((*out, text[at:]))


def _stories(count: int) -> str:
    return ngettext("{n} story", "{n} stories", count).format(n=count)
