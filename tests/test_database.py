"""Test that a database or a Parquet file has the records of an answer, and that others open it."""

import contextlib
import io
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
import reading
import scale
import sqlite_utils
from conftest import LIBCERT, Screen, codes
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import catalogues
from toml_writer import toml

from libcert import __version__
from libcert.cli import terminal
from libcert.cli.terminal import Output
from libcert.model.errors import OutputError
from libcert.model.sanitize import clean

Run = Callable[..., Any]
Spawn = Callable[..., "subprocess.CompletedProcess[bytes]"]
Write = Callable[[str], Path]
Row = Mapping[str, Any]

HOSTILE = {
    "quotes": "'; DROP TABLE credentials; --",
    "double quotes": '"); DELETE FROM fees; --',
    "backslashes": "\\' \\0 \\u0000",
    "very long": "é" * 2_000,
    "emoji": "👩\u200d💻 🏳️\u200d🌈",
    "right to left": "ספרן مكتبي",
    "placeholders": "? :a @b $c {d}",
    "blob": "x'00'",
    "formula": "=HYPERLINK(1)",
    "number": "1e999",
    "null": "NULL",
}
STEERING = "a\0b\x1b[31mc\u202ed\ne  f\u200b"
ISSUER = '[organizations.Y]\nname = "Y"\n'


