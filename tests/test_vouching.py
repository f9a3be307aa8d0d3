"""Records that their issuer vouches for: what may be vouched for, and how each answer says so."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from libcert import Catalogue

Run = Callable[..., Any]
Write = Callable[[str], Path]

OWN = """\
organizations.NSLA = { name = "Northshire Library Association" }
sources.OWN = { title = "Page", publisher = "NSLA", url = "https://x.org", read = 2026-11-23, tier = "issuer" }
sources.WEAK = { title = "Copy", publisher = "B", url = "https://y.org", read = 2026-11-23, tier = "weak" }

[credentials.NSLA-LA]
name = "Northshire Library Assistant"
type = "certification"
issuer = "NSLA"
where = ["US-OH"]
settings = ["public"]
duration = { low = 1, high = 1 }
experience = { low = 0, high = 0 }
education = { level = "none" }
fees = [{ purpose = "exam", low = 10, high = 10 }]
renewal = { expires = true, months = 12 }
standing = "vouched"
sources = ["OWN"]
"""  # noqa: E501
WORDS = "issuer says so"
MEANING = "the issuer wrote this record itself, and nobody else has checked it"


@pytest.fixture
def own(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Answer from a catalogue with a record that its issuer vouches for."""
    path = write(OWN)
    assert run("catalogue", "check", str(path)).code == 0
    monkeypatch.setenv("LIBCERT_CATALOGUE", str(path))
    return path


def test_nothing_in_the_bundled_catalogue_is_vouched_for(shipped: Catalogue) -> None:
    assert "vouched" not in {record.standing for record in shipped.values()}


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("list --no-bundled", f"\t{WORDS}\n"),
        ("list --where ohio --limit 5 --format table", f"* {WORDS}: `libcert show ID`"),
        ("show NSLA-LA", f"\t{WORDS}; {MEANING}\t"),
        ("show NSLA-LA --format table", f"standing {WORDS}: the issuer wrote this record itself"),
        ("show NSLA-LA --full --format table", f"Verdict: {WORDS}; {MEANING}"),
        ("compare NSLA-LA LSSC", f"standing\t{WORDS}\tconfirmed"),
        ("filter --standing vouched", "NSLA-LA\tNorthshire Library Assistant\tNSLA\t$10\t"),
        ("filter --standing vouched --json", f'"because": ["standing: {WORDS}"]'),
        ("search northshire", f"\t{WORDS}\n"),
        ("check NSLA-LA", f"all conditions (standing: {WORDS})"),
        ("check NSLA-LA --format table", f"NSLA-LA, Northshire Library Assistant ({WORDS}): yes"),
        ("cost NSLA-LA", f"note: standing: {WORDS}\n"),
        ("cost NSLA-LA LSSC", f"note: standing: NSLA-LA ({WORDS}); LSSC (confirmed)\n"),
        ("plan NSLA-LA", f"\nNSLA-LA\t{WORDS}\t"),
        ("renewals --held NSLA-LA=2026-01-15", f"\t{WORDS}\n"),
        ("calendar --held NSLA-LA=2026-01-15", f"standing: {WORDS}"),
    ],
)
def test_every_answer_says_that_the_issuer_says_so(run: Run, command: str, words: str) -> None:
    answer = run(*command.split())
    text = answer.out
    if command.startswith("calendar"):  # which folds its lines
        text = re.sub(r"\r?\n ", "", text)
    elif "--full" in command:  # which wraps them
        text = " ".join(text.split())

    assert answer.code == 0
    assert words in text + answer.err
    assert "not checked" not in text


@pytest.mark.usefixtures("own")
def test_it_counts_as_much_as_what_was_confirmed(run: Run) -> None:
    assert "NSLA-LA" not in run("filter", "--standing", "not-checked", "--json").ids
    assert "NSLA-LA" in run("filter", "--standing", "confirmed,vouched", "--json").ids
    assert run("show", "NSLA-LA", "--json").json["standing"] == "vouched"
    best = ("plan", "--best", "--where", "ohio", "--by", "1y", "--budget", "10", "--json")
    person = ("--experience", "0", "--setting", "public", "--education", "none")
    plan = run(*best, *person)
    assert (plan.code, "NSLA-LA" in {step["id"] for step in plan.json["steps"]}) == (0, True)


def test_an_amendment_with_findings_says_what_is_disputed(
    run: Run, own: Path, tmp_path: Path
) -> None:
    later = tmp_path / "later.toml"
    later.write_text(
        '[amendments.NSLA-LA]\nfindings = [{ about = "fees", verdict = "contradicted", '
        'note = "it costs 20", sources = ["WEAK"], read = 2026-11-23, '
        'better = [{ purpose = "exam", low = 20, high = 20 }] }]\n'
    )
    layers = ("--catalogue", str(own), "--catalogue", str(later))
    record = run("show", "NSLA-LA", *layers, "--json").json

    assert (record["standing"], len(record["findings"])) == ("vouched", 1)
    verdict = run("show", "NSLA-LA", *layers, "--full", "--format", "table").out.splitlines()[-4:]
    assert "Disputed: fees, cost" in " ".join(verdict)
    checked = run("show", "NSLA-LA", *layers, "--figures", "checked", "--json").json
    assert checked["cost"]["low"] == 20


@pytest.mark.parametrize(
    ("sound", "fault", "messages"),
    [
        ('sources = ["OWN"]', 'sources = ["WEAK"]', ["16: credentials.NSLA-LA.standing: only the"]),
        ('sources = ["OWN"]\n', "", ["16: credentials.NSLA-LA.standing: only the issuer can"]),
        (
            'sources = ["OWN"]',
            (
                'sources = { WEAK = ["fees"] }\nfindings = [{ about = "fees", '
                'verdict = "confirmed", note = "n", sources = ["OWN"], read = 2026-11-23 }]'
            ),
            ["16: credentials.NSLA-LA.standing: only the issuer can vouch"],
        ),
        ('sources = ["OWN"]', 'sources = ["OWM"]', ["17: credentials.NSLA-LA.sources.OWM: found"]),
        ('sources = ["OWN"]', 'sources = "OWN"', ["17: credentials.NSLA-LA.sources: found"]),
        ('sources = ["OWN"]', "sources = [[]]", ["17: credentials.NSLA-LA.sources.[]: found"]),
        ('tier = "issuer"', 'tier = "issue"', ["2: sources.OWN.tier: found"]),
    ],
)
def test_only_the_issuer_can_vouch(
    run: Run, write: Write, sound: str, fault: str, messages: list[str]
) -> None:
    answer = run("catalogue", "check", str(write(OWN.replace(sound, fault, 1))))

    assert answer.code == 1
    found = re.findall(r"own\.toml:(.*)", answer.err)
    assert len(found) == len(messages)
    assert all(text.startswith(start) for text, start in zip(found, messages, strict=True))


def test_a_source_of_single_fields_is_enough(run: Run, write: Write) -> None:
    own = write(OWN.replace('sources = ["OWN"]', 'sources = { OWN = ["fees"], WEAK = ["name"] }'))

    assert run("catalogue", "check", str(own)).code == 0
