from __future__ import annotations

import gzip
import socket
import ssl
import threading
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest

from newsroom.intake.fetching import Bounds, Fetcher, Got
from newsroom.intake.webaddress import Unfetched, is_public, whole_address
from tests.intake.webserver import Asked, Web, web_server

BOUNDS = Bounds(silence=1.0, whole=2.0, most=100_000)


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as made:
        yield made


@pytest.fixture
def fetcher(web: Web) -> Fetcher:
    """One that may ask this computer, at the server's port alone."""
    return Fetcher(private=frozenset({web.host}), bounds=BOUNDS)


def refusal(fetcher: Fetcher, address: str) -> Unfetched:
    with pytest.raises(Unfetched) as caught:
        fetcher.get(address)
    assert "\n" not in str(caught.value)
    return caught.value


def test_what_comes_with_all_that_the_server_says(web: Web, fetcher: Fetcher) -> None:
    web.pages["/feed"] = lambda asked: asked.reply(
        200, b"<rss/>", Content_Type="Text/XML; charset=KOI8-R", ETag='"1"', Last_Modified="then"
    )
    got = fetcher.get(web.address("/feed"), accept="application/rss+xml")
    assert got == Got(
        address=web.address("/feed"),
        body=b"<rss/>",
        kind="text/xml",
        charset="koi8-r",
        etag='"1"',
        modified="then",
    )
    _path, headers = web.asked[0]
    assert headers["accept"] == "application/rss+xml"
    assert headers["host"] == web.host
    assert headers["user-agent"].startswith("newsroom/")
    assert "if-none-match" not in headers


def test_what_did_not_change_does_not_come_again(web: Web, fetcher: Fetcher) -> None:
    def answer(asked: Asked) -> None:
        known = asked.headers.get("If-None-Match") == '"1"'
        known = known and asked.headers.get("If-Modified-Since") == "then"
        asked.reply(304 if known else 200, b"" if known else b"x", ETag='"1"')

    web.pages["/feed"] = answer
    assert fetcher.get(web.address("/feed"), etag='"1"').body == b"x"
    got = fetcher.get(web.address("/feed"), etag='"1"', modified="then")
    assert (got.body, got.etag) == (None, '"1"')


@pytest.mark.parametrize("packing", ["gzip", "deflate", "x-gzip"])
def test_packed_answers(web: Web, fetcher: Fetcher, packing: str) -> None:
    packed = zlib.compress(b"words") if packing == "deflate" else gzip.compress(b"words")
    web.pages["/feed"] = lambda asked: asked.reply(200, packed, Content_Encoding=packing)
    assert fetcher.get(web.address("/feed")).body == b"words"


def test_a_bomb_is_bounded_in_size_and_memory(web: Web, fetcher: Fetcher) -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    web.pages["/feed"] = lambda asked: asked.reply(200, bomb, Content_Encoding="gzip")
    tracemalloc.start()
    error = refusal(Fetcher(private=fetcher.private, bounds=Bounds(most=1_000_000)),
                    web.address("/feed"))  # fmt: skip
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "more than 1 MB" in str(error)
    assert peak < 8_000_000


def test_other_packings_and_broken_ones_are_told(web: Web, fetcher: Fetcher) -> None:
    web.pages["/br"] = lambda asked: asked.reply(200, b"x", Content_Encoding="br")
    web.pages["/bad"] = lambda asked: asked.reply(200, b"xxxx", Content_Encoding="gzip")
    cut = gzip.compress(b"words" * 100)[:-12]
    web.pages["/cut"] = lambda asked: asked.reply(200, cut, Content_Encoding="gzip")
    assert "does not know (br)" in str(refusal(fetcher, web.address("/br")))
    assert "unpacked" in str(refusal(fetcher, web.address("/bad")))
    assert "broke off" in str(refusal(fetcher, web.address("/cut")))


def test_more_than_is_taken_is_left(web: Web, fetcher: Fetcher) -> None:
    web.pages["/says"] = lambda asked: asked.reply(200, b"x", Content_Length="100001")

    def endless(asked: Asked) -> None:
        asked.send_response(200)
        asked.end_headers()
        while not web.over.is_set():
            asked.wfile.write(b"x" * 10_000)

    web.pages["/endless"] = endless
    for path in ("/says", "/endless"):
        assert "more than" in str(refusal(fetcher, web.address(path)))


