"""Real inputs beside the checkout, where there are any, after our own of each class: what is known of every one."""

import hashlib
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.builders.apk import ApkSource, Component, build_apk
from tests.builders.archive import Entry, write_archive
from tests.builders.capture import CaptureSource, Exchange
from tests.builders.dex import ClassSource, write_dex
from tests.builders.flow import write_flow_file
from tests.builders.har import write_har
from tests.builders.hostile_apk import a_good_apk
from tests.unit.analyzers.formats.signed import a_package, flipped

Row = dict[str, Any]

_DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "corpus"
_LOUD = "\n*** SCEAU_CORPUS: no real inputs here; only the project's own generated inputs are checked. ***\n"
_CAPTURE = CaptureSource(
    datetime(2026, 9, 1, tzinfo=UTC), (Exchange(0, "GET", "https://a.example/", "192.0.2.1"),), device={}
)


def _table() -> bytes:
    source = ApkSource(
        "fr.fictif.table",
        version_code=7,
        version_name="7.0",
        permissions=(("android.permission.WRITE_EXTERNAL_STORAGE", 18),),
        components=(Component("activity", ".Accueil", {}, ("android.intent.action.MAIN",), ("c",)),),
        sentences={"SMSDelayText": {"": "Delay", "fr": "Délai"}},
        dex=((ClassSource("fr.fictif.table.Accueil"),),),
        files={
            "assets/inner.bin": write_archive([Entry("classes.dex", write_dex((ClassSource("fr.fictif.inner.B"),)))])
        },
    )
    return build_apk(source, None)


_OWN_APKS: dict[str, tuple[Callable[[], bytes], Row]] = {
    "own/table.apk": (
        _table,
        {
            "package": "fr.fictif.table",
            "version_code": "7",
            "version_name": "7.0",
            "min_sdk": 26,
            "activities": ["fr.fictif.table.Accueil"],
            "permissions": ["android.permission.WRITE_EXTERNAL_STORAGE"],
            "uses_implied_permissions": [["android.permission.READ_EXTERNAL_STORAGE", 18]],
            "has_v1_signature": False,
            "nested_apk": True,
            "classes_top_include": "fr/fictif/table/Accueil",
            "classes_nested_include": "fr/fictif/inner/B",
            "string_SMSDelayText": {"default": "Delay", "fr": "Délai"},
        },
    ),
    "own/signed.apk": (
        lambda: a_package("v1", "v2", "v3"),
        {"apk_verifier": {"verified": True, "min_sdk": None}, "signed_v1": True, "signed_v2": True},
    ),
    "own/forged.apk": (
        lambda: flipped(a_package("v2"), 40),
        {"apk_verifier": {"verified": False, "issue": "V2_SIG_APK_DIGEST_DID_NOT_VERIFY", "min_sdk": 24}},
    ),
    "own/hostile-synth/trailing.apk": (lambda: a_good_apk() + b"junk", {}),
}
# The verifier's own test bounds this check above ("up to level 17"); the list keeps only one number.
BOUNDED_ABOVE = {("v1-sha1-sha256-manifest-and-sf-with-sha256-wrong-in-manifest.apk", 17): 17}
_OWN_FLOWS: dict[str, Callable[[], bytes]] = {
    "own/capture.har": lambda: write_har(_CAPTURE),
    "own/capture.mitm": lambda: write_flow_file(_CAPTURE),
}


@cache
def corpus() -> Path | None:
    """The folder of real inputs, or None, said once and loudly."""
    place = Path(os.environ.get("SCEAU_CORPUS", _DEFAULT))  # noqa: TID251 -- the test runner's own switch
    if (place / "expected.json").is_file():
        return place
    if sys.__stderr__:
        sys.__stderr__.write(_LOUD)
    return None


@cache
def _stated() -> Row:
    place = corpus()
    return json.loads((place / "expected.json").read_text()) if place else {}


def apk_rows() -> list[tuple[str, Row]]:
    """Every package by name, with what is stated of it."""
    own = []
    for name, (make, facts) in _OWN_APKS.items():
        data = make()
        own.append((name, {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "expected": facts}))
    return own + sorted(_stated().get("apk", {}).items())


def flow_names() -> list[str]:
    """Every capture by name."""
    return [*_OWN_FLOWS, *sorted(_stated().get("flows", {}))]


def read(name: str) -> bytes:
    """The bytes of one input."""
    if name in _OWN_APKS:
        return _OWN_APKS[name][0]()
    if name in _OWN_FLOWS:
        return _OWN_FLOWS[name]()
    place = corpus()
    assert place is not None
    return (place / name).read_bytes()


def written(name: str, folder: Path) -> Path:
    """A file that holds one input: the real one, or our own written into `folder`."""
    if name not in _OWN_APKS:
        return (corpus() or folder) / name
    place = folder / name.replace("/", "-")
    place.write_bytes(read(name))
    return place
