"""`libcert catalogue import`: tables as people and spreadsheets write them become catalogues."""

import contextlib
import csv
import errno
import io
import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from libcert import Catalogue, cli
from libcert.catalogue import merge
from libcert.cli import terminal
from libcert.cli.spreadsheet import columns, make_catalogue, read_cells
from libcert.cli.spreadsheet.columns import COLUMNS
from libcert.files import csv_table
from libcert.model import validation
from libcert.model.base import Model

Run = Callable[..., Any]
Import = Callable[..., Any]

ROW = {"id": "X", "name": "Ex", "issuer": "NSLA", "type": "license"}
"""The cells that a row needs."""


def table(*rows: dict[str, str], separator: str = ",") -> str:
    """Return a table with these rows, each with the cells that it needs."""
    text = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in ROW | row))
    writer = csv.DictWriter(text, names, delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(ROW | {"id": f"X{number}"} | row for number, row in enumerate(rows))
    return text.getvalue()


@pytest.fixture
def load(run: Run, tmp_path: Path) -> Import:
    """Return a function that imports a table, and returns the answer; the result is own.toml."""

    def load(content: str | bytes, *options: str, name: str = "own.csv") -> Any:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (tmp_path / "own.toml").unlink(missing_ok=True)
        answer = run("catalogue", "import", str(path), "-o", str(tmp_path / "own.toml"), *options)
        assert answer.out == ""
        assert (tmp_path / "own.toml").exists() is (answer.code == 0)
        return answer

    return load


@pytest.fixture
def record(load: Import, run: Run, tmp_path: Path) -> Callable[..., Any]:
    """Return a function that imports one row with these cells, and returns its record."""

    def record(*options: str, separator: str = ",", **cells: str) -> Any:
        answer = load(table({"id": "X0"} | cells, separator=separator), *options)
        assert answer.code == 0, answer.err
        own = ("--catalogue", str(tmp_path / "own.toml"))
        return run("show", cells.get("id", "X0"), *own, "--json").json

    return record


def problems(answer: Any) -> list[str]:
    """Return the problems in the message of an import that failed, without the name of the file."""
    assert answer.code == 1
    return re.findall(r"own\.csv:(.*)", answer.err)


# --- The template ---------------------------------------------------------------------------------


def test_the_template_can_be_imported(run: Run, load: Import, tmp_path: Path) -> None:
    answer = run("catalogue", "import", "--template")
    assert (answer.code, answer.err) == (0, "")
    assert load(answer.out).err == (
        "note: the pages are taken as pages of the issuers; for others, add a column `tier`, "
        "such as `article`\n"
        f"note: use it with `libcert list --catalogue {tmp_path}/own.toml`\n"
    )
    assert run("catalogue", "check", str(tmp_path / "own.toml")).out.endswith(
        "own.toml: 1 credential, 0 amendments, no errors\n"
    )
    shown = run("show", "NSLA-LA", "--catalogue", str(tmp_path / "own.toml"), "--json").json

    assert (shown["cost"]["low"], shown["cost"]["high"]) == (150, 225)
    assert (shown["where"], shown["education"]["level"]) == (["US-OH"], "high-school")
    assert shown["issuer"] == {"id": "NSLA", "name": "Northshire Library Association"}
    assert shown["requirements"] == ["Two letters of support", "Two courses", "Pass the exam"]
    assert [part["to_do"] for part in shown["conditions"]] == [False, True, True]
    assert [source["read"] for source in shown["sources"]] == ["2026-11-23"]


def test_the_catalogue_is_as_people_write_it(run: Run, load: Import, tmp_path: Path) -> None:
    load(run("catalogue", "import", "--template").out)
    text = (tmp_path / "own.toml").read_text("utf-8")

    assert text.startswith(
        '[organizations]\nNSLA = { name = "Northshire Library Association" }\n\n'
        '[sources.NSLA-LA-page]\ntitle = "Northshire Library Assistant"\n'
    )
    assert "\nduration = { low = 6, high = 12 }\neffort = { low = 60, high = 60, unit" in text
    assert '\n  { purpose = "renewal", low = 40, high = 40 },\n]\nrenewal = { months = 36' in text
    assert max(map(len, text.splitlines())) <= 100


def test_without_a_file_there_is_the_template(run: Run, tmp_path: Path) -> None:
    answer = run("catalogue", "import")

    assert answer.out == run("catalogue", "import", "--template").out
    assert "`libcert catalogue import FILE.csv` makes a catalogue from it" in answer.err
    path = tmp_path / "new.csv"
    assert run("catalogue", "import", "--template", "-o", str(path)).code == 0
    assert path.read_text() == answer.out
    again = run("catalogue", "import", "-o", str(path))
    assert (again.code, path.read_text()) == (1, answer.out)
    assert run("catalogue", "import", "--template", "x.csv").code == 2


def test_the_template_names_columns_once() -> None:
    shown = [column.name for column in COLUMNS if column.example is not None]

    assert len({*shown}) == len(shown)
    names = [columns.folded(n) for c in COLUMNS for n in (c.name, *c.others, *c.weak)]
    assert len({*names}) == len(names)


# --- Values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "field", "expected"),
    [
        ({"cost": "175"}, "cost", {"low": 175, "high": 175, "unit": "USD"}),
        ({"cost": "175-225"}, "cost", {"low": 175, "high": 225}),
        ({"cost": "about £175 – £225"}, "cost", {"low": 175, "unit": "GBP", "approximate": True}),
        ({"cost": "from $50"}, "cost", {"low": 50, "high": None}),
        ({"cost": "$50 + more"}, "cost", {"low": 50, "high": 50, "open": True}),
        ({"cost": "up to 90 EUR"}, "cost", {"low": None, "high": 90, "unit": "EUR"}),
        ({"cost": "free"}, "cost", {"low": 0, "high": 0, "open": False}),
        ({"cost": "0"}, "cost", {"low": 0, "high": 0}),
        ({"cost": "no charge"}, "cost", {"low": 0, "high": 0}),
        ({"cost": "n/a"}, "cost", {"low": None, "high": None}),
        ({"cost": "1,200.50"}, "cost", {"low": 1200.5, "high": 1200.5}),
        ({"cost": "1\xa0200\u202f500"}, "cost", {"low": 1200500, "high": 1200500}),
        ({"cost": "$1 000 - $2 000"}, "cost", {"low": 1000, "high": 2000}),
        ({"cost": "members: $175\nothers: $225"}, "cost", {"low": 175, "high": 225}),
        ({"effort": "1,000 hours"}, "effort", {"low": 1000}),
        ({"cost": "$90", "currency": "AUD"}, "cost", {"low": 90, "unit": "AUD"}),
        ({"cost": "A$90", "currency": "AUD"}, "cost", {"low": 90, "unit": "AUD"}),
        ({"cost": "90", "currency": "euro"}, "cost", {"low": 90, "unit": "EUR"}),
        ({"Cost (GBP)": "90"}, "cost", {"low": 90, "unit": "GBP"}),
        ({"Cost (£)": "90"}, "cost", {"low": 90, "unit": "GBP"}),
        ({"Cost in £": "90"}, "cost", {"low": 90, "unit": "GBP"}),
        ({"Fee €": "90"}, "cost", {"low": 90, "unit": "EUR"}),
        ({"Fees (€)": "90"}, "cost", {"low": 90, "unit": "EUR"}),
        ({"Price in CAD": "$90"}, "cost", {"low": 90, "unit": "CAD"}),
        ({"Price in euros": "90"}, "cost", {"low": 90, "unit": "EUR"}),
        ({"cost_gbp": "90"}, "cost", {"low": 90, "unit": "GBP"}),
        ({"Cost $CAD": "90"}, "cost", {"low": 90, "unit": "CAD"}),
        ({"Cost (CAD $)": "90"}, "cost", {"low": 90, "unit": "CAD"}),
        ({"Cost (NZ$)": "90"}, "cost", {"low": 90, "unit": "NZD"}),
        ({"Cost ($)": "90"}, "cost", {"low": 90, "unit": "USD"}),
        ({"Cost ($)": "90", "currency": "AUD"}, "cost", {"low": 90, "unit": "AUD"}),
        ({"Total cost": "90", "currency": "CAD$"}, "cost", {"low": 90, "unit": "CAD"}),
        ({"cost": "90 dollars", "currency": "CAD"}, "cost", {"low": 90, "unit": "CAD"}),
        ({"cost": "£90", "Fee for $": "exam"}, "cost", {"low": 90, "unit": "GBP"}),
        ({"cost": "175 for members, 225 for others"}, "cost", {"low": 175, "high": 225}),
        ({"cost": "members: $175; non-members: $225"}, "cost", {"low": 175, "high": 225}),
        ({"fee": "225", "member price": "175"}, "cost", {"low": 175, "high": 225}),
        ({"cost": "between 100 and 200 USD"}, "cost", {"low": 100, "high": 200}),
        ({"duration": "6 months"}, "duration", {"low": 6, "high": 6}),
        ({"duration": "1-2 years"}, "duration", {"low": 12, "high": 24}),
        ({"duration": "a 2-year program", "length": ""}, "duration", None),
        ({"Duration (weeks)": "26"}, "duration", {"low": 6, "high": 6}),
        ({"duration": "1 year 6 months"}, "duration", {"low": 18, "high": 18}),
        ({"time": "one to two years"}, "duration", {"low": 12, "high": 24}),
        ({"duration": "on application"}, "duration", {"low": 0, "high": 0}),
        ({"duration": "6+ months"}, "duration", {"low": 6, "high": None}),
        ({"effort": "about 60 hours"}, "effort", {"low": 60, "unit": "hours", "approximate": True}),
        ({"effort": "30-36 credits"}, "effort", {"low": 30, "high": 36, "unit": "credits"}),
        ({"effort": "6 courses"}, "effort", {"low": 6, "unit": "courses"}),
        ({"Effort (hours)": "45"}, "effort", {"low": 45, "unit": "hours"}),
        ({"effort": "15+ contact hours"}, "effort", {"low": 15, "high": None, "unit": "hours"}),
        ({"experience": "2 years"}, "experience", {"low": 2, "high": 2, "note": None}),
        ({"experience": "at least 18 months"}, "experience", {"low": 1.5, "high": 1.5}),
        ({"experience": "none"}, "experience", {"low": 0, "high": 0}),
        (
            {"experience": "2 years of library experience"},
            "experience",
            {"low": 2, "note": "2 years of library experience"},
        ),
        ({"education": "MLIS"}, "education", {"level": "master", "subject": "library science"}),
        ({"education": "none"}, "education", {"level": "none"}),
        ({"Degree Required": "HS Diploma/GED"}, "education", {"level": "high-school"}),
        ({"degree": "associate", "college years": "60 credits"}, "education", {"college_years": 2}),
        ({"renewal": "every 3 years"}, "renewal", {"months": 36, "expires": None}),
        ({"renewal": "every other year"}, "renewal", {"months": 24}),
        ({"renewal": "annually"}, "renewal", {"months": 12}),
        ({"renewal": "valid for 5 years"}, "renewal", {"months": 60, "expires": True}),
        ({"valid for": "5 years"}, "renewal", {"months": 60, "expires": True}),
        ({"Expiration": "3 years"}, "renewal", {"months": 36, "expires": True}),
        ({"valid for": "life"}, "renewal", {"months": None, "expires": False}),
        ({"Renewal (years)": "3"}, "renewal", {"months": 36}),
        ({"renewal": "never"}, "renewal", {"expires": False}),
        ({"renewal": "yes", "CE credits": "1,200 CE hours"}, "renewal", {"credits": 1200}),
        ({"status": "closed since March 2022"}, "status", {"state": "closed", "since": "2022-03"}),
        ({"status": "Active", "since": "2020"}, "status", {"state": "offered", "since": "2020"}),
        ({"status": "closed 2022-03-04"}, "status", {"since": "2022-03-04"}),
    ],
)
def test_figures_are_read_as_people_write_them(
    record: Callable[..., Any], cells: dict[str, str], field: str, expected: dict[str, Any] | None
) -> None:
    if expected is None:
        with pytest.raises(AssertionError, match=r"are both the column|cannot be read"):
            record(**cells)
        return
    found = record(**cells)[field]

    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("cells", "field", "expected"),
    [
        ({"type": "Certificate of completion"}, "type", "certificate"),
        ({"type": "Licence"}, "type", "license"),
        ({"where": "US-IN; Ohio"}, "where", ["US-IN", "US-OH"]),
        ({"State": "Indiana, Texas"}, "where", ["US-IN", "US-TX"]),
        ({"State(s)": "CA; IN"}, "where", ["US-CA", "US-IN"]),
        ({"State": "Georgia, DE"}, "where", ["US-GA", "US-DE"]),
        ({"where": "everywhere"}, "where", ["any"]),
        ({"settings": "Public libraries, k-12"}, "settings", ["public", "school"]),
        ({"suits": "aides / library director"}, "suits", ["aide", "director"]),
        ({"delivery": "In person; virtual"}, "delivery", ["in-person", "online"]),
        ({"exam": "required"}, "exam_required", True),
        ({"exam": "optional"}, "exam_required", False),
        ({"summary": "two\nlines\xa0here"}, "summary", "two lines here"),
        ({"requirements": "; - one;\n• two\n3. three"}, "requirements", ["one", "two", "three"]),
        ({"requirements": "None"}, "requirements", ["None"]),
        ({"aliases": "A1, A2"}, "aliases", ["A1", "A2"]),
        ({"notes": "'=1; '-2"}, "notes", ["=1", "-2"]),
        ({"nearest": "LSSC"}, "nearest", ["LSSC"]),
        ({"standing": "not found"}, "standing", "not-found"),
    ],
)
def test_words_are_read_as_people_write_them(
    record: Callable[..., Any], cells: dict[str, str], field: str, expected: object
) -> None:
    assert record(**cells)[field] == expected


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"cost": "abcd1"}, "cost: `abcd1` cannot be read; write it as `175`, `$175`, `175-225`"),
        (
            {"cost": "varies"},
            (
                "cost: `varies` has no figure; write one as `175`, `$175`, `175-225` or `free`, "
                "or leave the cell empty and put the words into `notes`"
            ),
        ),
        ({"cost": "contact us"}, "cost: `contact us` has no figure; write one as `175`, `$175`"),
        (
            {"cost": "$100/year"},
            (
                "cost: `$100/year` is paid again and again, which this table cannot say; "
                "write what is paid once, and the rest into `notes`"
            ),
        ),
        ({"renewal_cost": "40 annually"}, "renewal_cost: `40 annually` is paid again and again"),
        ({"Expires": "2027"}, "Expires: `2027` is a day or a year; write how long it lasts"),
        ({"renewal": "expires 2027"}, "renewal: `expires 2027` is a day or a year; write how long"),
        ({"Expiration date": "2027-01-01"}, "Expiration date: `2027-01-01` is a day or a year"),
        ({"Valid (years)": "2027"}, "Valid (years): `2027 years` is a day or a year; write how"),
        ({"renewal": "2000 hours"}, "renewal: `2000 hours` is not a time to renew; write `every"),
        ({"Fee": "1.200,50"}, "Fee: `1.200,50` can be 1200.50 or 120050; write one of them"),
        ({"cost": "1.200"}, "cost: `1.200` can be 1200 or 1.2; write one of them"),
        ({"cost": "175,50"}, "cost: `175,50` can be 175.50 or 17550; write one of them"),
        ({"cost": "1.200.300"}, "cost: `1.200.300` cannot be read"),
        ({"cost": "100\n200"}, "cost: `100 200` has figures on several lines; write one figure"),
        ({"renewal": "1 year\n2 years"}, "renewal: `1 year 2 years` has figures on several lines"),
        ({"cost": "$175 225"}, "cost: `$175 225` can be 175225 or 175 to 225; write one of them"),
        ({"cost": "1 200.50"}, "cost: `1 200.50` can be 1200.50 or 1 to 200.50; write one of them"),
        ({"cost": "100\xa02000"}, "cost: `100 2000` cannot be read"),
        ({"effort": "100 200 hours"}, "effort: `100 200 hours` can be 100200 or 100 to 200; write"),
        ({"effort": "7,5 hours"}, "effort: `7,5 hours` can be 7.5 or 75; write one of them"),
        ({"effort": "1,2345 hours"}, "effort: `1,2345 hours` cannot be read"),
        ({"duration": "1,5 years"}, "duration: `1,5 years` can be 1.5 or 15; write one of them"),
        ({"cost": "9999999999"}, "cost: `9999999999` is too much"),
        ({"cost": "225-175"}, "cost: `225-175` goes from more to less; write the lower one first"),
        ({"cost": "£90", "currency": "USD"}, "cost: `£90` is in GBP and USD; write one"),
        ({"Cost (£)": "$90"}, "Cost (£): `$90` is in GBP and USD; write one"),
        (
            {"Cost (£)": "90", "currency": "CAD"},
            "Cost (£): the column is in GBP, but the row is in CAD; write one",
        ),
        ({"Cost (₹)": "90"}, "Cost (₹): `₹` is not the code of a currency; write it as `USD`"),
        ({"cost": "£90 - 100 USD"}, "cost: `£90 - 100 USD` is in GBP and USD; write one"),
        ({"cost": "5", "currency": "shells"}, "currency: `shells` is not the code of a currency"),
        ({"Cost (shells)": "5"}, "Cost (shells): `shells` is not the code of a currency"),
        ({"cost": "#REF!"}, "cost: `#REF!` is an error of the spreadsheet; write the value"),
        ({"cost": "#####"}, "cost: `#####` is an error of the spreadsheet; write the value"),
        ({"duration": "2-Jan"}, "duration: `2-Jan` is a date that a spreadsheet made of a range"),
        ({"duration": "6 months, 12 months"}, "duration: `6 months, 12 months` cannot be read"),
        ({"renewal": "1 year 2 years"}, "renewal: `1 year 2 years` is not a time to renew; write"),
        ({"duration": "soon"}, "duration: `soon` has no figure; write one as `6`, `6 months`"),
        (
            {"duration": "1 " * 60},
            "duration: `1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 …` is too long",
        ),
        ({"effort": "60"}, "effort: `60` has no unit; write hours, credits or courses"),
        ({"effort": "much"}, "effort: `much` has no figure; write one as `60 hours`"),
        ({"education": "some college"}, "education: `some college` is no degree; write `high-sch"),
        ({"education": "BA or MLIS"}, "education: `BA or MLIS` is not one of none, high-school"),
        ({"education": "Diploma"}, "education: `Diploma` can be that of a high school or of a col"),
        ({"education": "diploma/GED"}, "education: `diploma` can be that of a high school or of"),
        ({"education": "wisdom"}, "education: `wisdom` is not one of none, high-school"),
        ({"renewal": "3"}, "renewal: `3` can be months or years; write `every 3 years` or `every"),
        ({"renewal": "none"}, "renewal: `none` can be that it never expires, or that it cannot"),
        ({"renewal": "sometimes"}, "renewal: `sometimes` is not a time to renew; write `every 3"),
        ({"renewal": "10 days"}, "renewal: `10 days` is not a number of whole months"),
        ({"renewal_credits": "some"}, "renewal_credits: `some` is not a whole number"),
        ({"cost_low": "$5"}, "cost_low: `$5` is not a number; write it as `175` or `199.50`"),
        ({"cost_low": "9", "cost_high": "5"}, "cost: `low` (9) is more than `high` (5)"),
        ({"where": "CA"}, "where: `CA` can be Canada (CA) or California (US-CA); write the name"),
        ({"where": "Georgia"}, "where: `Georgia` can be Georgia (GE) or Georgia (US-GA); write th"),
        ({"where": "Columbus, Ohio"}, "where: `Columbus, Ohio` is not a place; did you mean Ohio"),
        ({"where": "qqq"}, "where: `qqq` is not a place; write its name or its ISO 3166 code"),
        ({"settings": "moon"}, "settings: `moon` is not one of academic, public"),
        ({"exam": "maybe"}, "exam: `maybe` is not yes or no; write one of them"),
        ({"status": "so-so"}, "status: `so-so` is not one of offered, closing, closed"),
        ({"standing": "good"}, 'standing: found `"good"`; allowed: confirmed, vouched, disputed'),
        ({"type": "diploma"}, "type: `diploma` is not one of certification, certificate, license"),
        ({"type": ""}, "type: is missing; write certification, certificate, license"),
        ({"id": ""}, "id: is missing; give a short name that commands can use, such as `E`"),
        ({"id": "", "name": "文"}, "id: is missing; give a short name that commands can use"),
        ({"id": "X 0"}, "id: `X 0` has more than letters, digits and + . _ -; write `X-0`"),
        ({"id": "文"}, "id: `文` has more than letters, digits and + . _ -; write a short one"),
        ({"id": "CPLT"}, "id: `CPLT` is another name of `CPTL`; choose another id"),
        ({"id": "in-lc"}, "id: `in-lc` is a family of other records; choose another id"),
        ({"name": ""}, "name: is missing; give the full name"),
        ({"issuer": ""}, "issuer: is missing; give the body that grants the credential"),
        ({"issuer": "ALA", "issuer_name": "Arizona"}, "issuer: `ALA` is already American Library"),
        ({"issuer": "x y" * 900}, "issuer: the cell is longer than 2000 characters"),
        ({"notes": f"a;{'x' * 3000}"}, 'notes: found `"xxx'),
        ({"member_of": "ZZZ", "member_cost": "5"}, "member_of: `ZZZ` is the id of no organization"),
        ({"name": "x" * 3000}, "name: the cell is longer than 2000 characters"),
        ({"summary": "a\x07b"}, "summary: the cell has the control character U+0007; type it"),
        ({"read": "2026-01-01"}, "read: is about a page; give its address in `url`"),
        ({"url": "not a link", "read": "2026-01-01"}, 'url: found `"not a link"`; allowed: a link'),
        ({"url": "x.org", "read": ""}, "read: is missing; give the day on which the page was read"),
        ({"url": "x.org", "read": "2999-01-01"}, "read: `2999-01-01` is in the future"),
        ({"url": "x.org", "read": "May 2026"}, "read: `May 2026` is not one day; write it as `"),
        ({"url": "x.org", "read": "03/04/2026"}, "read: `03/04/2026` can be 2026-03-04 or 2026-0"),
        ({"vouched": "yes"}, "url: is missing; give the page of the issuer about it, because only"),
        (
            {"vouched": "yes", "url": "x.org", "read": "2026-01-01", "tier": "weak"},
            "tier: must be `issuer`, because only the issuer can vouch",
        ),
        (
            {"vouched": "yes", "standing": "disputed"},
            "vouched: contradicts the standing, which is disputed",
        ),
        ({"cost": "5", "cost_low": "6"}, "cost_low: contradicts the column `cost`"),
        ({"nearest": "NOBODY"}, 'nearest: found `"NOBODY"`; allowed: the id of another credential'),
        ({"aliases": "LSSC"}, "aliases: `LSSC` is already the id or alias of `LSSC`"),
        ({"family": "LSSC"}, "family: `LSSC` is already the id or alias of `LSSC`"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    load: Import, cells: dict[str, str], message: str
) -> None:
    [problem] = problems(load(table({"id": "X0"} | cells)))

    assert problem.startswith(f"2: {message}"), problem


