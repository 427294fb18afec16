"""How far an answer reaches: the organisation, the service behind its apps, one app. What nothing proposes, and why.

An answer of the organisation or of the service is proposed to the publisher's other apps, with its documents; one that
speaks of an app never is: two apps of one house are two subjects.
"""

from collections.abc import Mapping

from criteria.findings import Text

OF_THE_ORGANISATION = frozenset(
    {
        "public_body",
        "establishment",
        "funders",
        "privacy_contact",
        "security_contact",
        "breach_notification",
        "breach_history",
        "change_notice",
        "injunction_commitment",
        "help_contact",
        "data_sale",
        "ins_process",
    }
)
# Shared by the apps of a house where they run on the same servers, under the same contracts and procedures.
OF_THE_SERVICE = frozenset(
    {
        "hds_certificate",
        "certificates_held",
        "health_data_place",
        "transfers_outside",
        "transfer_safeguards",
        "remote_access",
        "key_custody",
        "end_of_service",
        "flow_map",
        "api_documentation",
        "pro_sante_connect",
        "privacy_policy_url",
    }
)

# The certificates that cover a house or its host; the others cover one product.
SHARED_CERTIFICATES = frozenset({"iso27001", "secnumcloud", "none"})

_PRODUCT = Text(
    "Décrit ce que fait cette application : ni ses octets ni une autre application ne le disent.",
    "Describes what this app does: neither its bytes nor another app says so.",
)
_ABSENCE = Text(
    "Seul un « non » se tirerait de ce que nous ne voyons pas : un silence ne propose rien.",
    "Only a “no” could be drawn from what we do not see: silence proposes nothing.",
)
_WORK = Text(
    "Un travail propre à cette application : il faut l'avoir fait, et le joindre.",
    "A piece of work about this app: it has to be done, and joined.",
)
_DAY = Text("Un jour que ni le paquet ni un document lu ne donnent.", "A day that neither package nor document gives.")
# The questions that no source can propose as long as no document bears their name.
UNPROPOSED: Mapping[str, Text] = {
    "has_level": _PRODUCT,
    "minors_or_carers": _PRODUCT,
    "interoperability_claimed": _ABSENCE,
    "account_erasure": _PRODUCT,
    "export_format": _PRODUCT,
    "last_release_on": _DAY,
    "study_registration": _WORK,
}
