"""The conditions, exams and renewal in a document in CTDL."""

from typing import Final

from libcert.files.ctdl.figures import figures, take_basis
from libcert.files.ctdl.names import Names
from libcert.files.ctdl.values import (
    Table,
    address,
    aligned,
    counts,
    cut,
    filled,
    first,
    is_count,
    joined,
    own_values,
    spans,
)
from libcert.files.json_ld import Node
from libcert.model.credential import Exam, Renewal, Requirement
from libcert.model.limits import MAX_DEPTH

_EXAMS: Final = frozenset({"ceterms:AssessmentProfile", "ceterms:Assessment"})
_NO_TEXT: Final = "See the page of the issuer"
_NOT_OF_GROUPS: Final = frozenset({"experience", "education", "not_education"})
"""The figures that a group of requirements cannot have itself."""
_COSTS: Final = ("ceterms:estimatedCost", "ceterms:commonCosts")
_DEGREES: Final = {
    "high-school": "a high school diploma",
    "associate": "an associate degree",
    "bachelor": "a bachelor's degree",
    "master": "a master's degree",
    "doctorate": "a doctorate",
}
"""The levels of education in words."""
_MOST_PARTS: Final = 1000
"""The most parts of the conditions of one credential, which may refer to each other many times."""


class Conditions:
    """The conditions of one credential."""

    def __init__(self, names: Names, node: Node) -> None:
        """Find the conditions of the credential *node*."""
        self._names = names
        self._node = node
        self.nodes = node.nodes("ceterms:requires")
        """The nodes of what the credential requires."""
        node.described("ceterms:commonConditions")
        for manifest in node.nodes("ceterms:commonConditions"):
            self.nodes += (
                manifest.nodes("ceterms:requires") if manifest.is_described else [manifest]
            )
        self.has_other_costs = False
        """Whether some ways to the credential have costs of their own."""
        self._parts_left = _MOST_PARTS

    def requirements(self) -> list[Table]:
        """Return what is required for the award."""
        found = [self._requirement(node, (node,)) for node in self.nodes if not is_exam(node)]
        return [requirement for requirement in found if requirement is not None]

    def recommendations(self) -> list[str]:
        """Return in words what is recommended; it is not required."""
        profiles = self._node.nodes("ceterms:recommends")
        found = [self._requirement(profile, (profile,)) for profile in profiles]
        return [cut(f"Recommended: {each['text']}") for each in found if each is not None]

    def exams(self) -> list[Table]:
        """Return the exams that everybody has to pass."""
        exams = [
            exam
            for node in self.nodes
            for exam in ([node] if is_exam(node) else node.nodes("ceterms:targetAssessment"))
        ]
        return [self._exam(exam) for exam in dict.fromkeys(exams)]

    @property
    def profiles(self) -> list[Node]:
        """The nodes that are conditions, not things that are required."""
        return list(filter(_is_condition, self.nodes))

    # --- Requirements -----------------------------------------------------------------------------

    def _requirement(self, node: Node, above: tuple[Node, ...]) -> Table | None:
        """Return the requirement that *node* states; None if it states none.

        Args:
            node: A condition, or what is required itself: a credential, a course.
            above: The nodes in which it is nested, and the node itself.
        """
        if not _is_condition(node):
            return self._thing(node, to_do=bool(node.types))
        take_basis(node)
        self._look_for_costs(node, is_part=len(above) > 1)
        name = first(node.texts("ceterms:name"))
        members = self._names.organizations_of(node, "ceterms:affiliation")
        own = own_values(node, Requirement)
        asked = figures(node)
        credentials = [
            self._thing(each, to_do=False) for each in node.nodes("ceterms:targetCredential")
        ]
        if len(credentials) == 1 and "credential" in credentials[0]:
            asked["credential"] = credentials.pop()["credential"]
        if members:
            asked["membership"] = members.pop(0)
        described = self._described(asked)
        if name is not None and described is not None:
            name = f"{name}: {described}"
        words = first(node.texts("ceterms:description")) or name
        text = None if words is None else cut(words)
        pieces = [{"text": cut(each)} for each in node.texts("ceterms:condition")]
        pieces += [{"text": f"Age: at least {age}"} for age in counts(node, "ceterms:minimumAge")]
        pieces += [*credentials, *map(self._membership, members)]
        group = self._group(node, above)
        is_to_do = not asked and not pieces and group is None
        tasks = self._tasks(node, with_exams=len(above) > 1 or not is_to_do)
        is_to_do &= not any("credential" in task for task in tasks)
        if is_to_do and (tasks or node.has("ceterms:targetAssessment")):
            own.setdefault("to_do", True)
        pieces += tasks
        if group is None and not pieces:
            text = text or described
            return None if text is None else {**own, **asked, "text": text}
        if group is not None and not pieces and not _NOT_OF_GROUPS & asked.keys():
            return {**group, **own, **asked, "text": text or group["text"]}
        parts = [*pieces, *([] if group is None else [group])]
        if described is not None:
            parts.insert(0, {"text": described, **asked})
            bare = node.texts("ceterms:description") or node.texts("ceterms:name")
            text = cut(bare[0]) if bare else None
        return {**own, **_together(text, parts)}

    def _look_for_costs(self, node: Node, *, is_part: bool) -> None:
        """Notice costs that are not in the record: those of courses, and of parts of conditions."""
        payable = node.nodes("ceterms:targetLearningOpportunity")
        if is_part:
            payable += [node, *node.nodes("ceterms:targetAssessment")]
        self.has_other_costs |= any(each.has(term) for each in payable for term in _COSTS)

    def _group(self, node: Node, above: tuple[Node, ...]) -> Table | None:
        """Return the parts of a condition, and how many of them are needed; None if it has none."""
        any_of = self._parts(node, "ceterms:alternativeCondition", above)
        parts = self._parts(node, "libcert:part", above)
        at_least = first(counts(node, "libcert:atLeast"))
        if any_of:
            node.leave_out("libcert:part", len(parts))
            return {"text": "One of these", "of": any_of, "at_least": 1}
        if not parts:
            return None
        is_count = at_least is not None and at_least <= len(parts)
        return {"text": "All of these", "of": parts} | ({"at_least": at_least} if is_count else {})

    def _parts(self, node: Node, term: str, above: tuple[Node, ...]) -> list[Table]:
        """Return the parts of *node*; count those that are too deep, or within themselves."""
        inner = node.nodes(term)
        parts = []
        for part in inner:
            if part not in above and len(above) <= MAX_DEPTH and self._parts_left:
                self._parts_left -= 1
                found = self._requirement(part, (*above, part))
                parts += [] if found is None else [found]
        node.leave_out(term, len(inner) - len(parts))
        return parts

    def _tasks(self, node: Node, *, with_exams: bool) -> list[Table]:
        """Return the courses that a condition names, and its exams if asked for.

        An exam that everybody has to pass is one of the exams of the record anyway. It is a part of
        a condition if the other parts have to be met before it.
        """
        found = node.nodes("ceterms:targetLearningOpportunity")
        if with_exams:
            found += node.nodes("ceterms:targetAssessment")
        return [self._thing(each, to_do=True) for each in found]

    def _thing(self, node: Node, *, to_do: bool) -> Table:
        """Return the requirement to have or do what *node* is; only what one does is *to_do*."""
        id_ = self._names.credential(node)
        if id_ is not None:
            return {"text": self._holding(id_), "credential": id_}
        name = first(node.texts("ceterms:name")) or address(node.name) or _NO_TEXT
        return {"text": cut(name)} | ({"to_do": True} if to_do else {})

    def _holding(self, id_: str) -> str:
        return cut(f"The credential {self._names.credential_name(id_)}")

    def _membership(self, id_: str) -> Table:
        name = self._names.organization_name(id_)
        return {"text": cut(f"Membership in {name}"), "membership": id_}

    def _described(self, requirement: Table) -> str | None:
        """Return in words what a requirement asks for; None if it asks for nothing."""
        experience, education = requirement.get("experience"), requirement.get("education")
        words = []
        if experience is not None:
            ends = [experience[end] for end in ("low", "high") if end in experience]
            years = " to ".join(map(str, dict.fromkeys(ends)))
            work = f"{years} {'year' if years == '1' else 'years'} of work" if years else "Work"
            words.append(experience.get("note") or work)
        if education is not None:
            level = education.get("level")
            degree = _DEGREES.get(level or "")
            if degree is not None:
                words.append(degree if words else f"{degree[0].upper()}{degree[1:]}")
            else:
                words.append(f"Education: {education.get('note') or level}")
        if "membership" in requirement:
            words.append(self._membership(requirement["membership"])["text"])
        if "credential" in requirement:
            words.append(self._holding(requirement["credential"]))
        return joined(words)

    def _exam(self, node: Node) -> Table:
        lengths = [
            span.minutes
            for profile in node.described("ceterms:estimatedDuration")
            for span in spans(profile, "ceterms:exactDuration")
            if span.hours is not None
        ]
        minutes = [int(length) for length in lengths if is_count(length)]
        node.leave_out("ceterms:estimatedDuration", len(lengths) - len(minutes[:1]))
        names = [
            name
            for subject in node.nodes("ceterms:subject")
            for name in subject.texts("ceterms:targetNodeName")
        ]
        own = own_values(node, Exam)
        methods = aligned(node, "ceterms:assessmentMethodType")
        is_performance = "assessMethod:Performance" in methods and "formats" not in own
        said = not node.types and address(node.name)
        exam: Table = {
            "name": joined(node.texts("ceterms:name")),
            "formats": ["performance-based"] if is_performance else None,
            "topics": list(map(cut, names)),
            "minutes": first(minutes),
            "passed_with": self._names.credentials_of(node, "libcert:passedWith"),
            "note": joined(node.texts("ceterms:description")) or said or None,
            **own,
        }
        return filled(exam)

    # --- Renewal ----------------------------------------------------------------------------------

    def renewal(self) -> Table | None:
        """Return what a holder has to do to keep the credential; None if nothing is known."""
        node = self._node
        is_ours = self._names.is_ours(node)
        found = spans(node, "ceterms:renewalFrequency")
        months = [
            int(span.months)
            for span in found
            if span.months is not None and span.is_exact and is_count(span.months)
        ]
        node.leave_out("ceterms:renewalFrequency", len(found) - len(months[:1]))
        methods: list[str] = []
        texts: list[str] = []
        units: list[int] = []
        members: list[str] = []
        own: Table = {}
        for profile in node.described("ceterms:renewal"):
            texts += profile.texts("ceterms:description") or profile.texts("ceterms:name")
            methods += map(cut, profile.texts("ceterms:condition"))
            for value in profile.described("ceterms:creditValue"):
                units += counts(value, "schema:value")
                value.take("ceterms:creditUnitType")
            members += self._names.organizations_of(profile, "ceterms:affiliation")
            own |= own_values(profile, Renewal)
        node.leave_out("ceterms:renewal", len(units[1:]) + len(members[1:]))
        if months and not is_ours:
            own["expires"] = True
        if months and own.get("expires") is False:  # somebody has added the frequency
            own["expires"] = True
        renewal = {
            "months": first(months),
            "credits": first(units),
            "methods": methods,
            "membership": first(members),
            "note": joined(texts),
            **own,
        }
        return filled(renewal) or None


def _together(text: str | None, parts: list[Table]) -> Table:
    """Return a requirement of all *parts*, or the only one of them with the *text* before it."""
    if len(parts) == 1:
        own = parts[0]["text"]
        return {**parts[0], "text": own if text is None else cut(f"{text}: {own}")}
    return {"text": text or "All of these", "of": parts}


def is_exam(node: Node) -> bool:
    """Return whether *node* is an exam."""
    return not _EXAMS.isdisjoint(node.types)


def _is_condition(node: Node) -> bool:
    is_plain = not node.types and node.is_described
    return "ceterms:ConditionProfile" in node.types or is_plain