def test_a_comma_before_cents_is_clear_between_semicolons(record: Callable[..., Any]) -> None:
    found = record(separator=";", cost="175,50 €", duration="1,5 years", effort="7,5 hours")

    assert (found["cost"]["low"], found["duration"]["low"]) == (175.5, 18)
    assert found["effort"]["low"] == 7.5


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("1.200,50", 1200.5, 1200.5),
        ("1\xa0200,50 €", 1200.5, 1200.5),
        ("1\u202f200,5-1.300.400,75", 1200.5, 1300400.75),
    ],
)
def test_thousands_before_a_comma_are_clear_between_semicolons(
    record: Callable[..., Any], cell: str, low: float, high: float
) -> None:
    found = record(separator=";", cost=cell)["cost"]

    assert (found["low"], found["high"]) == (low, high)


@pytest.mark.parametrize("cell", ["1.200", "1,2,3", "1.200,500"])
def test_a_comma_is_not_always_clear_between_semicolons(load: Import, cell: str) -> None:
    [problem] = problems(load(table({"cost": cell}, separator=";")))

    assert f"cost: `{cell}` can" in problem


def test_members_pay_another_price(record: Callable[..., Any]) -> None:
    found = record(
        cost="$225", member_cost="$175", member_of="ala", cost_purpose="tuition", renewal_cost="20"
    )

    fees = [(f["purpose"], f["low"], f["audience"], f["organization"]) for f in found["fees"]]
    assert fees == [
        ("course", 225, "non-member", "ALA"),
        ("course", 175, "member", "ALA"),
        ("renewal", 20, "everyone", None),
    ]


