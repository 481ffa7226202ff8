"""Mail with a story in it (.eml): its text, its sender, and the pictures that hang on it.

RFC 5322 and MIME as the standard library reads them; nothing is fetched, no other part opened.
"""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote

from newsroom.i18n import N_, _, ngettext
from newsroom.intake.arrival import Arrival, ArrivedByline, Setting, file_key
from newsroom.intake.decode import decode_guessing, read_bytes, without_unstorable
from newsroom.intake.picture import Checked, check
from newsroom.intake.plainstory import story_of
from newsroom.intake.posthtml import markdown_of
from newsroom.intake.tongue import language_of
from newsroom.intake.within import held
from newsroom.news.errors import BadInput
from newsroom.news.origin import Original

MOST_BYTES = 64 * 1024 * 1024
MOST_PARTS = 500  # of one message; a newsletter has ten

_AGAIN = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)
_HEADER = re.compile(rb"^(?:[\x21-\x39\x3b-\x7e]+:.*\r?\n(?:[ \t].*\r?\n)*)+", re.MULTILINE)

_DAMAGED = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the standard library's reader raises on malformed headers."""


@dataclass(frozen=True, slots=True)
class MailFile:
    """Stories that came by mail."""

    id: str = "mail"
    title: str = N_("Mail (EML)")
    suffixes: tuple[str, ...] = (".eml",)

    def read(self, path: Path, setting: Setting) -> tuple[Arrival, ...]:
        """The one story in the message. Raises BadInput where it is no mail, or without words."""
        data = read_bytes(path, most=MOST_BYTES)
        if not _HEADER.match(data.lstrip(b"\r\n")):
            raise BadInput(_("{name} is no mail.").format(name=path.name))
        try:
            message = BytesParser(policy=email.policy.default).parsebytes(data)
            return (_arrival(message, path, setting),)
        except _DAMAGED as error:
            raise BadInput(_("{name} is damaged mail.").format(name=path.name)) from error


def _arrival(message: EmailMessage, path: Path, setting: Setting) -> Arrival:
    name = path.name
    parts = list(_parts(message, name))
    pictures, problems, others = _pictures(parts)
    html = next((p for p in parts if p.get_content_type() == "text/html" and _shown(p)), None)
    plain = next((p for p in parts if p.get_content_type() == "text/plain" and _shown(p)), None)
    subject = _AGAIN.sub("", " ".join(str(message.get("subject", "")).split()))
    notes: list[str] = []
    doubts: list[str] = []
    media: list[Checked] = []
    original: Original | None = None
    bylines: tuple[ArrivedByline, ...] | None = None
    fields: dict[str, object] = {"headline": without_unstorable(subject, name=name)[0]}
    if html is not None:
        text, more, doubt = _text(html, name, setting)
        original = Original(text, "text/html")
        by_id = {p.cid: p.file.data for p in pictures if p.cid}

        def get(address: str) -> bytes | None:
            return by_id.get(unquote(address[4:])) if address.startswith("cid:") else None

        walked = markdown_of(text, get, name=name)
        fields["body"] = f"{walked.markdown.strip()}\n"
        media.extend(walked.media)
        notes += [*more, *walked.notes]
        problems += walked.problems
        doubts += doubt
    elif plain is not None:
        text, more, doubt = _text(plain, name, setting)
        original = Original(text, "text/plain")
        if text.strip():
            found, bylines, told = story_of(text, name=name)
            if subject:  # the mail has a headline: what stands first is text
                found["body"] = story_of(f"{subject}\n\n{text}", name=name)[0]["body"]
                told = ()
            fields = {**found, **{key: value for key, value in fields.items() if value}}
            notes += told
        notes += more
        doubts += doubt
    shown = {file.sha256 for file in media}
    beside = [p.file for p in pictures if p.file.sha256 not in shown]
    body = str(fields.get("body", "")).strip("\n")
    for file in beside:
        body += f"\n\n![]({held(file)})"
        media.append(file)
    body = body.strip("\n")
    if not body:
        raise BadInput(_("{name} holds no words.").format(name=name))
    fields["body"] = f"{body}\n"
    if others:
        notes.append(
            ngettext(
                "{n} attachment is no picture and was left out: {names}.",
                "{n} attachments are no pictures and were left out: {names}.",
                len(others),
            ).format(n=len(others), names=", ".join(others[:5]))
        )
    if tongue := language_of(body):
        fields["language"] = tongue
    sender, address = parseaddr(str(message.get("from", "")))
    facts = {"file": name, "from": address, "sent": _sent(message)}
    if bylines is None and sender and "@" not in sender:
        bylines = (ArrivedByline(sender, email=address),)
    return Arrival(
        source=name,
        fields={key: value for key, value in fields.items() if value != ""},
        bylines=bylines,
        media=tuple(media),
        notes=tuple(notes),
        doubts=tuple(doubts),
        held=bool(doubts),
        problems=tuple(problems),
        key=str(message.get("message-id", "")).strip() or file_key(path),
        facts={key: value for key, value in facts.items() if value},
        original=original,
    )


@dataclass(frozen=True, slots=True)
class _Hung:
    """A picture that hangs on the mail, and what the text calls it."""

    file: Checked
    cid: str


def _parts(message: EmailMessage, name: str) -> Iterator[EmailMessage]:
    for n, part in enumerate(message.walk()):
        if n > MOST_PARTS:
            raise BadInput(_("{name} has more parts than any mail.").format(name=name))
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield part


def _shown(part: EmailMessage) -> bool:
    return part.get_content_disposition() != "attachment"


def _pictures(parts: list[EmailMessage]) -> tuple[list[_Hung], list[str], list[str]]:
    found: list[_Hung] = []
    problems: list[str] = []
    others: list[str] = []
    for part in parts:
        kind = part.get_content_maintype()
        filename = str(part.get_filename() or "")
        if kind == "text" and _shown(part):
            continue
        if kind != "image":
            others.append(filename or part.get_content_type())
            continue
        data = part.get_payload(decode=True)
        try:
            file = check(data if isinstance(data, bytes) else b"", filename)
        except BadInput as error:
            problems.append(str(error))
            continue
        found.append(_Hung(file, str(part.get("content-id", "")).strip(" <>")))
    return found, problems, others


def _text(
    part: EmailMessage, name: str, setting: Setting
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    data = part.get_payload(decode=True)
    encoding = setting.encoding or part.get_content_charset()
    raw = data if isinstance(data, bytes) else b""
    html = part.get_content_subtype() == "html"
    try:
        text, notes, doubts = decode_guessing(raw, name=name, encoding=encoding, markup=html)
    except BadInput:  # a charset that it names wrongly
        text, notes, doubts = decode_guessing(raw, name=name, markup=html)
    return text, () if encoding else notes, doubts


def _sent(message: EmailMessage) -> str:
    try:
        at = parsedate_to_datetime(str(message.get("date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).isoformat()
