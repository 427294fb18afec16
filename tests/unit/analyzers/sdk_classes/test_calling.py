"""A call counts where nobody else's code makes it."""

from typing import Any

from analyzers.sdk_classes.calling import calls_by_sdk
from tests.builders.evidence import apk_evidence
from tests.builders.knowledge import shipped_knowledge


def row(target: str, method: str, caller: str, *, works: bool = True) -> dict[str, Any]:
    return {"class": target, "method": method, "from": caller, "works": works, "at": {"entry": "classes.dex"}}


def calls(*rows: dict[str, Any]) -> dict[str, str]:
    found = calls_by_sdk(apk_evidence(code={"calls": list(rows)})["apk"], shipped_knowledge())
    return {name: f"{site.target} from {site.caller}" for name, site in found.items()}


def test_a_call_is_told_by_sdk_with_its_caller() -> None:
    assert calls(row("com.adjust.sdk.Adjust", "onCreate", "fr.fictif.App")) == {
        "adjust": "com.adjust.sdk.Adjust.onCreate from fr.fictif.App"
    }
    assert calls(row("com.adjust.sdk.AdjustConfig", "<init>", "a.b")) == {
        "adjust": "new com.adjust.sdk.AdjustConfig from a.b"
    }


def test_a_call_from_another_library_says_nothing() -> None:
    assert calls(row("com.adjust.sdk.Adjust", "onCreate", "com.segment.analytics.Adapter")) == {}


def test_a_call_that_puts_it_to_work_comes_before_one_that_asks() -> None:
    asks = row("com.adjust.sdk.Adjust", "isEnabled", "fr.fictif.A", works=False)
    works = row("com.adjust.sdk.Util", "track", "fr.fictif.B")

    assert calls(asks, works) == calls(works, asks) == {"adjust": "com.adjust.sdk.Util.track from fr.fictif.B"}


def test_what_belongs_to_no_known_sdk_or_has_no_name_is_passed_over() -> None:
    assert calls(row("com.unknown.X", "go", "fr.fictif.A"), {"class": "com.adjust.sdk.Adjust"}, {"from": 3}) == {}
