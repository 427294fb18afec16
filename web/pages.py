"""How a page is made: the reader's language, addresses that keep it, and the words that every template may use."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Response, current_app, g, make_response, render_template, request, url_for

from catalog.journal.actor import Role
from catalog.publishers.model import Authority
from catalog.publishers.queries import find_authority
from criteria.findings import Text
from web.auth import find_actor
from web.drawings.bars import draw_families
from web.drawings.flows import draw_flows
from web.drawings.refusing import draw_refusing, order_recipients, say_refusing
from web.drawings.seal import draw_seal, say_grade
from web.drawings.track import draw_track
from web.instance import get_services
from web.language import choose_language
from web.portal.comparison import say_languages, say_price
from web.portal.entry import is_tracking, say_answer, tally
from web.portal.flows import say_data, say_flows
from web.portal.recipients import say_law, subject_to
from web.words.advice import advise
from web.words.bench import name_member
from web.words.fields import FIELDS
from web.words.labels import label
from web.words.permissions import describe_permission
from web.words.speech import Speech

KEPT = "sceau.authority"
STATIC = Path(__file__).parent / "static"
COUNTERS = {
    Role.PUBLISHER: "publisher.home",
    Role.OFFICER: "evaluator.queue",
    Role.EVALUATOR: "evaluator.queue",
    Role.AUTHORITY: "evaluator.queue",
    Role.AUDITOR: "evaluator.queue",
    Role.OPERATOR: "operator.health",
}


def get_speech() -> Speech:
    """Return how to speak to this reader."""
    if "speech" not in g:
        g.speech = Speech(choose_language())
    speech: Speech = g.speech
    return speech


def address(endpoint: str, **values: Any) -> str:
    """Return a page's address; a language that the reader chose goes along."""
    if request.args.get("lang") in ("fr", "en"):
        values.setdefault("lang", request.args["lang"])
    return url_for(endpoint, **values)


def find_counter() -> str:
    """Return the endpoint where the person signed in works, or where to sign in."""
    actor = find_actor()
    return COUNTERS.get(actor.role, "publisher.sign_in") if actor and actor.role else "publisher.sign_in"


def _other_language(speech: Speech) -> str:
    """The same page in the other language; a page that only a form opens goes back to where the form was."""
    args: dict[str, Any] = {**request.args.to_dict(flat=False), "lang": speech.other}
    if request.endpoint is None or "GET" not in (request.url_rule.methods or () if request.url_rule else ()):
        return url_for("portal.home", lang=speech.other)
    return url_for(request.endpoint, **{**(request.view_args or {}), **args})


def _personal(name: str) -> Text | None:
    found = get_services().evaluations.laboratory.knowledge().sensitive(name)
    return found.words if found else None


@cache
def _stamp(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """Return a static file's address, which changes when the file does."""
    return url_for("static", filename=name, v=_stamp(name))


def _authority() -> Authority | None:
    """Return whose instance this is: read once, as it never changes, so that error pages need no database."""
    kept = current_app.extensions.get(KEPT)
    if kept is None:
        kept = current_app.extensions[KEPT] = find_authority(get_services().database)
    authority: Authority | None = kept
    return authority


def _session_left() -> int | None:
    """How many seconds this reader's session still has, or None without one."""
    services = get_services()
    ends = services.publishers.find_end(g.token) if find_actor() else None
    return max(0, int((ends - services.clock.now()).total_seconds())) if ends else None


def vocabulary() -> Mapping[str, Any]:
    """Return what every template may use."""
    speech = get_speech()
    authority = _authority()
    return {
        "speech": speech,
        "colon": speech.say(" : ", ": "),
        "semicolon": speech.say(" ; ", "; "),
        "say": speech.say,
        "tell": speech.text,
        "label": lambda table, word: speech.text(label(table, word)),
        "address": address,
        "asset": asset,
        "other_language": _other_language(speech),
        "counter_address": address(find_counter()),
        "is_demo": bool(authority and authority.instance == "demo"),
        "authority_name": authority.name if authority else "Sceau",
        "actor": find_actor(),
        "session_left": _session_left,
        "field_name": lambda name: speech.text(FIELDS[name]) if name in FIELDS else name.replace("-", " "),
        "draw_seal": lambda grade: draw_seal(grade, speech),
        "draw_families": lambda families: draw_families(families, speech),
        "draw_refusing": lambda choices: draw_refusing(choices, speech),
        "say_refusing": lambda choices: say_refusing(choices, speech),
        "order_recipients": order_recipients,
        "draw_flows": lambda flows: draw_flows(flows, speech),
        "say_flows": lambda flows: say_flows(flows, speech),
        "say_data": lambda kinds: say_data(kinds, speech),
        "draw_track": lambda steps, reached: draw_track(steps, reached, speech),
        "names": lambda needs: [speech.text(need.name) for need in needs],
        "labels": lambda table, words: ", ".join(speech.text(label(table, word)) for word in words),
        "laws": lambda row: speech.listing(say_law(code, speech) for code in sorted(subject_to(row))),
        "is_tracking": is_tracking,
        "name_member": name_member,
        "permission_words": lambda name: speech.text(describe_permission(name, _personal(name))),
        "tally": lambda verdicts: tally(verdicts, speech),
        "say_answer": lambda question, value: say_answer(question, value, speech),
        "say_price": lambda entry: say_price(entry, speech),
        "say_languages": lambda entry: say_languages(entry, speech),
        "plain_advice": lambda problem: advise(problem.code, problem.detail, speech),
        "say_grade": lambda grade: say_grade(grade, speech),
    }


def show(template: str, code: int = 200, /, **values: Any) -> Response:
    """Make a page."""
    return make_response(render_template(template, **values), code)
