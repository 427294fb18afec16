"""`/submissions/{id}/copies`: made, lodged and compared by API."""

from pathlib import Path

from analyzers.synthesis.copies import Comparison, Difference
from tests.builders.client import a_caller
from tests.builders.instance import a_file, an_instance


def test_copies_from_making_to_listing(tmp_path: Path) -> None:
    caller = a_caller(an_instance(tmp_path))
    file = a_file(caller.instance).completed().lodged().admitted().examined()
    here = f"submissions/{file.id}/copies"

    made = caller.post(f"{here}/resigned", "evaluator")
    caller.instance.copier.comparison = Comparison(
        (Difference("classes.dex", "changed", allowed=False),), trusts_user=True
    )
    brought = caller.post(
        f"{here}/evaluation", "publisher", data=b"another build", content_type="application/octet-stream"
    )

    assert (made.status_code, made.get_json()["stands_for"]) == (201, True)
    assert (brought.status_code, brought.get_json()["stands_for"]) == (201, False)
    assert brought.get_json()["differences"] == [{"member": "classes.dex", "how": "changed", "allowed": False}]
    assert [row["route"] for row in caller.get(here, "auditor").get_json()["items"]] == [
        "resigned_copy",
        "evaluation_build",
    ]
    refused = caller.post(
        f"submissions/{file.id}/captures", "evaluator", version=file.version, json={"route": "evaluation_build"}
    )
    assert (refused.status_code, refused.get_json()["code"]) == (409, "copy-missing")
    assert caller.post(f"{here}/resigned", "publisher").status_code == 403
    caller.instance.copier.refusal = "deviating-archive"
    assert (
        caller.post(f"{here}/evaluation", "publisher", data=b"PK", content_type="application/octet-stream").status_code
        == 422
    )
