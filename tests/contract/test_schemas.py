"""What we print holds to the schema that we publish, and what others read of us to theirs."""

import copy
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from cyclonedx.schema import _res
from referencing import Registry
from referencing.jsonschema import DRAFT7

from analyzers.analyze import document
from analyzers.contract import Extraction
from analyzers.exports import to_cyclonedx, to_sarif
from analyzers.extract.capture import extract_capture
from analyzers.extract.outcomes import outcome
from analyzers.extract.package import extract_package
from analyzers.registry import list_detectors
from analyzers.sandbox.limits import SandboxResult
from catalog.commands.schemas import printed_schemas
from criteria.findings import ArtifactKind
from tests.builders.knowledge import shipped_knowledge
from tests.pages import DOCS, render_schemas

HERE = Path(__file__).parent / "schemas"
FIXTURES = Path(__file__).parents[2] / "fixtures"
PIECES = [*sorted((FIXTURES / "apks").glob("*.apk")), *sorted((FIXTURES / "captures").iterdir())]


@cache
def _printed(path: Path) -> dict[str, Any]:
    kind = ArtifactKind.APK if path.suffix == ".apk" else ArtifactKind.CAPTURE
    data = path.read_bytes()
    ended = extract_package(data) if kind is ArtifactKind.APK else extract_capture(data)
    subject = dict(ended.evidence["subject"]) if ended.evidence else {}
    result = SandboxResult(ended, "B", 0.1, 20, {}, subject)
    return document(kind, result, list_detectors(kind), shipped_knowledge())


@cache
def _ours(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(printed_schemas()[name])


@cache
def _cyclonedx() -> jsonschema.Draft7Validator:
    """The official schema, and those that it refers to, as the package ships them."""
    rows = [row for row in files(_res).iterdir() if row.name.endswith(".schema.json")]
    read = {row.name: json.loads(row.read_text("utf-8")) for row in rows}
    named = [(form["$id"], DRAFT7.create_resource(form)) for form in read.values() if "$id" in form]
    main = next(form for name, form in read.items() if name.startswith("bom-1.6."))
    return jsonschema.Draft7Validator(main, registry=Registry().with_resources(named))


@cache
def _sarif() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads((HERE / "sarif-2.1.0-rtm.5.json").read_text("utf-8")))


def test_the_committed_schemas_are_fresh() -> None:
    for name, text in render_schemas().items():
        assert (DOCS / "schemas" / name).read_text("utf-8") == text, "run: make docs"


@pytest.mark.parametrize("name", ["evidence", "analysis"])
def test_they_are_schemas(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(printed_schemas()[name])


@pytest.mark.parametrize("path", PIECES, ids=lambda path: path.name)
def test_every_fixture_holds_to_our_schemas(path: Path) -> None:
    printed = json.loads(json.dumps(_printed(path)))
    section = "apk" if path.suffix == ".apk" else "traffic"

    _ours("analysis").validate(printed)
    _ours("evidence").validate(
        {"schema": f"sceau/{section}/1", "subject": printed["subject"], section: printed[section]}
    )


def test_a_refused_file_holds_to_it_as_well() -> None:
    subject = {"kind": "apk", "sha256": "a" * 64, "size": 3}
    result = SandboxResult(Extraction(None, outcome("not-an-apk")), "B", 0.1, 20, {}, subject)

    _ours("analysis").validate(document(ArtifactKind.APK, result, [], shipped_knowledge()))


def test_what_departs_from_it_is_seen() -> None:
    printed = json.loads(json.dumps(_printed(PIECES[0])))
    found = next(row for row in printed["findings"] if row["kind"] == "app.identified")
    for change in ({"colour": "red"}, {"package": 3}):
        changed = copy.deepcopy(printed)
        changed["findings"] = [found | {"attributes": found["attributes"] | change}]
        assert not _ours("analysis").is_valid(changed)
    printed["apk"]["packageName"] = 5
    assert not _ours("analysis").is_valid(printed)


@pytest.mark.parametrize("path", [path for path in PIECES if path.suffix == ".apk"], ids=lambda path: path.name)
def test_components_hold_to_the_official_schema_of_cyclonedx(path: Path) -> None:
    _cyclonedx().validate(to_cyclonedx(_printed(path)))
    assert not _cyclonedx().is_valid(to_cyclonedx(_printed(path)) | {"version": "one"})


@pytest.mark.parametrize("path", PIECES, ids=lambda path: path.name)
def test_findings_hold_to_the_official_schema_of_sarif(path: Path) -> None:
    printed = to_sarif(_printed(path))

    _sarif().validate(printed)
    assert not _sarif().is_valid(printed | {"runs": [{"tool": "ours"}]})
