"""The schemas say what the checks let through, and nothing else."""

import jsonschema

from analyzers.schema import DIALECT, analysis_schema, evidence_schema
from tests.builders.evidence import a_key, apk_evidence

TEXT = {"type": "string"}


def test_every_sort_of_document_has_its_form() -> None:
    forms = evidence_schema()

    assert forms["$schema"] == DIALECT
    assert [set(form["properties"]) - {"schema", "subject"} for form in forms["anyOf"]] == [
        {"apk"}, {"apk"}, {"traffic"}, {"document"},
    ]  # fmt: skip


def test_a_metadata_value_may_be_of_four_types_and_no_other() -> None:
    whole = next(form for form in evidence_schema()["anyOf"] if "packageName" in str(form["properties"].get("apk")))
    value = whole["properties"]["apk"]["properties"]["metaData"]["items"]
    for good in (None, "x", 3, True):
        jsonschema.validate(a_key("k", good), value)
    assert not jsonschema.Draft202012Validator(value).is_valid(a_key("k", []))
    assert apk_evidence()["apk"]["metaData"] == []


def test_attributes_are_those_of_their_kind() -> None:
    form = analysis_schema({"a.seen": {"name": TEXT}, "b.seen": {"size": {"type": "integer"}}})["$defs"]["finding"]
    both = {"fr": "x", "en": "y"}
    pointer = {"artifact": "a" * 64, "path": [], "offset": None, "length": None, "evidence": "/apk"}
    finding = {"kind": "a.seen", "reasoning": both, "pointer": pointer, "source": "bench", "digest": "b" * 64}
    check = jsonschema.Draft202012Validator(form).is_valid

    assert check(finding | {"attributes": {"name": "x"}})
    assert not check(finding | {"attributes": {"size": 3}})
    assert not check(finding | {"attributes": {"name": "x", "size": 3}})
    assert not check(finding | {"kind": "c.seen", "attributes": {}})