def test_a_fee_has_the_currency_of_its_row(record: Callable[..., Any], load: Import) -> None:
    found = record(cost="£90", renewal_cost="20")
    assert {fee["unit"] for fee in found["fees"]} == {"GBP"}
    found = record("--currency", "cad", cost="90", renewal_cost="$20")
    assert [fee["unit"] for fee in found["fees"]] == ["CAD", "CAD"]
    found = record("--currency", "gbp", cost="90", renewal_cost="$20")
    assert [fee["unit"] for fee in found["fees"]] == ["USD", "USD"]
    found = record("--currency", "nzd", cost="£90", renewal_cost="$20", member_cost="5 dollars")
    assert [fee["unit"] for fee in found["fees"]] == ["GBP", "NZD", "NZD"]
    found = record("--currency", "nzd", cost="$90", currency="$")
    assert found["cost"]["unit"] == "NZD"
    found = record("--currency", "cad", cost="90")
    assert found["cost"]["unit"] == "CAD"
    assert "without a currency" not in load(table({"cost": "free"})).err
    assert (
        "note: 1 amount without a currency is taken as USD; add" in load(table({"cost": "5"})).err
    )
    assert (
        "note: 2 amounts without a currency are taken"
        in load(table({"cost": "5"}, {"cost": "6"})).err
    )
    assert load(table(), "--currency", "12").code == 2


