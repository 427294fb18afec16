"""The names that people read for states, outcomes, levels, purposes and sources: one table each, no judgement."""

from collections.abc import Mapping

from criteria.findings import Text
from web.words import bench

CERTIFICATE_STATES: Mapping[str, Text] = {
    "pending_agreement": Text("en attente de convention", "awaiting agreement"),
    "active": Text("en vigueur", "in force"),
    "conditional": Text("en vigueur, sous conditions", "in force, under conditions"),
    "under_review": Text("en réexamen", "under re-examination"),
    "partly_suspended": Text("suspension partielle", "partly suspended"),
    "suspended": Text("suspendu", "suspended"),
    "withdrawn": Text("retiré", "withdrawn"),
    "expired": Text("échu", "expired"),
    "superseded": Text("remplacé", "superseded"),
    "delisted": Text("retiré à la demande de l'éditeur", "removed at the publisher's request"),
}
SUBMISSION_STATES: Mapping[str, Text] = {
    "draft": Text("brouillon", "draft"),
    "lodged": Text("déposée", "lodged"),
    "incomplete": Text("à compléter", "to be completed"),
    "inadmissible": Text("irrecevable", "inadmissible"),
    "admissible": Text("recevable, en cours d'analyse", "admissible, being analysed"),
    "under_evaluation": Text("en évaluation", "under evaluation"),
    "awaiting_publisher": Text("en attente de l'éditeur", "awaiting the publisher"),
    "contradictory": Text("phase contradictoire", "publisher being heard"),
    "in_commission": Text("en commission", "before the commission"),
    "decided": Text("décidée", "decided"),
    "withdrawn": Text("désistement", "withdrawn by the publisher"),
    "lapsed": Text("caduque", "lapsed"),
}
OUTCOMES: Mapping[str, Text] = {
    "conforming": Text("conforme", "conforming"),
    "nonconforming": Text("non conforme", "nonconforming"),
    "undetermined": Text("indéterminé", "undetermined"),
    "not_applicable": Text("sans objet", "not applicable"),
    "not_assessed": Text("non évalué", "not assessed"),
}
SEVERAL = {  # the same of more than one criterion, where French says so
    "conforming": "conformes",
    "nonconforming": "non conformes",
    "undetermined": "indéterminés",
    "not_applicable": "sans objet",
    "not_assessed": "non évalués",
}
LEVELS: Mapping[str, Text] = {
    "gate": Text("obligatoire", "mandatory"),
    "scored": Text("noté", "scored"),
    "bonus": Text("en plus", "bonus"),
}
SOURCES: Mapping[str, Text] = {
    "bench": Text("observé par nous", "observed by us"),
    "publisher": Text("fourni par l'éditeur", "provided by the publisher"),
    "declared": Text("déclaré", "declared"),
}
CITATIONS: Mapping[str, Text] = {
    "H": Text("lue dans le texte même", "read in the text itself"),
    "M": Text("d'après une bonne source secondaire", "from one good secondary source"),
    "L": Text("pas encore vérifiée", "not checked yet"),
}
PROPOSAL_KINDS: Mapping[str, Text] = {
    "finding": Text("vu dans une pièce", "seen in a piece"),
    "document": Text("pièce déposée", "lodged piece"),
    "passage": Text("lu dans une pièce", "read in a piece"),
    "earlier_file": Text("autre dossier", "other file"),
    "card": Text("fiche", "card"),
    "account": Text("compte", "account"),
    "answer": Text("autre réponse", "other answer"),
}
PURPOSES: Mapping[str, Text] = {
    "advertising": Text("publicité", "advertising"),
    "analytics": Text("mesure d'audience", "audience measurement"),
    "attribution": Text("suivi de campagnes publicitaires", "tracking of advertising campaigns"),
    "consent": Text("recueil du consentement", "consent collection"),
    "crash": Text("rapports de panne", "crash reports"),
    "experiment": Text("essais de variantes", "experiments on variants"),
    "health": Text("données de santé", "health data"),
    "identification": Text("identification de la personne", "identification of the person"),
    "location": Text("localisation", "location"),
    "login": Text("connexion à un compte", "signing in"),
    "maps": Text("cartes", "maps"),
    "messaging": Text("messages", "messages"),
    "network": Text("échanges réseau", "network exchanges"),
    "payment": Text("paiement", "payment"),
    "profiling": Text("profilage", "profiling"),
    "push": Text("notifications", "notifications"),
    "security": Text("sécurité", "security"),
    "social": Text("réseaux sociaux", "social networks"),
    "tooling": Text("outil technique", "technical tool"),
    "video": Text("vidéo", "video"),
    "hosting": Text("hébergement", "hosting"),
}
TIERS: Mapping[str, Text] = {
    "wired": Text("présent, et l'application le met en marche", "present, and the app puts it to work"),
    "defined": Text("présent dans le code", "present in the code"),
    "referenced": Text("cité par le code, sans s'y trouver", "referred to by the code, not found in it"),
    "string": Text("seulement nommé : aucune classe trouvée", "only named: no class found"),
    "unread": Text("illisible", "unreadable"),
}
CONFIDENCES: Mapping[str, Text] = {
    "high": Text("confiance élevée", "high confidence"),
    "medium": Text("confiance moyenne", "medium confidence"),
    "low": Text("confiance faible", "low confidence"),
}
SDK_STATES: Mapping[str, Text] = {
    "active": Text("actif", "active"),
    "dormant": Text("dormant : rien ne le démarre", "dormant: nothing starts it"),
    "switched_off": Text("désactivé par réglage", "switched off by a setting"),
    "stub": Text("coquille presque vide", "nearly empty stub"),
    "unknown": Text("on ne sait pas s'il fonctionne", "not known whether it runs"),
}
# The edition calls the first family « Sûr et utile »; alone beside a letter it would read as "this app is safe",
# which no examination here can say. The public page names what was judged instead.
FAMILIES: Mapping[str, Text] = {
    "safe_useful": Text("Éditeur et utilité", "Publisher and purpose"),
    "easy": Text("Facilité d'usage", "Ease of use"),
    "protected": Text("Protection des données", "Data protection"),
    "solid_open": Text("Vie du service", "Life of the service"),
    "sovereignty": Text("Lieu et contrôle des données", "Place and control of data"),
}
OPINIONS: Mapping[str, Text] = {
    "favourable": Text("favorable", "favourable"),
    "favourable_with_non_suspensive_reservations": Text(
        "favorable avec réserves non suspensives", "favourable with non-suspensive reservations"
    ),
    "favourable_with_suspensive_reservations": Text(
        "favorable avec réserves suspensives", "favourable with suspensive reservations"
    ),
    "unfavourable": Text("défavorable", "unfavourable"),
}
DECISIONS: Mapping[str, Text] = {
    "grant": Text("référencement accordé", "listing granted"),
    "refuse": Text("référencement refusé", "listing refused"),
    "suspend": Text("certificat suspendu", "certificate suspended"),
    "restore": Text("certificat rétabli", "certificate restored"),
    "withdraw": Text("certificat retiré", "certificate withdrawn"),
}
ARTIFACTS: Mapping[str, Text] = {
    "apk": Text("paquet Android (APK)", "Android package (APK)"),
    "capture": Text("relevé d'échanges", "traffic capture"),
    "document": Text("document", "document"),
}
READ_STATES: Mapping[str, Text] = {
    "read": Text("lu", "read"),
    "partly_read": Text("lu en partie", "partly read"),
    "refused": Text("écarté", "set aside"),
    "limit": Text("arrêté par une limite", "stopped by a limit"),
}
ROLES: Mapping[str, Text] = {
    "publisher": Text("éditeur", "publisher"),
    "officer": Text("recevabilité", "intake"),
    "evaluator": Text("évaluation", "evaluation"),
    "authority": Text("décision", "decision"),
    "operator": Text("exploitation", "operations"),
    "auditor": Text("contrôle", "audit"),
}
EDITION_STATES: Mapping[str, Text] = {
    "draft": Text("projet", "draft"),
    "consultation": Text("en consultation", "in consultation"),
    "adopted": Text("adoptée", "adopted"),
    "in_force": Text("en vigueur", "in force"),
    "superseded": Text("remplacée", "superseded"),
    "archived": Text("archivée", "archived"),
}
SCOPES: Mapping[str, Text] = {
    "apk": Text("dans le paquet", "in the package"),
    "traffic": Text("dans les échanges", "in the traffic"),
    "declaration": Text("dans les déclarations", "in the declarations"),
}
PRICES: Mapping[str, Text] = {
    "free": Text("gratuite", "free"),
    "free_with_purchases": Text("gratuite, avec achats", "free, with purchases"),
    "paid": Text("payante", "paid"),
    "subscription": Text("sur abonnement", "by subscription"),
    "reimbursed": Text("prise en charge sur prescription", "covered when prescribed"),
}
ATTESTATIONS: Mapping[str, Text] = {
    "hds": Text("certificat HDS de l'hébergeur", "the host's HDS certificate"),
    "ce": Text("marquage CE", "CE mark"),
    "iso27001": Text("ISO/IEC 27001", "ISO/IEC 27001"),
    "tr03161": Text("BSI TR-03161", "BSI TR-03161"),
    "dtac": Text("DTAC", "DTAC"),
    "masa": Text("MASA", "MASA"),
    "secnumcloud": Text("SecNumCloud de l'hébergeur", "the host's SecNumCloud qualification"),
}
PANEL: Mapping[str, Text] = {
    "favourable": Text("favorable", "favourable"),
    "reserved": Text("favorable avec réserves", "favourable with reservations"),
    "unfavourable": Text("défavorable", "unfavourable"),
}
COMPARISONS: Mapping[str, Text] = {
    "agreeing": Text("déclaré et vu", "declared and seen"),
    "undeclared": Text("vu, non déclaré", "seen, not declared"),
    "unseen": Text("déclaré, pas vu", "declared, not seen"),
}
RECIPIENT_KINDS: Mapping[str, Text] = {
    "insurer": Text("assureur", "insurer"),
    "databroker": Text("courtier en données", "data broker"),
    "tracker": Text("traqueur", "tracker"),
}
TABLES: Mapping[str, Mapping[str, Text]] = {
    "certificate_state": CERTIFICATE_STATES,
    "submission_state": SUBMISSION_STATES,
    "outcome": OUTCOMES,
    "level": LEVELS,
    "source": SOURCES,
    "purpose": PURPOSES,
    "tier": TIERS,
    "sdk_state": SDK_STATES,
    "family": FAMILIES,
    "opinion": OPINIONS,
    "decision": DECISIONS,
    "artifact": ARTIFACTS,
    "read_state": READ_STATES,
    "role": ROLES,
    "edition_state": EDITION_STATES,
    "scope": SCOPES,
    "price": PRICES,
    **bench.TABLES,
    "comparison": COMPARISONS,
    "recipient_kind": RECIPIENT_KINDS,
    "attestation": ATTESTATIONS,
    "panel": PANEL,
    "proposal_kind": PROPOSAL_KINDS,
    "citation": CITATIONS,
}


def label(table: str, word: str) -> Text:
    """Return the name of a word; an unknown word stands for itself, never for another."""
    return TABLES[table].get(word) or Text(word, word)