def test_a_server_that_says_nothing_or_a_letter_a_second_is_left(web: Web) -> None:
    def silent(_asked: Asked) -> None:
        web.over.wait(10)

    def slow_head(asked: Asked) -> None:
        while not web.over.wait(0.05):
            asked.wfile.write(b"H")

    def slow_body(asked: Asked) -> None:
        asked.send_response(200)
        asked.end_headers()
        while not web.over.wait(0.05):
            asked.wfile.write(b"x")

    web.pages |= {"/silent": silent, "/head": slow_head, "/body": slow_body}
    bounds = Bounds(silence=0.3, whole=0.6)
    for path in web.pages:
        error = refusal(Fetcher(private=frozenset({web.host}), bounds=bounds), web.address(path))
        assert "in time" in str(error), path
        assert error.again


def test_what_is_under_way_is_broken_off_from_another_thread(web: Web) -> None:
    reached = threading.Event()

    def slow(_asked: Asked) -> None:
        reached.set()
        web.over.wait(20)

    web.pages["/slow"] = slow
    fetcher = Fetcher(private=frozenset({web.host}))
    said: list[Unfetched] = []
    asking = threading.Thread(target=lambda: said.append(refusal(fetcher, web.address("/slow"))))
    asking.start()
    assert reached.wait(5)
    fetcher.cut()
    asking.join(5)
    assert not asking.is_alive()
    assert said[0].again
    fetcher.cut()  # nothing is under way


def test_an_answer_that_is_shorter_than_it_says_is_none(web: Web, fetcher: Fetcher) -> None:
    web.pages["/short"] = lambda asked: asked.reply(200, b"half", Content_Length="8")
    error = refusal(fetcher, web.address("/short"))
    assert "broke off" in str(error)
    assert error.again
    web.pages["/chunked"] = lambda asked: (
        asked.send_response(200),
        asked.send_header("Transfer-Encoding", "chunked"),
        asked.end_headers(),
        asked.wfile.write(b"5\r\nwords\r\n5\r\nwo"),
        setattr(asked, "close_connection", True),
    )
    assert "broke off" in str(refusal(fetcher, web.address("/chunked")))


def test_what_is_no_http(web: Web, fetcher: Fetcher) -> None:
    web.pages["/ssh"] = lambda asked: (
        asked.wfile.write(b"SSH-2.0-x\r\n"),
        setattr(asked, "close_connection", True),
    )
    assert "broke off" in str(refusal(fetcher, web.address("/ssh")))


@pytest.mark.parametrize(
    ("status", "words", "again", "gone"),
    [
        (404, "nothing at this address.", True, False),
        (410, "any more", False, True),
        (401, "does not let us in (401)", True, False),
        (403, "does not let us in (403)", True, False),
        (429, "less often", True, False),
        (500, "out of order at the moment (500)", True, False),
        (503, "out of order", True, False),
        (206, "answered with 206", True, False),
        (418, "answered with 418", True, False),
    ],
)
def test_other_answers(
    web: Web, fetcher: Fetcher, status: int, words: str, again: bool, gone: bool
) -> None:
    web.pages["/x"] = lambda asked: asked.reply(status, Retry_After="120")
    error = refusal(fetcher, web.address("/x"))
    assert words in str(error)
    assert (error.again, error.gone) == (again, gone)
    assert error.after == ("120" if status in (429, 500, 503) else "")


def to(where: str, status: int = 302) -> object:
    return lambda asked: asked.reply(status, Location=where)


def test_redirections_are_followed_and_told_where_they_are_for_good(
    web: Web, fetcher: Fetcher
) -> None:
    web.pages |= {"/new": b"x", "/a": to("/b", 301), "/b": to(web.address("/new"), 308)}  # type: ignore[dict-item]
    web.pages |= {"/c": to("/a", 302), "/d": to("/c", 301)}  # type: ignore[dict-item]
    got = fetcher.get(web.address("/a"))
    assert (got.address, got.moved, got.body) == (web.address("/new"), web.address("/new"), b"x")
    assert fetcher.get(web.address("/c")).moved == ""
    assert fetcher.get(web.address("/d")).moved == ""


def test_redirections_have_an_end(web: Web, fetcher: Fetcher) -> None:
    web.pages["/a"] = to("/a")  # type: ignore[assignment]
    assert "without end" in str(refusal(fetcher, web.address("/a")))
    assert len(web.asked) == 6
    web.pages["/none"] = lambda asked: asked.reply(302)
    assert "does not say where" in str(refusal(fetcher, web.address("/none")))


