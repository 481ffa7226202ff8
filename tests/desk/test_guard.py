"""What desk verbs promise, the database holds by itself: the same acts, by a window that asks no
verb for leave. Both must draw the line at the same place."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.seat import WHO, Seat
from newsroom.desk.withdrawing import Withdrawing
from newsroom.news.correction import WithdrawalState
from newsroom.news.errors import Refused
from newsroom.news.inbox import NoticeKind
from newsroom.news.lists import Template, Term
from newsroom.news.outward import Remote, Target, TargetKind
from newsroom.news.rights import ALL_RIGHTS, Right
from newsroom.news.staff import Role
from newsroom.news.workflow import Need, Stage
from tests import postgres
from tests.desk.people import NAMES
from tests.desk.test_rights import ACTS

pytestmark = pytest.mark.postgres


def _person(desk: Desk, role: Role) -> int:
    name = next(name for name, own in NAMES.items() if own is role)
    found = desk.staff.find(name)
    assert found is not None
    return found.id


def test_the_database_draws_the_same_lines_as_the_verbs(guarded: postgres.Guarded) -> None:
    with open_desk(guarded.admin, who="Ada Admin") as desk:
        # What is to be changed or taken away is there.
        desk.lists.put("sections", Term(key="x", name="X"))
        desk.lists.put("sections", Term(key="y", name="Why"))
        desk.lists.put_template(Template(name="T"))
        person = _person(desk, Role.READER)
        for act in sorted(ACTS, key=lambda name: name == "leave"):  # after it, one is not here
            _try(desk, guarded.url("reader"), act, person)


def _try(desk: Desk, theirs: str, act: str, person: int) -> None:
    """The act without its right, by a program that asks nobody; then with it and no other."""
    right, do = ACTS[act]
    stories = [
        desk.articles.create({"headline": act, "assignee": person, **more}).value.id
        for more in ({}, {"legal": Need.REQUIRED})
    ]
    story, public = stories
    desk.review.flag([public], legal=Need.NA)
    desk.publish.publish([public])
    if act == "correct":
        version = desk.articles.open(public).version

        def do(desk: Desk, a: int, p: int) -> object:
            return desk.articles.save(p, version, {"body": "x"})

    if act == "allow":
        desk.review.flag([story], not_for_publication=True)
    if act == "clear":
        desk.review.flag([public], legal=Need.REQUIRED)
    without = [r for r in ALL_RIGHTS if r not in (right, Right.READ, Right.COMMENT)]
    desk.rights.give(person, desk.staff.get(person).version, without)
    with pytest.MonkeyPatch.context() as patch, open_desk(theirs) as lawless:
        patch.setattr(Seat, "may", lambda *_any: True)
        # What stands behind says which act the database let pass.
        with pytest.raises(Refused, match=r"^The server does not let you .*\.$"):  # noqa: PT012
            do(lawless, story, public)
            pytest.fail(f"the database lets {act} pass")
    desk.rights.give(person, desk.staff.get(person).version, [*without, right])
    with open_desk(theirs) as lawful:
        assert lawful.me is not None
        assert lawful.me.id == person
        do(lawful, story, public)


def test_a_day_s_work_by_everybody_s_own_login(guarded: postgres.Guarded, tmp_path: Path) -> None:
    """A story from the first word to the correction, and all that happens beside it."""
    with (
        open_desk(guarded.url("writer")) as writer,
        open_desk(guarded.url("editor")) as editor,
        open_desk(guarded.url("reviewer")) as reviewer,
        open_desk(guarded.url("copy_chief")) as chief,
        open_desk(guarded.url("publisher")) as web,
        open_desk(guarded.url("admin")) as admin,
    ):
        assert [d.me.role for d in (writer, editor, chief) if d.me] == [
            "writer",
            "editor",
            "copy_chief",
        ]
        # Writing.
        byline = writer.staff.byline("Wim Writer")
        made = writer.articles.create({"headline": "Ferry", "tags": ("sea",), "bylines": (byline,)})
        number = made.value.id
        writer.presence.take(number)
        writer.presence.beat(number, active=True, draft={"body": "half"})
        saved = writer.articles.save(number, 1, {"body": "The ferry sails.\n\nIt is late.\n"})
        assert writer.search.find("ferry")[0].row.id == number
        writer.presence.leave(number)
        twin = editor.articles.create({"headline": "Ferry"}).value
        assert twin.slug == "ferry-2"
        assert writer.articles.create({"headline": "Ferry"}).value.slug == "ferry-3", (
            "a slug of a story that she does not see is taken too"
        )
        assert all(row.id != twin.id for row in _listed(writer))
        assert {row.id for row in _listed(editor)} >= {number, twin.id}
        assert number not in {row.id for row in _listed(reviewer)}, "a draft is the writer's"
        # Sending, commenting, suggesting.
        sent = writer.review.send([number], Stage.DESK, person=_person(editor, Role.EDITOR))
        assert sent.step is not None
        writer.undo.undo(sent.step)
        writer.undo.redo()
        assert number in {row.id for row in _listed(reviewer)}
        thread = reviewer.comments.add(number, "How late? @Wim Writer").value
        writer.comments.reply(thread.id, "An hour.")
        reviewer.comments.resolve([thread.id])
        assert editor.articles.rows([number])[0].comments_open == 0
        assert writer.inbox.count() >= 1
        version = saved.value.version
        stands = editor.articles.open(number)
        proposed = reviewer.suggesting.open(
            number, stands.version, {"headline": "The ferry is late"}
        ).value
        assert editor.articles.rows([number])[0].suggestions_open == 1
        writer.suggesting.accept_all(proposed.id, proposed.version)
        assert version < writer.articles.open(number).version
        # Taking over: his unsaved words become a revision under his name.
        writer.presence.take(number)
        writer.presence.beat(
            number,
            active=True,
            base_version=writer.articles.open(number).version,
            draft={"body": "The ferry sails at nine.\n"},
        )
        taken = editor.presence.take_over(number).value
        kept = {r.number: r for r in editor.articles.revisions(number)}[taken.unsaved[0]]
        assert kept.author == _person(editor, Role.WRITER)
        assert editor.articles.state(number, kept.number).body == "The ferry sails at nine.\n"
        editor.presence.release(number)
        # Approving, publishing, correcting, undoing.
        editor.articles.set_fields([number], {"dek": "An hour behind.", "kicker": "Sea"})
        chief.articles.move([number], Stage.READY, override="late edition")
        with pytest.raises(Refused, match="ready to go out"):
            writer.articles.save(number, writer.articles.open(number).version, {"body": "x"})
        published = web.publish.publish([number], override="late edition")
        assert published.step is not None
        web.undo.undo(published.step)
        web.undo.redo()
        web.articles.pin(number, True)
        stands = editor.articles.open(number)
        editor.articles.save(number, stands.version, {"body": "The ferry sailed.\n"})
        # Scheduled by who may publish, let out by whatever window is there.
        later = web.articles.create({"headline": "Later", "stage": "ready"}).value
        web.scheduling.schedule([later.id], web.clock() + timedelta(seconds=1), override="late")
        deadline = web.clock() + timedelta(seconds=2)
        while web.clock() < deadline:
            time.sleep(0.05)
        (due,) = writer.scheduling.publish_due().published
        stands = writer.articles.open(due.article)
        assert (stands.id, stands.pubstate) == (later.id, "published")
        assert stands.updated_by == _person(web, Role.PUBLISHER)
        # A figure is set right; a kill takes two.
        editor.correcting.correct(number, "correction", wrong="nine", right="ten")
        web.withdrawing.ask_kill(number, reason="Not ours.")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Withdrawing, "agree", _agree_with_oneself)
            with pytest.raises(Refused, match="somebody else's"):
                web.withdrawing.agree(number)
        # Where it was sent it is taken back, by whoever may withdraw.
        blog = Target(name="Blog", kind=TargetKind.WORDPRESS, address="https://b.example", user="d")
        admin.pushing.put_target(blog)
        uid = web.articles.open(number).uid
        web._seat.store.outbox.keep([Remote(target="Blog", kind="post", key=uid, number=7)])
        admin.withdrawing.agree(number)
        assert admin.articles.open(number).pubstate == "withdrawn"
        (order,) = web.pushing.of(number)
        assert (order.standing, order.who) == ("withdraw", _person(admin, Role.ADMIN))
        parcel = editor.pushing.take()
        assert parcel is not None
        assert parcel.delivery.id == order.id, "any window carries it there"
        chief.articles.spike([twin.id])
        chief.articles.restore([twin.id])
        # Beside stories.
        admin.set_site({"name": "The Harbour Post"})
        flow = admin.review.workflow()
        admin.review.set_workflow(flow)
        writer.dictionary.add("Harbourtown")
        me = writer.staff.get(_person(writer, Role.WRITER))
        writer.staff.save(me.id, me.version, {"bio": "Writes about boats."})
        assert writer.rights.mine() == me_rights(Role.WRITER)
        report = admin.backup.backup(tmp_path / "all.zip")
        assert not report.problems
        assert report.stories == 4
        with pytest.raises(Refused, match="see everything"):
            writer.backup.backup(tmp_path / "some.zip")
    with open_desk(guarded.admin) as desk:
        verbs = [(entry.login, entry.verb) for entry in desk.logins.book()]
        assert ("publisher", "pubstate") in verbs
        assert ("writer", "stage") in verbs


@pytest.mark.parametrize("verb", ["agree", "decline"])
def test_a_settled_kill_leaves_everybody_s_inbox(guarded: postgres.Guarded, verb: str) -> None:
    """Who settles it neither wrote the others' entries nor are these theirs."""
    with open_desk(guarded.admin, who="Ada Admin") as desk:
        for role in (Role.EDITOR, Role.COPY_CHIEF):
            person = desk.staff.get(_person(desk, role))
            rights = me_rights(role) | {Right.PUBLISH, Right.KILL}
            desk.rights.give(person.id, person.version, rights)
        number = desk.articles.create({"headline": "Gone", "body": "Words.\n"}).value.id
        desk.publish.publish([number])
    with (
        open_desk(guarded.url("publisher")) as web,
        open_desk(guarded.url("editor")) as editor,
        open_desk(guarded.url("copy_chief")) as chief,
        open_desk(guarded.url("writer")) as writer,
    ):
        told = web.withdrawing.ask_kill(number, reason="Not ours.").inbox
        assert {_person(chief, Role.EDITOR), _person(chief, Role.COPY_CHIEF)} <= told
        assert [_asks(desk) for desk in (chief, editor, writer)] == [[number], [number], []]
        settled = getattr(editor.withdrawing, verb)(number, "Seen.").inbox
        assert settled == told | {_person(chief, Role.PUBLISHER)}
        assert [_asks(desk) for desk in (chief, editor)] == [[], []], "nothing is left to be asked"
        assert _asks(web) == [number], "who asked is told what came of it"


