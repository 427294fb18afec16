"""The demo set names files that exist, publishers it describes, and questions that the edition asks, in both languages."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from fixtures.build import HERE, load_sources

_DEMO: Mapping[str, Any] = yaml.safe_load((HERE / "manifest.yaml").read_text(encoding="utf-8"))
_APPS = {app["slug"]: app for app in _DEMO["apps"]}
_every_app = pytest.mark.parametrize("slug", sorted(_APPS))


def _files(app: Mapping[str, Any]) -> Iterator[str]:
    for build in app["builds"]:
        yield build["apk"]
        yield from (capture["file"] for capture in build["captures"])


def test_the_demo_shows_each_fate() -> None:
    fates = Counter(app["fate"] for app in _APPS.values())

    assert fates["listed"] == 3
    assert fates["refused"] == 1
    assert fates["waiting"] >= 1
    assert set(fates) == {"listed", "refused", "waiting"}


def test_every_built_file_but_the_look_alike_is_used_once() -> None:
    used = Counter(name for app in _APPS.values() for name in _files(app))
    built = {str(path.relative_to(HERE)) for folder in ("apks", "captures") for path in (HERE / folder).iterdir()}

    assert set(used) == built - {"apks/sosie-1.0.0.apk"}
    assert set(used.values()) == {1}


@_every_app
def test_an_app_is_marked_as_invented_in_both_languages(slug: str) -> None:
    app = _APPS[slug]

    assert all("(FICTIF)" in app["name"][language] for language in ("fr", "en"))
    assert all(app[field][language].endswith(".") for field in ("purpose", "why") for language in ("fr", "en"))


@_every_app
def test_an_app_s_publisher_is_the_one_who_signed(slug: str) -> None:
    app, sources = _APPS[slug], load_sources("apks")
    (publisher,) = (row for row in _DEMO["publishers"] if row["slug"] == app["publisher"])
    signed_by = {
        sources[build["apk"].removeprefix("apks/").removesuffix(".apk")]["publisher"] for build in app["builds"]
    }

    assert publisher["name"] == f"{signed_by.pop()} (FICTIF)"
    assert signed_by == set()


@_every_app
def test_a_capture_says_who_observed(slug: str) -> None:
    captures = [capture for build in _APPS[slug]["builds"] for capture in build["captures"]]

    assert {capture["source"] for capture in captures} <= {"bench", "publisher"}
    assert all(set(capture) <= {"file", "source", "attested"} for capture in captures)


def test_a_capture_that_names_no_app_has_someone_who_attests_it() -> None:
    unnamed = {f"captures/{stem}" for stem, plain in load_sources("captures").items() if "app" not in plain}
    captures = [capture for app in _APPS.values() for build in app["builds"] for capture in build["captures"]]

    assert {capture["file"].rpartition(".")[0] for capture in captures if "attested" in capture} == unnamed
