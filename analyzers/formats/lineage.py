"""Proof of rotation: a chain of certificates in which each signs the next."""

import struct

from analyzers.formats.algorithms import BY_NUMBER, Answer, verify
from analyzers.formats.certificate import Certificate, read_certificate
from analyzers.formats.errors import FormatError
from analyzers.formats.signing_block import prefixed, prefixed_all

MAX_STEPS = 64
_VERSION = 1


class LineageError(Exception):
    """The chain does not hold; `issue` is the verifier's name for it."""

    def __init__(self, issue: str) -> None:
        super().__init__(issue)
        self.issue = issue


def read_lineage(value: bytes) -> list[Certificate]:
    """The certificates from the oldest to the newest, each step verified."""
    try:
        nodes = _nodes(value)
    except (FormatError, struct.error) as error:
        raise LineageError("V3_SIG_MALFORMED_LINEAGE") from error
    chain: list[Certificate] = []
    stated = 0
    for signed, certificate, named, following, signature in nodes:
        if chain:
            algorithm = BY_NUMBER.get(stated)
            if algorithm is None or named != stated:
                raise LineageError("V3_SIG_POR_DID_NOT_VERIFY")
            answer = verify(chain[-1].spki, algorithm, signature, signed)
            if answer is not Answer.HOLDS:
                raise LineageError("UNDECIDED" if answer is Answer.UNDECIDED else "V3_SIG_POR_DID_NOT_VERIFY")
        if any(certificate.encoded == earlier.encoded for earlier in chain):
            raise LineageError("V3_SIG_MALFORMED_LINEAGE")
        chain.append(certificate)
        stated = following
    return chain


def _nodes(value: bytes) -> list[tuple[bytes, Certificate, int, int, bytes]]:
    (version,) = struct.unpack_from("<I", value)
    rows = prefixed_all(value[4:])
    if version != _VERSION or len(rows) > MAX_STEPS:
        raise FormatError("broken-lineage")
    found = []
    for row in rows:
        signed, at = prefixed(row, 0)
        _, following = struct.unpack_from("<II", row, at)
        signature, _ = prefixed(row, at + 8)
        encoded, inner = prefixed(signed, 0)
        (named,) = struct.unpack_from("<I", signed, inner)
        found.append((signed, read_certificate(encoded), named, following, signature))
    return found
