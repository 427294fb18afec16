"""The real copier signs with a key of its own and passes on what is found."""

from pathlib import Path

import pytest

from analyzers.synthesis.copies import Comparison
from catalog.bench import copier
from catalog.bench.copier import JailedCopier


def test_the_key_is_made_on_first_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[Path, Path]] = []
    monkeypatch.setattr(copier, "make_copy", lambda package, target, _: told.append((package, target)))
    real = JailedCopier(tmp_path / "keys" / "copies.pem", check=lambda *_: Comparison((), trusts_user=False))

    real.make(Path("a"), Path("b"))

    assert told == [(Path("a"), Path("b"))]
    assert (tmp_path / "keys" / "copies.pem").is_file()
    assert not real.compare(Path("a"), Path("b")).stands_for
