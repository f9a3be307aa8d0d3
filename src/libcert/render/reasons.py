"""The words of reasons: the one module that turns the code of a reason into a sentence.

A table maps each code to its words: a template, or a function, for the data of the reason. A pair
has the words for everyone first, and then those that name the command-line option to type.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from libcert.model.credential import Answer, Fee, Range
from libcert.model.reasons import SEVERAL, Reason
from libcert.model.vocabulary import LIBRARIES, Setting
from libcert.render import phrases
from libcert.render.error_hints import HINT_WORDS
from libcert.render.plan_reasons import PLAN_WORDS

_Template = str | Callable[..., str]
Words = _Template | tuple[_Template, _Template]


def describe(reason: Reason, *, options: bool = False) -> str:
    """Return *reason* in words; with *options* it names the command-line option to type."""
    words = WORDS[reason.code]
    template = words[options] if isinstance(words, tuple) else words
    data = {name: _describe_inside(value, options) for name, value in reason.data.items()}
    return template(**data) if callable(template) else template.format(**data)


def describe_with_options(reason: Reason) -> str:
    """Return *reason* as the command line prints it, with the option to type."""
    return describe(reason, options=True)


def _describe_inside(value: Any, options: bool) -> Any:  # noqa: ANN401, FBT001 - data of any kind
    """Return *value* with each reason in it in words."""
    if isinstance(value, Reason):
        return describe(value, options=options)
    if isinstance(value, tuple):
        return tuple(_describe_inside(part, options) for part in value)
    return value


# --- Criteria -------------------------------------------------------------------------------------

_RELATIONS: Final = {
    ("most", Answer.YES): "at most",
    ("most", Answer.MAYBE): "perhaps more than",
    ("most", Answer.NO): "more than",
    ("least", Answer.YES): "at least",
    ("least", Answer.MAYBE): "perhaps less than",
    ("least", Answer.NO): "less than",
}


def _figure_compared(field: str, figure: Range, bound: str, limit: Range, answer: Answer) -> str:
    relation = _RELATIONS[bound, answer]
    return f"{field} is {phrases.format_range(figure)}, {relation} {phrases.format_range(limit)}"


def _figure_in_other_unit(field: str, figure: Range, unit: str) -> str:
    return f"{field} is {phrases.format_range(figure)}, not in {unit}"


def _setting_is(settings: Sequence[Setting]) -> str:
    return f"setting is {' or '.join(settings)}"


def _standing_is(standing: str | None) -> str:
    return f"standing is {phrases.one_line('standing', standing)}"


def _rests_on(sources: Sequence[str]) -> str:
    return f"rests on {', '.join(sources) or 'no such source'}"


def _text_found(texts: Sequence[str]) -> str:
    return f"the record has {_quoted(texts)}"


def _text_not_found(texts: Sequence[str]) -> str:
    return f"the record does not have {_quoted(texts)}"


def _quoted(texts: Sequence[str]) -> str:
    return " or ".join(f"`{text}`" for text in texts)


CRITERIA_WORDS: Final[Mapping[str, Words]] = {
    "figure-compared": _figure_compared,
    "figure-in-other-unit": _figure_in_other_unit,
    "figure-not-on-record": f"{{field}} is {phrases.NOT_ON_RECORD}",
    "education-compared": "education asked for is {required}, held is {held}",
    "issuer-is": "issuer is {issuer}",
    "setting-is": _setting_is,
    "type-is": "type is {type}",
    "standing-is": _standing_is,
    "rests-on": _rests_on,
    "takes-exam": "takes an exam",
    "takes-no-exam": "takes no exam",
    "exam-not-on-record": f"whether it takes an exam is {phrases.NOT_ON_RECORD}",
    "takes-renewal": "takes renewal",
    "takes-no-renewal": "takes no renewal",
    "renewal-not-on-record": f"whether it takes renewal is {phrases.NOT_ON_RECORD}",
    "text-found": _text_found,
    "text-not-found": _text_not_found,
}

# --- Eligibility ----------------------------------------------------------------------------------

ELIGIBILITY_WORDS: Final[Mapping[str, Words]] = {
    "condition-lacking": "you lack «{words}»",
    "condition-unsaid": (
        "say whether you meet it: «{condition}»",
        "say whether you meet it, with `--meets` or `--lacks`: «{condition}»",
    ),
    "schooling-not-on-record": f"the schooling asked for is {phrases.NOT_ON_RECORD}",
    "schooling-missing": "schooling up to {required}, yours is {held}",
    "schooling-unsaid": ("say what schooling you have", "say `--education LEVEL`"),
    "subject-unsaid": (
        "say whether yours is in or from {subject}",
        "say whether yours is in or from {subject}, with `--meets WORDS`",
    ),
    "membership-missing": "join {society}",
    "membership-unsaid": (
        "say whether you are a member of {society}",
        "say `--member {society}` or `--non-member`",
    ),
    "credential-unsaid": (
        "say whether you hold {credential}",
        "say `--held {credential}` if you hold it",
    ),
    "credential-not-yet": "{credential} from {since}",
    "credential-lapsed": "{credential} lapsed on {expires}",
    "post-unsaid": (
        "say whether you work as {role}",
        'say if you are one, as in `--experience "2 as {role}"`',
    ),
}

# --- Work experience ------------------------------------------------------------------------------


def _work_missing(
    span: tuple[int, int, int],
    role: str | None,
    settings: Sequence[Setting],
    full_time: bool,  # noqa: FBT001 - the data of a reason
) -> str:
    """Return a span of work, in years, months and days, and its kind.

    An example: `1 year 6 months more of work in archives`.
    """
    counts = zip(span, ("year", "month", "day"), strict=True)
    time = " ".join(phrases.plural(count, unit) for count, unit in counts if count)
    kind = f"as {role}" if role else "of full-time work" if full_time else "of work"
    places = " or ".join(map(_place, settings))
    return f"{time} more {kind}" + (f" in {places}" if places else "")


def _place(setting: Setting) -> str:
    if setting == "any":
        return "a library of any kind"
    article = "an" if setting[0] in "aeiou" else "a"
    return f"{article} {setting} library" if setting in LIBRARIES else setting


def _work_going_on(**work: Any) -> str:  # noqa: ANN401 - as in `_work_missing`
    return f"{_work_missing(**work)}, if it goes on"


def _work_missing_full_time(**work: Any) -> str:  # noqa: ANN401 - as in `_work_missing`
    return f"{_work_missing(**work)}, counted as full time"


WORK_WORDS: Final[Mapping[str, Words]] = {
    "work-not-on-record": f"the work asked for is {phrases.NOT_ON_RECORD}",
    "work-unsaid": ("say how many years of work you have", "say `--experience YEARS`"),
    "work-missing": _work_missing,
    "work-missing-full-time": _work_missing_full_time,
    "work-going-on": _work_going_on,
    "work-running-unsaid": "say `running` of work that goes on",
    "work-enough-not-on-record": f"whether it is enough is {phrases.NOT_ON_RECORD}",
    "work-days-unsaid": "say when, by its days, or that it is still `running`",
    "work-setting-unsaid": (
        "say in which kind of workplace",
        'say where, as in `--experience "2 academic"`',
    ),
    "work-library-unsaid": (
        "say in which kind of library",
        'say in which library, as in `--experience "2 academic"`',
    ),
    "work-setting-not-on-record": f"whether work in {{setting}} counts is {phrases.NOT_ON_RECORD}",
    "work-role-unsaid": (
        "say as what, such as {role}",
        'say as what, as in `--experience "2 as {role}"`',
    ),
    "work-role-unclear": (
        "say whether `{held}` counts as {required}",
        "say with `--meets` if `{held}` counts as {required}",
    ),
    "work-full-time-unsaid": (
        "say whether it is full time",
        'say so if it is full time: `--experience "2 full-time"`',
    ),
    "work-full-time-not-on-record": (
        f"how many hours a week are full time is {phrases.NOT_ON_RECORD}"
    ),
    "work-hours-unsaid": (
        "say how many hours a week",
        'say how many hours a week, as in `--experience "2 20h"`',
    ),
    "work-part-time-not-on-record": f"how part-time work counts is {phrases.NOT_ON_RECORD}",
}

# --- Total cost -----------------------------------------------------------------------------------


def _fee_not_on_record(purpose: str) -> str:
    return f"{phrases.heading(purpose)}: the amount is {phrases.NOT_ON_RECORD}"


def _fee_open(purpose: str) -> str:
    return f"{phrases.heading(purpose)}: more comes on top, without an amount"


def _fee_in_other_currency(fee: Fee, currency: str) -> str:
    return f"{phrases.describe_fee(fee)}: not in {currency}; a rate for {fee.unit} would add it"


def _fee_in_other_currency_with_option(fee: Fee, currency: str) -> str:
    return f"{phrases.describe_fee(fee)}: not in {currency}; `--rate {fee.unit}=…` would add it"


def _renewal_period_not_on_record(fees: Sequence[Fee]) -> str:
    period = f"how often it is to be renewed is {phrases.NOT_ON_RECORD}"
    return "; ".join([period, *map(phrases.describe_fee, fees)])


def _fee_not_counted(fee: Fee) -> str:
    return phrases.one_line("fees", fee)


COST_WORDS: Final[Mapping[str, Words]] = {
    "earning-cost-not-on-record": f"what it costs to earn is {phrases.NOT_ON_RECORD}",
    "fee-not-on-record": _fee_not_on_record,
    "fee-open": _fee_open,
    "fee-in-other-currency": (_fee_in_other_currency, _fee_in_other_currency_with_option),
    "fee-not-counted": _fee_not_counted,
    "renewal-period-not-on-record": _renewal_period_not_on_record,
    "renewal-need-not-on-record": f"whether it has to be renewed is {phrases.NOT_ON_RECORD}",
}

# --- Renewals -------------------------------------------------------------------------------------

RENEWAL_WORDS: Final[Mapping[str, Words]] = {
    "not-in-catalogue": "no catalogue has it",
    "never-expires": "it never expires",
    "renewal-time-not-on-record": f"when it has to be renewed is {phrases.NOT_ON_RECORD}",
    "award-day-unsaid": (
        "say when you got it",
        "say when you got it, with `--held {credential}=DATE`",
    ),
    "record-note": "{text}",
}


def _several(reasons: Sequence[str]) -> str:
    return "; ".join(reasons)


WORDS: Final[Mapping[str, Words]] = {
    SEVERAL: _several,
    **CRITERIA_WORDS,
    **ELIGIBILITY_WORDS,
    **WORK_WORDS,
    **COST_WORDS,
    **RENEWAL_WORDS,
    **PLAN_WORDS,
    **HINT_WORDS,
}
"""The words of every code."""
