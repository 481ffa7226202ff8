"""What each check looks at: one function a check, given a story and what is open on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from urllib.parse import unquote, urlsplit

from newsroom.desk.restating import shown_by
from newsroom.desk.seat import Seat
from newsroom.desk.site import own_zone, read_site
from newsroom.i18n import _, ngettext
from newsroom.news.article import ARTICLE_FIELDS, Article
from newsroom.news.comment import FactState, Thread, ThreadState
from newsroom.news.countdown import by_clocks
from newsroom.news.edited import Edited
from newsroom.news.errors import NewsroomError
from newsroom.news.gate import Where
from newsroom.news.suggestion import SuggestionSet
from newsroom.news.workflow import INDEFINITE, PUBLIC, Need
from newsroom.text.pictures import Shown, shown_in
from newsroom.values import dataclass

OVER, UNDER = 1.1, 0.67
"""How far a story may be from the length that was ordered: a tenth over, a third under."""

_QUOTE = 60  # characters of a place that a list shows
_FENCED = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n(?:[^\n]*\n){0,2000}?(?P=fence)[ \t]*$", re.MULTILINE
)
_LINK = re.compile(r"(?<!!)\[[^\]\n]{1,1000}\]\((?P<to><[^>\n]{1,2000}>|[^()\s]{1,2000})")
_PAGE = re.compile(r"(?P<slug>[^/]+?)(?:\.html?)?/?")
_OTHER_FILE = re.compile(r"\.(?!html?$)[A-Za-z0-9]{1,5}$")


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found: a sentence, and every place."""

    sentence: str
    where: tuple[Where, ...] = ()


