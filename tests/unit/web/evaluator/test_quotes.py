"""What stands beside a finding."""

from pathlib import Path

from tests.builders.instance import a_file, an_instance
from web.evaluator.quotes import QUOTED_MAX, quote_all, quote_bytes, quote_evidence
from web.evaluator.reading import read_explanation


def test_evidence_is_quoted_at_its_place(tmp_path: Path) -> None:
    services = an_instance(tmp_path).services
    blob = services.blobs.put(b'{"apk": {"package": "tld.a"}}')
    assert quote_evidence(services.evaluations, blob.digest, "/apk/package") == '"tld.a"'


def test_bytes_are_quoted_around_their_place(tmp_path: Path) -> None:
    services = an_instance(tmp_path).services
    blob = services.blobs.put(b"some bytes")
    excerpt = quote_bytes(services.evaluations, blob.digest, "", 5, 5)
    assert excerpt is not None
    assert excerpt.rows[0].letters == "some bytes"


def test_only_the_first_findings_take_a_child_of_the_jail_each(tmp_path: Path) -> None:
    instance = an_instance(tmp_path)
    file = a_file(instance).examined_with_capture()
    _, explanation = read_explanation(instance.services, instance.evaluator, file.id, "USE-02")
    many = list(explanation.steps) * (QUOTED_MAX + 2)
    assert many
    quoted = [quote.excerpt is not None for _, quote in quote_all(instance.services.evaluations, many)]
    assert not any(quoted[QUOTED_MAX:])
