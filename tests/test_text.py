"""Text from any source becomes one line without misleading characters."""

import json
import re
import sys
import unicodedata

import pytest

from libcert.model import sanitize
from libcert.model.sanitize import LONGEST_MESSAGE, clean, escape_json, shorten

MISLEADING = [
    *("\x00", "\x08", "\x1b", "\x1f", "\x7f", "\x85", "\x9f"),  # control codes
    *("\u061c", "\u200b", "\u200e", "\u200f", "\u2060", "\u206f", "\ufeff"),  # invisible characters
    *("\u2028", "\u2029", "\u202a", "\u202e"),  # line separators and text directions
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
def test_misleading_characters_are_shown_as_codes(character: str) -> None:
    assert clean(f"a{character}b") == f"a\\u{ord(character):04x}b"


def test_list_of_printable_misleading_characters_is_complete() -> None:
    misleading = re.compile(sanitize._MISLEADING)  # noqa: SLF001 - both must agree
    every = map(chr, range(sys.maxunicode + 1))

    assert {c for c in every if c.isprintable() and misleading.match(c)} == sanitize._INVISIBLE  # noqa: SLF001


@pytest.mark.slow
def test_all_control_and_format_characters_are_replaced() -> None:
    categories = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    every = {chr(code) for code in range(sys.maxunicode + 1)} - {*" \t\r\n\u200c\u200d"}

    assert [c for c in every if unicodedata.category(c) in categories and clean(c) == c] == []


@pytest.mark.parametrize(
    "blank", "\u034f\u115f\u1160\u17b4\u180b\u2800\u3164\uffa0\ufe00\U000e0100"
)
def test_invisible_characters_are_shown_as_codes(blank: str) -> None:
    assert clean(f"a{blank}b") == f"a{blank.encode('ascii', 'backslashreplace').decode()}b"


@pytest.mark.parametrize(("tag", "code"), [("\U000e0000", "e0000"), ("\U000e007f", "e007f")])
def test_long_codes_are_shown_in_full(tag: str, code: str) -> None:
    assert clean(tag) == f"\\U000{code}"


@pytest.mark.parametrize("character", HARMLESS)
def test_harmless_characters_stay_unchanged(character: str) -> None:
    assert clean(f"a {character} b") == f"a {character} b"
    assert escape_json(f'["{character}"]') == f'["{character}"]'


@pytest.mark.parametrize(
    "blank", ["  ", "\t", "\n", "\r", "\r\n", " \t\r\n ", pytest.param(" " * 9, id="many blanks")]
)
def test_blanks_and_line_breaks_become_one_blank(blank: str) -> None:
    assert clean(f"a{blank}b") == "a b"


@pytest.mark.parametrize("character", [*MISLEADING, "\U000e0000", "\U000e007f", "\t"])
def test_escaped_json_has_the_same_value(character: str) -> None:
    text = f'[\n"{character}"\n]'
    result = escape_json(text)

    assert character not in result
    assert result == json.dumps([character], indent=0)


def test_long_messages_keep_their_start_and_end() -> None:
    whole = "a" * (LONGEST_MESSAGE // 2) + "b" * (LONGEST_MESSAGE // 2)

    assert shorten(whole) == whole
    assert shorten("a" * 501) == f"{'a' * 250} … {'a' * 250}"
    assert shorten(whole[:250] + "middle" + whole[250:]) == f"{'a' * 250} … {'b' * 250}"
