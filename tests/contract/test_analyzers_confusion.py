"""Packages of our own, with forty SDKs and more in each condition: what is said of every one, in one printed table."""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

import pytest

from analyzers.extract.apk import extract_apk
from analyzers.knowledge.book import Sdk
from analyzers.sdk_classes.detect import detect
from criteria.findings import Extent
from tests.builders.apk import ApkSource, Component, build_apk
from tests.builders.axml import Value
from tests.builders.dex import ClassSource
from tests.builders.knowledge import shipped_knowledge

BOOK = shipped_knowledge()
_TAKEN = {prefix: sdk.id for sdk in BOOK.sdks for prefix in sdk.prefixes}
_FULL = 9  # classes of an SDK that is really there
_HOME = ClassSource("fr.fictif.Accueil", extends="android.app.Activity")
_ACTIVITY = Component("activity", "fr.fictif.Accueil", {}, ("android.intent.action.MAIN",))

Answer = dict[str, tuple[str, str]]
Source = Callable[[Sequence[Sdk]], ApkSource]


def _alone(sdk: Sdk) -> bool:
    """Whether its first prefix is a package of its own, under which no other SDK lies."""
    own = sdk.prefixes[0] if sdk.prefixes else ""
    inside = {name for prefix, name in _TAKEN.items() if prefix.startswith(f"{own}.") or own.startswith(f"{prefix}.")}
    return bool(own) and bool(sdk.hosts) and not own.rpartition(".")[2][:1].isupper() and inside <= {sdk.id}


PLAIN = [sdk for sdk in BOOK.sdks if _alone(sdk)]
SLEEPERS = [sdk for sdk in PLAIN if sdk.needs_wiring]
CHOSEN = sorted({sdk.id: sdk for sdk in [*SLEEPERS, *PLAIN[:: max(1, len(PLAIN) // 60)]]}.values(), key=lambda s: s.id)
SWITCHED = [sdk for sdk in BOOK.sdks if sdk.switches and sdk.prefixes]


def _classes(sdk: Sdk, count: int = _FULL) -> list[ClassSource]:
    own = sdk.prefixes[0]
    base = own.rpartition(".")[0] if own.rpartition(".")[2][:1].isupper() else own
    strings = tuple(f"https://{host}/v1" for host in sdk.hosts[:1])
    first = [ClassSource(own, strings=strings)] if base != own else []
    return first + [
        ClassSource(f"{own}.Part{n}" if base == own else f"{own}$Part{n}", strings=strings) for n in range(count)
    ]


def _package(classes: Sequence[ClassSource], *more: Component, meta: dict[str, Value] | None = None) -> ApkSource:
    return ApkSource("fr.fictif", components=(_ACTIVITY, *more), dex=((_HOME, *classes),), meta=meta or {})


def _defined(sdks: Sequence[Sdk]) -> ApkSource:
    return _package([row for sdk in sdks for row in _classes(sdk)])


def _wired(sdks: Sequence[Sdk]) -> ApkSource:
    services = [Component("service", f"{sdk.prefixes[0]}.Part0") for sdk in sdks]
    return _package([row for sdk in sdks for row in _classes(sdk)], *services)


def _stub(sdks: Sequence[Sdk]) -> ApkSource:
    return _package([ClassSource(f"{sdk.prefixes[0]}.Part{n}") for sdk in sdks for n in range(2)])


def _renamed(sdks: Sequence[Sdk]) -> ApkSource:
    strings = tuple(f"https://{sdk.hosts[0]}/v1" for sdk in sdks)
    names = [f"{a}.{b}.{c}" for a in "abcdefgh" for b in "abcdefg" for c in "abcdefg"]
    return _package([*(ClassSource(name) for name in names), ClassSource("a.a.z", strings=strings)])


def _off(sdks: Sequence[Sdk]) -> ApkSource:
    switches: dict[str, Value] = {switch.key: switch.off == "true" for sdk in sdks for switch in sdk.switches}
    return _package([row for sdk in sdks for row in _classes(sdk)], meta=switches)


@cache
def _look(make: Source, sdks: tuple[Sdk, ...]) -> tuple[Answer, Extent]:
    evidence = extract_apk(build_apk(make(sdks), None)).evidence
    assert evidence is not None
    found = detect("a" * 64, evidence, BOOK)
    said = {
        str(row.attributes["sdk"]): (str(row.attributes["tier"]), str(row.attributes["state"]))
        for row in found.findings
    }
    return said, found.coverage[0].extent


def _expected(condition: str, sdk: Sdk) -> tuple[str, str]:
    asleep = "dormant" if sdk.needs_wiring else "unknown"
    return {
        "plain": ("defined", asleep), "wired": ("wired", "active"), "stub": ("defined", "stub"),
        "renamed": ("string", "unknown"), "switched off": ("defined", "switched_off"),
    }[condition]  # fmt: skip


CONDITIONS: dict[str, tuple[Source, tuple[Sdk, ...]]] = {
    "plain": (_defined, tuple(CHOSEN)),
    "wired": (_wired, tuple(CHOSEN)),
    "stub": (_stub, tuple(CHOSEN)),
    "renamed": (_renamed, tuple(CHOSEN)),
    "switched off": (_off, tuple(SWITCHED)),
}


def test_there_are_forty_of_them_and_more() -> None:
    assert len(CHOSEN) >= 40


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_sdk_is_said_to_be_what_it_is(condition: str) -> None:
    make, sdks = CONDITIONS[condition]
    said, _ = _look(make, sdks)

    assert {sdk.id: said.get(sdk.id) for sdk in sdks} == {sdk.id: _expected(condition, sdk) for sdk in sdks}


@pytest.mark.parametrize("condition", ["plain", "wired", "stub"])
def test_nothing_else_is_said_to_be_there(condition: str) -> None:
    make, sdks = CONDITIONS[condition]
    said, extent = _look(make, sdks)

    assert {name for name, (tier, _) in said.items() if tier in ("wired", "defined")} == {sdk.id for sdk in sdks}
    assert extent is Extent.COMPLETE


def test_no_absence_is_concluded_from_renamed_code() -> None:
    said, extent = _look(*CONDITIONS["renamed"])

    assert extent is Extent.PARTIAL
    assert not {tier for tier, _ in said.values()} & {"wired", "defined"}


def test_the_table_is_printed() -> None:
    lines = [f"{'condition':<14}{'SDKs':>6}  said"]
    for condition, (make, sdks) in CONDITIONS.items():
        said, _ = _look(make, sdks)
        counts = Counter("/".join(said.get(sdk.id, ("absent", "-"))) for sdk in sdks)
        lines.append(f"{condition:<14}{len(sdks):>6}  {', '.join(f'{name} {n}' for name, n in counts.most_common())}")
    sys.stdout.write("\n".join(lines) + "\n")
    assert all("absent" not in line for line in lines)
