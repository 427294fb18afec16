"""Traces of SDKs beyond their classes: constants that renaming leaves, hosts, libraries, bundles, leftovers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from analyzers.evidence import rows, section, text, words
from analyzers.knowledge.book import Knowledge, Sdk

_FIELDS = {"library": "natives", "bundle": "packages", "resource": "resources"}
_HEAD = 5  # letters of a word that tell most of those that begin otherwise
_LIBRARY, _SUFFIX = "lib", ".so"
_SHORT = 2
# Words of an SDK's own: found without its classes, they say that its code may be there under other names.
STRONG = frozenset({"setting", "constant", "library", "moved"})
# What an SDK is for, where a word of its own tells something: one that sends.
_TELLING = frozenset(
    {
        "analytics", "advertising", "profiling", "crash", "push", "attribution", "location", "identification",
        "messaging", "experiment", "survey",
    }
)  # fmt: skip
# Words that only its own code brings along.
OWN = frozenset({"setting", "constant", "host", "library"})


@dataclass(frozen=True, slots=True)
class Trace:
    """One trace: of which kind, which word, where in the evidence, and in which version where it says so."""

    kind: str  # setting, constant, name, host, library, bundle, resource, layout, file, moved
    word: str
    where: str
    at: object = None
    version: str | None = None
    renamed: bool = False  # whether a class without a name of its own uses it


def find_traces(apk: Mapping[str, Any], knowledge: Knowledge) -> Iterator[tuple[Sdk, Trace]]:
    """Every trace in the package, with the SDK to which it belongs."""
    yield from _constants(apk, knowledge)
    yield from _hosts(apk, knowledge)
    for kind, found in (("library", _libraries(apk)), ("bundle", _bundles(apk)), ("resource", _resources(apk))):
        table = knowledge.sdks_by_trace(_FIELDS[kind])
        yield from ((table[word], Trace(kind, word, where, at)) for word, where, at in found if word in table)
    for index, row in rows(apk, "layoutClasses"):
        view = text(row, "name") or ""
        if (below := knowledge.sdk_by_prefix(view)) is not None and _is_class_name(view):
            yield below, Trace("layout", view, f"/apk/layoutClasses/{index}", row.get("at"))
    files = knowledge.sdks_by_trace("files")
    for index, row in rows(apk, "leftovers"):
        name = text(row, "name")
        sdk = files.get(name or "")
        if sdk is not None and name is not None:
            place = {"entry": text(row, "entry")}
            yield sdk, Trace("file", name, f"/apk/leftovers/{index}", place, text(row, "version"))


def _constants(apk: Mapping[str, Any], knowledge: Knowledge) -> Iterator[tuple[Sdk, Trace]]:
    settings, exact = knowledge.sdks_by_setting, knowledge.sdks_by_trace("strings")
    starts = tuple(mark for mark in exact if mark.endswith("."))
    heads = {mark[:_HEAD] for mark in starts}
    for index, word in knowledge.may_know(words(section(apk, "code"), "constants") or ()):
        below = knowledge.sdk_by_prefix(word)
        kind, sdk = "constant", exact.get(word)
        if word in settings and "." in word:
            kind, sdk = "setting", settings[word]
        elif below is not None and _is_class_name(word):
            kind, sdk = "name", below  # by itself, or by another that looks whether it is there
        elif sdk is None and word[:_HEAD] in heads and word.startswith(starts):
            sdk = exact[max((m for m in starts if word.startswith(m)), key=len)]
        elif sdk is None and below is not None and _speaks(word, below):
            sdk = below
        if sdk is not None:
            yield sdk, Trace(kind, word, f"/apk/code/constants/{index}")


def _speaks(word: str, sdk: Sdk) -> bool:
    """Whether a word below an SDK's package that is no class is its own: an intent's action, a preference, a name.

    Others name its package and its classes to look whether they are there; words below it only its own code brings.
    """
    return word not in sdk.prefixes and not _TELLING.isdisjoint(sdk.purposes)


def _is_class_name(word: str) -> bool:
    last = word[word.rfind(".") + 1 :]
    return last[:1].isupper() and not last.isupper()


def _hosts(apk: Mapping[str, Any], knowledge: Knowledge) -> Iterator[tuple[Sdk, Trace]]:
    suffixes = knowledge.sdks_by_host
    for index, row in rows(apk, "endpoints"):
        labels = (text(row, "host") or "").split(".")
        found = next((suffixes[end] for n in range(len(labels)) if (end := ".".join(labels[n:])) in suffixes), None)
        if found is not None:
            first = next((place for _, place in rows(row, "at")), None)
            renamed = any(is_renamed(user) for user in words(row, "users") or ())
            yield found, Trace("host", text(row, "host") or "", f"/apk/endpoints/{index}", first, renamed=renamed)


def is_renamed(name: str) -> bool:
    """Whether a class has the short name that a renamer gives, and lies in a package of such names or in none."""
    package, _, simple = name.rpartition(".")
    return len(simple.partition("$")[0]) <= _SHORT and all(len(word) <= _SHORT for word in package.split("."))


def _libraries(apk: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    for index, row in rows(apk, "native"):
        file = text(row, "file") or ""
        for name in (file.rsplit("/", 1)[-1], text(row, "soname") or ""):
            if name.startswith(_LIBRARY) and name.endswith(_SUFFIX):
                yield name.removeprefix(_LIBRARY).removesuffix(_SUFFIX), f"/apk/native/{index}", {"entry": file}


def _bundles(apk: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    for index, row in rows(apk, "runtimes"):
        for number, name in enumerate(words(row, "packages") or ()):
            yield name, f"/apk/runtimes/{index}/packages/{number}", {"entry": text(row, "bundle")}


def _resources(apk: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    for index, name in enumerate(words(apk, "resourceKeys") or ()):
        yield name, f"/apk/resourceKeys/{index}", {"entry": "resources.arsc"}
