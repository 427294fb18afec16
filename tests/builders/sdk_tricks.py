"""One SDK at a time, hidden, hinted at or only sounding alike: what is to be said of it, and how far code was seen."""

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analyzers.knowledge.book import Sdk
from criteria.findings import Extent
from tests.builders.apk import ApkSource, Component, build_apk
from tests.builders.archive import Entry, write_archive
from tests.builders.axml import Value
from tests.builders.bundles import write_dart, write_hermes
from tests.builders.dex import ClassSource, write_dex
from tests.builders.elf import write_elf
from tests.builders.managed import write_assembly
from tests.builders.sdk_conditions import BOOK, PLAIN
from tests.builders.sdk_conditions import SWITCHED as WITH_SWITCH

_SPREAD = PLAIN[3 :: max(1, len(PLAIN) // 45)]
TRICKED = [sdk for sdk in _SPREAD if BOOK.sdk_by_prefix(f"{sdk.prefixes[0]}zz") is None]
_HOME = ClassSource("fr.fictif.Accueil", extends="android.app.Activity")
_START = Component("activity", "fr.fictif.Accueil", {}, ("android.intent.action.MAIN",))
_ORDINARY = tuple(ClassSource(f"fr.fictif.vue.Ecran{n}") for n in range(90))

Answer = tuple[str, str] | None  # tier and state; None where nothing is to be said
Classes = Sequence[ClassSource]


def _code(sdk: Sdk) -> list[ClassSource]:
    strings = tuple(f"https://{host}/v1" for host in sdk.hosts[:1])
    return [ClassSource(f"{sdk.prefixes[0]}.Part{n}", strings=strings) for n in range(9)]


def _app(*classes: ClassSource, **more: Any) -> bytes:
    """An app of one screen and these classes; `more` are fields of the description."""
    plain: dict[str, Any] = {"components": (_START,), "dex": ((_HOME, *classes),)}
    return build_apk(ApkSource("fr.fictif", **(plain | more)), None)


def _home(calls: tuple[str, ...] = (), strings: tuple[str, ...] = ()) -> dict[str, Any]:
    """The code of the app alone; its first screen calls and says these."""
    return {"dex": ((replace(_HOME, calls=calls, strings=strings), *_ORDINARY),)}


def _with(name: str, make: Callable[[bytes], bytes]) -> Callable[[Sdk], bytes]:
    return lambda sdk: _app(files={name: make(write_dex(_code(sdk)))})


def _set(sdk: Sdk) -> bytes:
    part = ApkSource("fr.fictif", split="mesure", dex=(tuple(_code(sdk)),), label=None)
    return write_archive(
        [Entry("base.apk", _app(), stored=True), Entry("mesure.apk", build_apk(part, None), stored=True)]
    )


def _kept(sdk: Sdk) -> bytes:
    """What rules of the SDK keep, a receiver, while everything else of it is renamed."""
    name = f"{sdk.prefixes[0]}.Receiver"
    host = ClassSource("a.a.b", strings=(f"https://{sdk.hosts[0]}/v1",))
    renamed = (ClassSource(f"a.{a}.{b}") for a in "bcdefg" for b in "abcdefgh")
    return _app(ClassSource(name), host, *renamed, components=(_START, Component("receiver", name)))


def _few_renamed(sdk: Sdk) -> bytes:
    """Too few renamed classes to be noticed by their share; one of them uses the SDK's own server."""
    host = ClassSource("a.a.b", strings=(f"https://{sdk.hosts[0]}/v1",))
    return _app(host, *(ClassSource(f"a.b.{letter}") for letter in "abcdefgh"), *_ORDINARY)


def _modules(sdk: Sdk) -> tuple[str, ...]:
    return sdk.traces.packages or ("fictif_module",)


def _switches(sdk: Sdk, value: Callable[[str], Value]) -> dict[str, Value]:
    return {switch.key: value(switch.off) for switch in sdk.switches if switch.only is None}


def _is_there(sdk: Sdk) -> Answer:
    return "defined", "dormant" if sdk.needs_wiring else "unknown"


def _in_bundle(sdk: Sdk) -> Answer:
    return ("referenced", "unknown") if sdk.traces.packages else None


def _always(answer: Answer) -> Callable[[Sdk], Answer]:
    return lambda _: answer


_WIRED, _NAMED, _NONE = _always(("wired", "active")), _always(("string", "unknown")), _always(None)
_MENTIONED = _always(("referenced", "unknown"))


@dataclass(frozen=True, slots=True)
class Trick:
    """How a package is made of one SDK, what is to be said of it, and how much code may be said to have been seen."""

    make: Callable[[Sdk], bytes]
    answer: Callable[[Sdk], Answer]
    extent: Extent


def _zipped(name: str) -> Callable[[bytes], bytes]:
    return lambda code: write_archive([Entry(name, code)])


ALL, PART = Extent.COMPLETE, Extent.PARTIAL  # foreign code that nobody knows is enough for the second
TRICKS: dict[str, Trick] = {
    "in a second code file": Trick(lambda sdk: _app(dex=((_HOME,), tuple(_code(sdk)))), _is_there, ALL),
    "in a part of a set": Trick(_set, _is_there, ALL),
    "called by own code": Trick(
        lambda sdk: _app(*_code(sdk), dex=((replace(_HOME, calls=(f"{sdk.prefixes[0]}.Part0",)), *_code(sdk)),)),
        _WIRED, ALL,
    ),
    "called by a library": Trick(
        lambda sdk: _app(*_code(sdk), ClassSource("org.ailleurs.Lib", calls=(f"{sdk.prefixes[0]}.Part0",))),
        _is_there, PART,
    ),
    "rules keep a receiver": Trick(_kept, _WIRED, PART),
    "few renamed, its server named": Trick(_few_renamed, _NAMED, PART),
    "code in assets": Trick(_with("assets/x.dex", bytes), _is_there, PART),
    "code as a picture": Trick(_with("res/drawable/x.png", bytes), _is_there, PART),
    "code in a jar": Trick(_with("assets/x.jar", _zipped("classes.dex")), _is_there, PART),
    "code in a package inside": Trick(_with("res/raw/x", _zipped("classes2.dex")), _is_there, PART),
    "code two archives deep": Trick(
        _with("assets/x.aar", lambda code: write_archive([Entry("classes.jar", _zipped("classes.dex")(code))])),
        _NONE, PART,
    ),
    "code in gzip": Trick(_with("assets/x.gz", gzip.compress), _NONE, PART),
    "its server in a library out of place": Trick(
        lambda sdk: _app(files={"assets/a.bin": write_elf(f"https://{sdk.hosts[0]}/v1\0".encode())}), _NONE, PART
    ),
    "code cut short": Trick(_with("classes2.dex", lambda code: code[:400]), _NONE, PART),
    "code with a wrong checksum": Trick(
        _with("classes2.dex", lambda code: code[:8] + b"\0\0\0\0" + code[12:]), _is_there, PART
    ),
    "code of an unknown version": Trick(
        _with("classes2.dex", lambda code: b"dex\n042\0" + code[8:]), _is_there, PART
    ),
    "code enciphered, with a loader": Trick(
        lambda sdk: _app(
            files={"assets/p.bin": bytes(byte ^ 0x5A for byte in write_dex(_code(sdk)))},
            **_home(calls=("dalvik.system.DexClassLoader",)),
        ),
        _NONE, PART,
    ),
    "a loader asked for by name": Trick(
        lambda _: _app(**_home(strings=("dalvik.system.InMemoryDexClassLoader",))), _NONE, PART
    ),
    "a loader in a library": Trick(
        lambda _: _app(files={"lib/x86/liba.so": write_elf(b"dalvik/system/DexClassLoader\0")}), _NONE, PART
    ),
    "a packer's library": Trick(lambda _: _app(files={"lib/x86/libjiagu.so": write_elf(b"x\0")}), _NONE, PART),
    "its name in a string": Trick(
        lambda sdk: _app(**_home(strings=(f"{sdk.prefixes[0]}.Main",))), _NAMED, ALL
    ),
    "its server in own code": Trick(
        lambda sdk: _app(**_home(strings=(f"https://{sdk.hosts[0]}/v1",))), _NAMED, ALL
    ),
    "its server in a library": Trick(
        lambda sdk: _app(files={"lib/x86/liba.so": write_elf(f"https://{sdk.hosts[0]}/v1\0".encode())}), _NAMED, ALL
    ),
    "called and not there": Trick(
        lambda sdk: _app(**_home(calls=(f"{sdk.prefixes[0]}.Main",))), _MENTIONED, PART
    ),
    "mentioned by a library, not there": Trick(
        lambda sdk: _app(ClassSource("org.ailleurs.Lib", calls=(f"{sdk.prefixes[0]}.Main",))), _MENTIONED, PART
    ),
    "a longer word": Trick(
        lambda sdk: _app(*(ClassSource(f"{sdk.prefixes[0]}zz.Part{n}") for n in range(9))), _NONE, PART
    ),
    "another word before": Trick(
        lambda sdk: _app(*(ClassSource(f"zz{sdk.prefixes[0]}.P{n}") for n in range(9))), _NONE, PART
    ),
    "in a Dart bundle": Trick(
        lambda sdk: _app(files={"lib/x86/libapp.so": write_dart(*(f"package:{p}/a.dart" for p in _modules(sdk)))}),
        lambda sdk: _in_bundle(sdk) if all(word.isidentifier() for word in _modules(sdk)[:1]) else None, PART,
    ),
    "in a .NET assembly": Trick(
        lambda sdk: _app(files={"assemblies/A.dll": write_assembly(_modules(sdk)[0], {})}), _in_bundle, PART
    ),
    "in a script": Trick(
        lambda sdk: _app(files={"assets/www/a.js": f"fetch('https://{sdk.hosts[0]}/v1')".encode()}), _NAMED, PART
    ),
    "its server in bytecode": Trick(
        lambda sdk: _app(files={"assets/index.android.bundle": write_hermes((f"https://{sdk.hosts[0]}/v1",))}),
        _NAMED, PART,
    ),
}  # fmt: skip

_TRUTHS = {"true": True, "false": False}
SWITCHABLE = [sdk for sdk in WITH_SWITCH if all(row.off in _TRUTHS for row in sdk.switches if row.only is None)]


def _off(sdk: Sdk) -> dict[str, Value]:
    return _switches(sdk, _TRUTHS.__getitem__)


def _by_resource(sdk: Sdk, **others: bool) -> bytes:
    """Switched off through a resource; where `others` is given, phones in French read the contrary."""
    wanted = _switches(sdk, lambda off: f"@bool/{off}")
    flags = {off: {"": truth} | ({"fr": not truth} if others else {}) for off, truth in _TRUTHS.items()}
    return _app(*_code(sdk), meta=wanted, flags=flags, sentences={"app": {"": "a"}})


SWITCHED: dict[str, Trick] = {
    "off by key": Trick(lambda sdk: _app(*_code(sdk), meta=_off(sdk)), _always(("defined", "switched_off")), ALL),
    "off by resource": Trick(_by_resource, _always(("defined", "switched_off")), ALL),
    "off, but not in French": Trick(lambda sdk: _by_resource(sdk, fr=True), _always(("defined", "unknown")), ALL),
    "off in words": Trick(
        lambda sdk: _app(*_code(sdk), meta=_switches(sdk, str)), _always(("defined", "unknown")), ALL
    ),
    "off inside a component": Trick(
        lambda sdk: _app(*_code(sdk), components=(replace(_START, meta=_off(sdk)),)),
        _always(("defined", "unknown")), ALL,
    ),
    "off, and called by own code": Trick(
        lambda sdk: _app(meta=_off(sdk), dex=((replace(_HOME, calls=(f"{sdk.prefixes[0]}.Part0",)), *_code(sdk)),)),
        _always(("wired", "unknown")), ALL,
    ),
}  # fmt: skip
