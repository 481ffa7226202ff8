"""Page templates: the newsroom's own folder first, then ours; Jinja in its sandbox."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsroom.assets import asset
from newsroom.i18n import _
from newsroom.news.errors import BadInput

if TYPE_CHECKING:
    from jinja2 import Environment, Template, TemplateSyntaxError

OURS = "newsroom"
"""A newsroom's own ``page.html`` may extend ours under the name ``newsroom/page.html``."""


class Templates:
    """Templates by name. A file that was changed is read again by itself."""

    def __init__(self, own: Path | None = None) -> None:
        self._own = own
        self._environment: Environment = _environment(own, asset("templates"), _state(own))

    def fill(self, name: str, values: Mapping[str, Any]) -> str:
        """The template filled in. Raises BadInput with the file, the line and what is wrong."""
        from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

        try:
            template = self._environment.get_template(name)
            return template.render(values)
        except TemplateSyntaxError as error:
            raise BadInput(_mistake(_file(error), error.lineno, error.message or "")) from error
        except TemplateNotFound as error:
            raise BadInput(
                _("There is no template “{name}”.").format(name=error.name or name)
            ) from error
        except UnicodeDecodeError as error:
            raise BadInput(
                _("A template in {folder} is not UTF-8 text.").format(folder=self._own)
            ) from error
        except (
            TemplateError,
            OSError,
            ArithmeticError,
            AttributeError,
            LookupError,
            OverflowError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:
            # What a template's own expressions may raise, besides Jinja's errors.
            file, number = _where(error, self._environment.get_template(name))
            raise BadInput(_mistake(file, number, str(error))) from error


@lru_cache(maxsize=8)
def _environment(own: Path | None, ours: Path, state: tuple[object, ...]) -> Environment:
    """One for all pages of a newsroom: to compile its template takes longer than to fill it in.

    ``state`` is that of its own files: one that came or went changes which file is meant.
    """
    return sandbox(own, ours)


def _state(own: Path | None) -> tuple[object, ...]:
    if own is None or not own.is_dir():
        return ()
    found: list[object] = []
    for path in sorted(own.rglob("*")):
        with contextlib.suppress(OSError):  # an editor's own file, gone again
            told = path.stat()
            found.append((str(path), told.st_mtime_ns, told.st_size, told.st_ino))
    return tuple(found)


def sandbox(own: Path | None, ours: Path) -> Environment:
    """Jinja in its sandbox, with the templates of these folders."""
    # Jinja takes 60 ms to import: only who makes a page pays.
    from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    house = FileSystemLoader(ours)
    first = [FileSystemLoader(own)] if own is not None else []
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*first, house, PrefixLoader({OURS: house})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["json_script"] = json_script
    environment.filters["csp_hash"] = csp_hash
    return environment


def _mistake(file: str, number: int, reason: str) -> str:
    return _("The template {file} has a mistake in line {line}: {reason}").format(
        file=file, line=number, reason=reason
    )


def _file(error: TemplateSyntaxError) -> str:
    return error.filename or error.name or ""


def _where(error: BaseException, template: Template) -> tuple[str, int]:
    """File and line of the template in which it went wrong.

    Jinja rewrites tracebacks so that they show the template's own lines.
    """
    import traceback

    found = (template.filename or "", 0)
    for frame in traceback.extract_tb(error.__traceback__):
        if not frame.filename.endswith(".py"):
            found = (frame.filename, frame.lineno or 0)
    return found


def json_script(value: object) -> Any:
    """JSON that may stand in a script element: nothing in it can end the element."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, indent=1)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # the signs that HTML knows are gone


def csp_hash(text: object) -> str:
    """The hash by which a Content Security Policy knows an inline style or script (CSP 3, 8.3)."""
    # Half a character becomes "?", as when the page is written.
    return csp_source(str(text).encode("utf-8", "replace"))


def csp_source(data: bytes) -> str:
    """The same of a text as it is written."""
    digest = hashlib.sha256(data).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
