"""Knowledge that an instance adds to what is shipped: proposed by one person, accepted by another, dated, digested.

Each addition is one JSON file in `additions/` of the data sets' folder, named after its digest. What another hand
changed, or one person alone made, or nobody accepted, is not used; `sceau knowledge age` shows which are.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzers.knowledge.book import DatasetAge, Owner, Sdk
from analyzers.knowledge.tables import PURPOSES

SCHEMA = "sceau/addition/1"
FOLDER = "additions"
LICENCE, ATTRIBUTION = "ODbL-1.0", "ETIP database of Exodus Privacy (ODbL 1.0)"


@dataclass(frozen=True, slots=True)
class Addition:
    """One addition as it lies on disk: what it adds, from which file, who proposed and who accepted it, and when."""

    digest: str
    source_sha256: str
    proposed: Mapping[str, str]  # by, on
    accepted: Mapping[str, str] | None
    sdks: tuple[Mapping[str, Any], ...]

    @property
    def counts(self) -> bool:
        """Whether two different people stand behind it."""
        return self.accepted is not None and self.accepted.get("by") != self.proposed.get("by")


def digest_of(sdks: list[dict[str, Any]], source_sha256: str, proposed: Mapping[str, str]) -> str:
    """The name of an addition: SHA-256 of what it adds, from which file, proposed by whom and when."""
    body = {"sdks": sdks, "source_sha256": source_sha256, "proposed": dict(proposed)}
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def write_addition(
    folder: Path,
    sdks: list[dict[str, Any]],
    source_sha256: str,
    proposed: Mapping[str, str],
    accepted: Mapping[str, str] | None = None,
) -> str:
    """Write an addition, whole or not at all, and return its digest."""
    digest = digest_of(sdks, source_sha256, proposed)
    body = {"schema": SCHEMA, "source_sha256": source_sha256, "proposed": dict(proposed), "accepted": accepted}
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    draft = place / f".{digest}.part"
    draft.write_text(json.dumps(body | {"sdks": sdks}, ensure_ascii=False, indent=1), "utf-8")
    draft.replace(place / f"{digest}.json")
    return digest


def read_additions(folder: Path | None) -> tuple[Addition, ...]:
    """Read the additions, sorted by digest; a file that does not hold to its own digest is none."""
    place = folder / FOLDER if folder is not None else None
    if place is None or not place.is_dir():
        return ()
    return tuple(found for path in sorted(place.glob("*.json")) if (found := _read(path)) is not None)


def _read(path: Path) -> Addition | None:
    try:
        body = json.loads(path.read_text("utf-8"))
        digest = digest_of(body["sdks"], body["source_sha256"], body["proposed"])
        accepted = body["accepted"]
        whole = Addition(digest, body["source_sha256"], body["proposed"], accepted, tuple(body["sdks"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return whole if digest == path.stem else None


def added_sdks(additions: tuple[Addition, ...], known: tuple[Sdk, ...]) -> tuple[Sdk, ...]:
    """The SDKs of accepted additions, without what the shipped knowledge has in the meantime; their owners unproven."""
    taken = {prefix for sdk in known for prefix in sdk.prefixes} | {host for sdk in known for host in sdk.hosts}
    ids = {sdk.id for sdk in known}
    found: dict[str, Sdk] = {}
    for addition in additions:
        for row in addition.sdks if addition.counts else ():
            sdk = _sdk(row, addition, taken)
            if sdk.id not in ids and (sdk.prefixes or sdk.hosts):
                found.setdefault(sdk.id, sdk)
                taken |= {*sdk.prefixes, *sdk.hosts}
    return tuple(found[key] for key in sorted(found))


def _sdk(row: Mapping[str, Any], addition: Addition, taken: set[str]) -> Sdk:
    def fresh(key: str) -> tuple[str, ...]:
        return tuple(str(name) for name in row.get(key, ()) if name not in taken)

    name = str(row["name"])
    return Sdk(
        id=str(row["id"]),
        name=name,
        owner=Owner(str(row["id"]), name, None, None, None, (), "low"),
        purposes=tuple(sorted(PURPOSES.intersection(row.get("purposes", ())))) or ("analytics",),
        prefixes=fresh("classes"), components=(), metadata=(), switches=(), needs_wiring=False,
        hosts=fresh("hosts"),
        exodus=tuple(number for number in row.get("exodus", ()) if isinstance(number, int)),
        source=str(row.get("source", "")),
        as_of=str((addition.accepted or {}).get("on", "")),
        confidence="low",
    )  # fmt: skip


def ages_of(additions: tuple[Addition, ...]) -> Iterator[DatasetAge]:
    """Each addition as a data set: named after its digest, dated by its acceptance, absent until accepted."""
    for one in additions:
        on = (one.accepted or one.proposed).get("on")
        name = f"addition-{one.digest[:12]}"
        yield DatasetAge(name, one.digest, on, LICENCE, ATTRIBUTION, present=one.counts)
