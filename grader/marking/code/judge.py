"""Decide each part of a code exercise from what the calls gave.

A part is right when every trial that decides it agrees. No part earns anything unless some value is right
at a point that was drawn: a function that always gives 0 keeps the shape, and is near enough where the
truth is tiny.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

from grader.diagnosis import Named
from grader.diagnosis.networks import NetworkSlips
from grader.exercises import CodeSpec, Trial
from grader.sandbox import CallReport, Limits, Report
from grader.verdict import Evidence, Finding, Part, PartOutcome, plain_value

from ..marks import Task
from .explain import Sample, differences, explained, known_mistake
from .failures import call_failure, ending, key_missing
from .following import Following, following, with_repeats
from .networks import network_slips
from .plainly import WHOLE, at, has, not_plainly_right
from .plan import Try
from .results import Result, wrong_type
from .said import phrase
from .smooth import is_formula
from .truths import Truths


@dataclass(frozen=True)
class Fault:
    """Why a part is not right, and what that makes of the part."""

    outcome: PartOutcome
    finding: Finding


@dataclass
class Judge:
    """What the calls gave, and the parts that follow from it."""

    task: Task
    spec: CodeSpec
    tries: list[Try]
    report: Report
    limits: Limits
    truths: Truths
    _made: dict[tuple[int, str], Result | None] = field(default_factory=dict, init=False)

    def parts(self) -> tuple[Part, ...]:
        """Every part with its outcome, in the exercise's order."""
        parts = tuple(map(self._part, self.task.exercise.parts))
        return parts if self.spec.shapes else with_repeats(self.task, parts, self._following)

    def all_parts(self, outcome: PartOutcome, finding: Finding) -> tuple[Part, ...]:
        """Every part with the same finding."""
        return tuple(self.task.part(name, outcome, finding, self._label(name)) for name in self.task.exercise.parts)

    def _part(self, name: str) -> Part:
        keys = (name,) if name in self.keys else tuple(self.keys)
        fault = next(self._faults(name, keys), None) or self._nothing_right()
        if fault is None:
            convention = next(self._conventions(name, keys), None)
            part = self.task.part(name, "incorrect" if convention else "correct", convention, self._label(name))
            return part if part.note else replace(part, note=next(self._cut(name, keys), None))
        if name in self._follow and fault.outcome == "incorrect":
            return self.task.part(name, "follow-through", None, self._label(name))
        return self.task.part(name, fault.outcome, fault.finding, self._label(name))

    def _label(self, name: str) -> str | None:
        """Mathematics for a result's key; other parts are named in words."""
        return self.task.instance.asks[self.keys[name]].label if name in self.keys else None

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """The asked name of each key of the result."""
        returns = self.spec.returns
        return {WHOLE: returns} if isinstance(returns, str) else dict(returns)

    def _results(self) -> Iterator[tuple[tuple[int, str], Result]]:
        """What came back for each call and key, where there is such a thing."""
        for place in range(len(self.report.calls)):
            for key in self.keys:
                result = self._result(place, key)
                if result is not None:
                    yield (place, key), result

    def _result(self, place: int, key: str) -> Result | None:
        """What came back for one call and key."""
        if (place, key) not in self._made:
            self._made[place, key] = None
            call = self.report.calls[place] if place < len(self.report.calls) else None
            if call is not None and call.status == "returned" and has(call.value, key):
                self._made[place, key] = Result(self.tries[place], at(call.value, key), self.truths, self.keys[key])
        return self._made[place, key]

    @cached_property
    def _open(self) -> Sequence[int]:
        """The tries of which there is anything to say, by their places: mostly none."""
        return not_plainly_right(self.tries, self.report.calls, self.keys, self.truths)

    def _faults(self, part: str, keys: tuple[str, ...]) -> Iterator[Fault]:
        """What is wrong in the trials that decide the part, call by call."""
        for place in self._open:
            made = self.tries[place]
            if not self._decides(made, part):
                continue
            call = self.report.calls[place] if place < len(self.report.calls) else None
            stopped = self._stopped(made, call)
            if stopped is None and call is not None:
                yield from (fault for key in keys if (fault := self._fault(place, call, key)) is not None)
            elif stopped is not None and not self._charged_elsewhere(made):
                yield stopped

    def _conventions(self, part: str, keys: tuple[str, ...]) -> Iterator[Finding]:
        """Where relu has its corner and the part's results take another side's slope than the exercise."""
        for result in self._open_results(part, keys):
            nodes = (corner.relu for corner in result.turned.values() if corner.relu)
            yield from (Finding("relu_kink", node=node, evidence=result.evidence()) for node in nodes)

    def _cut(self, part: str, keys: tuple[str, ...]) -> Iterator[Finding]:
        """Where an array that was made like a whole number has cut the result."""
        for result in self._open_results(part, keys):
            if result.cut:
                yield Finding("precision", params={"case": "cut"}, evidence=result.evidence())

    def _open_results(self, part: str, keys: tuple[str, ...]) -> Iterator[Result]:
        """What came back in the trials that decide the part, where there is anything to say of it."""
        for place, key in product(self._open, keys):
            result = self._result(place, key) if self._decides(self.tries[place], part) else None
            if result is not None:
                yield result

    def _decides(self, made: Try, part: str) -> bool:
        return made.trial.part == part or (made.trial.part is None and part in self.keys)

    def _charged_elsewhere(self, made: Try) -> bool:
        """A call that gave nothing says nothing of the form, where another call of that trial gave something."""
        return made.trial.checks in ("shape", "inputs") and any(
            call.status == "returned"
            for each, call in zip(self.tries, self.report.calls, strict=False)
            if each.trial is made.trial
        )

    def _stopped(self, made: Try, call: CallReport | None) -> Fault | None:
        """Whether the call gave nothing at all."""
        evidence = Evidence({name: plain_value(value) for name, value in made.inputs.items()})
        if call is None:
            return Fault("error", ending(self.report, self.limits, None))
        if call.status == "wrong_type":
            found = call.failure.type if call.failure else "?"
            got = {"words": "a_value", "type": found, "value": phrase(call.failure.message) if call.failure else ""}
            finding = Finding("wrong_type", params={"got": got, "wanted": self._wanted(made)}, evidence=evidence)
            return Fault("incorrect", finding)
        finding_or_none = call_failure(call, self.limits, evidence)
        return None if finding_or_none is None else Fault("error", finding_or_none)

    def _fault(self, place: int, call: CallReport, key: str) -> Fault | None:
        """What is wrong with one key of what a call gave."""
        made = self.tries[place]
        result = self._result(place, key)
        if result is None:
            elsewhere = made.trial.part is not None and isinstance(call.value, dict)
            return None if elsewhere else self._no_key(made, call.value, key)
        finding = self._checked(made.trial, result)
        if finding is not None and not result.cut and not self._errs_as_a_formula(made.trial, key):
            return Fault("incorrect", explained(finding, result, self._mistake(made.trial, key)))
        if call.inputs_changed and made.trial.checks == ("inputs" if self.spec.checks("inputs") else "values"):
            return Fault("incorrect", Finding("inputs_changed", evidence=result.evidence()))
        return None

    def _no_key(self, made: Try, value: object, key: str) -> Fault:
        if isinstance(value, dict):
            return Fault("skipped", key_missing(key, value))
        return Fault("incorrect", wrong_type(value, self._wanted(made)))

    def _wanted(self, made: Try) -> dict[str, object]:
        if WHOLE not in self.keys:
            return {"words": "a_dict", "keys": list(self.keys)}
        return {"words": "a_number_or_array" if made.shape else "a_number"}

    def _checked(self, trial: Trial, result: Result) -> Finding | None:
        if trial.checks == "inputs":
            return None
        if trial.checks == "shape":
            # A gradient with too many or too few numbers is charged at its own key.
            elsewhere = result.made.sizes is not None and not result.flat.size
            return None if elsewhere else result.shape_finding()
        return result.value_finding(any_shape=self.spec.checks("shape"))

    def _nothing_right(self) -> Fault | None:
        """Where no value is right anywhere: what is wrong with the first."""
        if self._some_right:
            return None
        for place, made in enumerate(self.tries[: len(self.report.calls)]):
            for key in self.keys:
                result = self._result(place, key)
                finding = None if result is None else result.value_finding(any_shape=True)
                if result is not None and finding is not None:
                    return Fault("incorrect", explained(finding, result, self._mistake(made.trial, key)))
        return Fault("incorrect", Finding("value_wrong"))

    @cached_property
    def _some_right(self) -> bool:
        right = any(
            result.truly_right for (place, _), result in self._results() if self.tries[place].trial.checks == "values"
        )
        return right or bool(self._follow)

    @property
    def _follow(self) -> AbstractSet[str]:
        """The keys that follow from another one's slip."""
        return self._network.follow | self._following.follow

    @cached_property
    def _following(self) -> Following:
        """What follows among several gradients of numbers."""
        if self.spec.shapes or WHOLE in self.keys or not self._open:
            return Following()
        results = ((place, key, result) for (place, key), result in self._results())
        return following(self.task.instance, self.keys, results)

    @cached_property
    def _network(self) -> NetworkSlips:
        """The mistakes of a network's backward pass; none where the arguments are no arrays of their own shapes."""
        if not self.spec.shapes or not self._open:
            return NetworkSlips({})
        return network_slips(self.task.instance, self.spec, dict(self._results()))

    def _errs_as_a_formula(self, trial: Trial, key: str) -> bool:
        """Whether what fails a trial of the method is a formula all the same, and as near as is asked elsewhere."""
        values = next((each for each in self.spec.trials if each.checks == "values"), None)
        if trial.checks != "method" or values is None or len(self.spec.arguments) != 1:
            return False
        sample = self._sample(key, "method", trial)
        (name,) = self.spec.arguments
        return sample is not None and is_formula(sample.inputs[name], sample.got, sample.truth, values)

    def _mistake(self, trial: Trial, key: str) -> Named | None:
        """The mistake behind wrong values; for the method, whether they are differences."""
        if self.spec.shapes:
            return self._network.named.get(key) if trial.checks == "values" else None
        if trial.checks == "method":
            sample = self._sample(key, "method", trial)
            ask = self.task.instance.asks[self.keys[key]]
            return self._mistakes[key] or (differences(self.task.instance, ask, sample) if sample else None)
        return self._mistakes[key]

    @cached_property
    def _mistakes(self) -> Mapping[str, Named | None]:
        samples = {key: self._sample(key, "values") for key in self.keys}
        asks = {key: self.task.instance.asks[asked] for key, asked in self.keys.items()}
        found: dict[str, Named | None] = {}
        for key, sample in samples.items():
            given = {
                asks[other].node: each.got
                for other, each in samples.items()
                if other != key and each is not None and sample is not None and each.got.size == sample.got.size
            }
            found[key] = known_mistake(self.task.instance, asks[key], sample, given) if sample else None
        return found

    def _sample(self, key: str, checks: str, trial: Trial | None = None) -> Sample | None:
        """Results at drawn points, of one trial or of all that check the same."""
        return Sample.of(
            result
            for (place, each), result in self._results()
            if each == key
            and self.tries[place].drawn
            and self.tries[place].trial.checks == checks
            and trial in (None, self.tries[place].trial)
        )
