"""Fill the templates of pages with Jinja, which escapes all text."""

import base64
import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from libcert.model.errors import MissingExtraError
from libcert.model.sanitize import clean

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES: Final = Path(__file__).parent / "templates"


def render_page(template: str, task: str, **values: object) -> str:
    """Return the page that the *template* makes of *values*.

    Args:
        template: The name of a file in `templates/`.
        task: The kind of page, for the message if Jinja is missing, such as `a report`.
        values: The variables of the template.

    Raises:
        MissingExtraError: If Jinja is not installed.
    """
    return _environment(task).get_template(template).render(values)


@functools.cache
def _environment(task: str) -> "Environment":
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError as error:
        raise MissingExtraError(task, "report") from error
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_without_controls,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"text_of": text_of, "hash_of": hash_of}
    return environment


@functools.cache
def text_of(name: str) -> str:
    """Return the text of the style sheet or script *name* in `templates/`."""
    return (_TEMPLATES / name).read_text("utf-8")


def hash_of(name: str) -> str:
    """Return the hash of `text_of(name)`, by which a content security policy allows only that."""
    digest = hashlib.sha256(text_of(name).encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _without_controls(value: object) -> object:
    """Return *value* without characters that could turn or hide the text around it."""
    return clean(value) if type(value) is str else value
