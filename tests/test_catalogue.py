"""Catalogue files: how libcert finds them, reads them, or refuses them with a reason."""

import os
import re
import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import libcert
from libcert import Catalogue, InvalidCatalogueError, UnknownCredentialError
from libcert.files.parse import TOML
from libcert.files.read import CATALOGUE, parse_file
from libcert.files.replace import replace_file
from libcert.model.reasons import Reason
from libcert.render.error_hints import HINT_WORDS
from libcert.render.reasons import describe

Write = Callable[[str], Path]


def load(*paths: Path | str) -> Catalogue:
    """Read catalogues without the bundled one."""
    return libcert.load(*paths, bundled=False)


GOOD = """
organizations.ALA.name = "American Library Association"

[sources.page]
title = "A page"
publisher = "ALA"
url = "https://example.org/"
read = 2026-11-23
tier = "issuer"

[credentials.ONE]
aliases = ["UNO"]
name = "The first"
type = "certificate"
issuer = "ALA"
sources = ["page"]
fees = [{ purpose = "exam", low = 99.50, high = 99.50 }]
"""


def test_own_catalogue_is_loaded(write: Write) -> None:
    catalogue = load(write(GOOD))

    assert list(catalogue) == ["ONE"]
    assert catalogue["ONE"].cost.low == Decimal("99.50")
    assert catalogue["ONE"].sources[0].url == "https://example.org/"


@pytest.mark.parametrize("name", ["CPTL", "cptl", "CPLT", "cplt", "mlsp", "a+", "APlus"])
def test_ids_and_aliases_ignore_letter_case(shipped: Catalogue, name: str) -> None:
    assert name in shipped
    assert shipped[name].id in {"CPTL", "MLS-P", "A+"}


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("CLTT", "`CLT`"),
        ("certified acadmic library technician", "`CALT`"),
        ("zzzzzz", "`libcert list`"),
        ("", "`libcert list`"),
        ("x" * 100_000, "`libcert list`"),
    ],
)
def test_unknown_id_suggests_the_nearest_one(shipped: Catalogue, name: str, hint: str) -> None:
    with pytest.raises(UnknownCredentialError) as error:
        shipped[name]

    reason = error.value.hint
    assert hint in (describe(reason, options=True) if isinstance(reason, Reason) else str(reason))
    assert str(error.value) == error.value.message
    assert shipped.get(name) is None


@pytest.mark.parametrize("code", HINT_WORDS)
def test_only_command_line_hints_name_commands_and_options(code: str) -> None:
    data: dict[str, dict[str, object]] = {
        "many-credentials": {"words": "w", "count": 5},
        "other-currency": {"entries": ("rate",)},
    }
    hint = Reason(code=code, data=data.get(code, {}))

    assert re.search("`libcert|`--", describe(hint, options=True))
    assert not re.search("libcert|--", describe(hint))


