"""A site brought to servers, storage and folders: what differs, and nobody else's files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import paramiko
import pytest

from newsroom.desk.deploying import look, send_site
from newsroom.desk.desk import Desk
from newsroom.desk.secrets import PasswordNeeded, Secrets
from newsroom.export.outbound.deploy import RECORD, DeployPlan, Load
from newsroom.export.outbound.faults import Undelivered
from newsroom.export.outbound.http import Unanswered
from newsroom.export.outbound.place import UnknownHost
from newsroom.news.errors import BadInput, Cancelled, NewsroomError, Refused
from newsroom.news.outward import Target, TargetKind
from newsroom.news.staff import Person
from tests.desk.conftest import HandClock
from tests.export.outbound.servers import PASSWORD, USER, Sftp, Storage, s3
from tests.export.scenes import a_picture, change, out

HOST_KEY = paramiko.RSAKey.generate(2048)


@dataclass
class There:
    """A place to deploy to, and how to look at it."""

    target: Target
    files: Callable[[], Mapping[str, bytes]]
    put: Callable[[str, bytes], None]
    cut: Callable[[int], None]
    written: Callable[[], list[str]]


@pytest.fixture
def sftp(tmp_path: Path) -> Iterator[Sftp]:
    root = tmp_path / "server"
    root.mkdir()
    server = Sftp(root, key=HOST_KEY)
    yield server
    server.close()


@pytest.fixture
def storage() -> Iterator[tuple[Storage, str]]:
    with s3() as made:
        yield made


def read(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def sftp_target(sftp: Sftp, **more: str) -> Target:
    told = {"folder": "/www", "host_key": sftp.host_key, **more}
    return Target(name="Server", kind=TargetKind.SFTP, address=sftp.address, user=USER, more=told)


def s3_target(address: str) -> Target:
    return Target(
        name="Bucket", kind=TargetKind.S3, address="site", user="AKIDEXAMPLE",
        more={"endpoint": address, "folder": "www"},
    )  # fmt: skip


@pytest.fixture(params=["folder", "sftp", "s3"])
def there(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    secrets: Secrets,
    monkeypatch: pytest.MonkeyPatch,
) -> There:
    if request.param == "sftp":
        sftp: Sftp = request.getfixturevalue("sftp")
        secrets.put(sftp_target(sftp), PASSWORD)
        root = sftp.root / "www"

        def put(path: str, content: bytes) -> None:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)

        def cut(after: int) -> None:
            sftp.cut = len(sftp.written) + after if after else 0

        return There(sftp_target(sftp), lambda: read(root), put, cut, lambda: sftp.written)
    if request.param == "s3":
        held, address = request.getfixturevalue("storage")
        secrets.put(s3_target(address), "a secret key")

        def cut_storage(after: int) -> None:
            held.cut = len(held.written) + after if after else 0

        return There(
            s3_target(address),
            lambda: {k.removeprefix("www/"): v[0] for (_b, k), v in held.held.items()},
            lambda path, content: held.put(f"www/{path}", content),
            cut_storage,
            lambda: held.written,
        )
    folder = tmp_path / "copy"
    written: list[str] = []
    left = [0]

    from newsroom.export.outbound import place

    real = place.write

    def writing(path: Path, content: bytes) -> None:
        if left[0] and len(written) >= left[0]:
            left[0] = 0
            raise BadInput("The disk is full.")
        written.append(str(path))
        real(path, content)

    monkeypatch.setattr(place, "write", writing)

    def put_folder(path: str, content: bytes) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)

    def cut_folder(after: int) -> None:
        left[0] = len(written) + after if after else 0

    target = Target(name="Copy", kind=TargetKind.FOLDER, address=str(folder))
    return There(target, lambda: read(folder), put_folder, cut_folder, lambda: written)


@pytest.fixture
def secrets() -> Secrets:
    return Secrets()


@pytest.fixture
def site(desk: Desk, clock: HandClock, tmp_path: Path) -> Path:
    """A published site with two stories and a picture."""
    desk.set_site({"name": "The Harbour Post", "url": "https://harbour.example"})
    out(desk, clock, "ferry", picture=a_picture(desk), section="")
    out(desk, clock, "fog")
    desk.siting.publish(tmp_path / "site")
    return tmp_path / "site"


def send(desk: Desk, there: There, secrets: Secrets, **more: object) -> DeployPlan:
    load = desk.deploying.load()
    done = send_site(there.target, load, secrets, **more)  # type: ignore[arg-type]
    desk.deploying.record(there.target, load, done)
    return done


def published(folder: Path) -> dict[str, bytes]:
    return {path: content for path, content in read(folder).items() if path != ".newsroom-site"}


def lies_there(there: There) -> dict[str, bytes]:
    return {path: content for path, content in there.files().items() if path != RECORD}


def test_only_what_differs_is_sent_and_nothing_of_others_is_touched(
    desk: Desk, there: There, secrets: Secrets, site: Path, clock: HandClock
) -> None:
    there.put("theirs/notes.txt", b"theirs")
    load = desk.deploying.load()
    plan = look(there.target, load, secrets)
    assert (len(plan.writes), plan.deletes, plan.unchanged) == (len(load.files), (), 0)
    assert there.files() == {"theirs/notes.txt": b"theirs"}, "looking touches nothing"

    first = send(desk, there, secrets)
    assert lies_there(there) == {**published(site), "theirs/notes.txt": b"theirs"}
    order = [path for path in first.writes if path.endswith((".png", "ferry.html", "index.html"))]
    assert order[0].endswith(".png"), "a picture is there before the page that shows it"
    assert order[-1] == "index.html"
    count = len(there.written())
    assert send(desk, there, secrets).nothing
    assert len(there.written()) == count, "nothing is written where nothing changed"

    change(desk, desk.articles.by_slug("fog").id, body="Another text.", slug="mist")
    desk.siting.publish(site)
    second = send(desk, there, secrets)
    assert "mist.html" in second.writes
    assert "ferry.html" not in second.writes or b"mist" in there.files()["ferry.html"]
    assert lies_there(there) == {**published(site), "theirs/notes.txt": b"theirs"}
    kept = desk.siting.log(2)
    assert kept[0].target == f"{there.target.kind}:{there.target.name}"
    assert (kept[0].written, kept[0].root) == (len(second.writes), load_root(desk))

    desk.publish.unpublish([desk.articles.by_slug("mist").id])
    desk.siting.publish(site)
    third = send(desk, there, secrets)
    assert "mist.html" in third.deletes
    assert lies_there(there) == {**published(site), "theirs/notes.txt": b"theirs"}


def load_root(desk: Desk) -> str:
    return desk.deploying.load().root


@pytest.mark.parametrize("after", [2, 9])
def test_cut_in_the_middle_it_goes_on_where_it_was(
    desk: Desk, there: There, secrets: Secrets, site: Path, after: int
) -> None:
    send(desk, there, secrets)
    before = lies_there(there)
    for slug in ("ferry", "fog"):
        change(desk, desk.articles.by_slug(slug).id, body=f"New words of {slug}.")
    desk.siting.publish(site)
    there.cut(after)
    with pytest.raises(NewsroomError):
        send(desk, there, secrets)
    there.cut(0)
    half = lies_there(there)
    new = published(site)
    assert all(half[path] in (before.get(path), new.get(path)) for path in half), (
        "never half a file"
    )
    # What the line was cut at is written again even if the old text is published again.
    send(desk, there, secrets)
    assert lies_there(there) == new
    assert json.loads(there.files()[RECORD])["unsure"] == []


def test_called_off_it_stops_between_two_files(
    desk: Desk, there: There, secrets: Secrets, site: Path
) -> None:
    seen: list[int] = []

    def progress(done: int, _of: int, _path: str) -> None:
        seen.append(done)

    with pytest.raises(Cancelled):
        send(desk, there, secrets, progress=progress, cancelled=lambda: len(seen) > 3)
    assert len(lies_there(there)) == 4
    done = send(desk, there, secrets)
    assert done.unchanged == 4
    assert lies_there(there) == published(site)


def test_an_old_site_is_not_sent(
    desk: Desk, there: There, secrets: Secrets, site: Path, clock: HandClock
) -> None:
    change(desk, desk.articles.by_slug("fog").id, embargo_until=clock() + timedelta(hours=1))
    with pytest.raises(Refused, match="older than the newsroom"):
        desk.deploying.load()
    desk.siting.publish(site)
    (site / "ferry.html").write_bytes(b"changed by hand")
    with pytest.raises(NewsroomError):
        send_site(there.target, desk.deploying.load(), secrets)


def test_another_newsrooms_site_is_left_alone(
    desk: Desk, there: There, secrets: Secrets, site: Path
) -> None:
    load = desk.deploying.load()
    send_site(there.target, replace(load, store="another"), secrets)
    with pytest.raises(BadInput, match="another newsroom"):
        send_site(there.target, load, secrets)
    there.put(RECORD, b"{")
    with pytest.raises(BadInput, match="can't be read"):
        send_site(there.target, load, secrets)


# What only servers do.


def loaded(desk: Desk) -> Load:
    return desk.deploying.load()


def test_a_server_must_be_known(desk: Desk, sftp: Sftp, secrets: Secrets, site: Path) -> None:
    secrets.put(sftp_target(sftp), PASSWORD)
    stranger = sftp_target(sftp, host_key="")
    with pytest.raises(UnknownHost) as unknown:
        send_site(stranger, loaded(desk), secrets)
    assert unknown.value.key == sftp.host_key
    assert unknown.value.fingerprint.startswith("SHA256:")
    other = paramiko.RSAKey.generate(2048)
    changed = sftp_target(sftp, host_key=f"{other.get_name()} {other.get_base64()}")
    with pytest.raises(Undelivered, match="another key than before"):
        send_site(changed, loaded(desk), secrets)
    assert not sftp.written
    assert not (sftp.root / "www").exists()


def test_a_server_may_refuse(
    desk: Desk, sftp: Sftp, secrets: Secrets, site: Path, tmp_path: Path
) -> None:
    target = sftp_target(sftp)
    secrets.put(target, PASSWORD)
    load = loaded(desk)
    wrong = Secrets()
    wrong.put(target, "not it")
    with pytest.raises(Undelivered, match="does not take the name"):
        send_site(target, load, wrong)
    with pytest.raises(PasswordNeeded):
        send_site(target, load, Secrets())
    sftp.readonly = True
    with pytest.raises(Undelivered, match="does not let us write"):
        send_site(target, load, secrets)
    sftp.readonly = False
    own = paramiko.RSAKey.generate(2048)
    sftp.allowed = own
    file = tmp_path / "key"
    own.write_private_key_file(str(file))
    by_key = sftp_target(sftp, key_file=str(file))
    sftp.posix_rename = False  # a server that is not OpenSSH
    assert send_site(by_key, load, Secrets()).writes
    assert read(sftp.root / "www").keys() >= {"index.html", RECORD}
    with pytest.raises(BadInput, match="can't be read"):
        send_site(sftp_target(sftp, key_file=str(tmp_path / "none")), load, Secrets())
    sftp.close()
    with pytest.raises(Unanswered, match="can't be reached"):
        send_site(target, load, secrets)


def test_a_storage_says_what_files_are_and_may_refuse(
    desk: Desk, storage: tuple[Storage, str], secrets: Secrets, site: Path
) -> None:
    held, address = storage
    target, load = s3_target(address), loaded(desk)
    secrets.put(target, "a secret key")
    held.broken = 1  # a passing fault is tried again without a word
    send_site(target, load, secrets)
    assert held.held["site", "www/index.html"][1] == "text/html; charset=utf-8"
    assert {kind for (_b, key), (_c, kind) in held.held.items() if key.endswith(".png")} == {
        "image/png"
    }
    held.key = "another"
    with pytest.raises(Undelivered, match="does not take our key"):
        send_site(target, load, secrets)
    held.key = target.user
    secrets.put(none := replace(target, address="none"), "a secret key")
    with pytest.raises(Undelivered, match="no bucket"):
        send_site(none, load, secrets)


def test_a_killed_story_is_its_notice_there_after_the_next_deployment(
    desk: Desk, there: There, secrets: Secrets, site: Path, clock: HandClock
) -> None:
    for name in ("Nadia Brandt", "Tomas Keel"):
        desk.staff.add(Person(name=name))
    fog = desk.articles.by_slug("fog")
    desk.articles.save(fog.id, fog.version, {"body": "A libel in words."})
    desk.siting.publish(site)
    send(desk, there, secrets)
    assert any(b"A libel in words." in content for content in there.files().values())
    desk.sit("Nadia Brandt")
    desk.withdrawing.ask_kill(fog.id, reason="The court.", notice="By order of the court.")
    desk.sit("Tomas Keel")
    desk.withdrawing.agree(fog.id)
    clock.forward(minutes=1)
    desk.siting.publish(site)
    send(desk, there, secrets)
    files = there.files()
    assert b"By order of the court." in files["fog.html"]
    assert not any(b"libel" in content for content in files.values())
