"""The words of reasons: only this module turns the code of a reason into a sentence.

A table maps each code to its words.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from shlex import quote
from typing import Any, Final

from libcert.model.credential import Answer, Fee, Money, Range, Years
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


def shorten(need: Reason) -> str:
    """Return *need* in a few words, for a line under the question that it belongs to."""
    words = _SHORT_NEEDS.get(need.code)
    return describe_with_options(need) if words is None else words.format(**need.data)


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
    name = phrases.one_line("standing", standing)
    return f"standing: {name}" if standing == "vouched" else f"standing is {name}"


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


def _schooling_missing(required: str, held: str) -> str:
    return f"you need {_SCHOOLING[required]}; you have {_SCHOOLING.get(held, 'no diploma')}"


def _college_missing(required: int | Decimal, held: int | Decimal) -> str:
    needed = phrases.format_range(Years(low=required, high=required))
    return f"you need {needed} of college; you have {phrases.format_number(held)}"


def _condition_unsaid(condition: str, words: str = "WORDS") -> str:  # noqa: ARG001 - for the option
    return f'do you meet this: "{condition}"?'


def _condition_unsaid_with_option(condition: str, words: str = "WORDS") -> str:
    return f'do you meet this: "{condition}"? ({either_words(words)})'


def either_words(words: str = "WORDS") -> str:
    """Return the options that say whether the condition with these *words* is met."""
    return f"`--meets {quote(words)}` or `--lacks {quote(words)}`"


def _exclusion_unsaid(words: str = "WORDS", **education: str | None) -> str:  # noqa: ARG001 - for the option
    return f"do you have {_schooling(**education)}? It is not for those who do"


def _exclusion_unsaid_with_option(words: str = "WORDS", **education: str | None) -> str:
    return f"{_exclusion_unsaid(words, **education)} (`--lacks {quote(words)}` if you do not)"


def _subject_unsaid(subject: str, words: str = "WORDS") -> str:  # noqa: ARG001 - for the option
    return f"is your education in {subject}?"


def _subject_unsaid_with_option(subject: str, words: str = "WORDS") -> str:
    return f"is your education in {subject}? (`--meets {quote(words)}` if so)"


_QUESTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "education": ("which education do you have?", "`--education LEVEL`"),
    "college": ("how many years of college do you have?", "`--college-years YEARS`"),
    "field": ("is your education in the right field?", "`--meets WORDS` or `--lacks WORDS`"),
    "work": ("how long have you worked, and where?", '`--experience "2 public"`'),
    "workplace": ("in which kind of workplace?", '`--experience "2 academic"`'),
    "position": ("in which position?", '`--experience "2 as director"`'),
    "hours": ("how many hours a week?", '`--experience "2 public 20h"`'),
    "dates": ("from when to when did you work?", '`--experience "2023-05-01.."`'),
    "membership": ("are you a member?", "`--member SOCIETY` or `--non-member`"),
    "holding": ("do you hold what it requires?", "`--held ID`"),
    "condition": (
        "do you meet these conditions?",
        "`--meets WORDS` or `--lacks WORDS`",
    ),
}
"""Each kind of question that a person can answer, and the option for the answer."""


def _open_question(kind: str) -> str:
    return _QUESTIONS[kind][0] if kind in _QUESTIONS else "the record does not say; ask the issuer"


def _open_question_with_option(kind: str) -> str:
    return (
        f"{_open_question(kind)} ({_QUESTIONS[kind][1]})"
        if kind in _QUESTIONS
        else (_open_question(kind))
    )


_SHORT_NEEDS: Final[Mapping[str, str]] = {
    "condition-unsaid": "{words}: {condition}",
    "schooling-unsaid": "education",
    "schooling-not-on-record": "education",
    "college-unsaid": "years of college",
    "subject-unsaid": "{words}: in {subject}",
    "membership-unsaid": "member of {society}",
    "credential-unsaid": "hold {credential}",
    "post-unsaid": "work as {role}",
    "work-unsaid": "work",
    "work-not-on-record": "work",
    "work-setting-unsaid": "workplace",
    "work-library-unsaid": "kind of library",
    "work-role-unsaid": "work as {role}",
    "work-full-time-unsaid": "full time",
    "work-hours-unsaid": "hours a week",
    "work-days-unsaid": "dates of work",
}
"""The short words of needs; all others keep their words."""

ELIGIBILITY_WORDS: Final[Mapping[str, Words]] = {
    "open-question": (_open_question, _open_question_with_option),
    "condition-lacking": 'you said that you lack "{words}"',
    "condition-unsaid": (_condition_unsaid, _condition_unsaid_with_option),
    "schooling-not-on-record": f"the education requirement is {phrases.NOT_ON_RECORD}",
    "schooling-missing": _schooling_missing,
    "schooling-not-allowed": _schooling_not_allowed,
    "exclusion-unsaid": (_exclusion_unsaid, _exclusion_unsaid_with_option),
    "college-unsaid": (
        "how many years of college do you have?",
        "how many years of college do you have? (`--college-years YEARS`)",
    ),
    "college-missing": _college_missing,
    "schooling-unsaid": (
        "which education do you have?",
        "which education do you have? (`--education LEVEL`)",
    ),
    "subject-unsaid": (_subject_unsaid, _subject_unsaid_with_option),
    "membership-missing": "join {society}",
    "membership-unsaid": (
        "are you a member of {society}?",
        "are you a member of {society}? (`--member {society}` or `--non-member`)",
    ),
    "credential-unsaid": (
        "do you hold {credential}?",
        "do you hold {credential}? (`--held {credential}`)",
    ),
    "credential-not-yet": "you do not hold {credential} until {since}",
    "credential-lapsed": "your {credential} expired on {expires}",
    "post-unsaid": (
        "do you work as {role}?",
        'do you work as {role}? (`--experience "2 as {role}"`)',
    ),
}

# --- Next steps -----------------------------------------------------------------------------------


def _step_college(years: int | Decimal) -> str:
    more = phrases.format_range(Years(low=years, high=years))
    return f"finish {more} more of college"


STEP_WORDS: Final[Mapping[str, Words]] = {
    "where-unsaid": (
        "In which place do you work?",
        "In which place do you work? Add `--where`, such as `--where ohio`.",
    ),
    "step-credential": "earn {credential} first",
    "step-membership": "join {society}",
    "step-education": lambda level: f"finish {_SCHOOLING[level]}",
    "step-college": _step_college,
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


def _work_missing(  # noqa: PLR0913 - the data of a reason
    *,
    span: tuple[int, int, int],
    role: str | None,
    settings: Sequence[Setting],
    full_time: bool,
    counted: str | None,
    hours: int | None = None,
    pace: tuple[tuple[int, int, int], int | Decimal] | None = None,
) -> str:
    """Return which work is missing: how much, and of which kind.

    It is in hours if the record counts hours, else in years, months and days. Examples: `you need 1
    more year and 6 months of work in archives`, `you need 780 more hours of work: 9 months at your
    20 hours a week`.
    """
    is_full_time = full_time or (pace is not None and hours is None)
    if role is None:
        kind = "of full-time work" if is_full_time else "of work"
    else:
        kind = f"as {role}" + (", full time" if pace is not None and hours is None else "")
    amount = (
        _time(span, more=" more") if hours is None else f"{hours:,} more hour{'s' * (hours > 1)}"
    )
    places = " or ".join(map(_place, settings))
    words = f"you need {amount} {kind}" + (f" in {places}" if places else "")
    if pace is not None:
        lasts, weekly = _time(pace[0]), phrases.format_number(pace[1])
        is_ = ":" if hours is not None else ", which is"
        return f"{words}{is_} {lasts} at your {weekly} hours a week"
    return words + ("" if hours is not None else _COUNTED[counted])


def _time(span: tuple[int, int, int], *, more: str = "") -> str:
    """Return years, months and days in words; *more* comes after the first number."""
    counts = [pair for pair in zip(span, ("year", "month", "day"), strict=True) if pair[0]]
    parts = [
        phrases.plural(count, unit if index else f"{more} {unit}".strip())
        for index, (count, unit) in enumerate(counts)
    ]
    return " and ".join([*filter(None, [", ".join(parts[:-1])]), *parts[-1:]])


_COUNTED: Final[Mapping[str | None, str]] = {
    None: "",
    "by-hours": ", counted by your hours",
    "in-full": ", even if part-time work counts in full",
}
"""The words for how missing work is counted."""


def _place(setting: Setting) -> str:
    if setting == "any":
        return "a library of any kind"
    article = "an" if setting[0] in "aeiou" else "a"
    return f"{article} {setting} library" if setting in LIBRARIES else setting


def describe_workplaces(settings: Sequence[Setting]) -> str:
    """Return kinds of workplaces in the plural: `public libraries or archives`."""
    kinds = {setting: f"{setting} libraries" for setting in LIBRARIES} | {"any": "libraries"}
    return " or ".join(kinds.get(setting, phrases.heading(setting)) for setting in settings)


def _work_setting_not_on_record(setting: Setting) -> str:
    return f"whether work in {_place(setting)} counts is {phrases.NOT_ON_RECORD}"


def _work_going_on(**work: Any) -> str:  # noqa: ANN401 - as in `_work_missing`
    return f"keep working: {_work_missing(**work)}"


def _work_role_unclear(held: str, required: str, words: str = "WORDS") -> str:  # noqa: ARG001 - for the option
    return f"does `{held}` count as {required}?"


def _work_role_unclear_with_option(held: str, required: str, words: str = "WORDS") -> str:
    return f"does `{held}` count as {required}? (`--meets {quote(words)}` if so)"


WORK_WORDS: Final[Mapping[str, Words]] = {
    "work-not-on-record": f"the work requirement is {phrases.NOT_ON_RECORD}",
    "work-unsaid": (
        "how long have you worked?",
        'how long have you worked? (`--experience "2 public"`)',
    ),
    "work-missing": _work_missing,
    "work-going-on": _work_going_on,
    "work-enough-not-on-record": f"whether your work is enough is {phrases.NOT_ON_RECORD}",
    "work-days-unsaid": (
        "from when to when did you work?",
        'from when to when did you work? (`--experience "2023-05-01..2025-01-31"`)',
    ),
    "work-setting-unsaid": (
        "in which kind of workplace did you work?",
        'in which kind of workplace did you work? (`--experience "2 academic"`)',
    ),
    "work-library-unsaid": (
        "in which kind of library did you work?",
        'in which kind of library did you work? (`--experience "2 academic"`)',
    ),
    "work-setting-not-on-record": _work_setting_not_on_record,
    "work-role-unsaid": (
        "in which position did you work, such as {role}?",
        'in which position did you work? (`--experience "2 as {role}"`)',
    ),
    "work-role-unclear": (_work_role_unclear, _work_role_unclear_with_option),
    "work-full-time-unsaid": (
        "is the job full time?",
        'is the job full time? (`--experience "2 full-time"`)',
    ),
    "work-full-time-not-on-record": (
        f"the number of hours in a full-time week is {phrases.NOT_ON_RECORD}"
    ),
    "work-hours-unsaid": (
        "how many hours a week?",
        'how many hours a week? (`--experience "2 public 20h"`)',
    ),
    "work-part-time-in-full": "it is enough if the issuer counts part-time work in full",
}

# --- Total cost -----------------------------------------------------------------------------------


def _fee_not_on_record(purpose: str) -> str:
    return f"{phrases.payment_name(purpose)}: the amount is {phrases.NOT_ON_RECORD}"


def _fee_open(purpose: str) -> str:
    amount = f"their amount is {phrases.NOT_ON_RECORD}"
    return f"{phrases.payment_name(purpose)}: there are more costs, but {amount}"


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
    """Return a fee that is optional or paid to others, with the first part of its note."""
    payee = fee.payee and f"paid to {fee.payee}"
    note = fee.note and fee.note.partition("; ")[0]
    optional = None if fee.required else "optional"
    return phrases.with_commas(phrases.describe_fee(fee), optional, payee, note)


def _for_credentials(ids: Sequence[str], reason: str) -> str:
    return f"{', '.join(ids)}: {reason}"


def _counted_once(name: str, ids: Sequence[str]) -> str:
    return f"counted once: {name}, for {phrases.and_words(ids)}"


def _exams_passed(id: str, exams: Sequence[str], by: Sequence[str]) -> str:  # noqa: A002 - a key
    passed = phrases.and_words(exams) if exams else "the exam"
    return f"not paid again: {passed} of {id}, passed with {phrases.and_words(by)}"


def _perhaps_twice(id: str, fee: Fee, by: Sequence[str]) -> str:  # noqa: A002 - a key
    whether = f"{phrases.NOT_ON_RECORD} for holders of {phrases.and_words(by)}"
    amount = f", {phrases.format_range(fee)}" if fee.known else ""
    name = phrases.payment_name(fee.purpose, fee.shared)
    return f"perhaps not due: {name} of {id}{amount} ({whether})"


def _earned_at_once(ids: Sequence[str], day: date) -> str:
    return f"assumed: you earn {phrases.and_words(ids)} on {day}; the time to earn is not counted"


def _fields_disputed(id: str, fields: Sequence[str]) -> str:  # noqa: A002 - a key
    return f"disputed figures of {id}: {', '.join(map(phrases.heading, fields))}"


def _dues_not_on_record(society: str, yearly: bool) -> str:  # noqa: FBT001 - the data of a reason
    return f"{phrases.describe_dues(society, yearly=yearly)}: {phrases.NOT_ON_RECORD}"


def _dues_not_on_record_with_option(society: str, yearly: bool) -> str:  # noqa: FBT001
    return f"{_dues_not_on_record(society, yearly)} (use `--dues {society}=AMOUNT` to count them)"


COST_WORDS: Final[Mapping[str, Words]] = {
    "dues-not-on-record": (_dues_not_on_record, _dues_not_on_record_with_option),
    "earning-cost-not-on-record": f"the cost to earn it is {phrases.NOT_ON_RECORD}",
    "for-credentials": _for_credentials,
    "counted-once": _counted_once,
    "exams-passed": _exams_passed,
    "perhaps-twice": _perhaps_twice,
    "earned-at-once": _earned_at_once,
    "held-day-unsaid": (
        "say when you got {id}; its fees are counted from {day} on",
        "use `--held {id}=DATE` to say when you got it; its fees are counted from {day} on",
    ),
    "renewal-overdue": "the renewal of {id} was due on {day}; it is counted as due now",
    "fields-disputed": _fields_disputed,
    "fee-not-on-record": _fee_not_on_record,
    "fee-open": _fee_open,
    "fee-in-other-currency": (_fee_in_other_currency, _fee_in_other_currency_with_option),
    "fee-not-counted": _fee_not_counted,
    "renewal-period-not-on-record": _renewal_period_not_on_record,
    "renewal-need-not-on-record": f"renewal: whether it is required is {phrases.NOT_ON_RECORD}",
}

# --- Renewals -------------------------------------------------------------------------------------


def _covers_too(ids: Sequence[str]) -> str:
    return f"one payment covers {phrases.and_words(ids)} too"


RENEWAL_WORDS: Final[Mapping[str, Words]] = {
    "covers-too": _covers_too,
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
    **STEP_WORDS,
    **MANDATE_WORDS,
    **WORK_WORDS,
    **COST_WORDS,
    **RENEWAL_WORDS,
    **PLAN_WORDS,
    **HINT_WORDS,
}
"""The words of every code."""
