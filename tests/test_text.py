"""Text from anywhere on one line, with nothing in it that misleads."""

import json

import pytest

from libcert.text import clean, escaped

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
    "\xad",
    "\u200c",
    "\u200d",
    "\u2027",
    "\u202f",
    "\ufff8",
    "👩‍🔬",
]


@pytest.mark.parametrize("character", MISLEADING)
def test_what_misleads_is_shown_by_its_code(character: str) -> None:
    assert clean(f"a{character}b") == f"a\\u{ord(character):04x}b"


@pytest.mark.parametrize(("tag", "code"), [("\U000e0000", "e0000"), ("\U000e007f", "e007f")])
def test_a_long_code_is_shown_whole(tag: str, code: str) -> None:
    assert clean(tag) == f"\\U000{code}"


@pytest.mark.parametrize("character", HARMLESS)
def test_what_does_not_mislead_stays(character: str) -> None:
    assert clean(f"a {character} b") == f"a {character} b"
    assert escaped(f'["{character}"]') == f'["{character}"]'


@pytest.mark.parametrize(
    "blank", ["  ", "\t", "\n", "\r", "\r\n", " \t\r\n ", pytest.param(" " * 9, id="many")]
)
def test_blanks_and_breaks_of_lines_are_one_blank(blank: str) -> None:
    assert clean(f"a{blank}b") == "a b"


@pytest.mark.parametrize("character", [*MISLEADING, "\U000e0000", "\U000e007f", "\t"])
def test_json_says_the_same_without_what_misleads(character: str) -> None:
    text = f'[\n"{character}"\n]'
    found = escaped(text)

    assert character not in found
    assert found == json.dumps([character], indent=0)
