"""What schemas say of a file for agencies: our own always, IPTC's where they are at hand.

IPTC's are in no registry. NEWSROOM_IPTC names a folder that holds checkouts of
github.com/iptc/newsml-g2 and github.com/iptc/newsinjson, or the schemas themselves.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from newsroom.export.newsml_g2 import VERSION
from tests.export import jsonjudge

HERE = Path(__file__).parent / "schemas"

NEWSML = f"NewsML-G2_{VERSION}-spec-All-Power.xsd"

_ANYTHING = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}
_GEO = "https://geojson.org/schema/GeoJSON.json"


def newsml_faults(content: bytes) -> list[str]:
    """What our schema finds wrong in a news item."""
    return _said(_ours(), content)


def ninjs_faults(said: Any, version: str) -> list[str]:
    """What our schema of that version of ninjs finds wrong in an object."""
    return jsonjudge.faults(said, _ninjs(ninjs_schema(version)))


def ninjs_schema(version: str) -> Path:
    """The file of our schema of that version of ninjs."""
    return HERE / f"ninjs-{version}.json"


def iptc_newsml_faults(content: bytes) -> list[str]:
    """What IPTC's schema finds wrong in a news item; skips the test where there is none."""
    return _said(_theirs(iptc(NEWSML)), content)


def iptc_ninjs_faults(said: Any, version: str) -> list[str]:
    """The same of a ninjs object."""
    return library_faults(said, iptc(f"ninjs-schema_{version}.json"))


def library_faults(said: Any, schema: Path) -> list[str]:
    """What the jsonschema library says, formats of addresses and moments too."""
    return [f"{list(error.path)}: {error.message}" for error in _library(schema).iter_errors(said)]


@cache
def _library(path: Path) -> Any:
    schema = json.loads(path.read_text("utf-8"))
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    registry = referencing.Registry().with_resource(
        _GEO, referencing.Resource.from_contents(_ANYTHING)
    )
    kind = jsonschema.Draft202012Validator
    kind.check_schema(schema)
    return kind(schema, registry=registry, format_checker=kind.FORMAT_CHECKER)


def iptc(name: str) -> Path:
    """IPTC's file of that name. Skips without a folder; fails where the folder does not hold it."""
    folder = os.environ.get("NEWSROOM_IPTC")
    if not folder:
        pytest.skip("NEWSROOM_IPTC names no folder with IPTC's schemas; make judge says how")
    return _found(Path(folder), name)


@cache
def _found(folder: Path, name: str) -> Path:
    for place in (".", "specification", "*/specification", "**"):
        for path in sorted(folder.glob(f"{place}/{name}")):
            return path
    pytest.fail(f"NEWSROOM_IPTC is {folder}, and {name} is not in it; make judge says how")


@cache
def _ninjs(path: Path) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return schema


@cache
def _ours() -> etree.RelaxNG:
    return etree.RelaxNG(file=str(HERE / "newsml-g2.rng"))


@cache
def _theirs(path: Path) -> etree.XMLSchema:
    schema = etree.parse(path)
    for one in schema.iterfind("{http://www.w3.org/2001/XMLSchema}import"):
        if not (path.parent / one.get("schemaLocation", "")).is_file():
            one.set("schemaLocation", (HERE / "xml.xsd").as_uri())
    return etree.XMLSchema(schema)


def _said(schema: etree.RelaxNG | etree.XMLSchema, content: bytes) -> list[str]:
    if schema.validate(etree.fromstring(content)):
        return []
    return [f"line {one.line}: {one.message}" for one in schema.error_log] or ["not valid"]