@contextlib.contextmanager
def opened(content: bytes) -> Iterator[sqlite3.Connection]:
    """Open a database; each row is a mapping."""
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        database.row_factory = sqlite3.Row
        yield database


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a database of the whole catalogue."""
    path = tmp_path_factory.mktemp("whole") / "library.db"
    assert reading.answered("list", "--format", "sqlite", "--output", str(path)) == (0, "", "")
    return path.read_bytes()


@pytest.fixture
def database(whole: bytes) -> Iterator[sqlite3.Connection]:
    """Return the open database of the whole catalogue."""
    with opened(whole) as database:
        yield database


@pytest.fixture
def made(run: Run, tmp_path: Path) -> Callable[..., bytes]:
    """Return a function that runs a command and returns the database that it writes."""

    def made(*argv: str) -> bytes:
        path = tmp_path / "made.db"
        answer = run(*argv, "--format", "sqlite", "--output", str(path))
        assert (answer.code, answer.out) == (0, "")
        return path.read_bytes()

    return made


def rows(database: sqlite3.Connection, sql: str, *values: object) -> list[dict[str, Any]]:
    return [dict(row) for row in database.execute(sql, values)]


def column(database: sqlite3.Connection, sql: str, *values: object) -> list[Any]:
    return [cell for (cell,) in database.execute(sql, values)]


def tables(database: sqlite3.Connection, kind: str = "table") -> list[str]:
    return column(database, "SELECT name FROM sqlite_master WHERE type = ?", kind)


def is_sound(database: sqlite3.Connection) -> None:
    """Fail if a row refers to a row that is not there, or if the file is damaged."""
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert column(database, "PRAGMA integrity_check") == ["ok"]


# --- The database has what JSON has ---------------------------------------------------------------

CALLED = {
    "conditions": "requirements",
    "credential": "required_credential",
    "nothing": "nothing_required",
    "where": "places",
}
"""The names in the database that differ from the keys of JSON."""
OBJECTS = {"conditions", "exams", "fees", "findings"}
"""The lists of objects, each of which is a row."""


def has_records(database: sqlite3.Connection, records: list[Any]) -> None:
    """Fail unless *database* has exactly the values of *records*, which have the form of JSON."""
    found = rows(database, "SELECT * FROM credentials ORDER BY position")
    assert [row["id"] for row in found] == [record["id"] for record in records]
    for row, record in zip(found, records, strict=True):
        has_object(database, "credentials", row, record)
    for name in tables(database):
        if name.startswith(("credential_", "fee", "exam", "finding", "requirement", "citation")):
            expected = sum(COUNTS.pop(name, []))
            assert column(database, f"SELECT count(*) FROM {name}") == [expected], name


COUNTS: dict[str, list[int]] = {}
"""The number of rows of each list that was compared, by table."""


def has_object(
    database: sqlite3.Connection, table: str, row: Row, value: Row, prefix: str = ""
) -> None:
    """Fail unless *row* of *table*, and the rows that belong to it, have all of *value*."""
    for key, part in value.items():
        name = f"{prefix}{CALLED.get(key, key)}"
        if key == "issuer":
            [issuer] = rows(database, "SELECT * FROM organizations WHERE id = ?", row["issuer_id"])
            assert issuer == {"id": part["id"], "name": clean(part["name"])}
        elif key == "requirements":
            groups = "SELECT text FROM requirements WHERE parent_id IS NULL AND credential_id = ?"
            assert column(database, f"{groups} ORDER BY position", row["id"]) == [*map(clean, part)]
        elif key == "better":
            assert (None if row[name] is None else json.loads(row[name])) == part
        elif isinstance(part, dict):
            has_object(database, table, row, part, f"{name}_")
        elif isinstance(part, list):
            has_list(database, table, row, name, part)
        elif name in row:
            assert row[name] == (clean(part) if isinstance(part, str) else part), name
        else:  # an object that is null
            assert part is None
            assert {row[each] for each in row if each.startswith(f"{name}_")} == {None}


def has_list(
    database: sqlite3.Connection, table: str, row: Row, name: str, items: list[Any]
) -> None:
    """Fail unless the rows of the list *name* that belong to *row* are *items*, in order."""
    owner = f"{table.removesuffix('s')}_id"
    if name in {"requirements", "exams", "fees", "findings", "of"} and table != "fees":
        listed = "requirements" if name == "of" else name
        where = "parent_id = ?" if name == "of" else f"{owner} = ?"
        if name == "requirements":
            where += " AND parent_id IS NULL"
        found = rows(database, f"SELECT * FROM {listed} WHERE {where} ORDER BY position", row["id"])
        for each, item in zip(found, items, strict=True):
            has_object(database, listed, each, item)
    elif name == "sources" and table == "credentials":
        listed = "citations"
        found = rows(
            database,
            f"SELECT * FROM citations WHERE {owner} = ? ORDER BY position",
            row["id"],
        )
        assert [(each["source_id"], each["field"]) for each in found] == [
            (source["id"], None if field is None else clean(field))
            for source in items
            for field in source["supports"] or [None]
        ]
        for source in items:
            [page] = rows(database, "SELECT * FROM sources WHERE id = ?", source["id"])
            assert page == {
                key: clean(value) if isinstance(value, str) else value
                for key, value in source.items()
                if key != "supports"
            }
    else:
        listed = f"{table.removesuffix('s')}_{name}"
        found = rows(
            database, f"SELECT * FROM {listed} WHERE {owner} = ? ORDER BY position", row["id"]
        )
        assert [[*each.values()][2] for each in found] == [*map(clean, items)]
    assert [each["position"] for each in found] == [*range(1, len(found) + 1)]
    COUNTS.setdefault(listed, []).append(len(found))


def test_all_values_of_all_records_are_in_the_database(
    run: Run, database: sqlite3.Connection
) -> None:
    records = run("list", "--json").json

    assert len(records) > 400
    has_records(database, records)
    is_sound(database)


@pytest.mark.slow
@settings(max_examples=10)  # each makes a database and a Parquet file
@given(document=catalogues(), figures=st.sampled_from(["listed", "checked"]))
def test_all_values_of_any_catalogue_are_in_the_files(
    tmp_path_factory: pytest.TempPathFactory, document: Any, figures: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "own.toml").write_text(toml(document), "utf-8")
    own = ("--catalogue", str(folder / "own.toml"), "--no-bundled")
    argv = ("list", *own, "--figures", figures)
    records = json.loads(reading.answered(*argv, "--json")[1])
    for form in ("sqlite", "parquet"):
        answer = reading.answered(*argv, "--format", form, "--output", str(folder / form))
        assert answer == (0, "", "")
    with opened((folder / "sqlite").read_bytes()) as database:
        has_records(database, records)
        is_sound(database)
        assert not codes("\n".join(database.iterdump()))
    assert in_parquet(folder / "parquet") == cleaned(records)


def test_rules_are_in_the_database(run: Run, database: sqlite3.Connection) -> None:
    rules = run("required", "--where", "indiana", "--json").json
    assert rules
    for rule in rules:
        [row] = rows(database, "SELECT * FROM mandates WHERE id = ?", rule["id"])
        for key in ("force", "text", "min_population", "max_population", "condition", "in_force"):
            assert row[key] == rule[key]
        for table, item, key in (
            ("places", "place", "where"),
            ("settings", "setting", "settings"),
            ("positions", "job", "positions"),
            ("credentials", "credential_id", "credentials"),
        ):
            sql = f"SELECT {item} FROM mandate_{table} WHERE mandate_id = ? ORDER BY position"
            assert column(database, sql, rule["id"]) == rule[key]
        sql = "SELECT source_id FROM mandate_sources WHERE mandate_id = ? ORDER BY position"
        assert column(database, sql, rule["id"]) == [source["id"] for source in rule["sources"]]


def test_a_place_has_its_name_and_its_country(database: sqlite3.Connection) -> None:
    places = {row["code"]: row for row in rows(database, "SELECT * FROM places")}

    assert places["US-IN"] == {"code": "US-IN", "name": "Indiana", "within": "US"}
    assert places["US"] == {"code": "US", "name": "United States", "within": None}
    assert places["any"] == {"code": "any", "name": "everywhere", "within": None}


def test_the_answer_to_a_question_of_money_is_that_of_filter(
    run: Run, database: sqlite3.Connection
) -> None:
    yes = column(
        database,
        """SELECT id FROM credentials WHERE status_state IS NOT 'closed'
        AND cost_unit = 'USD' AND cost_high <= 100 AND NOT cost_open""",
    )

    assert sorted(yes) == sorted(run("filter", "--max-cost", "100", "--json").ids)


# --- The answers that a database can have ---------------------------------------------------------


def test_order_and_limit_count(run: Run, made: Callable[..., bytes]) -> None:
    argv = ("list", "--sort=-cost", "--limit", "7")
    with opened(made(*argv)) as database:
        ids = column(database, "SELECT id FROM credentials ORDER BY position")
        assert ids == column(database, "SELECT id FROM credentials ORDER BY rowid")
    assert ids == run(*argv, "--json").ids


def test_only_the_chosen_fields_are_in_the_database(made: Callable[..., bytes]) -> None:
    with opened(made("list", "--fields", "name,fees,requirements")) as database:
        is_sound(database)
        names = column(database, "SELECT name FROM pragma_table_info('credentials')")
        assert names == ["id", "name", "position"]
        assert {"fees", "requirements"} <= {*tables(database)}
        assert not {"findings", "exams", "citations"} & {*tables(database)}
        assert tables(database, "view") == ["fees_with_names", "mandates_with_places"]
        explained = column(database, "SELECT name FROM tables")
        assert {*explained} == {*tables(database), *tables(database, "view")}


def test_the_rules_of_a_part_name_one_of_its_credentials(made: Callable[..., bytes]) -> None:
    about = "SELECT text FROM about WHERE topic = 'mandates'"
    named = "SELECT DISTINCT mandate_id FROM mandate_credentials WHERE credential_id = 'WI-PL1'"
    with opened(made("list")) as database:
        expected = column(database, named)
        assert column(database, about) == ["all rules of the catalogue"]
    with opened(made("show", "WI-PL1")) as database:
        assert column(database, "SELECT id FROM credentials") == ["WI-PL1"]
        assert sorted(column(database, "SELECT id FROM mandates")) == sorted(expected)
        assert column(database, about) == ["the rules that name a credential of this database"]
        is_sound(database)
    assert len(expected) > 1


@pytest.mark.parametrize(
    "command",
    [
        ["show", "IN-LC"],
        ["show", "CLT", "CALT"],
        ["filter", "--max-cost", "200", "--where", "ohio", "--maybe"],
        ["filter", "--max-cost", "0", "--min-experience", "50"],
        ["search", "records", "manager"],
        ["list", "--where", "indiana", "--figures", "checked", "--member", "ALA"],
    ],
    ids=" ".join,
)
def test_every_table_of_records_can_be_a_database(
    run: Run, made: Callable[..., bytes], command: list[str]
) -> None:
    with opened(made(*command)) as database:
        has_records(database, run(*command, "--json").json)
        is_sound(database)


def test_a_filter_says_why(run: Run, made: Callable[..., bytes]) -> None:
    command = ("filter", "--max-cost", "200", "--maybe")
    match = {record["id"]: record["match"] for record in run(*command, "--json").json}
    with opened(made(*command)) as database:
        answers = dict(column_pairs(database, "SELECT id, match_answer FROM credentials"))
        reasons = "SELECT credential_id, reason FROM credential_match_because"
        assert answers == {id_: each["answer"] for id_, each in match.items()}
        assert {*answers.values()} == {"yes", "maybe"}
        assert [*column_pairs(database, f"{reasons} ORDER BY rowid")] == [
            (id_, reason) for id_, each in match.items() for reason in each["because"]
        ]


def column_pairs(database: sqlite3.Connection, sql: str) -> Iterator[tuple[Any, Any]]:
    return ((row[0], row[1]) for row in database.execute(sql))


@pytest.mark.parametrize(
    ("options", "topic", "text"),
    [
        ([], "figures", "listed: those of the records"),
        (["--figures", "checked"], "figures", "checked: if a source has a better figure"),
        ([], "prices", "for members and non-members"),
        (["--member", "ALA,SAA"], "prices", "for members of ALA, SAA"),
        (["--non-member"], "prices", "for people without another membership"),
        (
            ["--member", "ALA", "--non-member"],
            "prices",
            "for members of ALA and people without another membership",
        ),
        ([], "libcert", f"version {__version__}"),
    ],
)
def test_a_database_says_what_it_is(
    made: Callable[..., bytes], options: list[str], topic: str, text: str
) -> None:
    with opened(made("show", "ACA", *options)) as database:
        [found] = column(database, "SELECT text FROM about WHERE topic = ?", topic)
    assert found.startswith(text)


def test_a_database_names_the_rates_that_it_used(made: Callable[..., bytes]) -> None:
    rates = ("--rate", "GBP=1.27", "--rate", "CAD=0.73")
    sql = "SELECT text FROM about WHERE topic = 'rates'"
    with opened(made("filter", "--max-cost", "50", *rates)) as database:
        assert column(database, sql) == ["1 GBP = 1.27 USD, 1 CAD = 0.73 USD"]
    with opened(made("filter", "--max-cost", "50")) as database:
        assert column(database, sql) == []


def test_checked_figures_replace_listed_ones(made: Callable[..., bytes]) -> None:
    cells = []
    for figures in ("listed", "checked"):
        with opened(made("show", "ACA", "--figures", figures)) as database:
            cells += column(database, "SELECT issuer_id FROM credentials")
    assert cells == ["ALA-ACA", "ACA"]


def test_the_same_answer_makes_the_same_file(spawn: Spawn, whole: bytes) -> None:
    for seed in ("1", "2"):
        process = spawn("list", "--format", "sqlite", env={"PYTHONHASHSEED": seed})
        assert process.stdout == whole


# --- Others open it -------------------------------------------------------------------------------


def test_sqlite_utils_finds_keys_and_indexes(whole: bytes, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(whole)
    database = sqlite_utils.Database(path)
    records = run("list", "--json").json

    assert database.table("credentials").count == len(records)
    assert database.table("credentials").pks == ["id"]
    assert database.table("credentials").get("CALT")["cost_high"] == 225
    assert database.table("mandates").count == 169
    assert database.table("credential_settings").pks == ["credential_id", "position"]
    assert {(key.column, key.other_table, key.other_column) for key in foreign(database)} >= {
        ("issuer_id", "organizations", "id"),
        ("credential_id", "credentials", "id"),
        ("parent_id", "requirements", "id"),
        ("organization", "organizations", "id"),
        ("source_id", "sources", "id"),
        ("finding_id", "findings", "id"),
        ("place", "places", "code"),
        ("mandate_id", "mandates", "id"),
    }
    for table in map(database.table, database.table_names()):
        indexed = {index.columns[0] for index in table.indexes} | {*table.pks}
        assert {key.column for key in table.foreign_keys} <= indexed | {"table_name"}, table.name
    indexed = {index.columns[0] for index in database.table("credentials").indexes}
    assert {"name", "type", "standing", "cost_high", "status_state"} <= indexed
    database.table("credentials").enable_fts(["name", "summary"])
    assert "CALT" in {
        row["id"] for row in database.table("credentials").search("academic technician")
    }
    database.close()


def foreign(database: sqlite_utils.Database) -> list[Any]:
    return [key for table in database.tables for key in table.foreign_keys]


def test_every_name_works_without_quotes(made: Callable[..., bytes]) -> None:
    """A name that is a word of SQL would break programs that do not quote it, such as Datasette."""
    with opened(made("filter", "--max-cost", "50")) as database:
        for name in [*tables(database), *tables(database, "view")]:
            described = database.execute(f'SELECT * FROM "{name}"').description
            columns = [each for each, *_ in described]
            listed = ", ".join(columns)
            by_table = ", ".join(f"{name}.{each}" for each in columns)
            database.execute(f"SELECT {listed}, {by_table} FROM {name} ORDER BY {columns[0]}")


def test_every_table_and_column_is_explained(made: Callable[..., bytes]) -> None:
    with opened(made("filter", "--max-cost", "50")) as database:
        names = [*tables(database), *tables(database, "view")]
        assert sorted(column(database, "SELECT name FROM tables")) == sorted(names)
        explained = {
            (row["table_name"], row["column_name"])
            for row in rows(database, "SELECT * FROM columns")
        }
        assert explained == {
            (name, each)
            for name in tables(database)
            for each in column(database, "SELECT name FROM pragma_table_info(?)", name)
        }
        meanings = column(database, "SELECT meaning FROM tables UNION SELECT meaning FROM columns")
        assert all(text[0].isupper() and text.endswith(".") for text in meanings)
        cost = "SELECT meaning FROM columns WHERE (table_name, column_name) = (?, ?)"
        [meaning] = column(database, cost, "credentials", "cost_low")
        assert "required fees to earn it" in meaning
        assert "lowest value; null if not on record" in meaning


def test_each_view_has_the_rows_that_it_promises(database: sqlite3.Connection) -> None:
    counts = {
        "credential_overview": "SELECT count(*) FROM credentials",
        "fees_with_names": "SELECT count(*) FROM fees",
        "citations_with_sources": "SELECT count(*) FROM citations",
        "mandates_with_places": "SELECT count(*) FROM mandate_places",
    }
    assert {*counts} == {*tables(database, "view")}
    for view, sql in counts.items():
        assert column(database, f"SELECT count(*) FROM {view}") == column(database, sql)
    [row] = rows(database, "SELECT * FROM credential_overview WHERE id = 'CLT'")
    assert (row["issuer"], row["settings"]) == ("American Library Association", "academic; public")
    [row] = rows(database, "SELECT * FROM fees_with_names WHERE credential_id = 'CALT' LIMIT 1")
    assert row["credential_name"] == "Certified Academic Library Technician"
    assert row["organization_name"] == "American Library Association"


def test_requirements_are_a_tree_in_the_order_of_their_numbers(
    run: Run, database: sqlite3.Connection
) -> None:
    def texts(conditions: list[Any]) -> list[str]:
        return [text for each in conditions for text in (each["text"], *texts(each["of"]))]

    [record] = [each for each in run("list", "--json").json if each["id"] == "LSSC"]
    sql = "SELECT text FROM requirements WHERE credential_id = 'LSSC' ORDER BY id"
    assert column(database, sql) == texts(record["conditions"])
    assert len(texts(record["conditions"])) > len(record["conditions"])


def test_a_wrong_value_cannot_be_added(database: sqlite3.Connection) -> None:
    for sql in (
        "UPDATE credentials SET type = 'diploma'",
        "UPDATE credentials SET exam_required = 2",
        "UPDATE credentials SET name = NULL",
        "INSERT INTO credential_aliases SELECT * FROM credential_aliases LIMIT 1",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(sql)


# --- Difficult texts, organizations and sizes -----------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_stays_text(write: Write, made: Callable[..., bytes], text: str) -> None:
    quoted = json.dumps(text, ensure_ascii=False)
    path = write(
        f"{ISSUER}[credentials.X]\nname = {quoted}\ntype = 'license'\nissuer = 'Y'\n"
        f"levels = [{quoted}]\nrequirements = [{quoted}]\nnotes = [{quoted}, 'end']\n"
        f"[[credentials.X.fees]]\npurpose = 'exam'\nlow = 99.95\nhigh = 99.95\nnote = {quoted}\n"
    )
    with opened(made("list", "--catalogue", str(path), "--no-bundled")) as database:
        for sql in (
            "SELECT name FROM credentials",
            "SELECT level FROM credential_levels",
            "SELECT text FROM requirements",
            "SELECT note FROM credential_notes WHERE position = 1",
            "SELECT note FROM fees",
        ):
            assert column(database, sql) == [text]
        assert column(database, "SELECT high FROM fees") == [99.95]
        is_sound(database)


def test_a_character_that_could_mislead_becomes_its_code(
    write: Write, made: Callable[..., bytes], run: Run
) -> None:
    path = write(
        f"{ISSUER}[credentials.X]\nname = {json.dumps(STEERING)}\ntype = 'license'\nissuer = 'Y'\n"
    )
    own = ("list", "--catalogue", str(path), "--no-bundled")
    with opened(made(*own)) as database:
        assert column(database, "SELECT name FROM credentials") == [
            "a\\u0000b\\u001b[31mc\\u202ed e f\\u200b"
        ]
    target = str(path.parent / "made.parquet")
    assert run(*own, "--format", "parquet", "--output", target).code == 0
    assert (
        duckdb.read_parquet(target).fetchall()[0][2] == "a\\u0000b\\u001b[31mc\\u202ed e f\\u200b"
    )


def test_a_society_that_issues_nothing_has_no_name(
    write: Write, made: Callable[..., bytes]
) -> None:
    path = write(
        f"{ISSUER}[organizations.Z]\nname = 'Zed'\n"
        "[credentials.X]\nname = 'x'\ntype = 'license'\nissuer = 'Y'\n"
        "fees = [{ purpose = 'exam', low = 1, audience = 'member', organization = 'Z' }]\n"
    )
    with opened(made("list", "--catalogue", str(path), "--no-bundled")) as database:
        assert dict(column_pairs(database, "SELECT id, name FROM organizations")) == {
            "Y": "Y",
            "Z": None,
        }


@pytest.mark.slow
@pytest.mark.no_cover  # which would take most of the time
def test_a_large_catalogue_takes_little_time(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "large.jsonl"
    path.write_text("\n".join(scale.jsonl(2_000)), "utf-8")
    start = time.process_time()
    target = str(tmp_path / "made.db")
    own = ("--catalogue", str(path), "--no-bundled")
    answer = run("list", *own, "--format", "sqlite", "--output", target)

    assert answer.code == 0
    assert time.process_time() - start < 20
    with contextlib.closing(sqlite3.connect(target)) as database:
        assert column(database, "SELECT count(*) FROM credentials") == [2_000]


# --- Parquet --------------------------------------------------------------------------------------


def parquet(run: Run, path: Path, *argv: str) -> duckdb.DuckDBPyRelation:
    answer = run(*argv, "--format", "parquet", "--output", str(path))
    assert (answer.code, answer.out) == (0, "")
    return duckdb.read_parquet(str(path))


def test_a_parquet_file_has_the_values_of_json(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "library.parquet"
    parquet(run, path, "list")

    assert in_parquet(path) == run("list", "--json").json


def in_parquet(path: Path) -> list[Any]:
    """Return the records of a Parquet file in the form of JSON."""
    relation = duckdb.read_parquet(str(path))
    records = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    for record in records:
        record["conditions"] = json.loads(record["conditions"])
        for part in (*record["findings"], *record["sources"]):
            part["read"] = part["read"].isoformat()
        for finding in record["findings"]:
            better = finding["better"]
            finding["better"] = None if better is None else json.loads(better)
    return records


def cleaned(value: Any) -> Any:
    """Return a part of a record with a code for each character that could mislead."""
    match value:
        case str():
            return clean(value)
        case list():
            return [cleaned(part) for part in value]
        case dict():
            return {key: cleaned(part) for key, part in value.items()}
        case _:
            return value


def test_without_requirements_there_is_no_table_of_them(made: Callable[..., bytes]) -> None:
    with opened(made("show", "LSSC", "--fields", "name")) as database:
        assert not {"fees", "requirements"} & {*tables(database)}


def test_only_the_chosen_fields_are_in_a_parquet_file(run: Run, tmp_path: Path) -> None:
    options = ("show", "LSSC", "CRA", "--fields", "cost,id")
    made = parquet(run, tmp_path / "made.parquet", *options)

    assert made.columns == ["cost", "id"]
    costs = [record["cost"] for record in run(*options, "--json").json]
    assert [(id_, float(cost["low"])) for cost, id_ in made.fetchall()] == [
        ("LSSC", costs[0]["low"]),
        ("CRA", costs[1]["low"]),
    ]


def test_the_types_of_a_parquet_file_do_not_depend_on_its_records(run: Run, tmp_path: Path) -> None:
    none = parquet(
        run,
        tmp_path / "none.parquet",
        "filter",
        "--max-cost",
        "0",
        "--min-cost",
        "0",
        "--min-experience",
        "90",
    )
    some = parquet(run, tmp_path / "some.parquet", "filter", "--max-cost", "200", "--maybe")

    assert none.fetchall() == []
    assert none.columns == some.columns
    assert none.types == some.types
    types = dict(zip(some.columns, map(str, some.types), strict=True))
    assert types["cost"].startswith("STRUCT(low DOUBLE, high DOUBLE, unit VARCHAR")
    assert types["match"] == "STRUCT(answer VARCHAR, because VARCHAR[])"
    assert types["settings"] == "VARCHAR[]"


def test_a_parquet_file_says_what_it_is_and_is_always_the_same(run: Run, tmp_path: Path) -> None:
    paths = [tmp_path / "one.parquet", tmp_path / "two.parquet"]
    for path in paths:
        parquet(run, path, "show", "ACA", "--figures", "checked")

    assert paths[0].read_bytes() == paths[1].read_bytes()
    sql = "SELECT key, value FROM parquet_kv_metadata(?)"
    notes = duckdb.execute(sql, [str(paths[0])]).fetchall()
    assert dict(notes).keys() == {b"libcert", b"figures", b"prices"}
    assert dict(notes)[b"figures"].startswith(b"checked: ")


def test_a_missing_library_has_one_message(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    path = tmp_path / "kept"
    path.write_text("old")
    answer = run("list", "--format", "parquet", "--output", str(path))

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "error: a Parquet file needs the extra `parquet`, which is not installed\n"
        "hint: install it with `pip install 'libcert[parquet]'`\n"
    )
    assert path.read_text() == "old"


def test_without_temporary_files_there_is_no_parquet_file(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    answer = run("list", "--format", "parquet", "--output", str(tmp_path / "made"))

    assert answer.code == 1
    assert answer.err == "error: cannot make a Parquet file: No such file or directory\n"
    assert [*tmp_path.iterdir()] == []


# --- Errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["sqlite", "parquet"])
@pytest.mark.parametrize(
    ("command", "message"),
    [
        (command.split(), "only `libcert list`, `show`, `filter` and `search` have --format {}")
        for command in ("compare CLT CALT", "check LSSC", "plan LSSC", "sources", "about")
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_is_not_possible_has_one_sentence(
    run: Run, tmp_path: Path, form: str, command: list[str], message: str
) -> None:
    path = tmp_path / "kept"
    path.write_text("old")
    answer = run(*command, "--format", form, "--output", str(path))

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"error: Invalid value: {message.format(form)}\n")
    assert path.read_text() == "old"


def test_json_and_a_database_contradict_each_other(run: Run) -> None:
    answer = run("list", "--json", "--format", "sqlite")

    assert answer.code == 2
    assert "--json and --format sqlite cannot be used together" in answer.err


@pytest.mark.parametrize("word", ["sqlite", "SQLITE3", ".db", "database"])
def test_other_words_for_the_format(run: Run, tmp_path: Path, word: str) -> None:
    path = tmp_path / "made"

    assert run("show", "CLT", "--format", word, "--output", str(path)).code == 0
    assert path.read_bytes().startswith(b"SQLite format 3\0")


@pytest.mark.parametrize("output", [[], ["--output", "-"]])
def test_a_terminal_gets_no_database(output: list[str]) -> None:
    screen = Screen("show", "CLT", "--format", "sqlite", *output)

    assert screen.end() == (
        "error: Invalid value: --format sqlite needs --output FILE\nhint: see `libcert --help`\n"
    )
    assert screen.process.returncode == 2


def test_a_database_needs_a_file_or_a_pipe(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "stdout_is_terminal", lambda: True)
    assert "--format sqlite needs --output FILE" in run("list", "--format", "sqlite").err

    pipe = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(pipe))
    terminal.write(Output(b"content"))
    assert pipe.getvalue() == b"content"

    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="standard output is closed"):
        terminal.write(Output(b"content"))


@pytest.mark.parametrize("output", [[], ["--output", "-"]])
def test_a_pipe_gets_the_same_database(
    spawn: Spawn, made: Callable[..., bytes], output: list[str]
) -> None:
    process = spawn("filter", "--max-cost", "20", "--format", "sqlite", *output)

    assert process.returncode == 0
    assert process.stdout == made("filter", "--max-cost", "20")
    assert b"might match" in process.stderr


@pytest.mark.covers_processes
@pytest.mark.parametrize(
    ("end", "message"),
    [(">/dev/full", "No space left on device"), (">&-", "standard output is closed")],
)
def test_a_full_or_closed_output_is_reported(end: str, message: str) -> None:
    command = f'"$@" show CLT --format sqlite {end}'
    process = subprocess.run(
        ["/bin/sh", "-c", command, "sh", *LIBCERT], capture_output=True, check=False, text=True
    )

    assert process.returncode == 1
    assert process.stderr == f"error: cannot write the answer: {message}\n"


def test_a_closed_pipe_causes_no_message() -> None:
    command = '"$@" list --format sqlite | true'
    process = subprocess.run(
        ["/bin/sh", "-c", command, "sh", *LIBCERT], capture_output=True, check=False, text=True
    )

    assert process.stderr == ""


@pytest.mark.parametrize("form", ["sqlite", "parquet"])
def test_a_file_that_cannot_be_written_is_named(
    tmp_path: Path, minding_modes: list[str], run: Run, form: str
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "answer").write_text("old")
    folder.chmod(0o555)
    argv = [*minding_modes, *LIBCERT, "show", "CLT", "--format", form, "-o"]
    process = subprocess.run(
        [*argv, str(folder / "answer")], capture_output=True, check=False, text=True
    )
    folder.chmod(0o755)

    assert process.returncode == 1
    assert process.stderr == f"error: cannot write `{folder}/answer`: Permission denied\n"
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("answer", "old")]
    for path, why in (
        (str(folder), "Is a directory"),
        (str(folder / "none" / "x.db"), "No such file or directory"),
        ("/dev/full", "No space left on device"),
    ):
        answer = run("show", "CLT", "--format", form, "--output", path)
        assert (answer.code, answer.err) == (1, f"error: cannot write `{path}`: {why}\n")


def test_an_existing_file_is_replaced(made: Callable[..., bytes], tmp_path: Path) -> None:
    assert len(made("show", "CLT", "CALT", "LSSC")) > len(made("show", "CLT"))
    assert [path.name for path in tmp_path.iterdir()] == ["made.db"]


def test_python_without_sqlite_has_one_message(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    answer = run("list", "--format", "sqlite")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "error: a database needs SQLite, which this Python does not have\n"


def test_an_old_sqlite_has_one_message(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "Connection", object)
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.34.1")
    answer = run("list", "--format", "sqlite")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "error: a database needs SQLite 3.36 or later, and this Python has 3.34.1\n"
    )
