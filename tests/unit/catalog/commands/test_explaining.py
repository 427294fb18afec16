"""The verb explain: every step from the verdict to the bytes, in both languages."""

import json

import pytest

from tests.builders.instance import Instance, a_file
from tests.unit.catalog.commands.conftest import Run


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", ("Exigence", "Raisonnement", "Octets")), ("en", ("Requirement", "Bytes"))]
)
def test_a_verdict_is_explained_down_to_the_bytes(
    instance: Instance, run: Run, lang: str, words: tuple[str, ...]
) -> None:
    file = a_file(instance).examined_with_capture()
    told = run("explain", file.id, "GOV-04", "--lang", lang).output
    assert told.startswith("2026.0/GOV-04")
    assert all(word in told for word in words)
    assert "sha256:" in told


def test_a_missing_piece_is_told(instance: Instance, run: Run) -> None:
    file = a_file(instance).completed().lodged().admitted().examined()
    assert "Manque : host.contacted traffic" in run("explain", file.id, "TRK-02").output


def test_a_ruling_is_told_beside_the_machines_verdict(instance: Instance, run: Run) -> None:
    file = a_file(instance).examined_with_capture().ruled()
    criterion = next(v.criterion for v in file.assessed.assessment.verdicts if v.needs_ruling)
    told = run("explain", file.id, criterion).output
    assert "Conclusion de la machine : à instruire" in told
    assert "Conclusion en vigueur : conforme" in told


def test_the_explanation_is_also_json(instance: Instance, run: Run) -> None:
    file = a_file(instance).examined_with_capture()
    document = json.loads(run("explain", file.id, "GOV-04", "--json").output)
    assert document["findings"][0]["pointer"]["artifact"]


@pytest.mark.parametrize(
    ("app", "criterion", "code"), [("nothing", "GOV-04", "app-unknown"), ("", "XXX-99", "criterion-unknown")]
)
def test_what_does_not_exist_is_refused_by_name(
    instance: Instance, run: Run, app: str, criterion: str, code: str
) -> None:
    file = a_file(instance).examined_with_capture()
    assert code in run("explain", app or file.id, criterion, code=1).stderr


def test_a_version_names_the_file_of_that_very_build(instance: Instance, run: Run) -> None:
    a_file(instance).examined_with_capture()
    assert run("explain", "souffle-fictif@3.2.0", "GOV-04").output.startswith("2026.0/GOV-04")
    assert "app-unknown" in run("explain", "souffle-fictif@9.9.9", "GOV-04", code=1).stderr


def test_a_file_not_examined_yet_says_so(instance: Instance, run: Run) -> None:
    assert "not-examined" in run("explain", a_file(instance).id, "GOV-04", code=1).stderr
