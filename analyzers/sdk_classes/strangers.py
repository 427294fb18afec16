"""Code that is neither the app's own nor known to us, counted: an SDK without an entry must not pass by silence."""

import re
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
MOVED_CLASSES = 2  # one class under an SDK's name elsewhere is a look-alike; nobody moves a single one

# Names that a renamer gives: one to three signs, signs that are told apart by nobody, no sign of any keyboard here.
_TELLS_NOTHING = re.compile(r"(?:.{1,2}|[a-z][a-zA-Z0-9]{2}|[IlO01o]{3,}|[^\x00-\x7f]+)(?:\$.*)?", re.DOTALL)
_ENOUGH = 30  # classes of the app's own, from which on names can be weighed
_RENAMED_SHARE = 3  # one in three


@dataclass(frozen=True, slots=True)
class Strangers:
    """How many of the classes nobody known accounts for, and in which packages most of them lie."""

    classes: int
    unknown: int
    roots: tuple[str, ...]  # the largest first
    nameless: int = 0  # classes whose names tell nobody's

    @property
    def share(self) -> int:
        """In hundredths of all classes, never rounded down to none."""
        return self.share_of(self.unknown)

    def share_of(self, count: int) -> int:
        """A number of classes in hundredths of all, never rounded down to none."""
        return max(1, round(100 * count / self.classes)) if count else 0


def count_strangers(apk: Mapping[str, Any], knowledge: Knowledge) -> Strangers:
    """Look at every package that defines classes; one whose name a renamer gave is nobody's until told otherwise."""
    own = tuple(sorted(set(_own_roots(apk))))
    total = unknown = nameless = of_own = renamed = 0
    roots = Counter[str]()
    for _, row in rows(section(apk, "code"), "packages"):
        listed = words(row, "classes") or ()
        count = max(len(listed), whole(row, "count") or 0)
        total += count
        name = text(row, "name") or ""
        if not count:
            continue
        if is_under(name, own):
            of_own += count
            renamed += sum(_TELLS_NOTHING.fullmatch(one) is not None for one in listed)
        elif not _is_known(name, count, knowledge):
            single = knowledge.marks_below(name)
            strange = [one for one in listed if (first := _outer(one)) not in _GENERATED and first not in single]
            left = len(strange) + max(0, count - len(listed))
            if _is_renamed(name):
                nameless += left
            elif left:
                unknown += left
                roots[".".join(name.split(".")[:3])] += left
    if of_own >= _ENOUGH and renamed * _RENAMED_SHARE >= of_own:
        nameless += renamed
    largest = sorted(roots.items(), key=lambda root: (-root[1], root[0]))
    return Strangers(total, unknown, tuple(root for root, _ in largest), nameless)


def _outer(simple: str) -> str:
    return simple.split("$", 1)[0]


def _is_known(name: str, count: int, knowledge: Knowledge) -> bool:
    """Ours to name, a free library's, or a moved copy's, of which the marks speak by themselves."""
    if not name:
        return False
    known = knowledge.sdk_by_prefix(name) is not None or knowledge.is_library(name)
    return known or (count >= MOVED_CLASSES and knowledge.sdk_under(name) is not None)


def is_under(name: str, roots: tuple[str, ...]) -> bool:
    """Whether a package is one of these or lies below one."""
    return f"{name}.".startswith(tuple(f"{root}." for root in roots)) if roots else False


def _is_renamed(name: str) -> bool:
    """Whether no word of a package's name is longer than a renamer's; so it is where there is no package at all."""
    return all(len(label) <= _SHORT for label in name.split("."))


def _own_roots(apk: Mapping[str, Any]) -> list[str]:
    """Under whose name the app's own code stands: the package's; where no screen opens there, that of those that do."""
    package = text(apk, "packageName") or ""
    own = [own_root(package)] if package else []
    starts = [(text(row, "name") or "").rpartition(".")[0] or package for row in _screens(apk)]
    if any(is_under(start, tuple(own)) for start in starts):
        return own
    return [*own, *(own_root(start) for start in starts if start)]


def _screens(apk: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The screens from which the app can be begun. Whatever else claims to begin it begins nothing."""
    for _, row in rows(apk, "components") if is_list_of_objects(apk, "components") else ():
        begins = any(_MAIN in (words(one, "actions") or ()) for _, one in rows(row, "intentFilters"))
        if begins and (text(row, "type") or "").startswith("activity"):
            yield row


@cache
def own_root(package: str) -> str:
    """The part of a package's name that somebody registered, read backwards; whole where a host is everybody's."""
    labels = package.split(".")
    if len(labels) > _SHORT and labels[1] in _SHARED_HOSTS:
        return ".".join(labels[:3])
    domain = registrable_domain(".".join(reversed(labels)))
    return ".".join(labels[: domain.count(".") + 1]) if domain else package
