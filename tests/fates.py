"""The fate of each mutant, judged from one process: a pytest plugin that forks instead of starting again.

The tests are collected once. One child runs them all and tells which function each of them enters; then each mutant
gets a child of its own, which runs the tests that enter its function and stops at the first that fails: first the ones
that caught a sister, then the quickest. `SCEAU_MUTANTS` names a file that lists the mutants, `SCEAU_FATES` the one to
write, `SCEAU_CHILDREN` how many may run at once.
"""

import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation import trampoline

SURVIVED, KILLED, BROKEN = 0, 1, 3
NO_TESTS = "no tests"
LEAST_SECONDS, TIMES = 5, 15  # a mutant that loops is stopped after so many times what its tests take


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Judge every mutant listed; nothing is reported test by test."""
    asked, told, children = (os.environ[f"SCEAU_{name}"] for name in ("MUTANTS", "FATES", "CHILDREN"))  # noqa: TID251 -- told by tests/mutate.py
    names = Path(asked).read_text(encoding="utf-8").split()
    judge = _Judge(session.items, int(children))
    judge.learn()
    fates = judge.judge(names)
    Path(told).write_text(json.dumps(fates, indent=1), encoding="utf-8")
    return True


class _Judge:
    """The tests, what each enters and how long it takes; the children under way."""

    def __init__(self, items: Sequence[pytest.Item], children: int) -> None:
        self.items, self.children = items, children
        self.entering: dict[str, list[int]] = defaultdict(list)
        self.seconds: list[float] = [0.0] * len(items)
        self.catchers: dict[str, list[int]] = defaultdict(list)
        self.running: dict[int, tuple[str, int]] = {}
        self.fates: dict[str, str] = {}

    def learn(self) -> None:
        """Run every test once, unchanged, in a child: the parent keeps no memory of it, so neither do the mutants."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _leave(self._learn(writer))
        os.close(writer)
        with os.fdopen(reader, "rb") as told:
            learned = json.loads(told.read() or b"{}")
        os.waitpid(child, 0)
        if learned.get("failed", "nothing was run"):
            raise pytest.UsageError(f"the tests fail before anything is changed: {learned}")
        self.seconds = learned["seconds"]
        for number, functions in enumerate(learned["entered"]):
            for name in functions:
                self.entering[name].append(number)
        for numbers in self.entering.values():
            numbers.sort(key=self.seconds.__getitem__)

    def _learn(self, writer: int) -> int:
        entered: set[str] = set()
        told: dict[str, list[Any]] = {"failed": [], "seconds": [], "entered": []}

        def note(name: str, caller: str | None = None) -> None:
            entered.add(name)

        trampoline.record_trampoline_hit = note
        trampoline.set_mutant_under_test("stats")
        os.environ["MUTMUT_DEPENDENCY_DEPTH"] = "-1"  # noqa: TID251 -- read by the trampoline
        for item in self.items:
            entered.clear()
            start = time.process_time()
            if _fails(item):
                told["failed"].append(item.nodeid)
            told["seconds"].append(time.process_time() - start)
            told["entered"].append(sorted(entered))
        with os.fdopen(writer, "wb") as out:
            out.write(json.dumps(told).encode())
        return 0

    def judge(self, names: Sequence[str]) -> dict[str, str]:
        """Give each mutant its child, so many at once."""
        for count, name in enumerate(names):
            function = name.partition("__mutmut_")[0]
            if not self.entering[function]:
                self.fates[name] = NO_TESTS
                continue
            while len(self.running) >= self.children:
                self._wait()
            self._start(name, function)
            if count % 500 == 0:
                sys.__stderr__.write(f"{count} of {len(names)} mutants\n")  # type: ignore[union-attr]  # it is there
        while self.running:
            self._wait()
        return self.fates

    def _start(self, name: str, function: str) -> None:
        first = self.catchers[function]
        order = [*first, *(number for number in self.entering[function] if number not in first)]
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            limit = LEAST_SECONDS + int(TIMES * sum(self.seconds[number] for number in order))
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
            trampoline.set_mutant_under_test(name)
            for number in order:
                if _fails(self.items[number]):
                    os.write(writer, str(number).encode())
                    _leave(KILLED)
            _leave(SURVIVED)
        os.close(writer)
        self.running[child] = name, reader

    def _wait(self) -> None:
        child, status = os.wait()
        if child not in self.running:
            return
        name, reader = self.running.pop(child)
        with os.fdopen(reader, "rb") as told:
            caught_by = told.read()
        function = name.partition("__mutmut_")[0]
        if caught_by and int(caught_by) not in self.catchers[function]:
            self.catchers[function].insert(0, int(caught_by))
        code = os.waitstatus_to_exitcode(status)
        self.fates[name] = {SURVIVED: "survived", KILLED: "killed"}.get(code, "timeout" if code < 0 else "suspicious")


def _fails(item: pytest.Item) -> bool:
    return any(report.failed for report in runtestprotocol(item, nextitem=None, log=False))


def _leave(code: int) -> NoReturn:
    """End the child at once, without what the parent would do at its own end."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    os._exit(code)
