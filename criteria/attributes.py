"""What the attributes of findings, and their words, are called where a person reads a rule or an example."""

from collections.abc import Mapping

from criteria.findings import Text

NAMES: Mapping[str, Text] = {
    "about": Text("à propos de", "about"),
    "advertising_id": Text("identifiant publicitaire", "advertising identifier"),
    "agrees": Text("concordance", "agreement"),
    "certificate_valid": Text("certificat valable", "valid certificate"),
    "cleartext": Text("en clair", "unencrypted"),
    "clicked": Text("choix fait à l'écran", "choice made on screen"),
    "consent": Text("choix de la personne", "person's choice"),
    "country": Text("pays", "country"),
    "current": Text("version actuelle du protocole", "current protocol version"),
    "deviation": Text("écart", "deviation"),
    "effect": Text("effet du refus", "effect of refusing"),
    "effective": Text("en vigueur", "in effect"),
    "entry": Text("fichier", "file"),
    "foreign_reach": Text("droit étranger applicable", "foreign law that applies"),
    "forward_secrecy": Text("confidentialité persistante", "forward secrecy"),
    "framework": Text("cadre de consentement", "consent framework"),
    "guarded": Text("protégé", "guarded"),
    "health": Text("donnée de santé", "health data"),
    "host": Text("serveur", "server"),
    "identifying": Text("identifie la personne", "identifies the person"),
    "journeys": Text("parcours joués", "journeys played"),
    "kept": Text("destinataires gardés", "recipients kept"),
    "locale": Text("langue", "language"),
    "min_sdk": Text("plus ancienne version d'Android", "oldest Android version"),
    "name": Text("nom", "name"),
    "operator": Text("opérateur", "operator"),
    "owner": Text("propriétaire", "owner"),
    "owner_country": Text("pays du propriétaire", "owner's country"),
    "parent_country": Text("pays de la maison mère", "parent company's country"),
    "party": Text("rôle", "role"),
    "purposes": Text("finalité", "purpose"),
    "recipient": Text("destinataire", "recipient"),
    "recipients_accepted": Text("destinataires après accord", "recipients after agreeing"),
    "recipients_refused": Text("destinataires après refus", "recipients after refusing"),
    "refused_interception": Text("interception refusée", "interception refused"),
    "region": Text("région", "region"),
    "said": Text("signal envoyé", "signal sent"),
    "scheme": Text("schéma de signature", "signature scheme"),
    "seconds": Text("secondes", "seconds"),
    "sensitive": Text("sensible", "sensitive"),
    "software": Text("auteur du logiciel", "maker of the software"),
    "software_country": Text("pays de l'auteur du logiciel", "country of the software's maker"),
    "state": Text("état", "state"),
    "statement": Text("déclaration", "statement"),
    "target_current": Text("version visée à jour", "targeted version up to date"),
    "target_sdk": Text("version d'Android visée", "targeted Android version"),
    "tier": Text("présence", "presence"),
    "type": Text("type", "type"),
    "value": Text("valeur", "value"),
    "verified": Text("vérifiée", "verified"),
    "version": Text("version", "version"),
    "when": Text("moment", "moment"),
}

WORDS: Mapping[str, Mapping[str, Text]] = {
    "clicked": {"none": Text("aucun", "none"), "refused": Text("refus", "refusal")},
    "consent": {
        "none": Text("aucun", "none"),
        "refused": Text("refus", "refusal"),
        "accepted": Text("accord", "agreement"),
    },
    "deviation": {"duplicate-entry": Text("fichier en double", "file twice")},
    "effect": {
        "all_gone": Text("tous écartés", "all set aside"),
        "nothing_changed": Text("rien ne change", "nothing changes"),
        "some_kept": Text("certains gardés", "some kept"),
    },
    "foreign_reach": {
        "au-tola": Text("TOLA (Australie)", "TOLA (Australia)"),
        "cn-national-intelligence": Text("loi sur le renseignement (Chine)", "Intelligence Law (China)"),
        "ru-yarovaya": Text("loi Iarovaïa (Russie)", "Yarovaya law (Russia)"),
        "uk-ipa": Text("Investigatory Powers Act (Royaume-Uni)", "Investigatory Powers Act (United Kingdom)"),
        "us-cloud-act": Text("CLOUD Act (États-Unis)", "CLOUD Act (United States)"),
        "us-fisa-702": Text("FISA 702 (États-Unis)", "FISA 702 (United States)"),
    },
    "framework": {"tcf": Text("TCF", "TCF")},
    "name": {
        "allow_backup": Text("sauvegarde autorisée", "backup allowed"),
        "debuggable": Text("débogage permis", "debugging allowed"),
        "uses_cleartext_traffic": Text("trafic en clair permis", "unencrypted traffic allowed"),
    },
    "party": {
        "first": Text("l'éditeur", "the publisher"),
        "platform": Text("la plateforme", "the platform"),
        "third": Text("un tiers", "a third party"),
    },
    "purposes": {
        "advertising": Text("publicité", "advertising"),
        "analytics": Text("mesure d'audience", "analytics"),
        "attribution": Text("attribution publicitaire", "attribution"),
        "crash": Text("rapports de panne", "crash reports"),
        "identification": Text("identification", "identification"),
        "profiling": Text("profilage", "profiling"),
    },
    "region": {
        "adequate": Text("pays reconnu adéquat", "country found adequate"),
        "eea": Text("Espace économique européen", "European Economic Area"),
        "third": Text("pays tiers", "third country"),
    },
    "said": {"granted": Text("accord", "agreement")},
    "state": {
        "active": Text("actif", "active"),
        "dormant": Text("en sommeil", "dormant"),
        "stub": Text("coquille vide", "empty shell"),
        "switched_off": Text("désactivé", "switched off"),
        "undeclared": Text("non déclaré", "not declared"),
    },
    "statement": {"recipients_list": Text("liste des destinataires", "list of recipients")},
    "tier": {
        "defined": Text("dans le code", "in the code"),
        "referenced": Text("seulement mentionné", "only named"),
        "wired": Text("dans le code et branché", "in the code and wired"),
    },
    "type": {"provider": Text("fournisseur de contenu", "content provider")},
    "value": {"true": Text("oui", "yes"), "false": Text("non", "no")},
    "when": {
        "after_refusal": Text("après un refus", "after refusing"),
        "before_choice": Text("avant tout choix", "before any choice"),
    },
}
_COUNTRIES: Mapping[str, Text] = {
    "CH": Text("Suisse", "Switzerland"),
    "DE": Text("Allemagne", "Germany"),
    "FR": Text("France", "France"),
    "IN": Text("Inde", "India"),
    "US": Text("États-Unis", "United States"),
}


def name_of(attribute: str) -> Text:
    """What an attribute is called; one that no rule and no example of an edition speaks of keeps its own name."""
    return NAMES.get(attribute, Text(attribute, attribute))


def words_of(attribute: str) -> Mapping[str, Text]:
    """What the words of an attribute are called; a name, an address or a number is its own word."""
    return _COUNTRIES if attribute.endswith("country") else WORDS.get(attribute, {})