def test_number_is_not_in_a_catalogue(shipped: Catalogue) -> None:
    assert 5 not in shipped  # type: ignore[comparison-overlap]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param(('"certificate"', '"diploma"'), "credentials.ONE.type: ", id="unknown type"),
        pytest.param(
            ('name = "The first"', ""),
            "own.toml:11: credentials.ONE.name: is missing",
            id="missing name",
        ),
        pytest.param(
            ("low = 99.50", "low = 100"), "`low` (100) is more than `high`", id="low above high"
        ),
        pytest.param(("low = 99.50", "low = nan"), "fees.0.low", id="NaN"),
        pytest.param(("low = 99.50", "low = inf"), "fees.0.low", id="infinity"),
        pytest.param(("low = 99.50", "low = -1"), "fees.0.low", id="negative number"),
        pytest.param(("low = 99.50", "low = true"), "fees.0.low", id="boolean for a number"),
        pytest.param(("low = 99.50", 'low = "99"'), "fees.0.low", id="text for a number"),
        pytest.param(("low = 99.50", "low = 1e999"), "fees.0.low", id="number out of range"),
        pytest.param(
            ("low = 99.50", f"low = 0x{'f' * 9999}"), "too long", id="number too long to print"
        ),
        pytest.param(("low = 99.50", "lwo = 99"), "fees.0.lwo", id="misspelled key"),
        pytest.param(
            ('issuer = "ALA"', 'issuer = "ABA"'),
            'found `"ABA"`; allowed: the id of one of `organizations`',
            id="unknown issuer",
        ),
        pytest.param(
            ('["page"]', '["pgae"]'),
            'found `"pgae"`; allowed: the id of one of `sources`',
            id="unknown source",
        ),
        pytest.param(
            ('["page"]', '"page"'), "allowed: a list of sources, or a table", id="text for a list"
        ),
        pytest.param(("2026-11-23", "0"), "sources.page.read", id="number for a date"),
        pytest.param(("https:", "javascript:"), "sources.page.url", id="not a web link"),
        pytest.param(
            ("[credentials.ONE]", "[x]\n[credentials.ONE]"),
            "own.toml:11: x: is not a section",
            id="unknown section",
        ),
        pytest.param(("[credentials.ONE]", '[credentials."O E"]'), "O E.id", id="invalid id"),
        pytest.param(
            ("purpose", 'audience = "member", purpose'),
            "`organization` is needed",
            id="missing organization",
        ),
        pytest.param(
            ("purpose", 'audience = "member", organization = "SAA", purpose'),
            'own.toml:17: credentials.ONE.fees.0.organization: found `"SAA"`',
            id="unknown organization",
        ),
        pytest.param(
            ("aliases", "cost = 5\naliases"), "worked out from `fees`", id="calculated cost"
        ),
        pytest.param(
            ("aliases", 'id = "TWO"\naliases'), "the name of the table", id="id inside its table"
        ),
        pytest.param(
            ("fees", 'requirements = [{ text = "a", at_least = 2 }]\nfees'),
            "`at_least` asks for 2 of 0",
            id="at_least without conditions",
        ),
        pytest.param(
            (
                "fees",
                (
                    'findings = [{ about = "name", verdict = "partly", note = "n", '
                    'read = 2026-01-01, sources = ["gone"] }]\nfees'
                ),
            ),
            'found `"gone"`; allowed: the id of one of `sources`',
            id="unknown source of a finding",
        ),
        pytest.param(("fees", "\x1bfees"), "not valid TOML", id="escape character"),
        pytest.param(("fees", "aliases = []\nfees"), "not valid TOML", id="repeated key"),
        pytest.param(("99.50,", f"{'9' * 5000},"), "not valid TOML", id="number of 5,000 digits"),
        pytest.param(("99.50,", "[" * 9999), "not valid TOML", id="deep nesting"),
    ],
)
def test_broken_rules_are_reported(write: Write, change: tuple[str, str], problem: str) -> None:
    assert change[0] in GOOD
    path = write(GOOD.replace(*change, 1)) if "\x1b" not in change[1] else write(GOOD + "\x1b")

    with pytest.raises(InvalidCatalogueError) as error:
        load(path)

    assert problem in str(error.value)
    assert path.name in str(error.value)
    assert len(str(error.value)) < 2_000


def test_ids_and_aliases_must_be_unique(write: Write) -> None:
    record = '[credentials.{}]\nname = "n"\ntype = "license"\nissuer = "ALA"\n'

    with pytest.raises(InvalidCatalogueError, match="`uno` is already the id or alias of `ONE`"):
        load(write(GOOD + record.format("uno")))


@pytest.mark.parametrize("section", ["credentials", "organizations"])
@pytest.mark.parametrize("content", ["5", "[1]", "{ ONE = 5 }"])
def test_sections_must_contain_tables(write: Write, section: str, content: str) -> None:
    with pytest.raises(
        InvalidCatalogueError, match=rf"{section}.*: found .*; allowed: tables, such as"
    ):
        load(write(f"{section} = {content}"))