# --- Issuers, pages and vouching ------------------------------------------------------------------


def test_an_issuer_needs_no_id(load: Import, tmp_path: Path) -> None:
    rows = [
        {"issuer": "Northshire Library Association"},
        {"issuer": "northshire library association"},
        {"issuer": "American Library Association"},
        {"issuer": "ala-apa"},
        {"issuer": "Čapek\u2019s \u201cBody\u201d"},
        {"issuer": "文字"},
        {"issuer": "文"},
    ]
    assert load(table(*rows)).code == 0
    tables = tomli.loads((tmp_path / "own.toml").read_text("utf-8"))

    issuers = [record["issuer"] for record in tables["credentials"].values()]
    north = "Northshire-Library-Association"
    assert issuers == [north, north, "ALA", "ALA-APA", "Capeks-Body", "ISSUER", "ISSUER-2"]
    assert tables["organizations"].keys() == {*issuers}
    assert tables["organizations"]["ALA"] == {"name": "American Library Association"}


def test_the_catalogue_needs_no_other(
    load: Import, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"issuer": "OLC", "member_cost": "5", "member_of": "ala"}, {"issuer": "ALA-APA"}]
    assert load(table(*rows)).code == 0
    own = str(tmp_path / "own.toml")

    assert run("catalogue", "check", own, "--no-bundled").code == 0
    assert run("list", "--catalogue", own, "--no-bundled", "--json").ids == ["X0", "X1"]
    tables = tomli.loads((tmp_path / "own.toml").read_text("utf-8"))
    assert tables["organizations"].keys() == {"OLC", "ALA", "ALA-APA"}
    # The organizations are as in the bundled catalogue, so its records are not validated again.
    validated: list[str] = []

    def validate(model: type[Model], values: dict[str, Any]) -> Model:
        validated.append(values["id"])
        return validation.validate(model, values)

    monkeypatch.setattr(merge, "validate", validate)
    assert len(run("list", "--catalogue", own, "--json").json) > 400
    assert "LSSC" not in validated
    renamed = Path(own).read_text("utf-8").replace("American Library", "Another Library")
    Path(own).write_text(renamed, "utf-8")
    assert run("show", "LSSC", "--catalogue", own, "--json").code == 0
    assert "LSSC" in validated


