"""What findings in a lodged piece let us propose as answers: only from what is there, never from silence. Pure.

A clue asks for a finding. Its answer is one that the law or the criteria hold against the app or add duties to it, or a
plain fact such as an address: no clue answers in the app's favour. The publisher confirms it, or says otherwise.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analyzers.contract import Evidence
from analyzers.evidence import rows, section, text, words
from catalog.submissions.prefill import UNION, Proposal, ProposalKind
from criteria.conditions import Condition, Mode
from criteria.findings import Finding, Text

YES = True
MERGED = ("sensitive_recipients",)
FOREIGN = tuple(sorted(UNION))
SECONDARY = ("advertising", "analytics", "attribution", "experiment", "profiling")
LEAVING = (*SECONDARY, "crash", "identification", "location", "login", "messaging", "push")
BODY = (
    "android.permission.BODY_SENSORS",
    "android.permission.BODY_SENSORS_BACKGROUND",
    "android.permission.health.READ_BLOOD_GLUCOSE",
    "android.permission.health.READ_BLOOD_PRESSURE",
    "android.permission.health.READ_HEART_RATE",
    "android.permission.health.READ_OXYGEN_SATURATION",
    "android.permission.health.READ_SLEEP",
    "android.permission.health.READ_STEPS",
    "android.permission.health.READ_WEIGHT",
)
MODELS = ("anthropic.com", "cohere.com", "deepseek.com", "mistral.ai", "openai.com")
HEALTH_SPACES = ("dmp.fr", "monespacesante.fr")
PROFESSIONALS = ("auth.esw.esante.gouv.fr", "auth.bas.psc.esante.gouv.fr", "wallet.esw.esante.gouv.fr")
POLICY = re.compile(r"confidentialit|donnees-personnelles|privacy|vie-privee|politique-de", re.IGNORECASE)
PLAIN_PATH = re.compile(r"/[A-Za-z0-9._~/-]*")
STORE = "https://play.google.com/store/apps/details?id="
PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+")


def _is(name: str, *values: str | bool) -> Condition:
    return Condition(name, Mode.IN, values)


def _is_not(name: str, *values: str) -> Condition:
    return Condition(name, Mode.IN, values, is_negated=True)


def _holds(name: str, *values: str) -> Condition:
    return Condition(name, Mode.CONTAINS, values)


@dataclass(frozen=True, slots=True)
class Clue:
    """A finding of this kind, surely so, proposes this answer; `fr` and `en` name what was seen."""

    question: str
    value: str | bool | tuple[str, ...]
    kind: str
    where: tuple[Condition, ...]
    fr: str
    en: str


_WIRED = (_is("state", "active"), _is("tier", "wired", "defined"))
_SENT_ABROAD = _is("region", "third", "adequate")
CLUES: tuple[Clue, ...] = (
    Clue(
        "business_model",
        ("in_app",),
        "permission.requested",
        (_is("name", "com.android.vending.BILLING"),),
        "votre paquet demande à facturer ({name})",
        "your package asks to bill ({name})",
    ),
    Clue(
        "measures_recorded",
        YES,
        "permission.requested",
        (_is("name", *BODY),),
        "votre paquet demande à lire des mesures du corps ({name})",
        "your package asks to read measurements of the body ({name})",
    ),
    Clue(
        "computes",
        YES,
        "permission.requested",
        (_is("name", *BODY[:2]),),
        "votre paquet demande à lire un capteur du corps ({name})",
        "your package asks to read a body sensor ({name})",
    ),
    Clue(
        "uses_ai",
        YES,
        "endpoint.named",
        (_is("domain", *MODELS),),
        "votre paquet nomme un service d'intelligence artificielle ({host})",
        "your package names an artificial intelligence service ({host})",
    ),
    Clue(
        "uses_ai",
        YES,
        "host.contacted",
        (_is("host", *(f"api.{one}" for one in MODELS)),),
        "un service d'intelligence artificielle a été contacté ({host})",
        "an artificial intelligence service was contacted ({host})",
    ),
    Clue(
        "data_exchange",
        YES,
        "endpoint.named",
        (_is("domain", *HEALTH_SPACES),),
        "votre paquet nomme un serveur de l'espace de santé ({host})",
        "your package names a server of the health space ({host})",
    ),
    Clue(
        "professional_users",
        YES,
        "endpoint.named",
        (_is("host", *PROFESSIONALS),),
        "votre paquet nomme le service d'identification des professionnels ({host})",
        "your package names the sign-in service of professionals ({host})",
    ),
    Clue(
        "consent_basis",
        YES,
        "sdk.embedded",
        (*_WIRED, _holds("purposes", "consent")),
        "votre paquet emploie un composant qui recueille des consentements ({name})",
        "your package uses a component that collects consents ({name})",
    ),
    Clue(
        "secondary_uses",
        YES,
        "sdk.embedded",
        (*_WIRED, _holds("purposes", *SECONDARY)),
        "votre paquet emploie un composant de mesure, de profilage ou de publicité ({name})",
        "your package uses a component for measurement, profiling or advertising ({name})",
    ),
    Clue(
        "secondary_uses",
        YES,
        "host.contacted",
        (_holds("purposes", *SECONDARY),),
        "un serveur de mesure, de profilage ou de publicité a été contacté ({host})",
        "a server for measurement, profiling or advertising was contacted ({host})",
    ),
    Clue(
        "transfers_outside",
        YES,
        "host.contacted",
        (_SENT_ABROAD,),
        "un serveur situé hors de l'Espace économique européen a été contacté ({host})",
        "a server outside the European Economic Area was contacted ({host})",
    ),
    Clue(
        "transfers_outside",
        YES,
        "sdk.embedded",
        (*_WIRED, _holds("purposes", *LEAVING), _is_not("owner_country", *FOREIGN)),
        "votre paquet emploie un composant qui envoie des données à une société établie hors de l'Espace économique "
        "européen ({name}, {owner})",
        "your package uses a component that sends data to a company established outside the European Economic Area "
        "({name}, {owner})",
    ),
    Clue(
        "transfers_outside",
        YES,
        "sdk.embedded",
        (*_WIRED, _holds("purposes", *LEAVING), _is_not("parent_country", *FOREIGN)),
        "votre paquet emploie un composant dont la maison mère est hors de l'Espace économique européen "
        "({name}, {parent})",
        "your package uses a component whose parent company is outside the European Economic Area ({name}, {parent})",
    ),
    Clue(
        "health_data_hosted",
        "for_care",
        "data.transmitted",
        (_is("health", YES),),
        "des données de santé sont parties vers {host}",
        "health data left for {host}",
    ),
    Clue(
        "health_data_place",
        "elsewhere",
        "data.transmitted",
        (_is("health", YES), _SENT_ABROAD),
        "des données de santé sont parties hors de l'Espace économique européen, vers {host}",
        "health data left the European Economic Area, for {host}",
    ),
    *(
        Clue(
            "sensitive_recipients",
            (answer,),
            kind,
            (_holds("recipient_kinds", word),),
            f"{fr} a reçu des données ({{host}})",
            f"{en} received data ({{host}})",
        )
        for kind in ("data.transmitted", "host.contacted")
        for word, answer, fr, en in (
            ("insurer", "insurer", "un assureur", "an insurer"),
            ("databroker", "data_broker", "un courtier en données", "a data broker"),
        )
    ),
)


def follow_clues(evidence: Evidence, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return what the findings of one piece propose, one entry per question, as it is stored."""
    found: dict[str, Proposal] = {}
    for question, proposal in (*_read_clues(findings), *_read_addresses(evidence, findings)):
        before = found.get(question)
        if before is None:
            found[question] = proposal
        elif question in MERGED:
            found[question] = _merge(before, proposal)
    return [{"question": question, **proposal.store()} for question, proposal in found.items()]


