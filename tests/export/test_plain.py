from __future__ import annotations

from newsroom.export.plain import PlainText, WrappedText, plain_text
from newsroom.export.worker import Renderer
from tests.export.gold_files import gold
from tests.export.parade import parade


def test_the_text_is_as_it_was_looked_at(renderer: Renderer) -> None:
    gold("story.txt", PlainText().render(parade(renderer)).decode("utf-8"))
    gold("story.wrapped.txt", WrappedText().render(parade(renderer)).decode("utf-8"))


def test_struck_words_are_not_said(renderer: Renderer) -> None:
    text = plain_text(parade(renderer, body="~~Five~~ six men."))
    assert "Five" not in text
    assert "six men." in text


def test_lines_keep_their_width_and_addresses_stay_whole(renderer: Renderer) -> None:
    address = "https://harbour.example/" + "a-long-way/" * 12
    text = plain_text(parade(renderer, body=f"Words {'and words ' * 40}<{address}> end."), width=72)
    assert address in text
    assert all(len(line) <= 72 or address in line for line in text.split("\n"))


def test_words_between_and_inside_blocks_are_kept(renderer: Renderer) -> None:
    body = (
        "First\\\nline<br>and second.\n\n<details><summary>More</summary>inside <b>it</b>"
        "<p>below</p>tail</details>\n\n7. Seven\n8. Eight\n\n    Second paragraph.\n\n"
        "Term\n:   Meaning\n\n![alone](https://x.example/a.png)"
    )
    text = plain_text(parade(renderer, body=body))
    for words in ("More", "inside it", "below", "tail", "7. Seven", "8. Eight", "[alone]",
                  "   Second paragraph.", "Term\n\n    Meaning", "and second."):  # fmt: skip
        assert words in text, (words, text)


def test_nothing_turns_the_rest_round(renderer: Renderer) -> None:
    text = plain_text(parade(renderer, body="One \u202etwo\u2067 three. می\u200cرود"))
    assert "\u202e" not in text
    assert "\u2067" not in text
    assert "می\u200cرود" in text


def test_persian_footnotes_and_numbers(renderer: Renderer) -> None:
    text = plain_text(parade(renderer, language="fa", body="یک.[^a]\n\n[^a]: یادداشت.\n\n    دوم."))
    assert "یک.[۱]" in text
    assert "[۱] یادداشت.\n\n    دوم." in text
