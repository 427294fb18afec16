"""Judging the stored rows again gives the verdicts that were kept, whatever was found and however far it was looked."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.evaluations.dossier import build_dossier, coverage_of, finding_of
from catalog.evaluations.queries import list_coverage, list_findings
from criteria.engine import assess
from criteria.findings import ArtifactKind, Extent
from criteria.load import load_edition
from tests.builders.instance import a_file, an_instance
from tests.fakes.laboratory import FakeLaboratory

WORDS = st.sampled_from(["advertising", "analytics", "crash", "profiling", "attribution"])
VALUES = st.none() | st.booleans() | st.integers(0, 9) | WORDS | st.lists(WORDS, max_size=3).map(tuple)
NAMES = {
    "sdk.embedded": ["name", "purposes", "tier", "state"],
    "app.signed": ["verified", "scheme"],
    "setting.declared": ["name", "value", "effective"],
    "permission.requested": ["name", "sensitive", "advertising_id"],
    "platform.targeted": ["target_current"],
    "host.contacted": ["host", "purposes", "region", "party", "cleartext", "owner", "operator", "parent_country"],
}


def stated(*kinds: str) -> st.SearchStrategy[list[Any]]:
    """Findings of these kinds with values nobody expects, some of them twice."""
    one = st.sampled_from(kinds).flatmap(
        lambda kind: st.tuples(st.just(kind), st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES[kind], VALUES)))
    )
    return st.lists(one, max_size=5)


@settings(max_examples=max(settings().max_examples // 5, 10))
@given(
    stated("sdk.embedded", "app.signed", "setting.declared", "permission.requested", "platform.targeted"),
    stated("host.contacted"),
    st.sampled_from(Extent),
    st.sampled_from(Extent),
)
def test_recompute_equals_compute(apk: list[Any], capture: list[Any], code: Extent, traffic: Extent) -> None:
    kinds = ArtifactKind.APK, ArtifactKind.CAPTURE
    laboratory = FakeLaboratory(
        stated=dict(zip(kinds, (apk, capture), strict=True)), extents=dict(zip(kinds, (code, traffic), strict=True))
    )
    with tempfile.TemporaryDirectory() as folder:
        instance = an_instance(Path(folder), laboratory=laboratory)
        file = a_file(instance).completed(documented=False).lodged()
        file.add(ArtifactKind.CAPTURE, b"theirs", instance.officer)
        file.admitted().examined()
        assessed = file.assessed
        with instance.services.database.read() as session:
            findings = [finding_of(row) for row in list_findings(session, assessed.evaluation.id)]
            coverage = [coverage_of(row) for row in list_coverage(session, assessed.evaluation.id)]
        again = assess(
            load_edition("2026.0"),
            build_dossier(findings, coverage, assessed.row.answers, assessed.row.assessed_at.date()),
        )
        kept = instance.services.surveillance.reassess(instance.evaluator, file.id, "2026.0")
        instance.close()

    assert again == kept == assessed.assessment
