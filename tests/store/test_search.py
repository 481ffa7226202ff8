"""Words found again: every field, every script, as people type; alike on both engines."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.news.article import Byline, Filter
from newsroom.news.errors import Cancelled
from newsroom.news.workflow import Stage
from newsroom.store import search, tokens
from newsroom.store.connect import Store
from tests.store.making import keep, save


def found(store: Store, words: str, **options: object) -> list[str]:
    """The slugs of the stories found."""
    return [hit.row.slug for hit in store.search.find(words, **options)]  # type: ignore[arg-type]


FIELDS = {
    "slug": "quayside",
    "kicker": "Quayside",
    "headline": "At the quayside",
    "short_headline": "Quayside",
    "dek": "What the quayside says",
    "body": "We met at the quayside.",
    "ed_note": "Call the quayside",
    "bylines": (Byline("Q. Quayside"),),
}


def test_every_part_of_a_story_is_searched(store: Store) -> None:
    for name, value in FIELDS.items():
        slug = "quayside" if name == "slug" else f"in-{name}"
        keep(store, **{"slug": slug, name: value})
    keep(store, "elsewhere", section="quayside", tags=("quayside",), body="[x](http://quayside/)")
    names = {"quayside", *(f"in-{name}" for name in FIELDS if name != "slug")}
    assert set(found(store, "quayside")) == names
    assert set(found(store, "quayside", best=True)) == names


def test_a_save_changes_what_is_found(store: Store) -> None:
    kept = keep(store, "a", headline="Ferries run late", body="The harbour is shut.")
    kept = save(store, kept, headline="Trains run late")
    assert found(store, "ferries") == []
    assert found(store, "trains") == ["a"]
    kept = save(store, kept, body="The airport is shut.")
    assert found(store, "harbour") == []
    assert found(store, "airport trains") == ["a"]
    save(store, kept, bylines=(Byline("Nadia"),))
    assert found(store, "nadia airport") == ["a"]


# Written so, looked for so, in scripts with all their habits.
WRITTEN = {
    "Persian yeh and kaf": ("كتاب‌هاي علي", ["کتاب‌های", "کتابهای", "کتاب های", "علی", "كتاب"]),
    "half-space": ("می‌شود", ["می‌شود", "میشود", "می شود", "شود", "می"]),
    "Arabic with vowels": ("الكِتَابُ الجَدِيدُ", ["الكتاب", "الکتاب", "الجديد", "الجدید"]),
    "tatweel": ("العـــربية", ["العربية", "العربیه"]),
    "alef": ("أخبار إيران آسيا", ["اخبار", "ایران", "اسیا", "آسیا"]),
    "digits": ("سال ۱۴۰۵ و ١٤٠٥", ["1405", "۱۴۰۵", "١٤٠٥", "14"]),
    "hamza": ("مسئول مؤسسه هیئت", ["مسیول", "مسئول", "موسسه", "هییت"]),
    "accents": ("Crème brûlée naïve façade", ["creme", "Brulée", "naive", "facade", "FAÇADE"]),
    "Nordic": ("Ærø Łódź Đorđe smörgåsbord", ["aero", "lodz", "dorde", "smorgasbord"]),
    "German": ("Straße Grüße", ["strasse", "STRASSE", "gruße", "grüsse"]),
    "Turkish": ("Işık İstanbul", ["isik", "istanbul", "ISTANBUL"]),
    "Greek": ("Αθήνα", ["αθηνα", "ΑΘΗΝΑ"]),
    "Russian": ("Ёлка", ["елка", "ЁЛКА"]),
    "Hebrew points": ("שָׁלוֹם", ["שלום"]),
    "Chinese": ("港口工人罢工", ["港口", "工人", "罢工", "港口工人", "口"]),
    "Japanese": ("東京タワーのｶﾒﾗ", ["東京", "タワー", "カメラ"]),
    "Korean": ("서울시청", ["서울", "시청"]),
    "Hindi": ("हिन्दी समाचार", ["हिन्दी", "समाचार", "समा"]),
    "Thai": ("ประเทศไทย", ["ประเทศ", "ไทย"]),
    "joined words": ("covid-19 U.S. co-operate it’s", ["covid-19", "covid 19", "u.s.", "it's"]),
    "code": ("3.5 v2 1e5 0x1f 12th", ["3.5", "v2", "1e5", "0x1f", "12th", "12"]),
    "ligature": ("the ﬁnal", ["final"]),
    "full width": ("ＡＢＣ", ["abc"]),
    "letters and digits": ("东京2020奥运-2024", ["东京2020", "2020奥运", "奥运-2024", "京2020奥"]),
}  # fmt: skip
NOT_THERE = {
    "Persian yeh and kaf": ["کتابخانه", "ها علی x"],
    "Chinese": ["口港", "罢港"],
    "Hindi": ["हिन्दु"],
    "accents": ["reme", "cremes"],
    "digits": ["1406"],
}


def test_letters_that_people_do_not_tell_apart_find_each_other(store: Store) -> None:
    for name, (text, _asked) in WRITTEN.items():
        keep(store, name, headline="x", body=text)
    for name, (_text, asked) in WRITTEN.items():
        for words in asked:
            assert name in found(store, words), (name, words)
            assert name in found(store, words, best=True), (name, words)
            filter = Filter(words=words)
            assert name in {row.slug for row in store.articles.page(filter).rows}, (name, words)
    for name, others in NOT_THERE.items():
        for words in others:
            assert name not in found(store, words), (name, words)


def test_every_letter_typed_narrows_the_answer(store: Store) -> None:
    keep(store, "strike", headline="Dockers strike")
    keep(store, "string", headline="A string quartet")
    keep(store, "street", headline="Street works")
    typed = {words: set(found(store, words)) for words in ("s", "str", "stri", "strik", "strike")}
    assert typed["s"] == typed["str"] == {"strike", "string", "street"}
    assert typed["stri"] == {"strike", "string"}
    assert typed["strik"] == typed["strike"] == {"strike"}
    assert found(store, "strikes") == []
    # Only the last word is a beginning.
    assert found(store, "dock strike") == []
    assert found(store, "dockers str") == ["strike"]
    assert found(store, "str dockers") == []


def test_all_words_must_be_there_in_any_order(store: Store) -> None:
    keep(store, "both", headline="Harbour strike", body="The union.")
    keep(store, "one", headline="Harbour", body="No more.")
    assert found(store, "union harbour") == ["both"]
    assert found(store, "harbour strike union fog") == []


TYPED = (
    "", " ", "\"", "'", "a\"b", "NEAR(a b)", "a OR b", "a AND", "headline:x", "^a", "a*", "-a",
    "(", ")", "a & b | !c", "a <-> b", "a:*", "%", "_", "\\", "; DROP TABLE article", "🚢", "…",
    "\u200c", "\u200c\u200c", "\u0301", "{a b}", "x" * 5_000, "a " * 300, "\ue000", "\u0e31",
)  # fmt: skip


def test_no_typing_breaks_the_search(store: Store) -> None:
    keep(store, "plain", headline="Plain words", body="a b c")
    for words in TYPED:
        for best in (False, True):
            assert len(store.search.find(words, best=best)) <= 1, words
        assert store.articles.count(Filter(words=words)) in (0, 1), words


# What newsrooms write in: for the rarest scripts each engine has tables of its own.
BLOCKS = (
    (" ", "~"), ("\u00a1", "\u024f"), ("\u0391", "\u03c9"), ("\u0410", "\u044f"),
    ("\u05d0", "\u05ea"), ("\u0621", "\u0652"), ("\u0660", "\u06d3"), ("\u200c", "\u200f"),
    ("\u0905", "\u0939"), ("\u0e01", "\u0e2e"), ("\u3041", "\u3096"), ("\u4e00", "\u9fa5"),
    ("\uac00", "\ud7a3"), ("\uff01", "\uff5e"), ("\U0001f600", "\U0001f64f"),
)  # fmt: skip
LETTERS = st.one_of(
    *(st.characters(min_codepoint=ord(first), max_codepoint=ord(last)) for first, last in BLOCKS)
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(text=st.text(LETTERS, min_size=1, max_size=60))
def test_whatever_is_written_is_found_by_its_own_words(store: Store, text: str) -> None:
    text = text.replace("\0", "")
    number = store.articles.id_of("any")
    if number is None:
        kept = keep(store, "any", headline="x", body="")
    else:
        kept = store.articles.get(number)
    save(store, kept, headline=text)
    for token in tokens.tokens(text)[:8]:
        assert found(store, token) == ["any"], token
    for word in text.split()[:4]:
        if tokens.wanted(word):
            assert found(store, word) == ["any"], word


def test_a_screen_of_hits_is_the_beginning_of_all_of_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it is found: words that many of the newest stories have, that few or old ones have,
    words beside others of the same beginning, in every field, with a filter, beside other words."""
    monkeypatch.setattr(search, "_NEAR", 10)
    dice = random.Random(4)
    names = ("market", "markets", "mark", "marina", "marvel", "supermarket", "بازار", "بازی")
    with store.transaction():
        for n in range(80):
            common = ("market",) if n > 40 else ("marvel",)
            words = [*common, *dice.sample(names, 2)]
            dice.shuffle(words)
            keep(
                store,
                f"item-{n}",
                headline=words[0],
                dek=words[1],
                body=f"Was {words[2]} or ferry." if n % 3 else words[2],
                section="sport" if n % 2 else "city",
                tags=("ice",) if n % 5 == 0 else (),
            )
    filters = (Filter(), Filter(sections=frozenset({"sport"})), Filter(tag="ice"))
    asked = [name[:length] for name in names for length in range(1, len(name) + 1)]
    asked += [f"ferry {word}" for word in asked] + [f"{word} ferr" for word in names]
    for typed, filter in product(asked, filters):
        whole = found(store, typed, filter=filter, limit=80)
        assert found(store, typed, filter=filter, limit=2) == whole[:2], typed


