"""Forms on pages: try an act; refused, show the same page again with the reason and everything that was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from catalog.errors import CatalogError, NotFound
from catalog.submissions.service import StaleVersion
from criteria.load import list_editions, load_edition, load_questions
from web.pages import get_speech
from web.problems import describe
from web.words.advice import advise
from web.words.fields import FIELDS
from web.words.labels import OPINIONS
from web.words.speech import Speech

NEVER = -1  # no file ever has this version: a form without one is stale


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a form was refused, in the reader's words, and that nothing typed is lost."""

    status: int
    title: str
    sentence: str
    kept: str
    field: str


def read_version() -> int:
    """Return the version the form was shown with."""
    return request.form.get("version", NEVER, type=int)


def attempt(act: Callable[[], object], target: str, again: Callable[[Wrong], Response]) -> AnyResponse:
    """Do `act` and go to `target`; refused, show the form again. What is not there, or not yours, is not found."""
    try:
        act()
    except NotFound:
        raise
    except CatalogError as error:
        wrong = read_refusal(error, get_speech())
        response = again(wrong)
        response.status_code = wrong.status
        return response
    return redirect(target, 303)


def read_refusal(error: CatalogError, speech: Speech) -> Wrong:
    """Say a refusal to the person at the page."""
    problem = describe(error.code, _name_facts(error.facts, speech), speech.language)
    typed = any(value.strip() for name, value in request.form.items() if name not in ("csrf_token", "version"))
    kept = speech.say("Ce que vous aviez écrit est toujours là.", "What you had written is still there.")
    stale = isinstance(error, StaleVersion)
    return Wrong(
        problem.status,
        problem.title,
        advise(error.code, problem.detail, speech),
        kept if typed and (stale or request.form) else "",
        str(error.facts.get("field", error.facts.get("question", ""))),
    )


def _name_facts(facts: Mapping[str, object], speech: Speech) -> dict[str, Any]:
    """Give names of fields, questions and opinions as people know them."""
    named = dict(facts)
    if (field := facts.get("field")) in FIELDS:
        named["field"] = speech.text(FIELDS[str(field)])
    titles = _question_titles(speech)
    if (question := facts.get("question")) in titles:
        named["question"] = titles[str(question)]
    missing = facts.get("missing")
    if isinstance(missing, list):
        named["missing"] = [titles.get(str(one), speech.say("le paquet APK", "the APK package")) for one in missing]
    if (opinion := facts.get("opinion")) in OPINIONS:
        named["opinion"] = speech.text(OPINIONS[str(opinion)])
    return named


def _question_titles(speech: Speech) -> dict[str, str]:
    editions = [load_edition(name) for name in list_editions()]
    return {question.id: speech.text(question.title) for one in editions for question in load_questions(one)}
