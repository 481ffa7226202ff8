from __future__ import annotations

import tracemalloc

import pytest

from newsroom.intake.matter import MOST_CHARACTERS, MOST_DEPTH, read_matter
from newsroom.news.errors import BadInput


def test_values_know_their_text_and_line() -> None:
    matter = read_matter(
        "slug: harbour\nheadline: The harbour\n\ndek: >\n  Two\n  lines\n", name="a.md"
    )
    assert matter.values["slug"].text == "harbour"
    assert (matter.values["slug"].line, matter.values["headline"].line) == (2, 3)
    assert matter.values["dek"].text == "Two lines\n"
    assert matter.values["dek"].line == 5


def test_words_stay_as_written() -> None:
    matter = read_matter("language: no\nslug: 007\nday: 2026-02-30\nempty:\ntilde: ~\n", name="a")
    texts = {key: value.text for key, value in matter.values.items()}
    assert texts == {"language": "no", "slug": "007", "day": "2026-02-30", "empty": "", "tilde": ""}


def test_plain_follows_the_core_schema() -> None:
    text = """
a: 1
b: "1"
c: 1.5
d: true
e: yes
f:
g: [x, {y: null}]
h: .nan
i: 2026-01-01
"""
    plain = {key: value.plain for key, value in read_matter(text, name="a").values.items()}
    assert plain == {
        "a": 1,
        "b": "1",
        "c": 1.5,
        "d": True,
        "e": "yes",
        "f": None,
        "g": ["x", {"y": None}],
        "h": ".nan",
        "i": "2026-01-01",
    }


def test_items_and_entries_know_their_lines() -> None:
    value = read_matter("bylines:\n- Ana\n- name: Ben\n  role: photo\n", name="a").values["bylines"]
    items = value.items
    assert items is not None
    assert [item.line for item in items] == [3, 4]
    assert items[0].text == "Ana"
    assert items[0].items is None
    assert items[0].entries is None
    entries = items[1].entries
    assert entries is not None
    assert {key: entry.text for key, entry in entries.items()} == {"name": "Ben", "role": "photo"}
    assert entries["role"].line == 5
    assert value.text is None
    assert value.entries is None


def test_a_doubled_key_is_told_and_the_later_counts() -> None:
    matter = read_matter("slug: a\nslug: b\n", name="a.md")
    assert matter.values["slug"].text == "b"
    assert matter.doubled == (("slug", 3),)


def test_nothing_is_nothing() -> None:
    assert read_matter("", name="a").values == {}
    assert read_matter("# only a comment\n", name="a").values == {}


def test_control_characters_are_passed_over() -> None:
    assert read_matter("slug: a\x00b\x07c\n", name="a").values["slug"].text == "abc"


def test_a_friendly_anchor_works() -> None:
    matter = read_matter("desk: &d politics\nsection: *d\n", name="a")
    assert matter.values["section"].text == "politics"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("headline: a: b\n", "line 2"),
        ("slug: [a\n", "not YAML"),
        ("slug: a\nheadline: 'x\n", "not YAML"),
        ("- a\n- b\n", "key: value"),
        ("just words\n", "key: value"),
        ("[a, b]: c\n", "not a word"),
        ("a: &x [*x]\n", "without bounds"),
        ("a: *nowhere\n", "not YAML"),
        ("a: 1\n--- \nb: 2\n", "not YAML"),
        ("a: " + "[" * (MOST_DEPTH + 1), "too deep"),
        ("a: " + "[" * 100_000, "too deep"),
        ("a: " + "x" * MOST_CHARACTERS, "longer than"),
        ("%TAG ! tag:x\nz: 1", "not YAML"),
    ],
)
def test_what_is_no_front_matter_is_said_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_matter(text, name="story.md")
    sentence = str(caught.value)
    assert said in sentence
    assert "story.md" in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_exploding_anchors_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 30):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    tracemalloc.start()
    with pytest.raises(BadInput, match="without bounds"):
        read_matter("\n".join(lines), name="bomb.md")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000


def test_exploding_merges_are_refused() -> None:
    lines = ["a0: &a0 {k: v}"]
    for n in range(1, 30):
        lines.append(f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 10)}]")
    with pytest.raises(BadInput, match="without bounds"):
        read_matter("\n".join(lines), name="bomb.md")


def test_python_objects_are_only_words() -> None:
    value = read_matter("a: !!python/object/apply:os.system ['true']\n", name="a").values["a"]
    assert value.plain == ["true"]
