"""The bench's key is kept, and what it signs holds."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from analyzers.bench.signing import load_key


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "bench.pem"

    first, second = load_key(path), load_key(path)

    assert first.private_numbers() == second.private_numbers()
    assert path.stat().st_mode & 0o077 == 0


def test_another_kind_of_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bench.pem"
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))

    with pytest.raises(TypeError):
        load_key(path)