def test_a_society_whose_name_is_too_long_is_named(load: Import) -> None:
    rows = [{"issuer": "ZZ", "issuer_name": "x" * 2001}, {"member_of": "ZZ", "member_cost": "5"}]
    found = problems(load(table(*rows)))

    assert found[1].startswith("3: member_of: ")


def test_the_name_of_an_issuer_is_given_once(load: Import, tmp_path: Path) -> None:
    rows = [{"issuer": "nsla"}, {"issuer_name": "Northshire Libraries"}, {"issuer_name": "Other"}]
    answer = load(table(*rows), "--skip")
    tables = tomli.loads((tmp_path / "own.toml").read_text("utf-8"))

    assert tables["organizations"] == {"NSLA": {"name": "Northshire Libraries"}}
    assert {record["issuer"] for record in tables["credentials"].values()} == {"NSLA"}
    assert "own.csv:4: issuer: `NSLA` is already Northshire Libraries; choose" in answer.err
    names = "id,name,issuer name,type\nX,Ex,North,license\n"
    assert load(names).code == 0


def test_pages_become_sources(load: Import, run: Run, tmp_path: Path) -> None:
    rows = [
        {
            "url": "www.example.org/a",
            "read": "2026-01-02",
            "page_title": "All",
            "dated": "May 2025",
        },
        {"url": "https://www.example.org/a", "read": "Jan 2, 2026", "dated": "2025-05"},
        {"url": "https://www.example.org/b", "publisher": "Else", "tier": "Government"},
        {},
    ]
    assert load(table(*rows), "--read", "today").code == 0
    own = ("--catalogue", str(tmp_path / "own.toml"))
    found = [run("show", f"X{number}", *own, "--json").json["sources"] for number in range(4)]

    assert [[source["id"] for source in sources] for sources in found] == [
        ["X0-page"],
        ["X0-page"],
        ["X2-page"],
        [],
    ]
    first, second = found[0][0], found[2][0]
    assert (first["title"], first["publisher"], first["dated"]) == ("All", "NSLA", "2025-05")
    assert (second["title"], second["publisher"], second["tier"]) == ("Ex", "Else", "government")
    assert second["read"] == str(terminal.today())


def test_a_page_needs_the_day_on_which_it_was_read(load: Import) -> None:
    answer = load(table({"url": "x.org"}))

    assert answer.code == 1
    assert "line 1: there is no column `read` for the days on which the pages were" in answer.err
    assert f"hint: add it, or give one day for all with `--read {terminal.today()}`" in answer.err
    assert load(table({"url": "x.org"}), "--read", "2999-01-01").code == 2


@pytest.mark.parametrize(
    ("cells", "options", "has_note"),
    [
        ({}, (), True),
        ({"vouched": "no"}, ("--vouched",), True),
        ({"tier": "article"}, (), False),
        ({"tier": "issuer"}, (), False),
        ({"vouched": "yes"}, (), False),
        ({}, ("--vouched",), False),
        ({"url": ""}, (), False),
    ],
)
def test_a_page_is_not_taken_as_one_of_the_issuer_in_silence(
    load: Import, cells: dict[str, str], options: Sequence[str], *, has_note: bool
) -> None:
    page = {"url": "https://en.wikipedia.org/wiki/X"}
    answer = load(table(page | cells), "--read", "2026-01-01", *options)

    assert answer.code == 0
    assert answer.err.count("note: the pages are taken as pages of the issuers; ") == has_note


