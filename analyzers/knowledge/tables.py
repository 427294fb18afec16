"""The curated tables of SDKs, host names, permissions and platform levels, read strictly."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analyzers.knowledge.book import HostOwner, Owner, Permission, PlatformLevel, Sdk, Switch, Traces
from analyzers.knowledge.contests import Contest
from analyzers.knowledge.files import BrokenKnowledgeError, check_keys, index_once
from criteria.findings import Text

PURPOSES = frozenset(
    {
        "advertising", "profiling", "analytics", "crash", "push", "attribution", "location", "identification", "maps",
        "payment", "login", "tooling", "health", "network", "messaging", "survey", "video", "consent", "security",
        "social", "experiment",
    }
)  # fmt: skip
_SDK_OPTIONAL = (
    "purposes", "classes", "components", "metadata", "needs_wiring", "hosts", "exodus", "source", "as_of",
    "contested", "confidence",
)  # fmt: skip
_SURE = frozenset({"high", "medium", "low"})
_ROLES = frozenset({"service", "platform", "hosting"})


def load_sdks(content: Mapping[str, Any], owners: Mapping[str, Owner]) -> tuple[Sdk, ...]:
    """Read the SDKs, sorted by id; two SDKs never share a class prefix."""
    defaults = content["defaults"]
    sdks = index_once(((row["id"], _sdk(row, defaults, owners)) for row in content["sdks"]), "sdks.yaml")
    index_once(((prefix, sdk.id) for sdk in sdks.values() for prefix in sdk.prefixes), "sdks.yaml classes")
    index_once(((host, sdk.id) for sdk in sdks.values() for host in sdk.hosts), "sdks.yaml hosts")
    return tuple(sdks[key] for key in sorted(sdks))


def _sdk(row: Mapping[str, Any], defaults: Mapping[str, str], owners: Mapping[str, Owner]) -> Sdk:
    where = f"sdks.yaml {row.get('id')}"
    check_keys(row, ("id", "name", "org"), _SDK_OPTIONAL, where)
    purposes = tuple(row.get("purposes", ()))
    if not purposes or not PURPOSES.issuperset(purposes) or (row["org"] is not None and row["org"] not in owners):
        message = f"{where}: unknown organisation {row['org']!r} or purposes {purposes}"
        raise BrokenKnowledgeError(message)
    return Sdk(
        id=row["id"],
        name=row["name"],
        owner=owners[row["org"]] if row["org"] is not None else None,
        purposes=purposes,
        prefixes=tuple(row.get("classes", ())),
        components=tuple(row.get("components", ())),
        metadata=tuple(row.get("metadata", ())),
        switches=(),
        needs_wiring=bool(row.get("needs_wiring", False)),
        hosts=tuple(row.get("hosts", ())),
        exodus=tuple(row.get("exodus", ())),
        source=row.get("source", defaults["source"]),
        as_of=str(row.get("as_of", defaults["as_of"])),
        contest=_contest(row["contested"], where) if "contested" in row else None,
        confidence=_sure(row, defaults, where),
    )


def _sure(row: Mapping[str, Any], defaults: Mapping[str, str], where: str) -> str:
    confidence = str(row.get("confidence", defaults["confidence"]))
    if confidence not in _SURE:
        message = f"{where}: confidence is high, medium or low"
        raise BrokenKnowledgeError(message)
    return confidence


def _contest(row: Mapping[str, Any], where: str) -> Contest:
    check_keys(row, ("fr", "en", "source", "as_of"), (), f"{where} contested")
    return Contest(_words(row), row["source"], str(row["as_of"]))


def load_switches(content: Mapping[str, Any], sdks: tuple[Sdk, ...]) -> tuple[Sdk, ...]:
    """Give each SDK the manifest keys that turn it, or a part of it, off."""
    defaults, by_sdk = content["defaults"], dict[str, list[Switch]]()
    known = {sdk.id for sdk in sdks}
    for row in content["switches"]:
        where = f"switches.yaml {row.get('sdk')} {row.get('key')}"
        check_keys(row, ("sdk", "key", "value", "source"), ("only", "as_of", "confidence"), where)
        if row["sdk"] not in known or not isinstance(row["value"], str):
            message = f"{where}: unknown SDK, or a value that is no text"
            raise BrokenKnowledgeError(message)
        only = _words(row["only"]) if "only" in row else None
        as_of = str(row.get("as_of", defaults["as_of"]))
        by_sdk.setdefault(row["sdk"], []).append(Switch(row["key"], row["value"], only, row["source"], as_of))
    for name, rows in by_sdk.items():
        index_once(((row.key, row) for row in rows), f"switches.yaml {name}")
    return tuple(replace(sdk, switches=tuple(by_sdk[sdk.id])) if sdk.id in by_sdk else sdk for sdk in sdks)


def load_traces(content: Mapping[str, Any], sdks: tuple[Sdk, ...]) -> tuple[Sdk, ...]:
    """Give each SDK its marks beyond classes and manifest; one mark never belongs to two."""
    kinds = tuple(Traces.__dataclass_fields__)
    rows = index_once(((row["id"], row) for row in content["marks"]), "marks.yaml")
    unknown = set(rows) - {sdk.id for sdk in sdks}
    if unknown:
        message = f"marks.yaml: unknown SDKs {sorted(unknown)}"
        raise BrokenKnowledgeError(message)
    for row in rows.values():
        check_keys(row, ("id",), kinds, f"marks.yaml {row['id']}")
    for kind in kinds:
        index_once(((mark, name) for name, row in rows.items() for mark in row.get(kind, ())), f"marks.yaml {kind}")
    traces = {name: Traces(**{kind: tuple(row.get(kind, ())) for kind in kinds}) for name, row in rows.items()}
    return tuple(replace(sdk, traces=traces[sdk.id]) if sdk.id in traces else sdk for sdk in sdks)


def load_hosts(content: Mapping[str, Any], owners: Mapping[str, Owner]) -> tuple[HostOwner, ...]:
    """Read who owns which host names, sorted by suffix."""
    hosts = index_once(((row["suffix"], _host(row, owners)) for row in content["hosts"]), "hosts.yaml")
    return tuple(hosts[key] for key in sorted(hosts))


def _host(row: Mapping[str, Any], owners: Mapping[str, Owner]) -> HostOwner:
    where = f"hosts.yaml {row.get('suffix')}"
    check_keys(row, ("suffix", "org"), ("purposes", "role"), where)
    purposes, role = tuple(row.get("purposes", ())), row.get("role", "service")
    if row["org"] not in owners or role not in _ROLES or not PURPOSES.issuperset(purposes):
        message = f"{where}: unknown organisation, role or purpose"
        raise BrokenKnowledgeError(message)
    return HostOwner(row["suffix"], owners[row["org"]], purposes, role)


def load_noise(content: Mapping[str, Any]) -> dict[str, str]:
    """Read the host names that mean no contact, with the reason; a name that begins with a dot holds for all below."""
    rows = content["noise"]
    for row in rows:
        check_keys(row, ("why",), ("exact", "below"), f"noise.yaml {row.get('why')}")
    named = [(host, row["why"]) for row in rows for host in row.get("exact", ())]
    named += [(mark, row["why"]) for row in rows for host in row.get("below", ()) for mark in (host, f".{host}")]
    return index_once(named, "noise.yaml")


def load_libraries(content: Mapping[str, Any], sdks: tuple[Sdk, ...]) -> dict[str, str]:
    """Read the prefixes of code through which nobody receives, each with its name; an SDK's own prefix is never one."""
    rows = content["libraries"]
    for row in rows:
        check_keys(row, ("name", "prefixes"), ("source", "as_of"), f"libraries.yaml {row.get('name')}")
    found = index_once(((prefix, row["name"]) for row in rows for prefix in row["prefixes"]), "libraries.yaml")
    taken = sorted(found.keys() & {prefix for sdk in sdks for prefix in sdk.prefixes})
    if taken:
        message = f"libraries.yaml: {taken} belong to SDKs"
        raise BrokenKnowledgeError(message)
    return found


def load_permissions(content: Mapping[str, Any]) -> dict[str, Permission]:
    """Read the permissions that open something personal."""
    rows = content["permissions"]
    for row in rows:
        check_keys(row, ("name", "group", "fr", "en"), ("advertising_id",), f"permissions.yaml {row.get('name')}")
    return index_once(
        (
            (row["name"], Permission(row["name"], row["group"], bool(row.get("advertising_id")), _words(row)))
            for row in rows
        ),
        "permissions.yaml",
    )


def _words(row: Mapping[str, Any]) -> Text:
    return Text(row["fr"], row["en"])


def load_platform(content: Mapping[str, Any]) -> PlatformLevel:
    """Read the last dated level that the platform's own store calls current."""
    last = max(content["current_targets"], key=lambda row: str(row["since"]))
    return PlatformLevel(last["target"], str(last["since"]), last["source"])
