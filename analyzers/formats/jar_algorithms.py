"""Which digest and signature algorithms of a JAR signature every platform level from a given one on accepts."""

_RSA, _DSA, _EC = "RSA", "DSA", "EC"

DIGESTS = {
    "1.2.840.113549.2.5": "md5",
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
# Signature algorithm: kind of key, and the digest it fixes (None: the signer's own digest counts).
SIGNATURES: dict[str, tuple[str, str | None]] = {
    "1.2.840.113549.1.1.1": (_RSA, None),
    "1.2.840.113549.1.1.4": (_RSA, "md5"),
    "1.2.840.113549.1.1.5": (_RSA, "sha1"),
    "1.2.840.113549.1.1.14": (_RSA, "sha224"),
    "1.2.840.113549.1.1.11": (_RSA, "sha256"),
    "1.2.840.113549.1.1.12": (_RSA, "sha384"),
    "1.2.840.113549.1.1.13": (_RSA, "sha512"),
    "1.2.840.10040.4.1": (_DSA, None),
    "1.2.840.10040.4.3": (_DSA, "sha1"),
    "2.16.840.1.101.3.4.3.1": (_DSA, "sha224"),
    "2.16.840.1.101.3.4.3.2": (_DSA, "sha256"),
    "1.2.840.10045.2.1": (_EC, None),
    "1.2.840.10045.4.1": (_EC, "sha1"),
    "1.2.840.10045.4.3.1": (_EC, "sha224"),
    "1.2.840.10045.4.3.2": (_EC, "sha256"),
    "1.2.840.10045.4.3.3": (_EC, "sha384"),
    "1.2.840.10045.4.3.4": (_EC, "sha512"),
}
# The first platform level from which on all accept the pair; a pair that is not here fails on some level for ever.
_SINCE: dict[tuple[str, str, str | None], int] = {
    ("md5", _RSA, None): 0, ("md5", _RSA, "md5"): 21, ("sha1", _RSA, None): 0, ("sha1", _RSA, "sha1"): 0,
    ("sha224", _RSA, None): 21, ("sha224", _RSA, "sha224"): 21, ("sha256", _RSA, None): 18,
    ("sha256", _RSA, "sha256"): 18, ("sha384", _RSA, None): 18, ("sha384", _RSA, "sha384"): 21,
    ("sha512", _RSA, None): 18, ("sha512", _RSA, "sha512"): 21,
    ("sha1", _DSA, None): 0, ("sha1", _DSA, "sha1"): 9, ("sha224", _DSA, None): 22, ("sha224", _DSA, "sha224"): 21,
    ("sha256", _DSA, None): 22, ("sha256", _DSA, "sha256"): 21,
    ("sha1", _EC, None): 18, ("sha224", _EC, None): 21, ("sha256", _EC, None): 18, ("sha384", _EC, None): 18,
    ("sha512", _EC, None): 18, ("sha1", _EC, "sha1"): 18, ("sha224", _EC, "sha224"): 21,
    ("sha256", _EC, "sha256"): 21, ("sha384", _EC, "sha384"): 21, ("sha512", _EC, "sha512"): 21,
}  # fmt: skip

# Digests named in the text files: their attribute word, and the level from which on old platforms know them.
TEXT_DIGESTS = {
    "MD5": ("md5", 0), "SHA": ("sha1", 0), "SHA1": ("sha1", 0), "SHA-1": ("sha1", 0), "SHA-256": ("sha256", 0),
    "SHA-384": ("sha384", 9), "SHA-512": ("sha512", 9),
}  # fmt: skip
STRONGEST_FIRST = (("SHA-512", "sha512"), ("SHA-384", "sha384"), ("SHA-256", "sha256"), ("SHA1", "sha1"))


def accepted(digest_oid: str, signature_oid: str, min_sdk: int) -> tuple[str, str, str] | None:
    """Digest of the file, kind of key and digest of the signature, if all levels from `min_sdk` on accept the pair."""
    digest, known = DIGESTS.get(digest_oid), SIGNATURES.get(signature_oid)
    if digest is None or known is None:
        return None
    kind, fixed = known
    since = _SINCE.get((digest, kind, fixed))
    return None if since is None or min_sdk < since else (digest, kind, fixed or digest)
