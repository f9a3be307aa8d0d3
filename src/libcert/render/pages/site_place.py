"""The page of a place: the rules on record there, and the credentials that count there."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from libcert.model.mandate import MatchedMandate
from libcert.model.places import EVERYWHERE, contains
from libcert.model.source import Source
from libcert.render import phrases
from libcert.render.mandate_table import FORCES, describe_post, mandate_table
from libcert.render.pages.site import Link, Site, place_path, place_title
from libcert.render.pages.site_list import Group


class Rule(NamedTuple):
    """A rule of a place."""

    id: str
    force: str
    """How binding it is, in words."""
    is_binding: bool
    where: str
    """The place that has the rule."""
    text: str
    note: str
    whom: str
    """The people and libraries that it is for; empty if it does not say."""
    enough: Sequence[Link]
    """The credentials any of which is enough."""
    since: str
    sources: Sequence[Source]


class PlaceLink(NamedTuple):
    """A place in the list of places."""

    link: Link
    counts: str
    """The number of rules and credentials of the place itself, in words."""
    parts: Sequence["PlaceLink"] = ()


def place_values(site: Site, place: str) -> dict[str, Any]:
    """Return the values of the page of *place*, except those of the frame."""
    rules = [rule for rule in site.rules[place] if _holds_in_all_of(rule.where, place)]
    country = place.partition("-")[0]
    shown = [place] if place == country else [place, country]
    groups = [
        Group(f"credentials-{code.lower()}", _title(code), _rows(site, code)) for code in shown
    ]
    return {
        "place": place,
        "name": place_title(place),
        "answer": _answer(rules, place),
        "rules": [_rule(site, rule, place) for rule in rules],
        "groups": [group for group in groups if group.rows],
        "parts": _parts(site, place),
        "country": site.place_links([country])[0] if place != country else None,
        "has_own": place in site.by_place,
        "everywhere": len(site.by_place.get(EVERYWHERE, ())) if place != EVERYWHERE else 0,
        "everywhere_path": place_path(EVERYWHERE),
    }


def places_values(site: Site) -> dict[str, Any]:
    """Return the values of the page that lists all places."""
    countries = sorted(
        {place.partition("-")[0] for place in site.rules} - {EVERYWHERE}, key=place_title
    )
    first = [EVERYWHERE] if EVERYWHERE in site.rules else []
    places = [_place_link(site, place) for place in [*first, *countries]]
    return {
        "countries": [place for place in places if place.parts],
        "others": [place for place in places if not place.parts],
    }


def _place_link(site: Site, place: str) -> PlaceLink:
    [link] = site.place_links([place])
    own = sum(place in rule.where for rule in site.rules[place])
    counts = [(own, "rule"), (len(site.by_place.get(place, ())), "credential")]
    words = ", ".join(phrases.plural(count, noun) for count, noun in counts if count)
    return PlaceLink(link, words or "none of its own", _parts(site, place))


def _parts(site: Site, place: str) -> list[PlaceLink]:
    codes = sorted((code for code in site.rules if code.startswith(f"{place}-")), key=place_title)
    return [_place_link(site, code) for code in codes]


def _holds_in_all_of(where: Sequence[str], place: str) -> bool:
    return any(contains(code, place) for code in where)


def _title(code: str) -> str:
    whose = "" if code == EVERYWHERE or "-" in code else " for the whole country"
    return f"{place_title(code)}: credentials{whose}"


def _rows(site: Site, place: str) -> list[str]:
    """Return the elements of the credentials that name *place* itself."""
    return [site.elements[record.id] for record in site.by_place.get(place, ())]


def _answer(rules: Sequence[MatchedMandate], place: str) -> str:
    """Return the answer of `libcert required` for the place."""
    table = mandate_table(rules, (), person=describe_post(place, None, None), short=False)
    return table.lead[0]


def _rule(site: Site, rule: MatchedMandate, place: str) -> Rule:
    return Rule(
        rule.id,
        FORCES[rule.force],
        rule.force != "none",
        "" if place in rule.where else ", ".join(map(place_title, rule.where)),
        rule.text,
        rule.note or "",
        _whom(rule),
        site.links(rule.credentials),
        f"since {rule.since}" if rule.since else "",
        rule.sources,
    )


def _whom(rule: MatchedMandate) -> str:
    """Return the people and libraries that a rule is for."""
    parts = [
        phrases.one_line("suits", rule.positions) if rule.positions else "",
        _workplaces(rule.settings),
        _population(rule.min_population, rule.max_population),
        f"only if {rule.condition}" if rule.condition else "",
    ]
    return "; ".join(filter(None, parts))


def _workplaces(settings: Sequence[str]) -> str:
    if "any" in settings:
        return "libraries of any kind"
    return f"workplace: {phrases.one_line('settings', settings)}" if settings else ""


def _population(least: int | None, most: int | None) -> str:
    if least is None and most is None:
        return ""
    if least is None:
        return f"a library that serves at most {most:,} people"
    if most is None:
        return f"a library that serves at least {least:,} people"
    return f"a library that serves {least:,} to {most:,} people"
