"""Models: dataclasses that Pydantic validates without conversion."""

import copy
import dataclasses
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest
from pydantic import TypeAdapter, ValidationError

from libcert.model import validation
from libcert.model.base import Model, model
from libcert.model.credential import (
    DAYS,
    Credential,
    Education,
    MatchedCredential,
    Money,
    Organization,
    Range,
    Requirement,
)
from libcert.model.errors import NotAllowedError
from libcert.model.json_schema import ANSWERS
from libcert.model.profile import Held, Profile
from libcert.model.source import CitedSource, Source
from libcert.model.validation import field_types, validate, without_none


@model(kw_only=False)
class Pair(Model):
    """Two things."""

    first: int
    second: str = "two"


def test_model_is_a_dataclass() -> None:
    names = [field.name for field in dataclasses.fields(Credential)]

    assert list(Credential.FIELDS) == names
    assert names[:3] == ["id", "aliases", "name"]
    assert {field.name for field in dataclasses.fields(MatchedCredential)} == {*names, "match"}


def test_fields_are_passed_by_name_or_in_order() -> None:
    assert Pair(1).values() == Pair(first=1, second="two").values()
    assert Pair(1, "b").second == "b"


@pytest.mark.parametrize("fields", [{}, {"first": 1, "third": 3}])
def test_missing_or_unknown_field_is_named(fields: dict[str, int]) -> None:
    with pytest.raises(TypeError, match=r"Pair has missing or unknown fields: (first|third)"):
        Pair(**fields)  # type: ignore[arg-type]


def test_too_many_or_repeated_arguments_are_refused() -> None:
    for arguments, keywords in (((1, "b", 3), {}), ((1,), {"first": 1})):
        with pytest.raises(TypeError, match="Pair has too many arguments, or a field twice"):
            Pair(*arguments, **keywords)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="Money has too many arguments"):
        Money(1)  # type: ignore[call-arg]


def test_changed_copy_leaves_the_original_unchanged() -> None:
    pair = Pair(1)

    assert pair.replace(first=2) == Pair(2)
    assert pair == Pair(1)


def test_objects_of_one_class_with_the_same_values_are_equal() -> None:
    assert Pair(1) == Pair(1)
    assert len({Pair(1), Pair(1), Pair(2)}) == 2
    assert Money(low=1) != Range(low=1, unit="USD")
    assert Pair(1) != 1


def test_repr_is_the_call_that_makes_it() -> None:
    assert repr(Pair(1)) == "Pair(first=1, second='two')"


def test_contradictory_fields_are_refused_with_and_without_validation() -> None:
    with pytest.raises(ValueError, match="more than"):
        Money(low=2, high=1)
    with pytest.raises(NotAllowedError, match="more than") as error:
        validate(Money, {"low": 2, "high": 1})

    assert error.value.message.startswith("this is not a valid `Money`:\n  `low`")


def test_validated_object_is_returned_unchanged() -> None:
    issuer = Organization(id="X", name="x")

    assert validate(Organization, issuer) is issuer


def test_objects_do_not_share_tables() -> None:
    Profile().held["X"] = Held()
    validate(Profile, {}).dues["X"] = 1

    assert Profile() == validate(Profile, {})
    assert (Profile().held, Profile().dues) == ({}, {})


@pytest.mark.parametrize(
    "record", [Education(level="none"), validate(Education, {"level": "none"})]
)
@pytest.mark.parametrize(
    "copy_it", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))]
)
def test_copy_or_pickle_is_equal(copy_it: Any, record: Education) -> None:
    assert copy_it(record) == record
    assert copy_it(Pair(1)) == Pair(1)


def test_many_threads_may_validate_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "_ADAPTERS", {})
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: validate(Profile, {"budget": 1}).budget, range(8)))

    assert found == [1] * 8


def test_model_defined_in_a_test_is_validated_like_others() -> None:
    @model
    class Part(Model):
        """A part."""

        name: str

    assert validate(Part, {"name": "n"}) == Part(name="n")


# --- Every field of every model -------------------------------------------------------------------


def bare(kind: Any) -> Any:
    """Return the type *kind* without metadata."""
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def leaves(kind: Any) -> Iterator[Any]:
    """Yield the types of the values in *kind*, without None, tuples and mappings."""
    kind = without_none(kind)
    if get_origin(bare(kind)) in {tuple, dict}:
        for part in get_args(bare(kind)):
            if part is not ...:
                yield from leaves(part)
    else:
        yield kind


def is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


def models(*roots: type[Model]) -> list[type[Model]]:
    """Return *roots* and all models in their fields."""
    found = [*roots]
    for part in found:
        inner = [bare(leaf) for kind in field_types(part).values() for leaf in leaves(kind)]
        found += [each for each in dict.fromkeys(inner) if is_model(each) and each not in found]
    return found


SCALARS = {
    f"{part.__name__}.{key}": leaf
    for part in models(Organization, Source, Credential, Profile)
    for key, kind in field_types(part).items()
    for leaf in leaves(kind)
    if not is_model(bare(leaf)) and leaf is not object
}
"""The type of each value in files and options that is not a model, by its place."""
NEAR_MISSES: dict[Any, list[object]] = {
    bool: [0, 1, "true", None],
    int: [True, 1.0, "1", Decimal(1)],
    int | Decimal: [True, 1.0, "1", None],
    str: [1, True, b"USD", date(2026, 1, 1), None],
    date: ["2026-01-01", 0, 0.0, datetime(2026, 1, 1), None],  # noqa: DTZ001 - TOML has such values
    Literal: [1, True, b"none", None],
}
"""Invalid values for each type: they look similar, or Pydantic would convert them."""


@pytest.mark.parametrize("place", SCALARS)
def test_no_value_is_converted(place: str) -> None:
    kind = SCALARS[place]
    for value in NEAR_MISSES[get_origin(kind) if get_origin(kind) is Literal else bare(kind)]:
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(value)


def test_condition_is_a_table_or_a_text() -> None:
    assert validate(Requirement, {"text": "a", "of": ["b"]}).of == (Requirement(text="b"),)
    with pytest.raises(NotAllowedError, match="allowed: a text in quotes, or a table"):
        validate(Requirement, {"text": "a", "of": [1]})


@pytest.mark.parametrize(
    "answer", [MatchedCredential, CitedSource, *ANSWERS.values()], ids=lambda each: each.__name__
)
def test_declared_parts_are_the_fields_that_always_contain_a_model(answer: type[Model]) -> None:
    assert {
        key: kind for key, kind in field_types(answer).items() if is_model(kind)
    } == answer.PARTS


def test_all_date_fields_of_records_are_declared() -> None:
    found = {
        key
        for part in models(Source, Credential)
        for key, kind in field_types(part).items()
        if date in map(bare, leaves(kind))
    }

    assert found == DAYS


def test_only_better_figures_may_have_any_type() -> None:
    found = {
        key
        for part in models(Credential)
        for key, kind in field_types(part).items()
        if kind is object
    }

    assert found == {"better"}


def test_message_about_the_whole_value_has_no_path() -> None:
    with pytest.raises(NotAllowedError) as caught:
        validate(Profile, [])

    assert caught.value.lines == [
        "this is not a valid `Profile`:",
        "found `[]`; allowed: a table, { … }",
    ]