def _merge(one: Proposal, other: Proposal) -> Proposal:
    origin = Text(f"{one.origin.fr} ; {other.origin.fr}", f"{one.origin.en}; {other.origin.en}")
    value = sorted({*one.value, *other.value})
    return one if value == one.value else Proposal(value, origin, one.kind, one.ref, at=one.at)


def _read_clues(findings: Sequence[Finding]) -> Iterator[tuple[str, Proposal]]:
    for clue in CLUES:
        seen = [one for one in findings if one.kind == clue.kind and _is_sure(clue.where, one)]
        if seen:
            first = min(seen, key=lambda one: one.digest)
            value = list(clue.value) if isinstance(clue.value, tuple) else clue.value
            yield clue.question, _from_finding(value, first, _say(clue, first))


def _is_sure(where: Iterable[Condition], finding: Finding) -> bool:
    """Only what is known counts: an unknown country is not a foreign one."""
    said = ((one, finding.attributes.get(one.name)) for one in where)
    return all(one.answer(value)[0] is True and value is not None for one, value in said)


def _say(clue: Clue, finding: Finding) -> Text:
    named = {name: value for name, value in finding.attributes.items() if isinstance(value, str)}
    return Text(clue.fr.format_map(_Named(named)), clue.en.format_map(_Named(named)))


class _Named(dict[str, str]):
    """What an attribute is not there for stays unsaid."""

    def __missing__(self, key: str) -> str:
        return "?"


def _from_finding(value: Any, finding: Finding, origin: Text) -> Proposal:
    at = finding.pointer
    place = {"artifact": at.artifact, "path": list(at.path), "offset": at.offset, "length": at.length}
    return Proposal(value, origin, ProposalKind.FINDING, finding.digest, at={**place, "evidence": at.evidence})


def _read_addresses(evidence: Evidence, findings: Sequence[Finding]) -> Iterator[tuple[str, Proposal]]:
    """The page that a store would give the package, and a privacy policy on the publisher's own domain."""
    for one in findings:
        package = one.attributes.get("package")
        if one.kind == "app.identified" and isinstance(package, str) and PACKAGE.fullmatch(package):
            said = Text(
                "l'adresse qu'aurait ce paquet dans le magasin de Google : ouvrez-la pour vérifier",
                "the address this package would have in Google's store: open it to check",
            )
            yield "store_page", _from_finding(f"{STORE}{package}", one, said)
    own = {one.attributes.get("host"): one for one in findings if one.attributes.get("party") == "first"}
    for _, row in rows(section(evidence, "apk"), "endpoints"):
        host = text(row, "host")
        if host in own and (path := _find_policy(row)):
            said = Text("adresse écrite dans votre paquet", "address written in your package")
            yield "privacy_policy_url", _from_finding(f"https://{host}{path}", own[host], said)
            return


def _find_policy(row: Mapping[str, Any]) -> str | None:
    paths = (path for path in words(row, "paths") or () if PLAIN_PATH.fullmatch(path) and POLICY.search(path))
    return min(paths, key=len, default=None)