def test_newest_first_goes_on_where_the_page_before_ended(store: Store) -> None:
    with store.transaction():
        for n in range(25):
            keep(store, f"strike-{n}", headline=f"Strike, day {n}")
    met: list[str] = []
    after = None
    while True:
        hits = store.search.find("strike", after=after, limit=10)
        met += [hit.row.slug for hit in hits]
        if len(hits) < 10:
            break
        after = (hits[-1].row.id,)
    assert met == [f"strike-{n}" for n in reversed(range(25))]


def test_best_first_puts_the_headline_before_the_body(store: Store) -> None:
    filler = "Nothing moves. " * 30
    keep(store, "headline", headline="Ferries stand still", body=filler)
    keep(store, "dek", headline="Islands", dek="The ferries stand still", body=filler)
    keep(store, "body", headline="Islands", body=f"The ferries stand still. {filler}")
    keep(store, "none", headline="Trains", body="Nothing.")
    assert found(store, "ferries") == ["body", "dek", "headline"]
    assert found(store, "ferries", best=True) == ["headline", "dek", "body"]
    assert found(store, "ferries", best=True, limit=1) == ["headline"]


def test_best_first_looks_at_the_newest_hits_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "BEST_OF", 3)
    keep(store, "old", headline="Ferries ferries ferries")
    for n in range(3):
        keep(store, f"new-{n}", headline="Trains and ferries and more of it all")
    assert "old" not in found(store, "ferries", best=True)
    assert "old" in found(store, "ferries")


