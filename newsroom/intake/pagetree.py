"""The article in a web page's tree, and its headline, kicker, byline, date and picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsroom.i18n import _
from newsroom.intake.arrival import ArrivedByline, ArrivedPicture
from newsroom.intake.pagehead import Head, names_of
from newsroom.intake.within import Get, picture_of
from newsroom.news.errors import BadInput

_NEVER = (
    "script", "style", "noscript", "template", "nav", "form", "button", "iframe", "svg", "dialog",
    "footer", "menu",
)  # fmt: skip
_ROLES = frozenset({"navigation", "complementary", "banner", "contentinfo", "search", "dialog"})
_AROUND = re.compile(
    r"(?:^|[-_ ])(?:share|sharing|social|related|recent|recommend(?:ed|ations)?|promo|newsletter|"
    r"subscri\w+|comments?|respond|advert\w*|ads?|sponsor\w*|sidebar|breadcrumbs?|navigation|"
    r"pagination|pager|cookie\w*|popular|trending|most-read|read-more|more-from|toolbar|widget|"
    r"taglist|tags|print|skip-link|outbrain|taboola|signup|paywall)(?:$|[-_ ])",
    re.IGNORECASE,
)
_KICKER = re.compile(r"kicker|overline|eyebrow|rubric|topline|label|supertitle", re.IGNORECASE)
_DEK = re.compile(r"\bdek\b|standfirst|subtitle|subhead|sub-title|summary|deck|intro", re.I)
_BYLINE = re.compile(r"byline|author|writer|credit-line", re.IGNORECASE)
_BIO = re.compile(r"\bbio\b|author-(?:bio|box|description|info|about)|about-author", re.IGNORECASE)
_CREDIT = re.compile(r"credit|copyright|photographer", re.IGNORECASE)
_LISTS = re.compile(
    r"^\s*(?:recent posts|related(?: (?:posts|stories|articles|news))?|read more|more stories|"
    r"latest news|most read|you may also like|مطالب مرتبط|آخرین خبرها|أخبار ذات صلة)\s*:?\s*$",
    re.IGNORECASE,
)
_KICKER_LETTERS = 60
_ENOUGH = 140  # letters of paragraphs that make an article
_CREDITED = re.compile(r"^(?:photo|picture|image|credit|عکس)\s*:\s*", re.IGNORECASE)
_DEK_PROPS = frozenset({"description", "alternativeHeadline"})
_BIO_LETTERS = 4000  # as many as the directory takes
_DATE_LINE = 30  # letters beside a date; a line with fewer is the date's own


class PageTree:
    """A page's tree while its article is found in it."""

    def __init__(self, root: Any, head: Head) -> None:
        self._head = head
        self.doubts: list[str] = []
        for tag in _NEVER:
            for one in list(root.iter(tag)):
                if not _within_article(one) or tag not in ("footer",):
                    one.drop_tree()
        self._root = root
        self._body = root.find(".//body") if root.find(".//body") is not None else root
        self._article, sure = _article(self._body)
        self._title = _heading(self._article, self._body, head)
        if not sure:
            self.doubts.append(
                _("The page does not say where its article is; look at where it begins and ends.")
            )

    def fields(self) -> dict[str, object]:
        """What stands above the text."""
        head, title = self._head, self._title
        fields: dict[str, object] = {
            "headline": _words(title) if title is not None else head.headline,
            "dek": "",
            "kicker": "",
        }
        if head.section:
            fields["section"] = head.section
        if head.tags:
            fields["tags"] = head.tags
        if title is None:
            return fields
        for one in _before(title):
            words = _words(one)
            if (
                words
                and len(words) <= _KICKER_LETTERS
                and (
                    _KICKER.search(_named(one))
                    or (
                        one.tag in ("p", "span", "div", "a", "h2", "h3", "strong")
                        and one.getnext() is title
                        and not _BYLINE.search(_named(one))
                        and one.find(".//time") is None
                    )
                )
            ):
                fields["kicker"] = words
                _drop(one)
                break
        for one in _after(title, self._article):
            if _DEK.search(_named(one)) or one.get("itemprop") in (
                "description",
                "alternativeHeadline",
            ):
                if words := _words(one):
                    fields["dek"] = words
                    _drop(one)
                break
        _drop(title)
        return fields

    def people(self) -> tuple[tuple[ArrivedByline, ...], str]:
        """The credit line, and what is said of its people."""
        names: list[str] = list(self._head.authors)
        bio = ""
        for one in list(self._body.iter()):
            if not isinstance(one.tag, str) or one.getparent() is None:
                continue
            named = _named(one)
            if _BIO.search(named):
                paragraphs = [_words(p) for p in one.iter("p")] or [_words(one)]
                bio = bio or " ".join(filter(None, paragraphs))
                link = one.find(".//a[@rel='author']")
                heading = next(
                    (h for h in one.iter("h2", "h3", "h4", "strong", "b") if _words(h)), link
                )
                if not names and heading is not None:
                    names = list(names_of(_words(heading)))
                _drop(one)
            elif (
                one.get("rel") == "author"
                or one.get("itemprop") == "author"
                or (_BYLINE.search(named) and len(_words(one)) < 160)
            ):
                inside = [_words(a) for a in one.iter() if a is not one and _is_author(a)]
                found = [n for w in (inside or [_words(one)]) for n in names_of(w)]
                names = names or found
                if _inside(one, self._article):
                    _drop(one)
        known = tuple(dict.fromkeys(names))
        said = bio[:_BIO_LETTERS] if len(known) == 1 else ""
        return tuple(ArrivedByline(name, bio=said) for name in known), bio

    def date(self) -> str:
        """When it was published, as the page says it."""
        if self._head.published:
            return self._head.published
        for one in (*self._article.iter("time"), *self._body.iter("time")):
            if one.get("datetime"):
                return str(one.get("datetime"))
        return ""

    def lead(self, get: Get) -> ArrivedPicture | None:
        """The picture above the text, where it is at hand; it leaves the text then."""
        for one in self._article.iter("figure", "img", "p"):
            if one.tag == "p" and len(_words(one)) > 40:
                break  # the text has begun
            image = one if one.tag == "img" else one.find(".//img")
            if image is None:
                continue
            address = image.get("src", "")
            try:
                file = picture_of(get(address), address) if address else None
            except BadInput:
                return None
            if file is None:
                return None
            place = one
            while place.tag == "img" and place.getparent().tag in ("figure", "picture", "a"):
                place = place.getparent()
            caption, credit = _caption(place)
            alt = " ".join((image.get("alt") or "").split())
            _drop(place)
            return ArrivedPicture(file=file, caption=caption, credit=credit, alt=alt)
        return None

    def article_html(self) -> str:
        """The article as HTML, cleaned of what stands around it."""
        from newsroom.intake.ownxml import etree

        for one in list(self._article.iter()):
            if one.getparent() is None or not isinstance(one.tag, str) or one is self._article:
                continue
            if one.tag == "aside" or one.get("role") in _ROLES or _AROUND.search(_named(one)):
                if one.tag == "aside" and _is_quote(one):
                    one.tag = "blockquote"
                else:
                    _drop(one)
            elif one.tag == "time":
                _drop(
                    one if len(_words(one.getparent())) > len(_words(one)) + 30 else one.getparent()
                )
        self._cut_lists()
        return str(
            etree.tostring(self._article, encoding="unicode", method="html", with_tail=False)
        )

    def _cut_lists(self) -> None:
        """A heading such as "Recent Posts" ends the article: it and what follows go."""
        for one in list(self._article.iter("h1", "h2", "h3", "h4", "h5", "h6", "p", "strong")):
            if one.getparent() is None or not _LISTS.match(_words(one)):
                continue
            place = one
            while place is not None and place is not self._article:
                parent = place.getparent()
                for later in list(place.itersiblings()):
                    _drop(later)
                place = parent
            _drop(one)
            return