def test_issuers_can_vouch_for_their_rows(load: Import, run: Run, tmp_path: Path) -> None:
    page = {"url": "https://x.org", "read": "2026-01-02"}
    rows = [page, page | {"vouched": "no"}, page | {"standing": "confirmed"}]
    own = ("--catalogue", str(tmp_path / "own.toml"))
    standings = []
    for options in ((), ("--vouched",)):
        assert load(table(*rows), *options).code == 0
        standings.append(
            [run("show", f"X{number}", *own, "--json").json["standing"] for number in range(3)]
        )
    assert standings == [[None, None, "confirmed"], ["vouched", None, "confirmed"]]
    assert load(table(page | {"vouched": "x"}, page | {"standing": "issuer says so"})).code == 0
    assert run("filter", "--standing", "vouched", *own, "--json").ids == ["X0", "X1"]
    assert len(problems(load(table({}), "--vouched"))) == 1


# --- Headers --------------------------------------------------------------------------------------


def test_names_of_columns_are_found_in_any_case(load: Import) -> None:
    text = "ID;Full_Name;ORGANIZATION;Kind;Total  Cost ;Web-Site;Date Read\n"
    assert load(f"{text}X0;Ex;NSLA;license;$5;x.org;2026-01-02\n").code == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Type of Credential", "type"),
        ("Certification Name", "name"),
        ("Work Experience Required", "experience"),
        ("Exam?", "exam"),
        ("Fee to renew", "renewal_cost"),
        ("Cost to renew (£)", "renewal_cost"),
        ("Cost (in USD)", "cost"),
        ("cost low £", None),
        ("cost_low (GBP)", None),
        ("COST FOR ALL", None),
        ("$", None),
        ("€" * 200, None),
        ("x" * 200_000, None),
        ("(months)", None),
        ("", None),
    ],
)
def test_names_of_columns_may_have_other_words(name: str, expected: str | None) -> None:
    column, _ = columns.find_column(name)

    assert (column and column.name) == expected


def test_a_column_that_is_missing_may_have_another_name(load: Import) -> None:
    assert (
        "there is no column `issuer`; not known: `isuer` (is it `issuer`?), `foo`\n"
        in load("id,name,type,isuer,foo\n").err
    )


@pytest.mark.parametrize("name", ["Credits", "Hours", "Contact hours", "Credit hours required"])
def test_a_column_of_hours_or_credits_has_to_say_which(load: Import, name: str) -> None:
    for other in ({}, {"effort": "60 hours"}, {"renewal_credits": "30"}):
        answer = load(table({name: "30"} | other))
        assert (answer.code, answer.err.count("\n")) == (1, 2)
        assert (
            f"line 1: `{name}` can be `effort` (the study for the credential) or `ren" in answer.err
        )
        assert "hint: give the column one of these names\n" in answer.err
    answer = load(table({name: "30", "effort": "60 hours", "renewal_credits": "30"}))
    assert (answer.code, f"no such column: `{name}`" in answer.err) == (0, True)


def test_columns_without_a_place_are_named(load: Import) -> None:
    text = "id,name,issuer,type,isuer,Foo,,duration_unit,findings\nX,Ex,N,license,a,b,c,d,e\n"
    err = load(text).err

    assert (
        "note: left out, because libcert knows no such column: `isuer` (is it `issuer`?), `Foo`"
        in err
    )
    assert "note: left out, because they need more than a cell: findings\n" in err
    assert "note: left out, because it has no name: column 7 (line 2: `c`)\n" in err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("A,B,C\n1,2,3\n", "has no header: no line names columns such as `id`, `name` and `type`"),
        ("id,name,issuer,type\n", "has no rows below the header"),
        ("id,name,type\nX,Ex,license\n", "line 1: there is no column `issuer`"),
        ("id,cost\nX,5\n", "line 1: there is no column `name` and `issuer` and `type`"),
        (
            "id,name,issuer,type,Fee,Price\nX,E,N,license,1,2\n",
            "line 1: `Fee` and `Price` are both",
        ),
        ('id,name,issuer,type\nX,"Ex,N,license\n', "line 2: this row cannot be read, because a qu"),
        (f"id,name,issuer,type\nX,{'x' * 200_000}\n", "line 2: this row cannot be read, because a"),
    ],
)
def test_a_table_without_a_header_or_rows_is_an_error(
    load: Import, text: str, message: str
) -> None:
    limit = csv.field_size_limit(131_072)  # the usual one, which other libraries change
    try:
        answer = load(text)
    finally:
        csv.field_size_limit(limit)

    assert answer.code == 1
    assert message in answer.err
    assert answer.err.count("\n") == 2


def test_lines_above_the_header_are_left_out(load: Import) -> None:
    answer = load('Our list,,,\n"of\n2026",,,\n\nid,name,issuer,type\nX,Ex,N,license\n')

    assert "note: `Our list` and all else above the header (line 5) is left out\n" in answer.err


def test_other_meanings_give_way(load: Import, record: Callable[..., Any]) -> None:
    assert record(fees="$5")["cost"]["low"] == 5
    answer = load(table({"fees": "whatever", "cost": "$5", "format": "x", "delivery": "online"}))
    assert "knows no such column: `format`\n" in answer.err
    assert "need more than a cell: fees\n" in answer.err
    assert load(table({"fees": "whatever", "cost_low": "5"})).code == 0


# --- Files of spreadsheets ------------------------------------------------------------------------

PLAIN = "id,name,issuer,type\r\nX0,Café “One”,NSLA,license\r\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-32"),
        PLAIN.replace("\r\n", "\r").encode(),
        PLAIN.replace("\r\n", "\n").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", "|").encode(),
        b"sep=;\r\n" + PLAIN.replace(",", ";").encode(),
        b'"sep=\t"\n' + PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("\r\n", ",,,\r\n").encode() + b",,,,,\r\n,,,\r\n",
        PLAIN.replace("Caf", "\ufeff\u200b Caf").encode(),
    ],
)
def test_tables_of_all_spreadsheets_can_be_read(
    load: Import, run: Run, tmp_path: Path, content: bytes
) -> None:
    answer = load(content)
    assert (answer.code, answer.err.count("\n")) == (0, 1)
    own = ("--catalogue", str(tmp_path / "own.toml"))
    assert run("show", "X0", *own, "--json").json["name"] == "Café “One”"


def test_windows_1252_is_read_with_a_note(load: Import) -> None:
    answer = load(PLAIN.encode("windows-1252"))
    assert answer.code == 0
    assert "own.csv` is not UTF-8; it is read as Windows-1252, as Excel saves it\n" in answer.err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"PK\x03\x04...",
            "is a workbook of a spreadsheet program (such as .xlsx or .ods), not CSV",
        ),
        (b"\xd0\xcf\x11\xe0", "is a workbook of an old spreadsheet program (.xls), not CSV"),
        (b"%PDF-1.7", "is a PDF document, not CSV"),
        (b"id,name\0,", "is no text (byte 8 is zero)"),
        (PLAIN.encode("utf-16-le"), "is no text (byte 2 is zero)"),
        (b"\xff\xfei", "is not UTF-16 (byte 3)"),
        (b"id\x81\xff,", "is not UTF-8 (byte 3)"),
        (b"\xef\xbb\xbfid\xff", "is not UTF-8 (byte"),
    ],
)
def test_a_file_that_is_no_text_is_an_error(load: Import, content: bytes, message: str) -> None:
    answer = load(content)

    assert message in answer.err
    assert "hint: save it as CSV (in UTF-8) with your spreadsheet program" in answer.err