@pytest.mark.parametrize(
    "where",
    [
        "file:///etc/passwd",
        "ftp://news.example/x",
        "data:text/plain,x",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://user:word@news.example/",
        "http://[bad",
    ],
)
def test_redirections_out_of_the_web_or_into_the_house_are_refused(
    web: Web, fetcher: Fetcher, where: str
) -> None:
    web.pages["/a"] = to(where)  # type: ignore[assignment]
    error = refusal(fetcher, web.address("/a"))
    assert not error.again
    assert len(web.asked) == 1
    # One sentence on what was sent, or, of a host that could be allowed, one on who allows it too.
    assert str(error).count(". ") == (1 if "inside a house" in str(error) else 0)


def test_another_port_of_a_host_that_is_allowed_is_not(web: Web, fetcher: Fetcher) -> None:
    with web_server() as other:
        other.pages["/x"] = b"x"
        web.pages["/a"] = to(other.address("/x"))  # type: ignore[assignment]
        assert "inside a house" in str(refusal(fetcher, web.address("/a")))
        assert other.asked == []
        both = Fetcher(private=frozenset({"127.0.0.1"}), bounds=BOUNDS)
        assert both.get(web.address("/a")).body == b"x"


def test_private_addresses_are_refused_without_asking(web: Web) -> None:
    error = refusal(Fetcher(bounds=BOUNDS), web.address("/x"))
    assert "inside a house" in str(error)
    assert not error.again
    assert web.asked == []


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(web: Web) -> None:
    """A name server that answers otherwise the second time gains nothing: it is asked once."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    asked: list[str] = []

    def lookup(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    web.pages["/x"] = b"x"
    name = f"wire.example:{web.port}"
    fetcher = Fetcher(private=frozenset({name}), bounds=BOUNDS, lookup=lookup)
    assert fetcher.get(f"http://{name}/x").body == b"x"
    assert asked == ["wire.example"]
    assert web.asked[0][1]["host"] == name


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    fetcher = Fetcher(bounds=BOUNDS, lookup=lambda *_: ["93.184.216.34", "192.168.0.1"])
    assert "inside a house" in str(refusal(fetcher, "http://news.example/"))


def test_a_name_that_nobody_knows() -> None:
    def nothing(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(8, "not known")

    for lookup in (nothing, lambda *_: []):
        error = refusal(Fetcher(bounds=BOUNDS, lookup=lookup), "http://news.example/")
        assert "news.example" in str(error)
        assert error.again


def test_a_port_where_nobody_listens() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{held.getsockname()[1]}"
        error = refusal(Fetcher(private=frozenset({place}), bounds=BOUNDS), f"http://{place}/")
    assert "can't be reached" in str(error)
    assert error.again


def test_a_server_without_a_certificate_for_its_name_is_not_believed(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = refusal(Fetcher(private=frozenset({web.host}), bounds=BOUNDS), f"https://{web.host}/")
    assert error.again
    assert web.asked == []

    def refuse(*_args: object, **_more: object) -> None:
        failed = ssl.SSLCertVerificationError(1, "bad")
        failed.verify_message = "self-signed certificate"
        raise failed

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", refuse)
    error = refusal(Fetcher(private=frozenset({web.host}), bounds=BOUNDS), f"https://{web.host}/")
    assert "prove who it is: self-signed certificate" in str(error)


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("not a number", False),
    ],
)
def test_which_addresses_are_of_the_web(number: str, public: bool) -> None:
    assert is_public(number) is public


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (" https://news.example/a b#x", None),
        ("https://news.example/a%20b?q=ä#x", "https://news.example/a%20b?q=%C3%A4"),
        ("https://müller.example/ü", "https://xn--mller-kva.example/%C3%BC"),
        ("http://NEWS.example:8080", "http://news.example:8080"),
        ("http://[2606:2800::1]:80/", "http://[2606:2800::1]:80/"),
        ("news.example/feed", None),
        ("ftp://news.example/", None),
        ("file:///etc/passwd", None),
        ("http://", None),
        ("http://x:99999/", None),
        ("http://x:0/", None),
        ("http://a@x/", None),
        ("http://x/\r\nHost: y", None),
        ("http://" + "a" * 70 + "ä.example/", None),
        ("https://x/" + "a" * 2000, None),
    ],
)
def test_addresses_as_they_are_asked_for(said: str, asked: str | None) -> None:
    if asked is None:
        with pytest.raises(Unfetched):
            whole_address(said)
    else:
        assert whole_address(said) == asked
