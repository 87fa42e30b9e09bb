"""Names the mistake behind an exercise's failing checks: all of them looked at together.

A misconception is named where it explains what a call gave and, graded itself as a
submission, fails no check of its function that the learner passed. A wrong name is worse
than none: whatever contradicts it, drops it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nngrade.catalog import Exercise
from nngrade.course import Course
from nngrade.diagnosis import (
    Case,
    Evidence,
    Failure,
    Misconception,
    Misconceptions,
    pattern,
    pattern_across,
)
from nngrade.judging.plugin import Check, ChecksPlugin, Verdict
from nngrade.judging.reference import Reference
from nngrade.judging.symptoms import Ends, Symptoms, masked
from nngrade.results import CheckResult, Diagnosis, Outcome
from nngrade.sandbox.launch import Launcher
from nngrade.sandbox.runner import Settings

WRONG = (Outcome.FAILED, Outcome.ERROR)
Symptomatic = Callable[[Misconception, Sequence[Check]], Ends]


class Namer:
    """Names mistakes; what it learns of a misconception serves for all submissions."""

    def __init__(
        self, course: Course, launcher: Launcher, settings: Settings, reference: Reference
    ) -> None:
        self._reference = reference
        self._misconceptions = Misconceptions(course.misconceptions)
        self._symptoms = Symptoms(course, launcher, settings, reference)

    def named(
        self, exercise: Exercise, verdicts: Sequence[Verdict], plugin: ChecksPlugin, seed: int
    ) -> list[CheckResult]:
        """Return the results, each failing one with its mistake named or its pattern told."""

        def symptoms(bug: Misconception, checks: Sequence[Check]) -> Ends:
            return self._symptoms.of(exercise, bug, checks, plugin, seed)

        found: dict[str, Diagnosis] = {}
        for function in exercise.functions:
            own = [one for one in verdicts if one.check.function == function]
            candidates = self._candidates(exercise, function)
            if candidates and _wrong(own):
                found |= _Trial(own, self._cases(own), symptoms).names(candidates)
        found |= _consequences(self._misconceptions.of(exercise.slug), verdicts, found, symptoms)
        return [_told(one, found, verdicts, self._reference) for one in verdicts]

    def _candidates(self, exercise: Exercise, function: str) -> tuple[Misconception, ...]:
        return tuple(one for one in self._misconceptions.of(exercise.slug) if one.of == function)

    def _cases(self, verdicts: Sequence[Verdict]) -> dict[str, Case]:
        return {
            one.check.id: Case(one.evidence, self._reference)
            for one in _wrong(verdicts)
            if one.evidence
        }


@dataclass(frozen=True, slots=True)
class _Trial:
    """One function's checks, all that failed and all that passed."""

    verdicts: Sequence[Verdict]
    cases: Mapping[str, Case]
    symptoms: Symptomatic

    def names(self, candidates: tuple[Misconception, ...]) -> dict[str, Diagnosis]:
        """Return a diagnosis for each failing check that has one, by the check's id."""
        matches = {name: case.explained_by(candidates) for name, case in self.cases.items()}
        kept, standing = self._kept(matches)
        if not all(map(kept.get, self._failed)):  # a value tells more than words
            for one in self._symptomatic(candidates):
                for name in self._failed:
                    matches.setdefault(name, []).append(one)
            kept, standing = self._kept(matches)
        return self._chosen(kept, standing)

    def _kept(
        self, matches: Mapping[str, list[Misconception]]
    ) -> tuple[dict[str, list[Misconception]], dict[str, set[str]]]:
        """Return the candidates that nothing contradicts, by check, and what each one fails."""
        standing = self._standing(matches)
        kept = {
            name: [one for one in found if one.id in standing] for name, found in matches.items()
        }
        while (fewer := _uncontradicted(kept, self.cases, standing)) != kept:
            kept = fewer  # who goes may have excused another
        return kept, standing

    @property
    def _failed(self) -> dict[str, str]:
        """The failing checks' words, by id."""
        return {one.check.id: masked(one.result) for one in _wrong(self.verdicts)}

    def _symptomatic(self, candidates: tuple[Misconception, ...]) -> Iterator[Misconception]:
        """Find those that are known by their symptoms, and have just the learner's."""
        for one in candidates:
            if one.by_symptoms and self._same_symptoms(one):
                yield one

    def _same_symptoms(self, bug: Misconception) -> bool:
        failed = self._failed
        checks = [one.check for one in self.verdicts]
        seen = 0
        for name, words in self.symptoms(bug, checks):
            if words != failed.get(name, ""):
                return False
            seen += 1
        return seen == len(checks)

    def _standing(self, matches: Mapping[str, list[Misconception]]) -> dict[str, set[str]]:
        """Return the checks that each candidate fails, without those that fail others as well."""
        failed, standing = set(self._failed), {}
        for one in {one.id: one for found in matches.values() for one in found}.values():
            fails = self._fails(one, failed)
            if fails is not None:
                standing[one.id] = fails
        return standing

    def _fails(self, bug: Misconception, failed: set[str]) -> set[str] | None:
        """Return what a candidate fails; None where it fails a check that the learner passed."""
        checks = [one.check for one in self.verdicts]
        fails = set()
        for name, words in self.symptoms(bug, checks):
            if words and name not in failed:
                return None
            if words:
                fails.add(name)
        return fails

    def _chosen(
        self, kept: Mapping[str, list[Misconception]], standing: Mapping[str, set[str]]
    ) -> dict[str, Diagnosis]:
        """Choose for each check the candidate that explains most; equals stand beside it."""
        explained: dict[str, int] = {}
        for found in kept.values():
            for one in found:
                explained[one.id] = explained.get(one.id, 0) + 1
        failed = set(self._failed)
        chosen: dict[str, Diagnosis] = {}

        def rank(one: Misconception) -> tuple[bool, int]:
            return standing[one.id] == failed, explained[one.id]

        for name, found in kept.items():
            if found:
                best = max(map(rank, found))
                equals = [one for one in found if rank(one) == best]
                _, *others = dict.fromkeys(one.title for one in equals)
                chosen[name] = replace(equals[0].diagnosis, others=tuple(others))
        return chosen | self._followers(chosen, standing)

    def _followers(
        self, chosen: Mapping[str, Diagnosis], standing: Mapping[str, set[str]]
    ) -> dict[str, Diagnosis]:
        """Name a mistake at checks without evidence, where it fails these as well."""
        silent = [name for name in self._failed if name not in chosen]
        named = {one.id: one for one in chosen.values()}
        return {
            name: next(one for key, one in named.items() if name in standing[key])
            for name in silent
            if any(name in standing[key] for key in named)
        }