def test_ten_problems_are_listed_and_the_others_counted(write: Write) -> None:
    with pytest.raises(InvalidCatalogueError) as error:
        load(write("\n".join(f"key{number} = 1" for number in range(13))))

    assert str(error.value).count("is not a section") == 10
    assert str(error.value).endswith("… and 3 more")


def test_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "windows.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())

    assert "ONE" in load(str(path))


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_other_encodings_are_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "old.toml"
    path.write_bytes(GOOD.replace("first", "café").encode(encoding))

    with pytest.raises(InvalidCatalogueError, match="is not UTF-8") as error:
        load(path)

    assert error.value.hint == "save it in the encoding UTF-8"


def test_unreadable_files_are_reported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(TOML.max_bytes + 1)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)

    unreadable: dict[Path | str, str] = {
        tmp_path / "missing": "No such file",
        tmp_path: "is not a file",
        tmp_path / "pipe": "is not a file",
        Path("/dev/zero"): "is not a file",
        large: "larger than 10 MiB",
        loop: "cannot read",
        tmp_path / ("n" * 300): "name too long",
        "": "is not a file",
        "nul\0": "cannot read",
    }
    for path, problem in unreadable.items():
        with pytest.raises(InvalidCatalogueError, match=problem):
            load(path)


def test_amendment_finds_its_record_by_an_alias(write: Write) -> None:
    own = write('[amendments.uno]\nname = "Amended"\n')
    base = own.with_name("base.toml")
    base.write_text(GOOD, encoding="utf-8")

    assert load(base, own)["ONE"].name == "Amended"


def test_better_figures_are_converted_to_json(write: Write) -> None:
    finding = (
        'findings = [{ about = "fees", verdict = "partly", note = "n", sources = ["page"], '
        'read = 2026-11-23, better = [{ purpose = "exam", low = 9.50, high = 10.0 }] }]'
    )
    record = load(write(GOOD + finding))["ONE"]

    assert record.to_json()["findings"][0]["better"] == [
        {"purpose": "exam", "low": 9.5, "high": 10}
    ]


def test_invalid_issuer_is_reported_once(write: Write) -> None:
    own = write(GOOD.replace('ALA.name = "American Library Association"', "ALA.nme = 5"))

    with pytest.raises(InvalidCatalogueError) as error:
        load(own)
    assert "credentials.ONE" not in error.value.message


def test_invalid_source_is_reported_once(write: Write) -> None:
    finding = (
        'findings = [{ about = "name", verdict = "partly", note = "n", sources = ["page"],'
        " read = 2026-11-23 }]"
    )
    own = write(GOOD.replace('tier = "issuer"', 'tier = "best"') + finding)

    with pytest.raises(InvalidCatalogueError) as error:
        load(own)
    assert "credentials.ONE" not in error.value.message


def test_contents_over_the_size_limit_are_refused() -> None:
    with pytest.raises(InvalidCatalogueError, match="larger than 10 MiB"):
        parse_file(b"#" * (TOML.max_bytes + 1), "own.toml", CATALOGUE)


def test_file_may_be_written_from_any_thread(tmp_path: Path) -> None:
    path = tmp_path / "answer"
    thread = threading.Thread(target=replace_file, args=(path, [b"a", b"b"]))
    thread.start()
    thread.join()

    assert path.read_bytes() == b"ab"


@pytest.mark.parametrize("day", ["٢٠٢٦", "2026-13", "2026-1", "26", "2026-11-32"])
def test_page_dates_must_have_a_valid_form(write: Write, day: str) -> None:
    text = GOOD.replace('publisher = "ALA"', f'publisher = "ALA"\ndated = "{day}"')
    with pytest.raises(
        InvalidCatalogueError, match=r"dated: found .* allowed: a date such as 2026"
    ):
        load(write(text))
