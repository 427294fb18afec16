"""How the instance is: demo or real, queue, schema, last runs' isolation, age of the data sets. Nothing personal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyzers.knowledge.book import DatasetAge
from catalog.assembly import Services
from catalog.evaluations.queries import list_recent_tiers
from catalog.listings.queries import get_change_number
from catalog.plumbing.schema import get_head, get_revision
from catalog.publishers.queries import find_authority


@dataclass(frozen=True, slots=True)
class Status:
    """What the health page shows."""

    instance: str
    authority: str
    waiting: Mapping[str, int]
    schema: str
    schema_is_current: bool
    datasets: Sequence[DatasetAge]
    knowledge: str
    changes: int
    sandbox: Sequence[str]


def read_status(services: Services) -> Status:
    """Ask each part how it is."""
    authority = find_authority(services.database)
    knowledge = services.evaluations.laboratory.knowledge()
    revision = get_revision(services.database.engine)
    with services.database.read() as session:
        tiers = list_recent_tiers(session)
    return Status(
        instance=authority.instance if authority else "",
        authority=authority.name if authority else "",
        waiting=services.queue.depth(),
        schema=revision or "",
        schema_is_current=revision == get_head(),
        datasets=knowledge.ages(),
        knowledge=knowledge.version,
        changes=get_change_number(services.database),
        sandbox=tiers,
    )