def _wrong(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return [one for one in verdicts if one.result.outcome in WRONG]


def _consequences(
    misconceptions: Sequence[Misconception],
    verdicts: Sequence[Verdict],
    found: Mapping[str, Diagnosis],
    symptoms: Symptomatic,
) -> dict[str, Diagnosis]:
    """Name a mistake at other functions' checks that it ends with the learner's words, too.

    A network whose forward pass is wrong fails in `fit` as well.
    """
    silent = {one.check.id: one for one in _wrong(verdicts) if one.check.id not in found}
    named = {one.id for one in found.values()}
    more: dict[str, Diagnosis] = {}
    for bug in misconceptions if silent else ():
        if bug.id in named:
            checks = [one.check for one in silent.values() if one.check.function != bug.of]
            for name, words in symptoms(bug, checks):
                if words == masked(silent[name].result):
                    more.setdefault(name, bug.diagnosis)
    return more


def _uncontradicted(
    kept: Mapping[str, list[Misconception]],
    cases: Mapping[str, Case],
    standing: Mapping[str, set[str]],
) -> dict[str, list[Misconception]]:
    """Drop candidates that fail a check in another way than the learner did.

    Another candidate may explain that check, since two mistakes can stand in one function; but
    then this one must explain more than an infinity.
    """
    comparable = {name for name, case in cases.items() if case.comparable}
    explained: dict[str, set[str]] = {}
    for name, found in kept.items():
        for one in found:
            explained.setdefault(one.id, set()).add(name)
    telling = {
        key
        for key, names in explained.items()
        if any(cases[one].telling for one in names & cases.keys())
    }
    unexplained = {name for name in comparable if not kept.get(name)}
    return {
        name: [
            one
            for one in found
            if not standing[one.id]
            & (unexplained if one.id in telling else comparable - explained[one.id])
        ]
        for name, found in kept.items()
    }


def _told(
    verdict: Verdict,
    found: Mapping[str, Diagnosis],
    verdicts: Sequence[Verdict],
    reference: Reference,
) -> CheckResult:
    """Add the name of the mistake to a result; where there is none, a pattern to its words."""
    result = verdict.result
    if verdict.check.id in found:
        return replace(result, diagnosis=found[verdict.check.id])
    if result.outcome is not Outcome.FAILED or verdict.evidence is None:
        return result
    words = _pattern(verdict.evidence, reference) or _across(verdict, verdicts)
    return replace(result, message=f"{result.message}\n  {words}") if words else result


def _pattern(evidence: Evidence, reference: Reference) -> str:
    if evidence.by_chance or isinstance(evidence.got, Failure):
        return ""
    right = Case(evidence, reference).right
    return "" if isinstance(right, Failure) else pattern(evidence.got, right, evidence.args)


def _across(verdict: Verdict, verdicts: Sequence[Verdict]) -> str:
    own = [one for one in verdicts if one.check.function == verdict.check.function]
    failing = [one.evidence for one in own if one.result.outcome in WRONG]
    if any(one is None for one in failing):
        return ""
    passing = any(one.result.outcome is Outcome.PASSED for one in own)
    return pattern_across([one for one in failing if one], others_pass=passing)
