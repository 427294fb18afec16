"""Packages for the tests of this folder."""

from typing import Any

from analyzers.extract.apk import extract_apk
from tests.builders.apk import ApkSource, Component, build_apk
from tests.builders.dex import ClassSource

_CODE = ((ClassSource("fr.fictif.app.Accueil", calls=("com.other.Sdk",)),),)


def a_source(**changes: Any) -> ApkSource:
    """A small invented app."""
    plain: dict[str, Any] = {
        "components": (Component("activity", ".Accueil", {"exported": True}, ("android.intent.action.MAIN",)),),
        "dex": _CODE,
    }
    return ApkSource("fr.fictif.app", **(plain | changes))


def facts_of(source: ApkSource) -> dict[str, Any]:
    """The `apk` part of what is extracted from it."""
    evidence = extract_apk(build_apk(source, None)).evidence
    assert evidence is not None
    facts: dict[str, Any] = evidence["apk"]
    return facts