def test_files_that_cannot_be_read_or_written_are_errors(
    run: Run, load: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = run("catalogue", "import", str(tmp_path))
    assert answer.err == f"error: `{tmp_path}` is not a file that can be read as a catalogue\n"
    assert run("catalogue", "import", str(tmp_path / "gone.csv")).code == 1
    own = tmp_path / "own.csv"
    own.write_text(PLAIN)
    for name, why in (
        ("own.csv", "is the table itself"),
        ("o.json", "is not the name of a TOML f"),
    ):
        answer = run("catalogue", "import", str(own), "-o", str(tmp_path / name))
        assert (answer.code, why in answer.err, own.read_text()) == (
            1,
            True,
            PLAIN.replace("\r", ""),
        )
    assert run("catalogue", "import", str(own), "-o", "-").out.startswith("[organizations]\n")
    for module in (csv_table,):
        monkeypatch.setattr(module, "MAX_BYTES_READ_AS_TABLE", 20)
    assert "own.csv` is larger than 0 MiB\nhint: import it in parts\n" in load(PLAIN).err


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"credentials": {}}', "JSON"),
        ('[\n {"id": "X"}]', "JSON"),
        ('[\n{"id": 1,\n"x": "not required", "renewal": [], "not_for": []}]', "JSON"),
        ('# mine\n\n[credentials.X]\nname = "Ex"\n', "TOML"),
        ('organizations.N = { name = "North" }\n', "TOML"),
    ],
)
def test_a_catalogue_is_no_table(load: Import, text: str, what: str) -> None:
    answer = load(text)

    assert f"own.csv` is {what}, not CSV\n" in answer.err
    assert answer.err.endswith("hint: a catalogue needs no import; use it with `--catalogue`\n")


def test_a_catalogue_is_replaced_only_on_request(run: Run, tmp_path: Path) -> None:
    table_, own = tmp_path / "own.csv", tmp_path / "own.toml"
    table_.write_text(PLAIN)
    own.write_text("# mine\n")
    answer = run("catalogue", "import", str(table_), "-o", str(own))

    assert answer.err == (
        f"error: `{own}` already exists\nhint: choose another name, or use `--replace`\n"
    )
    assert (answer.code, own.read_text()) == (1, "# mine\n")
    assert run("catalogue", "import", str(table_), "-o", str(own), "--replace").code == 0
    assert "[credentials.X0]\n" in own.read_text()
    answer = run("catalogue", "import", str(table_), "-o", str(table_), "--replace")
    assert (answer.code, "is the table itself" in answer.err) == (1, True)


def test_a_table_is_no_catalogue(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(PLAIN)
    answer = run("list", "--catalogue", str(own))

    assert (answer.code, "is not valid TOML" in answer.err) == (1, True)
    hint = "hint: `libcert catalogue import FILE` makes a catalogue from a table\n"
    assert answer.err.endswith(hint)


def test_a_catalogue_that_is_too_large_is_an_error(
    load: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make_catalogue, "MAX_BYTES", 100)
    assert "error: the catalogue would be larger than 10 MiB\n" not in load(PLAIN).out
    assert load(PLAIN).code == 1


def typed(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_a_table_can_come_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(PLAIN.encode(), monkeypatch)
    answer = run("catalogue", "import", "-")
    assert (answer.code, answer.err) == (0, "")
    assert "[credentials.X0]\n" in answer.out
    typed(b"x" * 30, monkeypatch)
    monkeypatch.setattr(csv_table, "MAX_BYTES_READ_AS_TABLE", 20)
    assert "`standard input` is larger" in run("catalogue", "import", "-").err
    monkeypatch.setattr(sys, "stdin", None)
    assert "cannot read standard input: it is closed" in run("catalogue", "import", "-").err


class Broken(io.RawIOBase):
    """A file that cannot be read."""

    def readable(self) -> bool:
        return True

    def readinto(self, _: object) -> int:
        raise OSError(errno.EIO, "Input/output error")


def test_standard_input_that_fails_is_an_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Broken())))
    answer = run("catalogue", "import", "-")

    assert (answer.code, answer.err) == (
        1,
        "error: cannot read standard input: Input/output error\n",
    )


# --- Rows that cannot be read ---------------------------------------------------------------------


def test_all_problems_are_named_at_once(load: Import, tmp_path: Path) -> None:
    text = 'id,name,issuer,type,cost,exam\nA,"two\nlines",N,license,x,y?\nB,B,N,license,5,no\n'
    text += "C,C,N,license,x,no\nb,B,N,license,,\nD,D,N,license,,,left over\n"
    found = problems(load(text))

    assert [problem.partition(":")[0] for problem in found] == [
        *("2", "2", "5 (row 4)", "6 (row 5)", "7 (row 6)"),
    ]
    assert found[3] == "6 (row 5): id: `b` is the id of line 4 (row 3) already"
    assert found[4].startswith("7 (row 6): 7 cells, but the header has 6; put quotes around")
    answer = load(text, "--skip")
    assert answer.code == 0
    assert "note: 4 rows are left out:\n  " in answer.err
    assert problems(answer.__class__(1, "", answer.err)) == found
    tables = tomli.loads((tmp_path / "own.toml").read_text("utf-8"))
    assert tables["credentials"].keys() == {"B"}


def test_a_long_list_of_problems_is_cut(load: Import) -> None:
    answer = load(table(*[{"cost": "x"}] * 50))

    assert len(problems(answer)) == 30
    assert "has 50 rows that cannot be read; nothing is written:" in answer.err
    assert "\n  … and 20 more\nhint: correct the cells, and import the table again\n" in answer.err
    assert load(table({"cost": "x"}), "--skip").code == 1
    answer = load(table({"cost": "x"}, {}), "--skip")
    assert "note: 1 row is left out:\n" in answer.err


