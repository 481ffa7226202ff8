"""An arrival as a text to be held against the one that stands beside a sample.

``python -m tests.intake.told`` writes them anew; what changed is then read by a person.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from newsroom.desk.gathering import each_file, source_of
from newsroom.intake.arrival import Arrival, Left, Setting
from newsroom.news.plain import plain

SAMPLES = Path(__file__).parent / "samples"
SETTING = Setting(zone=ZoneInfo("Europe/Lisbon"), now=datetime(2026, 11, 24, tzinfo=UTC))


def cases() -> list[Path]:
    """The folders of the samples: each holds what comes in, and ``expected.md``."""
    return sorted(path for path in SAMPLES.glob("*/*") if path.is_dir())


def files_of(case: Path) -> list[Path]:
    """What comes in, in its order."""
    return [path for path in each_file([case]) if path.name != "expected.md"]


def told(case: Path) -> str:
    """All that the sources say of a sample."""
    parts: list[str] = []
    for path in files_of(case):
        source = source_of(path)
        for one in source.read(path, SETTING):
            parts.append(_left(one) if isinstance(one, Left) else _story(source.id, one))
    return "\n\n".join(parts) + "\n"


def _left(one: Left) -> str:
    return f"left out: {one.sentence}"


def _story(kind: str, one: Arrival) -> str:
    lines = [f"=== {kind}: {one.source}"]
    key = one.key if not one.key.startswith("file:") else "the file"
    lines.append(f"key: {key}")
    lines += [f"{name}: {plain(one.fields[name])}" for name in sorted(one.fields) if name != "body"]
    for byline in one.bylines or ():
        known = " ".join(filter(None, (byline.email, byline.login)))
        lines.append(f"by {byline.name} ({byline.role}){f' [{known}]' if known else ''}")
    if one.picture is not None:
        file = one.picture.file
        lines.append(
            f"lead {file.filename if file else ''}: alt={one.picture.alt!r} "
            f"caption={one.picture.caption!r} credit={one.picture.credit!r}"
        )
    lines += [f"picture {file.filename}" for file in one.media]
    lines += [f"fact {name}: {value}" for name, value in sorted(one.facts.items())]
    lines += [f"extra {name}: {value}" for name, value in sorted(one.extra.items())]
    for word, sentences in (("note", one.notes), ("doubt", one.doubts), ("problem", one.problems)):
        lines += [f"{word}: {sentence}" for sentence in sentences]
    if one.held:
        lines.append("held until somebody has looked")
    if one.original is not None:
        lines.append(f"original: {one.original.kind}, {len(one.original.text)} characters")
    return "\n".join([*lines, "", str(one.fields.get("body", "")).rstrip("\n")]).rstrip("\n")


if __name__ == "__main__":
    for folder in cases():
        (folder / "expected.md").write_text(told(folder), encoding="utf-8")