def _asks(desk: Desk) -> list[int]:
    """The stories whose withdrawal waits in a person's inbox."""
    return [n.article for n in desk.inbox.all(unread=True) if n.kind is NoticeKind.WITHDRAWAL]


def _agree_with_oneself(self: Withdrawing, number: int, words: str = "") -> None:
    with self._seat.store.transaction():
        self._settle(self._asked(number), WithdrawalState.DONE, words)


def me_rights(role: Role) -> set[Right]:
    from newsroom.news.rights import rights_of

    return set(rights_of(role))


def _listed(desk: Desk) -> tuple[object, ...]:
    from newsroom.news.article import Filter

    return desk.articles.page(Filter()).rows


def test_nobody_sits_at_a_server_under_another_name(guarded: postgres.Guarded) -> None:
    with pytest.raises(Refused, match="This is Wim Writer's login"):
        open_desk(guarded.url("writer"), who="Ada Admin").close()
    with open_desk(guarded.admin) as desk, desk._seat.store.transaction():
        # As a sample that was restored here has it.
        desk._seat.store.settings.put(*WHO, desk.staff.byline("Ada Admin").staff)
    with open_desk(guarded.url("writer")) as desk:
        assert desk.me is not None
        assert desk.me.name == "Wim Writer"
    with open_desk(guarded.url("writer"), who="Wim Writer") as desk:
        assert desk.sit(None) is not None
        assert desk.me is not None
        assert desk.me.name == "Wim Writer"