def _article(body: Any) -> tuple[Any, bool]:
    """The element that holds the article, and whether the page says so."""
    for path in (
        ".//*[@itemprop='articleBody']", ".//article", ".//*[@role='article']", ".//main",
        ".//*[@role='main']",
    ):  # fmt: skip
        found = [one for one in body.iterfind(path) if _weight(one) >= _ENOUGH]
        if found:
            best = max(found, key=_weight)
            if best.get("itemprop") == "articleBody":
                return best, True
            inner = [o for o in best.iterfind(".//article") if _weight(o) * 2 > _weight(best)]
            return (inner[0] if inner else best), True
    if body.find(".//p") is None:
        return body, True
    best, most = body, 0.0
    for one in body.iter("div", "section", "td", "body"):
        if _AROUND.search(_named(one)):
            continue
        own = sum(_weight(p) for p in one.iterchildren("p", "h2", "h3", "ul", "ol", "blockquote"))
        if own > most:
            best, most = one, own
    single = sum(1 for one in body.iter("div", "section")) < 3
    return best, single or best is body


def _weight(one: Any) -> float:
    """Letters of an element that are no link's: what is there to be read."""
    words = len(_words(one))
    linked = sum(len(_words(a)) for a in one.iter("a"))
    return max(0, words - 2 * linked) if words < 2 * linked else words - linked


def _heading(article: Any, body: Any, head: Head) -> Any:
    """The headline's element: in the article, else the one above it that the page is named by."""
    inside = next((h for h in article.iter("h1") if _words(h)), None)
    if inside is not None:
        return inside
    above = [h for h in body.iter("h1") if _words(h)]
    for one in above:
        if head.headline and _words(one).casefold() in head.headline.casefold():
            return one
    if above:
        return above[-1] if len(above) == 1 else max(above, key=lambda h: len(_words(h)))
    if head.headline:
        return None
    return next((h for h in article.iter("h2") if _words(h)), None)


def _before(title: Any) -> Iterator[Any]:
    yield from list(title.itersiblings(preceding=True))[:3]
    parent = title.getparent()
    if parent is not None and parent.tag in ("header", "hgroup", "div"):
        yield from list(parent.itersiblings(preceding=True))[:1]


def _after(title: Any, _article: Any) -> Iterator[Any]:
    yield from list(title.itersiblings())[:3]


def _caption(figure: Any) -> tuple[str, str]:
    caption = figure.find(".//figcaption")
    if caption is None:
        return "", ""
    credit = ""
    for one in list(caption.iter()):
        if one is not caption and isinstance(one.tag, str) and _CREDIT.search(_named(one)):
            credit = re.sub(
                r"^(?:photo|picture|image|credit|عکس)\s*:\s*", "", _words(one), flags=re.I
            )
            _drop(one)
            break
    return _words(caption), credit


def _words(one: Any) -> str:
    return " ".join("".join(one.itertext()).split())


def _named(one: Any) -> str:
    return f"{one.get('class') or ''} {one.get('id') or ''}"


def _inside(one: Any, other: Any) -> bool:
    return any(up is other for up in one.iterancestors())


def _within_article(one: Any) -> bool:
    return any(up.tag == "article" for up in one.iterancestors())


def _is_quote(one: Any) -> bool:
    return bool(re.search("quote", _named(one), re.IGNORECASE))


def _drop(one: Any) -> None:
    if one.getparent() is not None:
        one.drop_tree()


def _is_author(one: Any) -> bool:
    return isinstance(one.tag, str) and (
        one.get("itemprop") == "name" or one.get("rel") == "author"
    )
