"""Changes without words are known by the words around them."""

from __future__ import annotations

import pytest

from newsroom.text.compare import Story, compare
from newsroom.text.seams import SeamKind, seams_of

NOON = "The first boat leaves at noon. It comes back at one.\n\nAnother goes late at night.\n"


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        (NOON, NOON.replace("noon. It", "noon.\n\nIt"), SeamKind.SPLITS,
         "… boat leaves at noon. ¶ It comes back at …"),
        (NOON, NOON.replace("one.\n\nAnother", "one. Another"), SeamKind.JOINS,
         "… comes back at one. ¶ Another goes late at …"),
        ("- pears and plums\n- figs\n", "- pears\n- and plums\n- figs\n", SeamKind.SPLITS,
         "pears ¶ and plums"),
        ("- pears\n- and plums\n- figs\n", "- pears and plums\n- figs\n", SeamKind.JOINS,
         "pears ¶ and plums"),
        ('![A boat](a.png "Cap")\n', '![A boat](b.png "Cap")\n', SeamKind.PICTURES,
         "a.png → b.png"),
        ("## Boats at night\n", "### Boats at night\n", SeamKind.SHAPES, "Boats at night"),
    ],
)  # fmt: skip
def test_a_seam_is_told_with_the_words_around(
    old: str, new: str, kind: SeamKind, words: str
) -> None:
    between = compare(Story(old), Story(new))
    (seam,) = seams_of(between).values()
    assert (seam.kind, seam.words) == (kind, words)
    assert seam.now.item == old.startswith("-")


def test_what_has_words_is_no_seam() -> None:
    assert not seams_of(compare(Story(NOON), Story(NOON.replace("noon", "ten"))))
    both = NOON.replace("noon. It", "ten.\n\nIt").replace("Another", "One")
    assert [s.kind for s in seams_of(compare(Story(NOON), Story(both))).values()] == ["splits"]
