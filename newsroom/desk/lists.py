"""The lists that people edit as data: sections, desks, tags, kickers, templates, saved filters."""

from __future__ import annotations

from newsroom.desk.seat import Seat
from newsroom.i18n import _
from newsroom.news.changes import Changes, Done
from newsroom.news.errors import BadInput
from newsroom.news.lists import SavedFilter, Template, Term
from newsroom.news.rights import Right
from newsroom.text.slug import slugify

MOST_NAME = 200  # as the fields that these names are put into


class Lists:
    """The newsroom's own lists."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def terms(self, name: str) -> tuple[Term, ...]:
        """The entries of a list ("sections", "desks", "tags", "kickers") in their order."""
        return self._seat.store.lists.terms(name)

    def put(self, name: str, term: Term) -> Changes:
        """Add an entry or change the one of that key. Raises BadInput without a name, Refused."""
        self._seat.hold(Right.EDIT if name == "tags" else Right.MANAGE_RULES)
        return self._put(name, term)

    def _put(self, name: str, term: Term) -> Changes:
        text = " ".join(term.name.split())
        if not text or len(text) > MOST_NAME:
            raise BadInput(_("A name has between 1 and {most} characters.").format(most=MOST_NAME))
        key = term.key or slugify(text)
        with self._seat.store.transaction():
            self._seat.store.lists.put(name, Term(key=key, name=text, position=term.position))
        return Changes(lists=True)

    def remove(self, name: str, key: str) -> Changes:
        """Take an entry off a list; stories that carry it keep it. Raises Refused."""
        self._seat.hold(Right.EDIT if name == "tags" else Right.MANAGE_RULES)
        with self._seat.store.transaction():
            self._seat.store.lists.remove(name, key)
        return Changes(lists=True)

    def find(self, name: str, words: str) -> Term | None:
        """The entry that ``words`` mean, by key or by name, whatever the case."""
        wanted = " ".join(words.split()).casefold()
        for term in self.terms(name):
            if wanted in (term.key.casefold(), term.name.casefold()):
                return term
        return None

    def term(self, name: str, words: str) -> Done[Term]:
        """The entry that ``words`` mean; an unknown one is added at the end of the list."""
        if known := self.find(name, words):
            return Done(known)
        wanted = " ".join(words.split())
        last = max((term.position for term in self.terms(name)), default=0)
        made = Term(key=slugify(wanted) or wanted, name=wanted, position=last + 1)
        return Done(made, self._put(name, made))

    def templates(self) -> tuple[Template, ...]:
        """The stories to start from, in their order."""
        return self._seat.store.lists.templates()

    def put_template(self, template: Template) -> Changes:
        """Add a template or change the one of that name. Raises BadInput, Refused."""
        self._seat.hold(Right.MANAGE_RULES)
        if not template.name.strip():
            raise BadInput(_("A template needs a name."))
        with self._seat.store.transaction():
            self._seat.store.lists.put_template(template)
        return Changes(lists=True)

    def remove_template(self, name: str) -> Changes:
        """Take a template away; stories made from it stay as they are. Raises Refused."""
        self._seat.hold(Right.MANAGE_RULES)
        with self._seat.store.transaction():
            self._seat.store.lists.remove_template(name)
        return Changes(lists=True)

    def filters(self) -> tuple[SavedFilter, ...]:
        """My saved filters, in their order."""
        return self._seat.store.saved.all(self._seat.author)

    def put_filter(self, saved: SavedFilter) -> Changes:
        """Keep a filter under its name, for me."""
        if not saved.name.strip():
            raise BadInput(_("A saved filter needs a name."))
        with self._seat.store.transaction():
            self._seat.store.saved.put(self._seat.author, saved)
        return Changes(lists=True)

    def remove_filter(self, name: str) -> Changes:
        """Forget one of my saved filters."""
        with self._seat.store.transaction():
            self._seat.store.saved.remove(self._seat.author, name)
        return Changes(lists=True)
