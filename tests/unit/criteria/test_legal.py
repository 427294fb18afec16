"""What binds: references and digests."""

from datetime import date

import pytest

from criteria.legal import digest_of, parse_citations
from criteria.model import Confidence
from criteria.strict import EditionError, Entry


def test_digest_ignores_translations_confidence_folding_and_the_order_of_keys() -> None:
    one = {"weight": 2, "text": {"fr": "Deux mots.", "en": "Two words."}, "on": date(2030, 1, 1), "list": [True, None]}
    other = {"list": [True, None], "on": date(2030, 1, 1), "text": {"en": "x", "fr": "Deux\n mots."}, "weight": 2}
    assert digest_of(one) == digest_of(other)
    assert digest_of({"confidence": "M", "fr": "a"}) == digest_of({"confidence": "H", "fr": "a"})


def test_digest_follows_whatever_binds() -> None:
    digests = {digest_of(value) for value in ({"a": 1}, {"a": 2}, {"a": "1"}, {"b": 1}, {"a": [1, 2]}, {"a": [2, 1]})}
    assert len(digests) == 6
    assert all(digest.startswith("sha256:") and len(digest) == 71 for digest in digests)


def test_references_are_owed_with_their_confidence() -> None:
    written = [{"fr": "RGPD, art. 27", "en": "GDPR, art. 27", "confidence": "M"}]
    (citation,) = parse_citations(Entry("x.yaml", "legal_basis", written))
    assert (citation.text.fr, citation.confidence) == ("RGPD, art. 27", Confidence.MEDIUM)
    with pytest.raises(EditionError, match=r"^x\.yaml: legal_basis must hold at least one reference\.$"):
        parse_citations(Entry("x.yaml", "legal_basis", []))
