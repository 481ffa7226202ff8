"""Note-outs reach no reader; TKs and note-outs are counted."""

import pytest

from newsroom.export.clean import clean
from newsroom.text.blocks import Run
from newsroom.text.counts import characters, count_words, readable
from newsroom.text.document import Document, Marks
from newsroom.text.excerpt import plain_text
from newsroom.text.notes import count_open, note_spans, tk_in_runs, tk_spans, without_notes
from newsroom.text.outline import headings
from newsroom.text.parse import render

PARKED = [
    "a %%secret%% b",
    "%%secret%%",
    "a%%secret%%b",
    "**a %%secret%%** b",
    "%%**secret** *secret* `secret`%%",
    "%%a `x%%` secret%% b",
    "`%%` a %%secret%%",
    "`%%`,%%secret%%",
    "`%%x` %%secret%%",
    "\\%%a %%secret%%",
    "[a](x%%y)%%secret%%",
    "[%%secret%%](https://example.org)",
    "%%[secret](https://example.org/secret)%%",
    "![a %%secret%%](p.png)",
    '![a](p.png "cap %%secret%%"){: credit="%%secret%%" }',
    "# %%secret%%",
    "# Head %%secret%%",
    "%%secret%%\n===",
    "- %%secret%%\n- b",
    "- a%%x\n- b%%secret%%",
    "a %%x\n- b secret%%",
    "- [ ] %%secret%%",
    "1. a\n\n    %%secret%%",
    "> %%secret%%",
    "| a | b |\n|---|---|\n| c%%x | d%%secret%% |",
    "| a | b |\n|---|---|\n| c | %%secret%% |",
    "a %%secret\nsecret%% b",
    "::: pullquote\n%%secret%%\n:::",
    "::: box A %%secret%%\n\nb\n\n:::",
    "<div>a %%secret%% b</div>",
    "<div markdown=1>\n\na %%secret%% b\n\n</div>",
    "a[^1] b\n\n[^1]: one %%secret%%",
    "a %%b[^1]%% c\n\n[^1]: secret",
    "a[^1] b\n\n[^1]: %%secret%%",
    "%%5% of secret%%",
    "%%secret 5%%%",
    "متن %%secret پنهان%% متن",
    "%%~secret~ ^secret^ ~~secret~~%%",
    "*[HTML]: a %%secret%%\n\nHTML",
]


@pytest.mark.parametrize("source", PARKED)
def test_parked_words_reach_no_reader(source: str) -> None:
    assert "secret" not in clean(render(source))
    assert "secret" not in plain_text(source) or "[^1]: secret" in source
    assert "secret" not in readable(source).replace("[^1]: secret", "")
    assert not any("secret" in heading.text for heading in headings(source))
    document = Document.open(source)
    assert document.write(document.blocks).source == source


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("%%a%%\n\nb", "<p>b</p>"),
        ("# %%a%%\n\nb", "<p>b</p>"),
        ("- %%a%%\n\nb", "<p>b</p>"),
        ("> %%a%%\n\nb", "<p>b</p>"),
        ("- [ ] %%a%%\n- b", "<ul>\n<li>b</li>\n</ul>"),
        ("# %%a%% {: #x }\n\nb", "<p>b</p>"),
        ("**%%a%%** b", "<p>b</p>"),
        ("::: box Title\n\n%%a%%\n\n:::\n\nb", "<p>b</p>"),
        ("a %%b%%, c", "<p>a, c</p>"),
        ("a %%b%% c", "<p>a c</p>"),
        ("a %%b%%", "<p>a</p>"),
        ("%%a%%  \nb", "<p>b</p>"),
        ("a %%%% b", "<p>a %%%% b</p>"),
        ("a %%b", "<p>a %%b</p>"),
        ("50%% of 20%% of", "<p>50%% of 20%% of</p>"),
        ("`%%a%%`", "<p><code>%%a%%</code></p>"),
        ("    %%a%%", "<pre><code>%%a%%\n</code></pre>"),
    ],
)
def test_nothing_empty_is_left_where_words_were_parked(source: str, html: str) -> None:
    assert clean(render(source)) == html


