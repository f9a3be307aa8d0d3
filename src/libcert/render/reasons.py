"""The words of reasons: only this module turns the code of a reason into a sentence.

A table maps each code to its words.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from libcert.model.credential import Answer, Fee, Money, Range
from libcert.model.reasons import SEVERAL, Reason
from libcert.model.vocabulary import LIBRARIES, Setting
from libcert.render import phrases
from libcert.render.error_hints import HINT_WORDS
from libcert.render.phrases import Words
from libcert.render.plan_reasons import PLAN_WORDS


def describe(reason: Reason, *, options: bool = False) -> str:
    """Return *reason* in words; with *options*, they name the command-line option to use."""
    words = WORDS[reason.code]
    template = words[options] if isinstance(words, tuple) else words
    data = {name: _describe_inside(value, options) for name, value in reason.data.items()}
    return template(**data) if callable(template) else template.format(**data)


def describe_with_options(reason: Reason) -> str:
    """Return *reason* as the command line prints it, with the option to use."""
    return describe(reason, options=True)


def _describe_inside(value: Any, options: bool) -> Any:  # noqa: ANN401, FBT001 - data of any kind
    """Return *value* with words instead of each reason in it."""
    if isinstance(value, Reason):
        return describe(value, options=options)
    if isinstance(value, tuple):
        return tuple(_describe_inside(part, options) for part in value)
    return value


# --- Criteria -------------------------------------------------------------------------------------

_RELATIONS: Final = {
    ("most", Answer.YES): ", at most",
    ("most", Answer.MAYBE): ", so it could exceed",
    ("most", Answer.NO): ", more than",
    ("least", Answer.YES): ", at least",
    ("least", Answer.MAYBE): ", so it could be less than",
    ("least", Answer.NO): ", less than",
}


def _figure_compared(field: str, figure: Range, bound: str, limit: Range, answer: Answer) -> str:
    text = phrases.format_range(figure)
    if isinstance(figure, Money):
        text = text.replace(" + more", " plus other fees")
    return f"{field} is {text}{_RELATIONS[bound, answer]} {_end(limit)}"


def _end(limit: Range) -> str:
    return phrases.format_range(limit) if limit.high else f"0 {limit.unit}"


def _figure_in_other_unit(field: str, figure: Range, unit: str) -> str:
    return f"{field} is {phrases.format_range(figure)}, not in {unit}"


def _setting_is(settings: Sequence[Setting]) -> str:
    return f"setting is {' or '.join(settings)}"


def _where_is(places: Sequence[str], answer: Answer) -> str:
    names = phrases.place_names(places)
    return f"it is only for a part: {names}" if answer is Answer.MAYBE else f"it is for {names}"


def _suits(positions: Sequence[str]) -> str:
    return f"it is for {_jobs(positions)}"


def _not_for(positions: Sequence[str]) -> str:
    return f"it is not for {_jobs(positions)}"


def _jobs(positions: Sequence[str]) -> str:
    return " or ".join(f"a {phrases.heading(position)}" for position in positions)


def _delivery_is(delivery: Sequence[str]) -> str:
    return f"it is taken {' or '.join(delivery)}"


def _standing_is(standing: str | None) -> str:
    return f"standing is {phrases.one_line('standing', standing)}"


def _rests_on(sources: Sequence[str]) -> str:
    return f"its figures come from {', '.join(sources) or 'no such source'}"


def _text_found(texts: Sequence[str]) -> str:
    return f"the record contains {_quoted(texts)}"


def _text_not_found(texts: Sequence[str]) -> str:
    return f"the record does not contain {_quoted(texts)}"


def _quoted(texts: Sequence[str]) -> str:
    return " or ".join(f"`{text}`" for text in texts)


CRITERIA_WORDS: Final[Mapping[str, Words]] = {
    "figure-compared": _figure_compared,
    "figure-in-other-unit": _figure_in_other_unit,
    "figure-not-on-record": f"{{field}} is {phrases.NOT_ON_RECORD}",
    "education-compared": "the required education is {required}, yours is {held}",
    "college-required": "it also requires {years} years of college",
    "issuer-is": "issuer is {issuer}",
    "setting-is": _setting_is,
    "where-is": _where_is,
    "suits": _suits,
    "not-for": _not_for,
    "delivery-is": _delivery_is,
    "status-is": "it is {state}",
    "type-is": "type is {type}",
    "standing-is": _standing_is,
    "rests-on": _rests_on,
    "takes-exam": "it requires an exam",
    "takes-no-exam": "it requires no exam",
    "exam-not-on-record": f"whether it requires an exam is {phrases.NOT_ON_RECORD}",
    "takes-renewal": "it requires renewal",
    "takes-no-renewal": "it requires no renewal",
    "renewal-not-on-record": f"whether it requires renewal is {phrases.NOT_ON_RECORD}",
    "text-found": _text_found,
    "text-not-found": _text_not_found,
}


def count_reasons(answers: Iterable[Sequence[Reason]]) -> list[str]:
    """Return why several credentials might match, the most frequent reasons first.

    An example: `23 have no cost on record`.

    Args:
        answers: The reasons of each credential.
    """
    kinds: Counter[tuple[str, ...]] = Counter()
    examples: dict[tuple[str, ...], list[Reason]] = {}
    for reasons in answers:
        by_kind = {_kind(reason): reason for reason in reasons}
        kinds.update(by_kind.keys())
        for kind, reason in by_kind.items():
            examples.setdefault(kind, []).append(reason)
    return [_count(count, examples[kind]) for kind, count in kinds.most_common()]


def _kind(reason: Reason) -> tuple[str, ...]:
    """Return what is equal for reasons that are counted together."""
    return (reason.code, str(reason.data.get("field")), str(reason.data.get("bound")))


def _count(count: int, alike: Sequence[Reason]) -> str:
    """Return how many credentials have the reasons *alike*, which are of one kind."""
    code, data = alike[0].code, alike[0].data
    one, several, rest = COUNTED[code]
    if code == "figure-compared":
        rest = f"{_COULD[data['field'], data['bound']]} {_end(data['limit'])}"
    elif code == "figure-not-on-record":
        rest = rest.format(_NOUNS.get(data["field"], data["field"]))
    elif code == "figure-in-other-unit":
        [(unit, _)] = Counter(reason.data["figure"].unit for reason in alike).most_common(1)
        rest = rest.format(unit)
    return f"{count} {one if count == 1 else several} {rest}"


_NOUNS: Final = {"where": "place", "suits": "job"}
"""The names of fields, if they are not the fields themselves."""
_COULD: Final = {
    ("cost", "most"): "cost more than",
    ("cost", "least"): "cost less than",
    ("duration", "most"): "take more than",
    ("duration", "least"): "take less than",
    ("experience", "most"): "require more than",
    ("experience", "least"): "require less than",
}
COUNTED: Final[Mapping[str, tuple[str, str, str]]] = {
    "figure-compared": ("could", "could", ""),
    "figure-not-on-record": ("has", "have", "no {} on record"),
    "figure-in-other-unit": (
        *("is", "are"),
        "priced in another currency: add `--rate {}=NUMBER`",
    ),
    "college-required": ("requires", "require", "years of college as well"),
    "where-is": ("is", "are", "only for a part of the place"),
    "exam-not-on-record": ("has", "have", "no word on record about an exam"),
    "renewal-not-on-record": ("has", "have", "no word on record about renewal"),
}
"""The words for credentials with a reason, by its code: for one, for several, and the rest."""

# --- Eligibility ----------------------------------------------------------------------------------

_SCHOOLING: Final[Mapping[str | None, str]] = {
    "high-school": "a high school diploma",
    "certificate": "a certificate",
    "associate": "an associate degree",
    "bachelor": "a bachelor's degree",
    "master": "a master's degree",
    "doctorate": "a doctorate",
}
"""The words for what people with a level of education have."""


def _schooling(level: str | None, subject: str | None) -> str:
    degree = _SCHOOLING.get(level, "a degree")
    return f"{degree} in {subject}" if subject else degree


def _schooling_not_allowed(**education: str | None) -> str:
    return f"it is not for people with {_schooling(**education)}"


def _exclusion_unsaid(**education: str | None) -> str:
    return f"say whether you have {_schooling(**education)}: if so, it is not for you"


def _exclusion_unsaid_with_option(**education: str | None) -> str:
    return f"use `--lacks WORDS` if you do not have {_schooling(**education)}"


ELIGIBILITY_WORDS: Final[Mapping[str, Words]] = {
    "condition-lacking": 'you said that you lack "{words}"',
    "condition-unsaid": (
        'say whether you meet this: "{condition}"',
        'use `--meets` or `--lacks` to say whether you meet this: "{condition}"',
    ),
    "schooling-not-on-record": f"the required education is {phrases.NOT_ON_RECORD}",
    "schooling-missing": "the required education is {required}, yours is {held}",
    "schooling-not-allowed": _schooling_not_allowed,
    "exclusion-unsaid": (_exclusion_unsaid, _exclusion_unsaid_with_option),
    "college-unsaid": (
        "say how many years of college you have",
        "use `--college-years YEARS` to say how many years of college you have",
    ),
    "college-missing": "{required} years of college are required, you have {held}",
    "schooling-unsaid": (
        "say which education you have",
        "use `--education LEVEL` to say which education you have",
    ),
    "subject-unsaid": (
        "say whether your education is in or from {subject}",
        "use `--meets WORDS` if your education is in or from {subject}",
    ),
    "membership-missing": "join {society}",
    "membership-unsaid": (
        "say whether you are a member of {society}",
        "use `--member {society}` or `--non-member` to say whether you are a member",
    ),
    "credential-unsaid": (
        "say whether you hold {credential}",
        "use `--held {credential}` if you hold it",
    ),
    "credential-not-yet": "you do not hold {credential} until {since}",
    "credential-lapsed": "your {credential} expired on {expires}",
    "post-unsaid": (
        "say whether you work as {role}",
        'say so if you work as {role}, as in `--experience "2 as {role}"`',
    ),
}

# --- Mandates -------------------------------------------------------------------------------------


def _where_is_part(places: Sequence[str]) -> str:
    return f"it is only for {phrases.place_names(places)}"


MANDATE_WORDS: Final[Mapping[str, Words]] = {
    "where-is-part": _where_is_part,
    "rule-condition": "only if {condition}",
    "library-unsaid": ("name the kind of library", "add --setting"),
    "position-unsaid": ("name your job", "add --role"),
    "population-unsaid": (
        "say how many people the library serves",
        "add --population, the number of people that the library serves",
    ),
}

# --- Work experience ------------------------------------------------------------------------------


def _work_missing(
    span: tuple[int, int, int],
    role: str | None,
    settings: Sequence[Setting],
    full_time: bool,  # noqa: FBT001 - the data of a reason
) -> str:
    """Return which work is missing: how much, in years, months and days, and of which kind.

    An example: `you need 1 more year and 6 months of work in archives`.
    """
    counts = [pair for pair in zip(span, ("year", "month", "day"), strict=True) if pair[0]]
    parts = [
        phrases.plural(count, unit if index else f"more {unit}")
        for index, (count, unit) in enumerate(counts)
    ]
    time = " and ".join([*filter(None, [", ".join(parts[:-1])]), *parts[-1:]])
    kind = f"as {role}" if role else "of full-time work" if full_time else "of work"
    places = " or ".join(map(_place, settings))
    return f"you need {time} {kind}" + (f" in {places}" if places else "")


def _place(setting: Setting) -> str:
    if setting == "any":
        return "a library of any kind"
    article = "an" if setting[0] in "aeiou" else "a"
    return f"{article} {setting} library" if setting in LIBRARIES else setting


def _work_setting_not_on_record(setting: Setting) -> str:
    return f"whether work in {_place(setting)} counts is {phrases.NOT_ON_RECORD}"


def _work_going_on(**work: Any) -> str:  # noqa: ANN401 - as in `_work_missing`
    return f"keep working: {_work_missing(**work)}"


def _work_missing_full_time(**work: Any) -> str:  # noqa: ANN401 - as in `_work_missing`
    return f"{_work_missing(**work)}, counted as full time"


WORK_WORDS: Final[Mapping[str, Words]] = {
    "work-not-on-record": f"the required work experience is {phrases.NOT_ON_RECORD}",
    "work-unsaid": (
        "say how long you have worked",
        "use `--experience YEARS` to say how long you have worked",
    ),
    "work-missing": _work_missing,
    "work-missing-full-time": _work_missing_full_time,
    "work-going-on": _work_going_on,
    "work-running-unsaid": "add `running` to a job that you still have",
    "work-enough-not-on-record": f"whether your work is enough is {phrases.NOT_ON_RECORD}",
    "work-days-unsaid": "give the dates of the job, or add `running` if you still have it",
    "work-setting-unsaid": (
        "say in which kind of workplace you worked",
        'say where you worked, as in `--experience "2 academic"`',
    ),
    "work-library-unsaid": (
        "say in which kind of library you worked",
        'say in which kind of library you worked, as in `--experience "2 academic"`',
    ),
    "work-setting-not-on-record": _work_setting_not_on_record,
    "work-role-unsaid": (
        "say in which position you worked, such as {role}",
        'say in which position you worked, as in `--experience "2 as {role}"`',
    ),
    "work-role-unclear": (
        "say whether `{held}` counts as {required}",
        "use `--meets` if `{held}` counts as {required}",
    ),
    "work-full-time-unsaid": (
        "say whether the job is full time",
        'say so if the job is full time, as in `--experience "2 full-time"`',
    ),
    "work-full-time-not-on-record": (
        f"the number of hours in a full-time week is {phrases.NOT_ON_RECORD}"
    ),
    "work-hours-unsaid": (
        "say how many hours a week you work",
        'say how many hours a week you work, as in `--experience "2 20h"`',
    ),
    "work-part-time-not-on-record": f"how part-time work counts is {phrases.NOT_ON_RECORD}",
}

# --- Total cost -----------------------------------------------------------------------------------


def _fee_not_on_record(purpose: str) -> str:
    return f"{phrases.heading(purpose)}: the amount is {phrases.NOT_ON_RECORD}"


def _fee_open(purpose: str) -> str:
    amount = f"their amount is {phrases.NOT_ON_RECORD}"
    return f"{phrases.heading(purpose)}: there are more costs, but {amount}"


def _fee_in_other_currency(fee: Fee, currency: str) -> str:
    return (
        f"{phrases.describe_fee(fee)}: not in {currency} (give a rate for {fee.unit} to count it)"
    )


def _fee_in_other_currency_with_option(fee: Fee, currency: str) -> str:
    hint = f"use `--rate {fee.unit}=…` to count it"
    return f"{phrases.describe_fee(fee)}: not in {currency} ({hint})"


def _renewal_period_not_on_record(fees: Sequence[Fee]) -> str:
    period = f"renewal: how often it is required is {phrases.NOT_ON_RECORD}"
    return "; ".join([period, *map(phrases.describe_fee, fees)])


def _fee_not_counted(fee: Fee) -> str:
    return phrases.one_line("fees", fee)


COST_WORDS: Final[Mapping[str, Words]] = {
    "earning-cost-not-on-record": f"the cost to earn it is {phrases.NOT_ON_RECORD}",
    "fee-not-on-record": _fee_not_on_record,
    "fee-open": _fee_open,
    "fee-in-other-currency": (_fee_in_other_currency, _fee_in_other_currency_with_option),
    "fee-not-counted": _fee_not_counted,
    "renewal-period-not-on-record": _renewal_period_not_on_record,
    "renewal-need-not-on-record": f"renewal: whether it is required is {phrases.NOT_ON_RECORD}",
}

# --- Renewals -------------------------------------------------------------------------------------

RENEWAL_WORDS: Final[Mapping[str, Words]] = {
    "not-in-catalogue": "no catalogue contains it",
    "never-expires": "it never expires",
    "renewal-time-not-on-record": f"when it must be renewed is {phrases.NOT_ON_RECORD}",
    "award-day-unsaid": (
        "say when you got it",
        "use `--held {credential}=DATE` to say when you got it",
    ),
    "renewal-window": "it can be renewed from {first} on",
    "record-note": "{text}",
}


def _several(reasons: Sequence[str]) -> str:
    return "; ".join(reasons)


WORDS: Final[Mapping[str, Words]] = {
    SEVERAL: _several,
    **CRITERIA_WORDS,
    **ELIGIBILITY_WORDS,
    **MANDATE_WORDS,
    **WORK_WORDS,
    **COST_WORDS,
    **RENEWAL_WORDS,
    **PLAN_WORDS,
    **HINT_WORDS,
}
"""The words of every code."""
