"""What the documents lodged with a file are, by the names their publisher gave them. Pure.

A name is the publisher's own word, so what it proposes is shown as such: the document for its question, and where the
question only asks whether such a document exists, its answer. What a document says inside is read by a person.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from criteria.findings import Text


@dataclass(frozen=True, slots=True)
class Paper:
    """One lodged document: its bytes' name, and the name its publisher gave it."""

    digest: str
    filename: str


@dataclass(frozen=True, slots=True)
class Naming:
    """Words of a file name, the question they belong to, and what follows: an answer there, duties elsewhere."""

    question: str
    words: re.Pattern[str]
    value: Any = None
    duties: tuple[tuple[str, Any], ...] = ()


def _naming(question: str, words: str, value: Any = None, *duties: tuple[str, Any]) -> Naming:
    return Naming(question, re.compile(rf"\b(?:{words})\b"), value, duties)


YES = True
HELD = (
    ("ce", r"marquage ce|certificat ce|ce mark|ce certificate|declaration ue de conformite"),
    ("iso27001", r"iso(?: iec)? ?27001"),
    ("tr03161", r"tr ?03161"),
    ("dtac", r"dtac"),
    ("masa", r"masa"),
    ("secnumcloud", r"secnumcloud"),
)
NAMINGS: tuple[Naming, ...] = (
    *(_naming("certificates_held", words, [held]) for held, words in HELD),
    _naming("hds_certificate", r"hds", YES, ("health_data_hosted", "for_care")),
    _naming("establishment", r"kbis|extrait (?:de |du )?registre|register extract|mandat (?:du )?representant"),
    _naming("device_qualification", r"(?:note (?:de )?)?qualification(?: note)?"),
    _naming("data_sale", r"attestation (?:de )?(?:non )?(?:cession|vente)|(?:no )?data sale"),
    _naming("recipients_list", r"destinataires|recipients|sous traitants|processors"),
    _naming(
        "impact_assessment",
        r"aipd|dpia|pia|analyse (?:d )?impact|impact assessment",
        None,
        ("impact_assessment_required", YES),
    ),
    _naming("account_erasure", r"durees? (?:de )?conservation|retention(?: times?| table)?"),
    _naming("component_inventory", r"sbom|cyclonedx|spdx|cdx|inventaire (?:des )?composants|component inventory"),
    _naming(
        "transfer_safeguards",
        r"clauses (?:contractuelles )?(?:types?|signees?)|scc|tia|evaluation (?:des )?transferts?|transfer assessment",
        None,
        ("transfers_outside", YES),
    ),
    _naming("remote_access", r"acces distants?|remote access"),
    _naming("key_custody", r"garde (?:des )?cles|schema (?:d )?architecture|architecture|key custody"),
    _naming("injunction_commitment", r"injonctions?|injunctions?|plan (?:de )?repli|fallback plan"),
    _naming("penetration_test_on", r"pentest|test (?:d )?intrusion|penetration test"),
    _naming(
        "breach_notification", r"(?:procedure|notification) (?:de |des )?violations?|breach (?:notification|procedure)"
    ),
    _naming(
        "breach_history", r"(?:historique|liste|attestation) (?:de |des )?violations?|breach (?:history|statement)"
    ),
    _naming("end_of_service", r"fin (?:de )?service|arret (?:du )?service|reversibilite|end of service", YES),
    _naming("ins_process", r"identitovigilance|ins", None, ("care_with_professional", YES)),
    _naming("pro_sante_connect", r"pro sante connect|psc", YES, ("professional_users", YES)),
    _naming("measures_export", r"export (?:des )?mesures|measures export|fhir", None, ("measures_recorded", YES)),
    _naming(
        "shared_document_samples",
        r"exemples? (?:de |des )?documents?|document samples?|cda",
        None,
        ("documents_shared", YES),
    ),
    _naming("health_space_feed", r"dmp|depot (?:dans )?mon espace sante", YES, ("data_exchange", YES)),
    _naming("ehds_label", r"etiquette (?:europeenne|ehds)|ehds(?: label)?", YES, ("interoperability_claimed", YES)),
    _naming("clinical_evidence", r"preuves? cliniques?|dossier (?:de )?preuves?|clinical evidence|evaluation clinique"),
    _naming("codesign", r"co ?conception|co ?design|comptes? rendus? (?:de )?conception", YES),
    _naming("real_world_results", r"vie reelle|real world", YES),
    _naming(
        "accessibility_audit", r"rgaa|(?:audit|declaration) (?:d )?accessibilite|accessibility (?:audit|statement)"
    ),
    _naming("inclusion_tests", r"essais? (?:d )?inclusion|inclusion tests?", YES),
    _naming("ai_notice", r"(?:notice|information) (?:d )?ia|ai notice", None, ("uses_ai", YES)),
    _naming("ai_evaluation", r"evaluation (?:de l )?ia|biais|ai evaluation|bias", None, ("uses_ai", YES)),
    _naming("ecodesign_sheet", r"rgesn|eco ?conception|eco ?design"),
    _naming("weight_report", r"releve (?:des )?(?:poids|volumes)|weights?(?: report)?|poids"),
)


def read_papers(papers: Sequence[Paper]) -> Iterator[tuple[str, Any, Paper | None, Text]]:
    """Yield what each name proposes: question, value or None, the document for it or None, and where it comes from."""
    for paper in papers:
        plain = _plain(paper.filename)
        for naming in NAMINGS:
            if naming.words.search(plain):
                origin = Text(
                    f"le nom de votre pièce « {paper.filename} »", f"the name of your piece “{paper.filename}”"
                )
                yield naming.question, naming.value, paper, origin
                for question, value in naming.duties:
                    yield question, value, None, origin


def _plain(filename: str) -> str:
    """Write a name in small letters without accents, its words apart."""
    letters = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", letters)
