"""What a finding about a named server says to a person."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analyzers.evidence import covered, flag, rows, section, text
from analyzers.knowledge.book import HostOwner, Knowledge, Sdk
from analyzers.knowledge.contests import Contest
from analyzers.knowledge.places import CONFIDENCE
from criteria.findings import Coverage, Extent, Text

_NOISE = {
    "format": ("noms de formats", "names of formats"),
    "licence": ("textes de licences", "texts of licences"),
    "documentation": ("liens vers des documentations", "links to documentation"),
    "example": ("exemples", "examples"),
}


def describe(
    host: str,
    named: HostOwner | None,
    sdks: Sequence[Sdk],
    seen: tuple[Sequence[str], Sequence[str]],
    knowledge: Knowledge,
) -> Text:
    """Join what was seen (classes that load it, routes), whose component uses it, whose server it is, the source."""
    users, paths = seen
    parts = [Text(f"Le paquet contient le nom {host}.", f"The package holds the name {host}.")]
    if paths:
        routes = ", ".join(paths[:3])
        parts.append(Text(f"Chemins : {routes}.", f"Routes: {routes}."))
    if users:
        parts.append(Text(f"La classe {users[0]} le charge.", f"The class {users[0]} loads it."))
    if sdks:
        names = ", ".join(sdk.name for sdk in sdks)
        parts.append(Text(f"Ce code est celui de {names}.", f"That code is the code of {names}."))
    parts += [
        _owner(named, knowledge),
        *(contest.sentence for contest in contests_of(named, sdks)),
        Text("Nommer n'est pas contacter.", "To name is not to contact."),
    ]
    return Text(" ".join(part.fr for part in parts), " ".join(part.en for part in parts))


def _owner(named: HostOwner | None, knowledge: Knowledge) -> Text:
    if named is None:
        return Text(
            "À qui est ce serveur, nous ne le savons pas.",
            "Whose server this is, we do not know.",
        )
    owner, sure, date = named.owner, CONFIDENCE[named.owner.confidence], knowledge.ages()[0].date
    fr, en = ("Nom loué par", "Name rented out by") if named.role == "hosting" else ("Propriétaire :", "Owner:")
    return Text(
        f"{fr} {owner.name} ({owner.country or 'pays inconnu'}), confiance "
        f"{sure.fr} (base de connaissances de Sceau du {date}).",
        f"{en} {owner.name} ({owner.country or 'country unknown'}), {sure.en} "
        f"confidence (Sceau knowledge base of {date}).",
    )


def contests_of(named: HostOwner | None, sdks: Iterable[Sdk]) -> list[Contest]:
    """What is said against the entries by which a server's owner and its users were told, each once."""
    found = [named.contest if named is not None else None, *(sdk.contest for sdk in sdks)]
    return list(dict.fromkeys(contest for contest in found if contest is not None))


def describe_coverage(apk: Mapping[str, Any], extent: Extent, noise: Mapping[str, int]) -> Coverage:
    """Say what was left out on purpose, what was not read, and what no reading can see."""
    if extent is Extent.NONE:
        return covered(
            "endpoint.named",
            "apk",
            extent,
            "Aucune liste de serveurs n'a pu être lue.",
            "No list of servers could be read.",
        )
    gaps = [("un nom peut être composé pendant l'exécution", "a name can be put together while the app runs")]
    if flag(section(apk, "code"), "mentions_complete") is not True:
        gaps.append(("la liste des noms est incomplète", "the list of names is incomplete"))
    if any(flag(row, "readable") is not True for _, row in rows(apk, "runtimes")):
        gaps.append(("du code d'un autre environnement n'a pas été lu", "code of another runtime was not read"))
    completeness = section(apk, "completeness")
    if rows(completeness, "entries_unread") or text(completeness, "verdict_ceiling") is not None:
        gaps.append(("une partie du paquet n'a pas été lue", "part of the package was not read"))
    left = [(f"{_NOISE[why][0]} ({count})", f"{_NOISE[why][1]} ({count})") for why, count in sorted(noise.items())]
    fr = "Tout n'est pas visible : " + " ; ".join(gap[0] for gap in gaps) + "."
    en = "Not everything can be seen: " + "; ".join(gap[1] for gap in gaps) + "."
    if left:
        fr += " Laissés de côté : " + ", ".join(one[0] for one in left) + "."
        en += " Left out: " + ", ".join(one[1] for one in left) + "."
    return covered("endpoint.named", "apk", extent, fr, en)
