"""Code that is neither the app's own nor known to us, counted: an SDK without an entry must not pass by silence."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from analyzers.evidence import is_list_of_objects, rows, section, text, whole, words
from analyzers.knowledge.book import Knowledge
from analyzers.knowledge.domains import registrable_domain

_MAIN = "android.intent.action.MAIN"
_SHARED_HOSTS = frozenset({"github", "gitlab", "bitbucket", "gmail", "googlemail", "blogspot", "wordpress"})
# What a build tool writes for every library, whatever is in it.
_GENERATED = frozenset({"R", "BuildConfig", "Manifest", "DataBinderMapperImpl", "BR"})
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Strangers:
    """How many of the classes nobody known accounts for, and in which packages most of them lie."""

    classes: int
    unknown: int
    roots: tuple[str, ...]  # the largest first

    @property
    def share(self) -> int:
        """In hundredths of all classes, never rounded down to none."""
        return max(1, round(100 * self.unknown / self.classes)) if self.unknown else 0


def count_strangers(apk: Mapping[str, Any], knowledge: Knowledge) -> Strangers:
    """Look at every package that defines classes. Renamed ones are another sign, and are not counted here."""
    own = tuple(sorted(set(_own_roots(apk))))
    total = unknown = 0
    roots = Counter[str]()
    for _, row in rows(section(apk, "code"), "packages"):
        listed = words(row, "classes") or ()
        count = max(len(listed), whole(row, "count") or 0)
        total += count
        name = text(row, "name") or ""
        if not count or not name or is_under(name, own) or _is_renamed(name) or _is_known(name, knowledge):
            continue
        single = knowledge.marks_below(name)
        strange = [one for one in listed if (first := one.split("$", 1)[0]) not in _GENERATED and first not in single]
        left = len(strange) + max(0, count - len(listed))
        unknown += left
        if left:
            roots[".".join(name.split(".")[:3])] += left
    return Strangers(total, unknown, tuple(root for root, _ in sorted(roots.items(), key=lambda r: (-r[1], r[0]))))


def _is_known(name: str, knowledge: Knowledge) -> bool:
    """Ours to name, a free library's, or a moved copy's, of which the marks speak by themselves."""
    known = knowledge.sdk_by_prefix(name) is not None or knowledge.is_library(name)
    return known or knowledge.sdk_under(name) is not None


def is_under(name: str, roots: tuple[str, ...]) -> bool:
    """Whether a package is one of these or lies below one."""
    return f"{name}.".startswith(tuple(f"{root}." for root in roots)) if roots else False


def _is_renamed(name: str) -> bool:
    return all(len(label) <= _SHORT for label in name.split("."))


def _own_roots(apk: Mapping[str, Any]) -> Iterator[str]:
    """Under whose name the app's own code stands: that of the package, and of the screen that opens first."""
    package = text(apk, "packageName")
    if package:
        yield own_root(package)
    for _, row in rows(apk, "components") if is_list_of_objects(apk, "components") else ():
        if any(_MAIN in (words(one, "actions") or ()) for _, one in rows(row, "intentFilters")):
            yield own_root((text(row, "name") or "").rpartition(".")[0] or package or "")


@cache
def own_root(package: str) -> str:
    """The part of a package's name that somebody registered, read backwards; whole where a host is everybody's."""
    labels = package.split(".")
    if len(labels) > _SHORT and labels[1] in _SHARED_HOSTS:
        return ".".join(labels[:3])
    domain = registrable_domain(".".join(reversed(labels)))
    return ".".join(labels[: domain.count(".") + 1]) if domain else package
