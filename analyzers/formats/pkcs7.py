"""The signature block of a JAR signature (PKCS #7 SignedData), taken apart without believing it."""

from dataclasses import dataclass

from analyzers.formats import der
from analyzers.formats.certificate import Certificate, read_certificate, same_name
from analyzers.formats.errors import FormatError

MAX_CERTIFICATES = 64
MAX_SIGNERS = 64
_SIGNED_DATA = "1.2.840.113549.1.7.2"


@dataclass(frozen=True, slots=True)
class SignerInfo:
    """One signer's statement. `attributes` is None where the signature is over the file itself."""

    issuer: bytes
    serial: int
    digest_oid: str
    signature_oid: str
    signature: bytes
    attributes: bytes | None  # as encoded, to be verified under a SET tag

    def attribute(self, oid: str) -> list[der.Node] | None:
        """The values of a signed attribute, or None. An attribute stated twice is refused."""
        found: list[der.Node] | None = None
        for row in der.read_nodes(der.read_node(self.attributes or b"").content):
            parts = row.children()
            if parts and parts[0].oid() == oid:
                if found is not None:
                    raise FormatError("attribute-stated-twice")
                found = parts[1].children()
        return found


@dataclass(frozen=True, slots=True)
class SignedData:
    """The block: certificates in the bag, the kind of content, the signers."""

    content_oid: str
    certificates: tuple[Certificate, ...]
    signers: tuple[SignerInfo, ...]

    def certificate_of(self, signer: SignerInfo) -> Certificate | None:
        """The certificate a signer names by issuer and number."""
        for row in self.certificates:
            if row.serial == signer.serial and same_name(row.issuer_name, signer.issuer):
                return row
        return None


def read_signed_data(body: bytes) -> SignedData:
    """Parse a block, or refuse it."""
    try:
        outer = der.read_node(body, der.SEQUENCE).children()
        if outer[0].oid() != _SIGNED_DATA:
            raise FormatError("not-signed-data")
        fields = outer[1].children()[0].children()
        content = fields[2].children()[0].oid()
        bag = next((f for f in fields[3:] if f.tag == der.CONTEXT_0), None)
        rows = bag.children()[:MAX_CERTIFICATES] if bag else []
        certificates = tuple(read_certificate(row.encoded) for row in rows if row.tag == der.SEQUENCE)
        signers = tuple(_signer(row) for row in fields[-1].children()[:MAX_SIGNERS])
    except (IndexError, ValueError) as error:
        raise FormatError("broken-signature-block") from error
    return SignedData(content, certificates, signers)


def _signer(node: der.Node) -> SignerInfo:
    fields = node.children()
    who = fields[1].children()
    signed = fields[3] if fields[3].tag == der.CONTEXT_0 else None
    rest = fields[4:] if signed else fields[3:]
    return SignerInfo(
        issuer=who[0].encoded,
        serial=who[1].integer(),
        digest_oid=fields[2].children()[0].oid(),
        signature_oid=rest[0].children()[0].oid(),
        signature=rest[1].content,
        attributes=signed.encoded if signed else None,
    )
