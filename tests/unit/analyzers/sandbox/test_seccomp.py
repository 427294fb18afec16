"""The filter is run here on paper: each jump is followed as the kernel would."""

import struct

import pytest

from analyzers.sandbox.seccomp import _ARCHITECTURES, _NEEDED, program

_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000


def _run(machine: str, number: int, architecture: int, third: int = 0) -> int:
    rows = list(struct.iter_unpack("<HBBI", program(machine)))
    data = {0: number, 4: architecture, 32: third}
    held, at = 0, 0
    while True:
        code, yes, no, value = rows[at]
        if code == 0x20:
            held = data[value]
        elif code == 0x06:
            return int(value)
        else:
            at += yes if (held == value if code == 0x15 else held & value) else no
        at += 1


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_needed_calls_pass_and_all_others_are_refused(machine: str) -> None:
    needed = set(_NEEDED[machine].values())
    answers = {number: _run(machine, number, _ARCHITECTURES[machine]) for number in range(600)}

    assert {number for number, answer in answers.items() if answer == _ALLOW} == needed
    assert set(answers.values()) == {_ALLOW, _REFUSE}


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("call", ["mmap", "mprotect"])
def test_executable_memory_is_refused(machine: str, call: str) -> None:
    number = _NEEDED[machine][call]

    assert _run(machine, number, _ARCHITECTURES[machine], 0x3) == _ALLOW
    assert _run(machine, number, _ARCHITECTURES[machine], 0x5) == _REFUSE


def test_calls_of_another_architecture_end_the_process() -> None:
    assert _run("x86_64", 0, _ARCHITECTURES["aarch64"]) == _KILL
    assert _run("x86_64", 0x40000000, _ARCHITECTURES["x86_64"]) == _REFUSE


def test_nothing_that_opens_connects_or_starts_is_needed() -> None:
    forbidden = {2, 41, 42, 43, 56, 57, 58, 59, 101, 257, 319, 321, 322, 425, 435, 437}

    assert not forbidden & set(_NEEDED["x86_64"].values())