def test_footnotes_that_only_parked_words_cite_are_not_printed_and_the_rest_numbered() -> None:
    source = "a %%b[^1]%% c[^2] d[^1x] e[^2]\n\n[^1]: one\n[^2]: two\n[^1x]: three\n"
    html = clean(render(source), back="Back to {n}")
    assert "one" not in html
    assert html.count('<li id="fn:') == 2
    assert html.count('href="#fn:2">1</a>') == 2
    assert 'href="#fn:1x">2</a>' in html
    assert 'id="fnref2:2"' in html
    assert html.count('aria-label="Back to 1"') == 2
    for target in ("fnref:2", "fnref2:2", "fnref:1x"):
        assert f'id="{target}"' in html
        assert f'href="#{target}"' in html


def test_a_footnote_whose_words_are_all_parked_leaves_no_mark() -> None:
    html = clean(render("a[^1] b\n\n[^1]: %%one%%\n"))
    assert html == "<p>a b</p>"


def test_counts_leave_parked_words_out() -> None:
    assert count_words("one %%two three%% four") == 2
    assert characters("one %%two three%% four") == len("one four")
    assert count_words("H~2~O is x^2^") == 3
    assert count_words("::: box Two words\n\nthree\n\n:::") == 3


def test_excerpts_leave_out_what_stands_beside_the_story() -> None:
    assert plain_text("::: pullquote\nSaid.\n:::\n\nWords of H~2~O, x^2^.\n") == "Words of H2O, x2."
    assert plain_text("<https://example.org/x>\n\nWords.") == "Words."
    assert plain_text('![a](p.png "C"){: credit="N" }\n\nWords.') == "Words."


def test_ticks_behind_an_escaped_one_open_code_only_where_it_is_closed() -> None:
    assert note_spans("\\```%%a%%") == ((4, 9),)
    assert note_spans("\\```%%a%%`` %%b%%") == ((12, 17),)


def test_note_outs_are_found_as_ranges() -> None:
    source = "a %%b c%% d `%%e%%` %%f%%"
    assert [source[a:b] for a, b in note_spans(source)] == ["%%b c%%", "%%f%%"]
    assert without_notes("a %%b%%.") == "a."
    assert without_notes("plain") == "plain"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("The TK-year-old paid TKTK.", ["TK", "TKTK"]),
        ("ATK TKs STK tk Tk", []),
        ("*TK* _TK_ (TK) “TK”", ["TK", "TK", "TK", "TK"]),
        ("`TK` %%TK%% TK", ["TK"]),
        ("```\nTK\n```\n\nTK", ["TK"]),
        ("[TK](https://example.org/TK)", ["TK"]),
        ("در TK روز", ["TK"]),
    ],
)
def test_facts_to_come_are_found(source: str, found: list[str]) -> None:
    assert [source[a:b] for a, b in tk_spans(source)] == found


def test_facts_to_come_in_a_shown_block() -> None:
    runs = (
        Run("TK "),
        Run("TK", Marks(code=True)),
        Run(" TK", Marks(noted=True)),
        Run(" 👩‍🚀 TK", Marks(bold=True)),
    )
    text = "".join(run.text for run in runs)
    assert [text[a:b] for a, b in tk_in_runs(runs)] == ["TK", "TK"]
    assert tk_in_runs(runs)[1][1] == len(text)


def test_what_is_open_is_counted() -> None:
    assert count_open("a %%b TK%% c %%d%% TK and TKTK") == (2, 2)
    assert count_open("") == (0, 0)


def test_words_are_parked_and_taken_back() -> None:
    document = Document.open("One two three.\n")
    runs = (Run("One "), Run("two", Marks(noted=True)), Run(" three."))
    from dataclasses import replace

    noted = document.write([replace(document.blocks[0], runs=runs)])
    assert noted.source == "One %%two%% three.\n"
    back = Document.open(noted.source)
    plain = replace(back.blocks[0], runs=(Run("One two three."),))
    assert back.write([plain]).source == "One two three.\n"
