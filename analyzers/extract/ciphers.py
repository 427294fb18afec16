"""A value written in the alphabets that hide it from a glance: turned by thirteen letters, base32, base58, base85."""

import base64
import string
from collections.abc import Iterator

# A table of our own: the codec of that name is a module read when first used, and in the jail no file is read.
_ROT13 = str.maketrans(string.ascii_letters, "nopqrstuvwxyzabcdefghijklmNOPQRSTUVWXYZABCDEFGHIJKLM")
_58 = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_85 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
_Z85 = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
_AS_Z85 = bytes.maketrans(_85, _Z85)
_LONGEST = 128  # bytes that are written as one number


def list_ciphers(text: str) -> Iterator[tuple[bytes, str]]:
    """Each form, and what it is called."""
    raw = text.encode("utf-8", "replace")
    if (turned := text.translate(_ROT13)) != text:
        yield turned.encode("utf-8", "replace"), "rot13"
    yield base64.b32encode(raw).rstrip(b"="), "base32"
    yield base64.b85encode(raw), "base85"
    yield base64.b85encode(raw).translate(_AS_Z85), "base85"
    yield base64.a85encode(raw), "ascii85"
    if len(raw) <= _LONGEST:
        yield _in_base_58(raw), "base58"


def _in_base_58(raw: bytes) -> bytes:
    number, signs = int.from_bytes(raw, "big"), bytearray()
    while number:
        number, rest = divmod(number, len(_58))
        signs.append(_58[rest])
    return bytes(signs[::-1])
