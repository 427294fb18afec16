"""Who this app is and what its manifest states: evidence of a package to findings and coverage. Pure."""

from analyzers.contract import Detection, Evidence
from analyzers.identity.container import detect_container
from analyzers.identity.declared import detect_declared
from analyzers.identity.signers import detect_signers
from analyzers.knowledge.book import Knowledge


def detect(artifact: str, evidence: Evidence, knowledge: Knowledge) -> Detection:
    """State identity, signers, declarations and unread parts, in a stable order."""
    parts = (
        detect_declared(artifact, evidence, knowledge),
        detect_signers(artifact, evidence),
        detect_container(artifact, evidence),
    )
    return Detection(
        findings=tuple(finding for part in parts for finding in part.findings),
        coverage=tuple(sorted((row for part in parts for row in part.coverage), key=lambda row: row.kind)),
    )
