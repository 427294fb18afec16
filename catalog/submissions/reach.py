"""How far an answer reaches: the organisation, the service behind its apps, one app; and what is said of the rest.

An answer of the organisation or of the service is proposed to the publisher's other apps, with its documents; one that
speaks of an app never is: two apps of one house are two subjects.
"""

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

# Every question has a source of proposals: where none gave any, that is all there is to say.
UNANSWERED = Text(
    "Rien de ce que vous avez déposé n'y répond encore.",
    "Nothing that you have lodged answers it yet.",
)
