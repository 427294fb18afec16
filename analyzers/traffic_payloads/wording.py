"""What a finding about sent data says to a person: what, to whom, where in the request, how it was recognised."""

from collections.abc import Mapping
from typing import Any

from analyzers.evidence import text, words
from analyzers.knowledge.contests import Contest
from analyzers.knowledge.protocols import Property, load_protocols
from criteria.findings import Text

_PLACES = {
    "host": Text("le nom du serveur", "the name of the server"),
    "authority": Text("le nom ou le mot de passe de l'adresse", "the user name or password of the address"),
    "fragment": Text("la partie de l'adresse après #", "the part of the address after #"),
    "path": Text("le chemin de l'adresse", "the path of the address"),
    "query": Text("l'adresse", "the address"),
    "header": Text("un en-tête", "a header"),
    "cookie": Text("un cookie", "a cookie"),
    "body": Text("le corps de la requête", "the body of the request"),
    "websocket": Text("un message de connexion ouverte", "a socket message"),
}
_HOW = {
    "known": Text(
        "C'est une valeur témoin saisie pendant le relevé : sa présence est une preuve.",
        "It is a test value typed during the capture: finding it is proof.",
    ),
    "learned": Text(
        "Un autre serveur avait attribué cette valeur : elle relie les deux.",
        "Another server had given this value: it links the two.",
    ),
    "pattern": Text(
        "La valeur en a la forme ; une personne doit confirmer.", "The value has its form; a person must confirm."
    ),
    "vocabulary": Text(
        "Le vocabulaire de la santé y figure ; une personne doit confirmer.",
        "Health vocabulary appears there; a person must confirm.",
    ),
}


_KEPT = Text(
    "Un navigateur n'envoie pas cette partie de l'adresse ; une personne doit confirmer qu'elle est partie.",
    "A browser does not send this part of the address; a person must confirm that it left.",
)


def describe(row: Mapping[str, Any], host: str, kind: Property, contest: Contest | None = None) -> Text:
    """Join what was sent, where it stood, its layers, and how it was recognised."""
    part = _PLACES.get(text(row, "part") or "", Text("la requête", "the request"))
    path = f" ({text(row, 'path')})" if text(row, "path") else ""
    layers = "+".join(words(row, "layers") or ())
    method = text(row, "hash")
    form_fr = (f", sous la forme {layers}" if layers else "") + (f", hachée ({method})" if method else "")
    form_en = (f", as {layers}" if layers else "") + (f", hashed ({method})" if method else "")
    special_fr = " Donnée sensible au sens de l'article 9 du RGPD." if kind.article9 else ""
    special_en = " Special category of data, GDPR article 9." if kind.article9 else ""
    how = _how(row)
    but = contest.sentence if contest is not None else None
    return Text(
        f"Envoyé à {host} : {kind.name.fr}, dans {part.fr}{path}{form_fr}.{special_fr} {how.fr}"
        + (f" {but.fr}" if but else ""),
        f"Sent to {host}: {kind.name.en}, in {part.en}{path}{form_en}.{special_en} {how.en}"
        + (f" {but.en}" if but else ""),
    )


def _how(row: Mapping[str, Any]) -> Text:
    if text(row, "part") == "fragment":
        return _KEPT
    adapter = load_protocols().adapters.get(text(row, "adapter") or "")
    if adapter is None:
        return _HOW.get(text(row, "match") or "", Text("Reconnu.", "Recognised."))
    why = adapter.reason(text(row, "property") or "")
    return Text(
        f"Reconnu par le protocole de {adapter.name} : {why} (source : {adapter.source}).",
        f"Recognised by the protocol of {adapter.name}: {why} (source: {adapter.source}).",
    )
