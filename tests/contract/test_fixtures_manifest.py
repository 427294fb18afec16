"""The demo set names files that exist, publishers it describes and questions that the edition asks."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from criteria.load import load_edition, load_questions
from criteria.model import QuestionKind
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


@_every_app
def test_an_app_answers_every_required_question_in_its_own_words(slug: str) -> None:
    questions = {question.id: question for question in load_questions(load_edition(_DEMO["edition"]))}
    answers = _APPS[slug]["declarations"]

    assert set(answers) <= set(questions)
    asked = {name for name, question in questions.items() if question.required and not question.ask_when}
    assert asked - set(answers) == set()
    for name, answer in answers.items():
        choices = {choice.value for choice in questions[name].choices}
        assert not choices or answer["value"] in choices, name
        assert isinstance(answer["value"], bool) == (questions[name].kind is QuestionKind.BOOLEAN), name


@_every_app
def test_a_document_exists_and_says_that_it_is_invented(slug: str) -> None:
    named = [name for answer in _APPS[slug]["declarations"].values() for name in answer.get("documents", ())]

    assert [name for name in named if not (HERE / name).read_text(encoding="utf-8").startswith("FICTIF - ")] == []


def test_no_document_is_left_unused() -> None:
    named = {
        name
        for app in _APPS.values()
        for answer in app["declarations"].values()
        for name in answer.get("documents", ())
    }

    assert {f"documents/{path.name}" for path in (HERE / "documents").iterdir()} == named
