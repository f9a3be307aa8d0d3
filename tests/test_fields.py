"""Plain frozen objects, of which everything is made."""

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from libcert.model import validation
from libcert.model.base import Frozen, Model
from libcert.model.checking import validate
from libcert.model.credential import Education, Money, Organization, Range
from libcert.model.errors import NotAllowedError
from libcert.model.profile import Held, Profile


class Pair(Frozen):
    """Two things."""

    first: int
    second: str = "two"


def test_fields_are_given_by_name_or_in_order() -> None:
    assert Pair(1).values() == Pair(first=1, second="two").values()
    assert Pair(1, "b").second == "b"


@pytest.mark.parametrize("given", [{}, {"first": 1, "third": 3}])
def test_a_field_that_lacks_or_is_not_there_is_named(given: dict[str, int]) -> None:
    with pytest.raises(TypeError, match=r"Pair lacks or does not know (first|third)"):
        Pair(**given)  # type: ignore[arg-type]


def test_nothing_is_changed_or_taken_out() -> None:
    pair = Pair(1)
    with pytest.raises(AttributeError, match="Pair is frozen: `first` cannot be set"):
        pair.first = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del pair.first

    assert pair.replace(first=2) == Pair(2)
    assert pair == Pair(1)


def test_equal_is_what_is_of_one_class_and_says_the_same() -> None:
    assert Pair(1) == Pair(1)
    assert len({Pair(1), Pair(1), Pair(2)}) == 2
    assert Money(low=1) != Range(low=1, unit="USD")
    assert Pair(1) != 1


def test_it_shows_the_call_that_makes_it() -> None:
    assert repr(Pair(1)) == "Pair(first=1, second='two')"


def test_what_is_given_is_told_from_what_is_left_out() -> None:
    assert validate(Education, {"level": "none"}).given == {"level"}
    assert Education(level="none").given == {"level"}
    assert Education.unvalidated({"note": "n"}).given == {"note"}


def test_fields_that_contradict_each_other_are_refused_however_they_come() -> None:
    with pytest.raises(ValueError, match="more than"):
        Money(low=2, high=1)
    with pytest.raises(NotAllowedError, match="more than") as error:
        validate(Money, {"low": 2, "high": 1})

    assert error.value.message.startswith("this is no `Money`:\n  : `low`")


def test_what_was_checked_passes_as_it_is() -> None:
    issuer = Organization(id="X", name="x")

    assert validate(Organization, issuer) is issuer


def test_no_table_is_shared() -> None:
    Profile().held["X"] = Held()
    validate(Profile, {}).dues["X"] = 1

    assert Profile() == validate(Profile, {})
    assert (Profile().held, Profile().dues) == ({}, {})


@pytest.mark.parametrize(
    "record", [Education(level="none"), validate(Education, {"level": "none"})]
)
@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))]
)
def test_what_is_copied_or_sent_elsewhere_is_the_same(again: Any, record: Education) -> None:
    assert again(record) == record
    assert again(record).given == {"level"}
    assert again(Pair(1)) == Pair(1)


def test_what_is_replaced_counts_as_given() -> None:
    assert Education(level="none").replace(note="n").given == {"level", "note"}


def test_many_threads_may_check_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "_CHECKERS", {})
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: validate(Profile, {"budget": 1}).budget, range(8)))

    assert found == [1] * 8


def test_more_than_the_fields_is_refused() -> None:
    for given, named in (((1, "b", 3), {}), ((1,), {"first": 1})):
        with pytest.raises(TypeError, match="Pair is given more than its fields"):
            Pair(*given, **named)  # type: ignore[arg-type]


def test_a_model_made_for_a_test_is_checked_like_others() -> None:
    class Part(Model):
        name: str

    assert validate(Part, {"name": "n"}) == Part(name="n")
