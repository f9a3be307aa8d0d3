"""Text from anywhere on one line, with nothing in it that misleads."""

import json
import re
import sys
import unicodedata

import pytest

from libcert.model import sanitize
from libcert.model.sanitize import LONGEST_MESSAGE, clean, escape_json, shorten

MISLEADING = [
    *("\x00", "\x08", "\x1b", "\x1f", "\x7f", "\x85", "\x9f"),  # codes that steer
    *("\u061c", "\u200b", "\u200e", "\u200f", "\u2060", "\u206f", "\ufeff"),  # nobody sees them
    *("\u2028", "\u2029", "\u202a", "\u202e"),  # lines and directions
    *("\ufff9", "\ufffb", "\ud800", "\udfff"),
]
HARMLESS = [
    "a",
    "é",
    "表",
    "\xa0",
    "\u200c",
    "\u200d",
    "\u2027",
    "\u202f",
    "\ufffc",
    "👩‍🔬",
    "❤️",
]


@pytest.mark.parametrize("character", MISLEADING)
def test_what_misleads_is_shown_by_its_code(character: str) -> None:
    assert clean(f"a{character}b") == f"a\\u{ord(character):04x}b"


def test_what_is_printable_for_python_and_misleads_is_known() -> None:
    misleading = re.compile(sanitize._MISLEADING)  # noqa: SLF001 - the two belong together
    every = map(chr, range(sys.maxunicode + 1))

    assert {c for c in every if c.isprintable() and misleading.match(c)} == sanitize._INVISIBLE  # noqa: SLF001


def test_no_code_and_no_format_of_unicode_passes() -> None:
    shown = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    every = {chr(code) for code in range(sys.maxunicode + 1)} - {*" \t\r\n\u200c\u200d"}

    assert [c for c in every if unicodedata.category(c) in shown and clean(c) == c] == []


@pytest.mark.parametrize(
    "blank", "\u034f\u115f\u1160\u17b4\u180b\u2800\u3164\uffa0\ufe00\U000e0100"
)
def test_invisible_characters_are_shown_by_their_code(blank: str) -> None:
    assert clean(f"a{blank}b") == f"a{blank.encode('ascii', 'backslashreplace').decode()}b"


@pytest.mark.parametrize(("tag", "code"), [("\U000e0000", "e0000"), ("\U000e007f", "e007f")])
def test_a_long_code_is_shown_whole(tag: str, code: str) -> None:
    assert clean(tag) == f"\\U000{code}"


@pytest.mark.parametrize("character", HARMLESS)
def test_what_does_not_mislead_stays(character: str) -> None:
    assert clean(f"a {character} b") == f"a {character} b"
    assert escape_json(f'["{character}"]') == f'["{character}"]'


@pytest.mark.parametrize(
    "blank", ["  ", "\t", "\n", "\r", "\r\n", " \t\r\n ", pytest.param(" " * 9, id="many")]
)
def test_blanks_and_breaks_of_lines_are_one_blank(blank: str) -> None:
    assert clean(f"a{blank}b") == "a b"


@pytest.mark.parametrize("character", [*MISLEADING, "\U000e0000", "\U000e007f", "\t"])
def test_json_says_the_same_without_what_misleads(character: str) -> None:
    text = f'[\n"{character}"\n]'
    found = escape_json(text)

    assert character not in found
    assert found == json.dumps([character], indent=0)


def test_a_long_message_keeps_its_ends() -> None:
    whole = "a" * (LONGEST_MESSAGE // 2) + "b" * (LONGEST_MESSAGE // 2)

    assert shorten(whole) == whole
    assert shorten("a" * 501) == f"{'a' * 250} … {'a' * 250}"
    assert shorten(whole[:250] + "middle" + whole[250:]) == f"{'a' * 250} … {'b' * 250}"