def test_a_word_of_old_stories_is_found_behind_many_new_ones(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_PROBE", 3)
    keep(store, "old", headline="Ferries")
    for n in range(6):
        keep(store, f"new-{n}", headline="Trains", body="")
    assert found(store, "ferries") == ["old"]
    assert found(store, "trains", limit=2) == ["new-5", "new-4"]


def test_a_filter_narrows_a_search(store: Store) -> None:
    keep(store, "draft", desk="news", tags=("sea",))
    keep(store, "ready", stage=Stage.READY, desk="sport", language="de")
    keep(store, "spiked", stage=Stage.SPIKED)
    for best in (False, True):
        assert set(found(store, "ferries", best=best)) == {"draft", "ready"}
        for filter, slugs in (
            (Filter(stages=frozenset({"ready"})), ["ready"]),
            (Filter(stages=frozenset({"spiked"})), ["spiked"]),
            (Filter(stages=frozenset({"ready", "spiked"})), ["spiked", "ready"]),
            (Filter(desks=frozenset({"news", "sport"}), tag="sea"), ["draft"]),
            (Filter(language="de", words="is ignored here"), ["ready"]),
            (Filter(pubstates=frozenset({"published"})), []),
        ):
            assert sorted(found(store, "ferries", filter=filter, best=best)) == sorted(slugs)


# Passages.


def shown(store: Store, words: str) -> tuple[str, list[str]]:
    (hit,) = store.search.find(words)
    return hit.passage, [hit.passage[start:end] for start, end in hit.marks]


def test_the_passage_shows_the_words_as_they_are_written(store: Store) -> None:
    keep(
        store, "a", headline="x", body="Far from it. " * 40 + "The *Crème* is là. " + "More. " * 90
    )
    passage, marked = shown(store, "creme la")
    assert marked == ["Crème", "là"]
    assert "The Crème is là." in passage
    assert passage.startswith("…")
    assert passage.endswith("…")
    assert len(passage) < 200


def test_the_passage_finds_persian_words_however_they_are_joined(store: Store) -> None:
    keep(store, "a", headline="x", body="او كتاب‌هاي تازه را می‌خواند.")
    assert shown(store, "کتابهای")[1] == ["كتاب‌هاي"]
    assert shown(store, "میخواند")[1] == ["می‌خواند"]


def test_the_passage_is_cut_from_where_the_words_stand(store: Store) -> None:
    kept = keep(
        store,
        "in-the-slug",
        headline="In the headline",
        kicker="Over it",
        dek="What the dek says",
        ed_note="Ask the union",
        bylines=(Byline("N. Brandt"),),
        body="A [link](https://example.org/union) and nothing more.",
    )
    assert shown(store, "dek") == ("What the dek says", ["dek"])
    assert shown(store, "headl") == ("In the headline", ["headl"])
    assert shown(store, "over") == ("Over it", ["Over"])
    assert shown(store, "brandt") == ("N. Brandt", ["Brandt"])
    assert shown(store, "slug") == ("in-the-slug", ["slug"])
    assert shown(store, "union") == ("Ask the union", ["union"])
    # Words that stand apart: the body's are shown.
    assert shown(store, "dek link")[1] == ["link"]
    # A short headline has no line of its own in the list.
    save(store, kept, short_headline="Quay")
    assert shown(store, "quay") == (kept.excerpt, [])


def test_hits_in_addresses_are_passed_over(store: Store) -> None:
    address = "[x](https://example.org/union/union/union) "
    keep(store, "a", headline="x", body=address + "word " * 90 + "The union met." + " word" * 90)
    passage, marked = shown(store, "union")
    assert marked == ["union"]
    assert "The union met." in passage


# Stopping a search.


def test_a_search_that_is_called_off_ends_and_the_next_one_works(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store)
    store.search.interrupt()  # none runs: nothing happens
    assert found(store, "ferries") == ["ferry-timetable"]
    slow = (
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100000000) "
        "SELECT count(*) FROM c"
    )
    monkeypatch.setattr(
        type(store.search), "_rows", lambda self, *_a, **_k: self._engine.fetch(slow)
    )
    called_off = threading.Event()

    def call_off() -> None:
        while not called_off.is_set():
            time.sleep(0.02)
            store.search.interrupt()

    thread = threading.Thread(target=call_off)
    thread.start()
    try:
        with pytest.raises(Cancelled):
            store.search.find("ferries")
    finally:
        called_off.set()
        thread.join()
    monkeypatch.undo()
    assert found(store, "ferries") == ["ferry-timetable"]
    assert keep(store, "after").version == 1


def test_another_window_finds_what_was_just_saved(opener: Callable[..., Store]) -> None:
    here, there = opener(), opener()
    kept = keep(here)
    assert found(there, "ferries") == ["ferry-timetable"]
    save(here, kept, headline="Trains", body="None.", slug="trains")
    assert found(there, "ferries") == []


def test_the_word_index_can_be_looked_through_and_made_anew(store_file_open: Store) -> None:
    store = store_file_open
    kept = keep(store)
    assert search.check_index(store.engine)
    store.engine.execute("DROP TRIGGER search_doc_changed")
    store.engine.execute("UPDATE search_doc SET body = 'airport'")
    assert not search.check_index(store.engine)
    search.rebuild_index(store.engine)
    assert search.check_index(store.engine)
    assert found(store, "airport") == [kept.slug]
