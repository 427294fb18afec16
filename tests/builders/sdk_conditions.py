"""Packages with forty SDKs and more in each condition: started, called, asleep, switched off, empty, renamed, moved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from analyzers.knowledge.book import Sdk
from analyzers.sdk_classes.opacity import code_gaps
from tests.builders.apk import ApkSource, Component
from tests.builders.axml import Value
from tests.builders.dex import ClassSource
from tests.builders.knowledge import shipped_knowledge

BOOK = shipped_knowledge()
_TAKEN = {prefix: sdk.id for sdk in BOOK.sdks for prefix in sdk.prefixes}
_FULL = 9  # classes of an SDK that is really there
_HOME = ClassSource("fr.fictif.Accueil", extends="android.app.Activity")
_ACTIVITY = Component("activity", "fr.fictif.Accueil", {}, ("android.intent.action.MAIN",))

Source = Callable[[Sequence[Sdk]], ApkSource]


def _alone(sdk: Sdk) -> bool:
    """Whether its first prefix is a package of its own, under which no other SDK lies."""
    own = sdk.prefixes[0] if sdk.prefixes else ""
    inside = {name for prefix, name in _TAKEN.items() if prefix.startswith(f"{own}.") or own.startswith(f"{prefix}.")}
    return bool(own) and bool(sdk.hosts) and not own.rpartition(".")[2][:1].isupper() and inside <= {sdk.id}


def _has_room(sdk: Sdk) -> bool:
    """Whether its first prefix is a package under which no other SDK lies; it may itself lie under another's."""
    own = sdk.prefixes[0] if sdk.prefixes else ""
    below = {name for prefix, name in _TAKEN.items() if prefix.startswith(f"{own}.")}
    return bool(own) and not own.rpartition(".")[2][:1].isupper() and below <= {sdk.id}


def _loads_nothing(sdk: Sdk) -> bool:
    """Whether its presence alone leaves no code unseen: one that fetches code, or hosts another language's, does."""
    return not code_gaps({"code": {"packages": [{"name": own, "classes": ["Main"]} for own in sdk.prefixes]}})


PLAIN = [sdk for sdk in BOOK.sdks if _alone(sdk) and _loads_nothing(sdk)]
CHOSEN = PLAIN[:: max(1, len(PLAIN) // 60)]
SLEEPERS = [sdk for sdk in BOOK.sdks if sdk.needs_wiring and _has_room(sdk)]
ASLEEP = tuple({sdk.id: sdk for sdk in [*CHOSEN, *SLEEPERS]}.values())
SWITCHED = [sdk for sdk in BOOK.sdks if sdk.prefixes and any(switch.only is None for switch in sdk.switches)]
_TRUTHS = {"true": True, "false": False}


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


def _asleep(sdks: Sequence[Sdk]) -> ApkSource:
    return _package([row for sdk in sdks for row in _classes(sdk)])


def _plain(sdks: Sequence[Sdk]) -> ApkSource:
    services = [Component("service", f"{sdk.prefixes[0]}.Part0") for sdk in sdks]
    return _package([row for sdk in sdks for row in _classes(sdk)], *services)


def _stub(sdks: Sequence[Sdk]) -> ApkSource:
    return _package([ClassSource(f"{sdk.prefixes[0]}.Part{n}") for sdk in sdks for n in range(2)])


def _renamed(sdks: Sequence[Sdk]) -> ApkSource:
    strings = tuple(f"https://{sdk.hosts[0]}/v1" for sdk in sdks)
    names = [f"{a}.{b}.{c}" for a in "abcdefgh" for b in "abcdefg" for c in "abcdefg"]
    return _package([*(ClassSource(name) for name in names), ClassSource("a.a.z", strings=strings)])


def _off(sdks: Sequence[Sdk]) -> ApkSource:
    switches: dict[str, Value] = {
        switch.key: _TRUTHS.get(switch.off, switch.off)
        for sdk in sdks
        for switch in sdk.switches
        if switch.only is None
    }
    return _package([row for sdk in sdks for row in _classes(sdk)], meta=switches)


def _off_by_resource(sdks: Sequence[Sdk]) -> ApkSource:
    keys: dict[str, Value] = {
        switch.key: f"@bool/{switch.off}" for sdk in sdks for switch in sdk.switches if switch.only is None
    }
    flags = {word: {"": truth, "fr": truth} for word, truth in _TRUTHS.items()}
    return replace(_package([row for sdk in sdks for row in _classes(sdk)], meta=keys), flags=flags)


def _called(sdks: Sequence[Sdk]) -> ApkSource:
    home = replace(_HOME, calls=tuple(f"{sdk.prefixes[0]}.Part0" for sdk in sdks))
    return replace(_package([]), dex=((home, *(row for sdk in sdks for row in _classes(sdk))),))


def _disabled(sdks: Sequence[Sdk]) -> ApkSource:
    services = [Component("service", f"{sdk.prefixes[0]}.Part0", {"enabled": False}) for sdk in sdks]
    return _package([row for sdk in sdks for row in _classes(sdk)], *services)


def _moved(sdks: Sequence[Sdk]) -> ApkSource:
    strings = {sdk.id: (f"https://{sdk.hosts[0]}/v1",) for sdk in sdks}
    return _package(
        [
            ClassSource(f"fr.app.shaded.{sdk.prefixes[0]}.Part{n}", strings=strings[sdk.id])
            for sdk in sdks
            for n in range(_FULL)
        ]
    )


@dataclass(frozen=True, slots=True)
class Condition:
    """How a package is made, of which SDKs, and what is to be said of each: tier and state."""

    make: Source
    sdks: tuple[Sdk, ...]
    tier: str
    state: Callable[[Sdk], str]

    def expected(self, sdk: Sdk) -> tuple[str, str]:
        """What is to be said of one SDK."""
        return self.tier, self.state(sdk)


def _always(state: str) -> Callable[[Sdk], str]:
    return lambda _: state


def _sleep(sdk: Sdk) -> str:
    """Only of an SDK that cannot start without the manifest does its silence say something."""
    return "dormant" if sdk.needs_wiring else "unknown"


_MOVABLE = tuple(sdk for sdk in CHOSEN if sdk.prefixes[0].startswith(("com.", "org.", "io.", "net.")))
_FLAGGED = tuple(sdk for sdk in SWITCHED if all(row.off in _TRUTHS for row in sdk.switches if row.only is None))
CONDITIONS: dict[str, Condition] = {
    "plain": Condition(_plain, tuple(CHOSEN), "wired", _always("active")),
    "dormant": Condition(_asleep, ASLEEP, "defined", _sleep),
    "called": Condition(_called, tuple(CHOSEN), "wired", _always("active")),
    "off by resource": Condition(_off_by_resource, _FLAGGED, "defined", _always("switched_off")),
    "switched off": Condition(_off, tuple(SWITCHED), "defined", _always("switched_off")),
    "disabled": Condition(_disabled, tuple(CHOSEN), "defined", _always("switched_off")),
    "stub": Condition(_stub, tuple(CHOSEN), "defined", _always("stub")),
    "renamed": Condition(_renamed, tuple(CHOSEN), "string", _always("unknown")),
    "moved": Condition(_moved, _MOVABLE, "defined", _sleep),
}
