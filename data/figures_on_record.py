"""Prints how many of the real credentials that are offered have each figure on record.

python data/figures_on_record.py
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from libcert import Catalogue, load
from libcert.model.base import Model, model
from libcert.model.credential import Credential
from libcert.model.source import Source

ARTICLE: Final = "article"
"""The tier of the sources of the records that only follow an article."""


@model(kw_only=False)
class Figure(Model):
    """A figure of a record, and the share of records that should have it."""

    name: str
    least: int
    """The least share, in percent."""
    is_known: Callable[[Credential], object]


def _is_renewal_known(record: Credential) -> bool:
    renewal = record.renewal
    return renewal.expires is not None or bool(renewal.months or renewal.credits or renewal.methods)


FIGURES: Final = (
    Figure("where", 100, lambda record: record.where),
    Figure("status", 60, lambda record: record.status.state),
    Figure("education", 80, lambda record: record.education.level),
    Figure("experience", 75, lambda record: record.experience.known),
    Figure("cost", 60, lambda record: record.cost.known),
    Figure("renewal", 55, _is_renewal_known),
    Figure("duration or effort", 55, lambda record: record.duration.known or record.effort.known),
)


def offered(catalogue: Catalogue) -> list[Credential]:
    """Return the real records of *catalogue* that are not closed."""
    return [
        record
        for record in catalogue.values()
        if not _follows_article(record.sources) and record.status.state != "closed"
    ]


def _follows_article(sources: Iterable[Source]) -> bool:
    return any(source.tier == ARTICLE and "name" in source.supports for source in sources)


def shares(records: list[Credential]) -> Iterator[tuple[Figure, int]]:
    """Yield each figure with the share of *records* that have it, in percent, rounded down."""
    for figure in FIGURES:
        known = sum(bool(figure.is_known(record)) for record in records)
        yield figure, 100 * known // len(records)


def table() -> str:
    """Return the shares as a Markdown table."""
    records = offered(load())
    lines = [f"{len(records)} real credentials can be earned. The figure is on record for:", ""]
    lines += ["| figure | records | at least |", "| --- | --- | --- |"]
    lines += (
        f"| {figure.name} | {share} % | {figure.least} % |" for figure, share in shares(records)
    )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
