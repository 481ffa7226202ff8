"""Logins of a server's database: setting it up, letting people in, shutting them out.

For who looks after the server. What each login may do follows the staff directory from then on.
"""

from __future__ import annotations

from newsroom.desk.seat import Seat
from newsroom.i18n import _
from newsroom.news.errors import BadInput
from newsroom.news.staff import Person
from newsroom.store.roles import Entry, Login, Roles
from newsroom.text.slug import slugify

LEAST_PASSWORD = 12  # characters; NIST SP 800-63B asks for 8 where something else helps, 15 alone
MOST_PASSWORD = 1000


class Logins:
    """The logins of the newsroom's database."""

    def __init__(self, seat: Seat) -> None:
        self._roles: Roles = seat.store.roles

    def set_up(self, *, everyone_sees: bool | None = None) -> tuple[str, ...]:
        """Have the database itself hold what people may do; to be said again after an update.

        ``everyone_sees`` lets everybody read every story, and not only who edits; None leaves it.
        Gives the group roles that were made. Raises Refused, StoreError.
        """
        return self._roles.set_up(everyone_sees=everyone_sees)

    def all(self) -> tuple[Login, ...]:
        """Who may come in. Raises Refused where the database was not set up."""
        return self._roles.logins()

    def of(self, person: int) -> Login | None:
        """Somebody's login, None where there is none."""
        return next((login for login in self.all() if login.person == person), None)

    def proposed(self, person: Person) -> str:
        """A login for somebody who has none: the name in plain letters."""
        plain = slugify(person.name).replace("-", "_")
        return plain if plain.isascii() and plain else f"staff_{person.id}"

    def let_in(self, person: int, login: str, password: str | None) -> bool:
        """Have somebody come in by that login; True where it was made new.

        ``password`` None leaves it as it is. Raises BadInput, Refused, NotFound.
        """
        if password is not None and not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
            raise BadInput(
                _("A password has at least {least} characters; a few words do well.").format(
                    least=LEAST_PASSWORD
                )
            )
        if password is not None and "\0" in password:
            raise BadInput(_("A password can't hold a NUL character."))
        return self._roles.let_in(person, login, password)

    def shut_out(self, person: int) -> str:
        """Take somebody's login away and end what it has open. Raises NotFound, Refused."""
        return self._roles.shut_out(person)

    def address(self, login: str) -> str:
        """The address to hand to whose login it is, without a password."""
        return self._roles.address(login)

    def everyone_sees(self) -> bool:
        """Whether everybody may read every story, and not only who edits."""
        return self._roles.everyone_sees()

    def book(self, limit: int = 100) -> tuple[Entry, ...]:
        """What the server wrote down by itself: moves, publishings, rights, logins."""
        return self._roles.book(limit)
