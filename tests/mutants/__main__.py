"""``make mutants``: small faults are put into rules and access, and the nearest tests have to notice.

pytest starts once and runs the tests once, noting which function each of them reaches. Then every
mutant gets a forked process of its own, in which the living functions get the faulty code and only the
tests that reach them run, the quick ones first. A mutant that no test notices is printed: it shows a
line that nobody holds. Some are equivalent, so this is a tool for people and no part of CI.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import random
import signal
import sys
import time
from collections import defaultdict
from functools import cache
from pathlib import Path
from types import FunctionType, SimpleNamespace
from typing import Any

import pytest

from tests.mutants.sites import Mutant, mutants
from tests.mutants.table import NEAREST

MOST_TESTS = 40
"""Tests per mutant. Who survives so many of the quickest is worth a look anyway."""

NOTICED, BROKEN = 11, 12
_CACHED = type(cache(lambda: None))


class Runner:
    def __init__(self, chosen: dict[str, list[str]], *, sample: int, minutes: float, seed: int) -> None:
        self.chosen, self.sample, self.rng = chosen, sample, random.Random(seed)
        self.minutes = minutes
        self.survivors: list[Mutant] = []
        self.counts: dict[str, list[int]] = {}
        self.touched: dict[tuple[str, str, int], list[tuple[float, Any]]] = defaultdict(list)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("collection failed")
        modules = {name: importlib.import_module(name) for name in self.chosen}
        files = {str(module.__file__): name for name, module in modules.items()}
        for item in session.items:
            self._note(item, session, files)
        if session.testsfailed:
            print("The tests fail without any mutant.")
            return True
        end = time.monotonic() + 60 * self.minutes
        for file, name in files.items():
            found = mutants(file, Path(file).read_text())
            self.rng.shuffle(found)
            self.counts[name] = [0, 0]
            for mutant in found[: self.sample]:
                if time.monotonic() > end:
                    print(f"\nThe time is over at {name}.")
                    return True
                self._judge(mutant, name, session)
        return True

    def _note(self, item: pytest.Item, session: pytest.Session, files: dict[str, str]) -> None:
        reached = set()

        def watch(frame: Any, event: str, _: object) -> None:
            code = frame.f_code
            if event == "call" and code.co_filename in files:
                reached.add((code.co_filename, code.co_qualname, code.co_firstlineno))

        began = time.monotonic()
        sys.setprofile(watch)
        try:
            _run(item, session)
        finally:
            sys.setprofile(None)
        for key in reached:
            self.touched[key].append((time.monotonic() - began, item))

    def _judge(self, mutant: Mutant, name: str, session: pytest.Session) -> None:
        timed = {item: took for key in mutant.code for took, item in self.touched[mutant.file, *key]}
        items = sorted(timed, key=timed.__getitem__)[:MOST_TESTS]
        self.counts[name][1] += 1
        limit = 10 + 5 * sum(timed[item] for item in items)
        if items and _is_noticed(mutant, items, session, limit):
            self.counts[name][0] += 1
        else:
            self.survivors.append(mutant)
            print(f"\nlives ({len(items)} tests): {mutant}", flush=True)


def _run(item: pytest.Item, session: pytest.Session) -> None:
    """One test. What lives as long as the session, the database, is kept for the next."""
    anything = SimpleNamespace(listchain=lambda: [session])
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=anything)


def _is_noticed(mutant: Mutant, items: list[pytest.Item], session: pytest.Session, limit: float) -> bool:
    from django.db import connections

    connections.close_all()  # a connection must not be shared with the child
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.setsid()
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        try:
            _infect(mutant)
            for item in items:
                _run(item, session)
                if session.testsfailed:
                    os._exit(NOTICED)
            os._exit(0)
        finally:
            os._exit(BROKEN)
    end = time.monotonic() + limit
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            left = os.waitstatus_to_exitcode(status)
            assert left in {0, NOTICED}, f"the trial of {mutant} broke down: {left}"
            return left == NOTICED
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True  # a rule that never ends is noticed


def _infect(mutant: Mutant) -> None:
    """Whoever imported a function holds the function itself, so its code is exchanged."""
    for thing in gc.get_objects():
        # Never isinstance: asking a lazy object of Django's for its class wakes it up.
        if type(thing) is FunctionType and thing.__code__.co_filename == mutant.file:
            key = (thing.__code__.co_qualname, thing.__code__.co_firstlineno)
            if key in mutant.code:
                thing.__code__ = mutant.code[key]
        elif type(thing) is _CACHED and str(thing.__module__).startswith("takar."):
            thing.cache_clear()


def main() -> int:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", help="parts of module names; all when left out")
    parser.add_argument("--sample", type=int, default=25, help="mutants per module (25)")
    parser.add_argument("--minutes", type=float, default=10, help="time for the mutants (10)")
    parser.add_argument("--seed", type=int, default=0, help="another choice of mutants")
    words = parser.parse_args()
    chosen = {
        name: files
        for name, files in NEAREST.items()
        if not words.modules or any(part in name for part in words.modules)
    }
    runner = Runner(chosen, sample=words.sample, minutes=words.minutes, seed=words.seed)
    files = sorted({file for files in chosen.values() for file in files})
    options = [
        "-q",
        "-p",
        "no:cacheprovider",
        "--no-header",
        "--durations=0",
        "--show-capture=no",
        "--tb=line",
    ]
    pytest.main([*options, "-m", "not browser and not proof and not postgresql", *files], plugins=[runner])
    for name, (killed, tried) in runner.counts.items():
        if tried:
            print(f"{killed:4} of {tried:4} noticed  {name}")
    killed, tried = (sum(n[place] for n in runner.counts.values()) for place in (0, 1))
    print(f"{killed:4} of {tried:4} noticed in all; {len(runner.survivors)} live")
    return 0


if __name__ == "__main__":
    sys.exit(main())
