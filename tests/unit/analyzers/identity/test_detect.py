"""All parts of the identity detector speak in one answer."""

from analyzers.identity.detect import detect
from analyzers.identity.manifest import MANIFEST
from tests.builders.evidence import APK_SHA256, apk_evidence
from tests.builders.knowledge import shipped_knowledge


def test_every_kind_on_the_card_is_covered_once() -> None:
    detection = detect(APK_SHA256, apk_evidence(), shipped_knowledge())
    assert [row.kind for row in detection.coverage] == list(MANIFEST.emits)


def test_findings_of_all_parts_come_in_one_stable_order() -> None:
    kinds = [row.kind for row in detect(APK_SHA256, apk_evidence(), shipped_knowledge()).findings]
    assert kinds[:2] == ["app.identified", "platform.targeted"]
    assert kinds[-1] == "app.signed"
