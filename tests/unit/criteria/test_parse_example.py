"""Reading examples."""

from typing import Any

import pytest

from criteria.findings import Extent, Source
from criteria.model import Answer, Outcome
from criteria.parse_example import parse_example
from criteria.strict import EditionError, Entry
from tests.builders.written import LANGUAGE


def _write(**changes: Any) -> Entry:
    return Entry("x.yaml", "examples[0]", {"name": "one", "expect": "undetermined", **changes})


def test_example_is_a_dossier_in_miniature() -> None:
    example = parse_example(
        _write(
            findings=[{"kind": "stone.seen", "with": {"tags": ["a"]}, "source": "publisher"}, {"kind": "stone.seen"}],
            coverage=[{"kind": "stone.seen", "scope": "apk", "extent": "partial", "source": "declared"}],
            answers={"said": {"value": True, "documents": 2}, "places": {"value": ["here"]}},
            profile={"large": {"value": None}},
            needs_ruling=True,
        ),
        LANGUAGE,
    )
    first, second = example.dossier.findings
    assert (first.attributes, first.source, second.attributes) == ({"tags": ("a",)}, Source.PUBLISHER, {})
    assert [(row.extent, row.source) for row in example.dossier.coverage] == [(Extent.PARTIAL, Source.DECLARED)]
    assert len(set(example.dossier.declarations["said"].documents)) == 2
    assert example.dossier.declarations["places"] == Answer(("here",))
    assert example.dossier.profile == {"large": Answer(None)}
    assert (example.outcome, example.needs_ruling) == (Outcome.UNDETERMINED, True)


def test_example_is_ours_and_complete_unless_it_says_otherwise() -> None:
    example = parse_example(_write(coverage=[{"kind": "stone.seen", "scope": "apk"}]), LANGUAGE)
    (row,) = example.dossier.coverage
    assert (row.extent, row.source, example.needs_ruling) == (Extent.COMPLETE, Source.BENCH, False)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"findings": [{"kind": "wind.heard"}]}, "'wind.heard' is not a known kind"),
        (
            {"findings": [{"kind": "stone.seen", "with": {"smell": "x"}}]},
            "with.smell is not an attribute",
        ),
        ({"findings": [{"kind": "stone.seen", "with": {"color": "green"}}]}, "with.color is not an attribute"),
        ({"coverage": [{"kind": "wind.heard", "scope": "apk"}]}, "'wind.heard' is not a known kind"),
        ({"answers": {"large": {"value": True}}}, "answers.large is not a question asked there"),
        ({"profile": {"said": {"value": True}}}, "profile.said is not a question asked there"),
        ({"answers": {"said": {"value": "yes"}}}, "value is not an answer to that question"),
        ({"answers": {"said": {"value": 3}}}, "value is not an answer to that question"),
        ({"expect": "perfect"}, "expect must be one of"),
    ],
)
def test_example_that_speaks_another_language_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EditionError, match=sentence):
        parse_example(_write(**changes), LANGUAGE)
