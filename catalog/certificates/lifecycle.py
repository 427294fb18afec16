"""The states of a certificate, what each shows, and which follow which. A pure table."""

from collections.abc import Mapping
from enum import StrEnum

from catalog.errors import Conflict


class CertificateTransitionRefused(Conflict):
    """The certificate is not in a state from which this can be done."""

    code = "certificate-transition-refused"


class CertificateState(StrEnum):
    """Where a certificate stands (French terms in docs/glossary.md)."""

    PENDING_AGREEMENT = "pending_agreement"
    ACTIVE = "active"
    CONDITIONAL = "conditional"
    UNDER_REVIEW = "under_review"
    PARTLY_SUSPENDED = "partly_suspended"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    DELISTED = "delisted"


C = CertificateState
IN_SEARCH = frozenset({C.ACTIVE, C.CONDITIONAL, C.UNDER_REVIEW, C.PARTLY_SUSPENDED})
WITHOUT_PAGE = frozenset({C.PENDING_AGREEMENT})
ENDED = frozenset({C.WITHDRAWN, C.EXPIRED, C.SUPERSEDED, C.DELISTED})

FOLLOWING: Mapping[CertificateState | None, frozenset[CertificateState]] = {
    None: frozenset({C.PENDING_AGREEMENT, C.ACTIVE, C.CONDITIONAL}),
    C.PENDING_AGREEMENT: frozenset({C.ACTIVE, C.CONDITIONAL, C.EXPIRED}),
    C.ACTIVE: frozenset(C) - {C.PENDING_AGREEMENT, C.ACTIVE},
    C.CONDITIONAL: frozenset(C) - {C.PENDING_AGREEMENT, C.CONDITIONAL},
    C.UNDER_REVIEW: frozenset(C) - {C.PENDING_AGREEMENT, C.UNDER_REVIEW},
    C.PARTLY_SUSPENDED: frozenset(C) - {C.PENDING_AGREEMENT, C.PARTLY_SUSPENDED},
    C.SUSPENDED: frozenset({C.ACTIVE, C.CONDITIONAL}) | ENDED,
}


def follow(current: CertificateState | None, target: CertificateState) -> CertificateState:
    """Return `target` if it may follow `current`; an ended certificate never comes back.

    Raises:
        CertificateTransitionRefused: it may not.
    """
    if target not in FOLLOWING.get(current, frozenset()):
        raise CertificateTransitionRefused(state=current, target=target)
    return target