def test_a_row_below_the_table_may_be_no_credential(load: Import) -> None:
    text = f"{PLAIN},,,\r\nTotal: 1,,,\r\n,Prices of 2026,,\r\nY,,N,license\r\n"
    found = problems(load(text))

    assert found == [
        "4: name: is missing; give the full name; if this row is no credential, delete it",
        (
            "5: id: is missing; give a short name that commands can use, such as `PO`; "
            "if this row is no credential, delete it"
        ),
        "6: name: is missing; give the full name",
    ]


def test_rows_that_name_others_are_checked_together(load: Import, tmp_path: Path) -> None:
    rows = [{"nearest": "X1"}, {"nearest": "X2"}, {"nearest": "NOBODY"}, {}]
    assert len(problems(load(table(*rows)))) == 1
    answer = load(table(*rows), "--skip")
    tables = tomli.loads((tmp_path / "own.toml").read_text("utf-8"))

    assert tables["credentials"].keys() == {"X3"}
    assert answer.err.count("own.csv:") == 3


def test_a_problem_of_no_row_is_told_as_it_is(
    load: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    from libcert.model.errors import InvalidCatalogueError

    def fail(_: object) -> None:
        raise InvalidCatalogueError("broken", problems=[(("sources", "X"), "why")])

    monkeypatch.setattr(make_catalogue, "merge_files", fail)
    assert load(PLAIN).err == "error: broken\n"


def test_records_of_the_bundled_catalogue_are_replaced_with_a_note(load: Import) -> None:
    assert (
        "note: lssc replaces the record of the bundled catalogue" in load(table({"id": "lssc"})).err
    )
    ids = ["LSSC", "CPLA", "CLT", "CALT", "CRA", "CRM"]
    assert (
        "note: LSSC, CPLA, CLT, CALT, CRA and 1 more replace the records of"
        in load(table(*({"id": id_} for id_ in ids))).err
    )


# --- What libcert writes --------------------------------------------------------------------------

KEPT = (
    *("id", "aliases", "name", "type", "issuer", "settings", "where", "family", "level"),
    *("previous", "status", "suits", "not_for", "delivery", "summary", "levels", "benefits"),
    *("duration", "effort", "experience", "education", "exam_required", "standing", "nearest"),
)
"""The fields that come back as they were."""


def test_the_csv_of_libcert_can_be_imported(
    run: Run, load: Import, tmp_path: Path, shipped: Catalogue
) -> None:
    answer = load(run("list", "--format", "csv").out)
    assert answer.code == 0, answer.err
    note = (
        "left out, because they need more than a cell: findings, sources, exams, conditions, fees"
    )
    assert note in answer.err
    own = ("--catalogue", str(tmp_path / "own.toml"))
    before = {record["id"]: record for record in run("list", "--json").json}
    after = {record["id"]: record for record in run("list", *own, "--json").json}

    assert after.keys() == before.keys() == {*shipped}
    for id_, record in before.items():
        for field in KEPT:
            assert after[id_][field] == record[field], (id_, field)
        if record["cost"]["low"] is not None or record["cost"]["high"] is not None:
            assert after[id_]["cost"] == record["cost"]
        assert after[id_]["renewal"]["months"] == record["renewal"]["months"]


def test_a_group_of_requirements_stays_one(
    run: Run, load: Import, tmp_path: Path, write: Callable[[str], Path]
) -> None:
    own = write(
        'organizations.N = { name = "North" }\n[credentials.X]\nname = "Ex"\ntype = "license"\n'
        'issuer = "N"\nrequirements = [{ text = "One of", at_least = 1, of = ["a", "b"] }, "c"]\n'
    )
    out = run("list", "--catalogue", str(own), "--no-bundled", "--format", "csv").out
    assert load(out).code == 0
    tables = tomli.loads((tmp_path / "own.toml").read_text("utf-8"))
    assert tables["credentials"]["X"]["requirements"] == ["One of: 1 of these: a, b", "c"]


def test_the_catalogue_keeps_to_the_schema(
    run: Run, load: Import, tmp_path: Path, catalogue_schema: Any
) -> None:
    load(run("catalogue", "import", "--template").out)
    tables = tomli.loads((tmp_path / "own.toml").read_text("utf-8"))

    jsonschema.Draft7Validator(catalogue_schema).validate(
        json.loads(json.dumps(tables, default=str))
    )


# --- Laws -----------------------------------------------------------------------------------------

_CELLS = st.one_of(
    st.sampled_from(
        [
            *(column.example for column in COLUMNS if column.example is not None),
            *("", "yes", "no", "n/a", "5", "about £5-6", "1,5", "every 3 years", "LSSC", "x.org"),
            *("A; B", "closed since 2022", "Ohio", "none", "2026-01-02", '"', "'=1", "\u202e", "é"),
        ]
    ),
    st.text(st.characters(codec="utf-8"), max_size=12),
)


def _written(rows: Sequence[Sequence[str]], separator: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    data=st.data(),
    names=st.lists(st.sampled_from([c.name for c in COLUMNS]), unique=True, max_size=6),
    separator=st.sampled_from(",;\t"),
)
def test_any_table_is_imported_or_its_rows_are_named(
    tmp_path: Path, data: st.DataObject, names: list[str], separator: str
) -> None:
    header = list(dict.fromkeys(["id", "name", "issuer", "type", *names]))
    width = len(header)
    whole = st.lists(_CELLS, min_size=width, max_size=width)
    sound = whole.map(lambda row: [*ROW.values(), *row[4:]])
    rows = data.draw(st.lists(st.one_of(sound, whole, st.lists(_CELLS, max_size=7)), max_size=4))
    source, own = tmp_path / "any.csv", tmp_path / "any.toml"
    source.write_text(_written([header, *rows], separator), "utf-8", newline="")
    own.unlink(missing_ok=True)
    errors = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", errors)
        skip = ["--skip"] * data.draw(st.booleans())
        code = cli.main(["catalogue", "import", str(source), "-o", str(own), *skip])
        assert own.exists() is (code == 0)
        if code == 0:
            assert cli.main(["catalogue", "check", str(own)]) == 0
    err = errors.getvalue()

    assert code in {0, 1}
    assert "Traceback" not in err
    assert err
    if code == 1 and "any.csv:" not in err:
        assert re.match(r"error: `.*(no rows|no text|not valid|line \d+)|error: .* is empty", err)


@given(_CELLS)
def test_each_reader_reads_or_says_why_not(cell: str) -> None:
    row = columns.Row(None, None, None, comma=True, codes=False, today=terminal.today())
    for column in COLUMNS:
        parts: Any = {}
        with contextlib.suppress(ValueError):
            read_cells.check(cell)
            parts = column.read(cell, row)
        assert isinstance(parts, dict)