class Case:
    """A story at a gate; what is open on it is looked up when a check asks for it.

    ``comments`` and ``suggestions`` are the counts of the list, so that most stories cost no
    question; None where they are not known.
    """

    def __init__(
        self,
        seat: Seat,
        story: Article,
        *,
        comments: int | None = None,
        suggestions: int | None = None,
    ) -> None:
        self.seat = seat
        self.story = story
        self._comments = comments
        self._suggestions = suggestions

    @cached_property
    def threads(self) -> tuple[Thread, ...]:
        """The open threads."""
        if self._comments == 0 or not self.story.id:
            return ()
        found = self.seat.store.comments.of(self.story.id)
        return tuple(thread for thread in found if thread.state is ThreadState.OPEN)

    @cached_property
    def sets(self) -> tuple[SuggestionSet, ...]:
        """The open suggestion sets."""
        if self._suggestions == 0 or not self.story.id:
            return ()
        return self.seat.store.suggestions.of(self.story.id)

    @cached_property
    def edited(self) -> Mapping[str, Edited]:
        """Its pictures of which the library says something else than the story, by hash."""
        shown = shown_by(self.story)
        return self.seat.store.pictures.edited(shown) if shown else {}

    def credit(self, sha256: str, said: str) -> str:
        """The credit of a picture where the story says this one."""
        return self.edited[sha256].credit_of(said) if sha256 in self.edited else said

    @cached_property
    def host(self) -> str:
        """The host of our own site."""
        return urlsplit(read_site(self.seat).url).netloc

    @cached_property
    def unread(self) -> tuple[tuple[int, int], ...]:
        """Parts of the body that are no text: note-outs and code."""
        from newsroom.text.notes import note_spans

        fences = [found.span() for found in _FENCED.finditer(self.story.body)]
        return (*note_spans(self.story.body), *fences)

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """The pictures of the body that a reader would meet."""
        return tuple(
            found
            for found in shown_in(self.story.body)
            if not any(start <= found.start < end for start, end in self.unread)
        )

    def at(self, found: Shown) -> Where:
        """Where a picture of the body stands."""
        return _place("body", self.story.body, found.start, found.end)

    def read(self, found: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
        """Those matches in the body that a reader would meet."""
        for match in found:
            if not any(start <= match.start() < end for start, end in self.unread):
                yield match


def _suggestions(case: Case) -> Fault | None:
    count = sum(found.changes for found in case.sets)
    said = ngettext("{n} suggestion is open.", "{n} suggestions are open.", count)
    where = tuple(Where(suggestion=found.id) for found in case.sets)
    return Fault(said.format(n=count), where) if case.sets else None


def _comments(case: Case) -> Fault | None:
    count = len(case.threads)
    said = ngettext("{n} comment is open.", "{n} comments are open.", count)
    return Fault(said.format(n=count), _at_threads(case.threads)) if count else None


def _facts(case: Case) -> Fault | None:
    loose = [
        thread
        for thread in case.threads
        if thread.fact is not None and thread.fact.state is not FactState.CONFIRMED
    ]
    said = ngettext("{n} fact is not confirmed.", "{n} facts are not confirmed.", len(loose))
    return Fault(said.format(n=len(loose)), _at_threads(loose)) if loose else None


def _at_threads(threads: Iterable[Thread]) -> tuple[Where, ...]:
    return tuple(Where(thread=thread.id, quote=_short(thread.quote)) for thread in threads)


def _note_outs(case: Case) -> Fault | None:
    from newsroom.text.notes import note_spans

    where = tuple(_place("body", case.story.body, *span) for span in note_spans(case.story.body))
    said = ngettext("{n} passage is noted out.", "{n} passages are noted out.", len(where))
    return Fault(said.format(n=len(where)), where) if where else None


def _tk(case: Case) -> Fault | None:
    from newsroom.text.notes import tk_spans

    texts = {
        name: str(getattr(case.story, name))
        for name in ("kicker", "headline", "short_headline", "dek", "dateline", "body")
    }
    if case.story.picture is not None:
        texts["picture"] = case.story.picture.caption
    where = tuple(
        _place(name, text, *span) for name, text in texts.items() for span in tk_spans(text)
    )
    said = ngettext("{n} TK is left.", "{n} TKs are left.", len(where))
    return Fault(said.format(n=len(where)), where) if where else None


def _legal(case: Case) -> Fault | None:
    if case.story.legal is not Need.REQUIRED:
        return None
    return Fault(_("The legal check is required and not complete."), (Where(field="legal"),))


def _pictures(case: Case) -> Fault | None:
    if case.story.pictures is not Need.REQUIRED:
        return None
    return Fault(_("The picture check is required and not complete."), (Where(field="pictures"),))


def _embargo(case: Case) -> Fault | None:
    until = case.story.embargo_until
    if until is None or until <= case.seat.clock():
        return None
    said = (
        _("It is under embargo until further notice.")
        if until == INDEFINITE
        else _("It is under embargo until {moment}.").format(
            moment=by_clocks(until, own_zone(case.seat))
        )
    )
    return Fault(said, (Where(field="embargo_until"),))


def _not_for_publication(case: Case) -> Fault | None:
    if not case.story.not_for_publication:
        return None
    return Fault(_("It is not for publication."), (Where(field="not_for_publication"),))


def _headline(case: Case) -> Fault | None:
    if case.story.headline.strip():
        return None
    return Fault(_("There is no headline."), (Where(field="headline"),))


def _byline(case: Case) -> Fault | None:
    if case.story.bylines:
        return None
    return Fault(_("There is no byline."), (Where(field="bylines"),))


def _alt(case: Case) -> Fault | None:
    picture = case.story.picture
    where = [Where(field="picture")] if picture and not picture.alt.strip() else []
    where += [case.at(found) for found in case.shown if not found.alt]
    said = ngettext(
        "{n} picture is not described for readers who can't see it.",
        "{n} pictures are not described for readers who can't see them.",
        len(where),
    )
    return Fault(said.format(n=len(where)), tuple(where)) if where else None


def _credit(case: Case) -> Fault | None:
    picture = case.story.picture
    lacks = picture is not None and not case.credit(picture.sha256, picture.credit).strip()
    where = [Where(field="picture")] if lacks else []
    where += [
        case.at(found)
        for found in case.shown
        if found.alone and not case.credit(found.sha256, found.credit)
    ]
    said = ngettext("{n} picture has no credit.", "{n} pictures have no credit.", len(where))
    return Fault(said.format(n=len(where)), tuple(where)) if where else None


def _rights(case: Case) -> Fault | None:
    """Every picture of ours is used on a ground that somebody told, and not beyond its end."""
    places = {found.sha256: case.at(found) for found in case.shown if found.sha256}
    told = ""
    if (lead := case.story.picture) is not None:
        places[lead.sha256] = Where(field="picture")
        edited = case.edited.get(lead.sha256)
        terms = edited.terms_of(lead.rights) if edited else lead.rights
        told = lead.sha256 if terms.strip() else ""
    if not places:
        return None
    known = case.seat.store.pictures.get_all(places)
    today = case.seat.clock().astimezone(own_zone(case.seat)).date()
    ended, missing = [], []
    for sha256, where in places.items():
        facts = known.get(sha256)
        if facts is not None and facts.expired(today):
            ended.append((facts, where))
        elif (facts is None or not facts.rights_known) and sha256 != told:
            missing.append(where)
    said = []
    if ended:
        names = ", ".join(f"{facts.filename} ({facts.expires_on})" for facts, _where in ended)
        said.append(
            ngettext(
                "The right to use {n} picture has ended: {names}.",
                "The right to use {n} pictures has ended: {names}.",
                len(ended),
            ).format(n=len(ended), names=_short(names))
        )
    if missing:
        said.append(
            ngettext(
                "Nobody said on what ground {n} picture may be used.",
                "Nobody said on what ground {n} pictures may be used.",
                len(missing),
            ).format(n=len(missing))
        )
    places_of = (*(where for _facts, where in ended), *missing)
    return Fault(" ".join(said), places_of) if said else None


def _headline_length(case: Case) -> Fault | None:
    advice = ARTICLE_FIELDS["headline"].advice or 0
    length = len(case.story.headline.strip())
    if length <= advice:
        return None
    said = _("The headline has {n} characters; {advice} are enough.")
    return Fault(said.format(n=length, advice=advice), (Where(field="headline"),))


def _length(case: Case) -> Fault | None:
    from newsroom.text.counts import count_words

    ordered = case.story.commissioned_length
    if not ordered:
        return None
    words = count_words(case.story.body)
    if ordered * UNDER <= words <= ordered * OVER:
        return None
    said = _("It has {n} words; {ordered} were ordered.")
    return Fault(said.format(n=f"{words:,}", ordered=f"{ordered:,}"), (Where(field="body"),))


def _links(case: Case) -> Fault | None:
    places: list[Where] = []
    names: list[str] = []
    for found in case.read(_LINK.finditer(case.story.body)):
        name = story_name(found["to"].strip("<>"), case.host)
        if name is None or _leads(case, name):
            continue
        places.append(_place("body", case.story.body, *found.span("to")))
        names.append(name)
    said = ngettext(
        "{n} link leads to no story that readers can see ({names}).",
        "{n} links lead to no story that readers can see ({names}).",
        len(names),
    )
    listed = ", ".join(dict.fromkeys(names))
    return Fault(said.format(n=len(names), names=_short(listed)), tuple(places)) if names else None


def story_name(address: str, host: str) -> str | None:
    """The slug that an address of our own site names; None where it leads elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https"):
        return None
    if parts.netloc and (not host or parts.netloc.casefold() != host.casefold()):
        return None
    if parts.scheme and not parts.netloc:
        return None
    path = unquote(parts.path).removeprefix("./").lstrip("/")
    found = _PAGE.fullmatch(path)
    if found is None or _OTHER_FILE.search(path) or found["slug"] in ("index", ".", ".."):
        return None  # a front page, a section, a picture: not a story
    return found["slug"]


def _leads(case: Case, name: str) -> bool:
    store = case.seat.store
    number = store.articles.id_of(name)
    if number is None:
        number = store.publications.former_names().get(name)
    if number is None:
        return False
    if number == case.story.id:
        return True
    rows = store.articles.rows((number,))
    return bool(rows) and rows[0].pubstate in PUBLIC


def _place(field: str, text: str, start: int, end: int) -> Where:
    return Where(field=field, start=start, end=end, quote=_short(text[start:end]))


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _QUOTE else words[: _QUOTE - 1] + "…"


def _style(case: Case) -> Fault | None:
    from newsroom.desk.houserules import HouseRules

    rules = HouseRules(case.seat)
    try:
        where = tuple(
            Where(field=found.field, start=found.start, end=found.end, quote=_short(found.words))
            for found in rules.must_fix(case.story)
        )
    except NewsroomError as error:
        return Fault(str(error))
    said = ngettext(
        "House style: {n} place has to be fixed.", "House style: {n} places have to be fixed.",
        len(where),
    )  # fmt: skip
    return Fault(said.format(n=len(where)), where) if where else None


JUDGES: Mapping[str, Callable[[Case], Fault | None]] = {
    "suggestions": _suggestions,
    "comments": _comments,
    "facts": _facts,
    "note_outs": _note_outs,
    "tk": _tk,
    "legal": _legal,
    "pictures": _pictures,
    "embargo": _embargo,
    "not_for_publication": _not_for_publication,
    "headline": _headline,
    "byline": _byline,
    "alt": _alt,
    "credit": _credit,
    "rights": _rights,
    "headline_length": _headline_length,
    "links": _links,
    "length": _length,
    "style": _style,
}
"""Every check that judges by itself, by its name in ``news.gate.CHECKS``."""
