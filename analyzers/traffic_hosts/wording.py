"""What a finding about a host says to a person: what was seen, where it is, whose law reaches it, from which data."""

from analyzers.counting import in_english, in_french
from analyzers.knowledge.book import HostOwner, Knowledge
from analyzers.knowledge.places import CONFIDENCE, Place
from analyzers.traffic_hosts.contacts import Contact
from criteria.findings import Text


def describe(
    contact: Contact, place: Place | None, named: HostOwner | None, reach: tuple[str, ...], knowledge: Knowledge
) -> Text:
    """Join what was seen, the place, the operator's group, the owner and the source."""
    parts = (
        _seen(contact),
        _place(place),
        _control(place),
        _owner(named),
        _contest(named),
        _law(reach, knowledge),
        _source(named, knowledge),
    )
    return Text(" ".join(part.fr for part in parts if part.fr), " ".join(part.en for part in parts if part.en))


def describe_dependency(operator: str, country: str | None, software: str, software_country: str | None) -> Text:
    """Say whose cloud software a company runs. Nothing is concluded from it: it is no control."""
    where, whose = country or "?", software_country or "?"
    return Text(
        f"{operator} ({where}) exploite le logiciel d'informatique en nuage de {software} ({whose}) sur ses propres "
        "machines. C'est une dépendance, pas un contrôle : aucune loi n'en est déduite ici.",
        f"{operator} ({where}) runs the cloud software of {software} ({whose}) on machines of its own. It is a "
        "dependency, not a control: no law is deduced from it here.",
    )


def _contest(named: HostOwner | None) -> Text:
    return named.contest.sentence if named is not None and named.contest is not None else Text("", "")


def _seen(contact: Contact) -> Text:
    if not contact.requests:
        why = contact.failures[0] if contact.failures else "no-request"
        return Text(
            f"L'application a contacté {contact.host}, mais l'échange n'a pas pu être lu ({why}).",
            f"The app contacted {contact.host}, but the exchange could not be read ({why}).",
        )
    clear_fr = ", en clair pour au moins une" if contact.cleartext else ""
    clear_en = ", at least one of them unencrypted" if contact.cleartext else ""
    return Text(
        f"{in_french(contact.requests, 'requête', 'requêtes')} vers {contact.host}{clear_fr}.",
        f"{in_english(contact.requests, 'request', 'requests')} to {contact.host}{clear_en}.",
    )


def _place(place: Place | None) -> Text:
    if place is None:
        return Text(
            "La capture ne donne pas l'adresse du serveur : pays inconnu.",
            "The capture does not give the server's address: country unknown.",
        )
    return place.reasoning


def _control(place: Place | None) -> Text:
    if place is None or place.parent is None:
        return Text("", "")
    return Text(
        f"Groupe de tête : {place.parent} ({place.parent_country}).",
        f"Ultimate parent: {place.parent} ({place.parent_country}).",
    )


def _owner(named: HostOwner | None) -> Text:
    if named is None:
        return Text("À qui est ce nom de serveur : inconnu.", "Whose host name this is: unknown.")
    owner = named.owner
    country_fr, country_en = owner.country or "pays inconnu", owner.country or "country unknown"
    sure = CONFIDENCE[owner.confidence]
    if named.role == "hosting":
        return Text(
            f"Nom loué par {owner.name} ({country_fr}) à ses clients : le destinataire n'est pas connu.",
            f"Name rented out by {owner.name} ({country_en}) to its customers: the recipient is not known.",
        )
    if named.role == "alias":
        return Text(
            f"D'après le DNS de la capture, le nom renvoie à {named.suffix}, de {owner.name} ({country_fr}) : "
            "c'est elle qui reçoit, sous un nom d'emprunt.",
            f"By the DNS of the capture, the name stands for {named.suffix}, of {owner.name} ({country_en}): "
            "it receives, under a borrowed name.",
        )
    if named.role == "network":
        return Text(
            f"Le nom n'est pas le sien, mais la machine est à {owner.name} ({country_fr}), qui n'en loue à personne : "
            "c'est elle qui reçoit, sous un nom d'emprunt.",
            f"The name is not its own, but the machine is {owner.name}'s ({country_en}), which rents none to others: "
            "it receives, under a borrowed name.",
        )
    return Text(
        f"Nom de serveur de {owner.name} ({country_fr}), confiance {sure.fr}.",
        f"Host name of {owner.name} ({country_en}), {sure.en} confidence.",
    )


def _law(reach: tuple[str, ...], knowledge: Knowledge) -> Text:
    """Say to which law the companies are subject; whether it was ever used is not said, because nobody here knows."""
    found = [knowledge.regimes[regime] for regime in reach if regime in knowledge.regimes]
    if not found:
        return Text("", "")
    return Text(
        f"Ces sociétés sont soumises à : {', '.join(regime.name.fr for regime in found)}.",
        f"These companies are subject to: {', '.join(regime.name.en for regime in found)}.",
    )


def _source(named: HostOwner | None, knowledge: Knowledge) -> Text:
    if named is None:
        return Text("", "")
    curated = knowledge.ages()[0]
    return Text(
        f"Source : base de connaissances de Sceau du {curated.date}.",
        f"Source: Sceau knowledge base of {curated.date}.",
    )
