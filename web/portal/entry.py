"""A public card made ready to be read: its sentences, its groups, what is unknown first. Adds no fact of its own."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from catalog.certificates.lifecycle import IN_SEARCH
from criteria.load import load_edition, load_questions
from criteria.model import Question, QuestionKind
from web.holdings import Holding, hold, say_holdings
from web.portal.flows import FlowMap, map_flows
from web.portal.recipients import Journey, say_class, say_who_receives, trace
from web.portal.search import is_tracker_free, needs_of
from web.portal.vocabulary import find_need
from web.words.labels import OUTCOMES, SEVERAL
from web.words.speech import Speech

TRACKING = frozenset({"advertising", "profiling", "attribution", "analytics"})
CONCLUDED = ("conforming", "nonconforming", "not_applicable")


@dataclass(frozen=True, slots=True)
class Unknown:
    """One thing that nobody can say, with the criteria that it leaves open."""

    reason: str
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One public entry for one reader."""

    card: Mapping[str, Any]
    purpose: str
    receives: str
    place: str
    trackers: str
    components: tuple[Holding, ...]
    components_said: str
    journey: Journey
    flows: FlowMap
    unknown: tuple[Unknown, ...]
    rubrics: tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...]
    set_aside: tuple[Mapping[str, Any], ...]
    declared: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    in_search: bool

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return str(self.card["slug"])

    @property
    def name(self) -> str:
        """The app's name."""
        return str(self.card["app"]["name"])


def open_entry(card: Mapping[str, Any], speech: Speech) -> Entry:
    """Make a card ready for a reader."""
    journey = trace(card)
    titles = {verdict["criterion"]: speech.text(verdict["title"]) for verdict in card["verdicts"]}
    components = hold(card["sdks"], speech)
    needs = [find_need(need) for need in needs_of(card)]
    return Entry(
        card=card,
        purpose=speech.text(card["app"]["purpose"]),
        receives=say_who_receives(journey, speech),
        place=say_class(journey, speech),
        trackers=_say_trackers(card, speech),
        components=components,
        components_said=say_holdings(components, speech),
        journey=journey,
        flows=map_flows(card.get("recipients", []), card.get("traffic", {})),
        unknown=_list_unknown(card, titles, speech),
        rubrics=_group(card, speech),
        set_aside=tuple(one for one in card["captures"] if one["state"] not in ("read", "partly_read")),
        declared=_list_declared(card, speech),
        needs=tuple(speech.text(need.name) for need in needs if need),
        in_search=card["state"]["state"] in IN_SEARCH,
    )


def _say_trackers(card: Mapping[str, Any], speech: Speech) -> str:
    outcomes = {verdict["criterion"]: verdict["outcome"] for verdict in card["verdicts"]}
    code, traffic = outcomes.get("TRK-01"), outcomes.get("TRK-02")
    if is_tracker_free(card):
        return speech.say(
            "Aucun traqueur publicitaire constaté, ni dans le code ni dans les échanges relevés.",
            "No advertising tracker found, neither in the code nor in the traffic captured.",
        )
    if "nonconforming" in (code, traffic):
        return speech.say(
            "Des composants ou serveurs de publicité ou de profilage ont été constatés.",
            "Advertising or profiling components or servers were found.",
        )
    return speech.say(
        "Nous ne pouvons pas dire si elle contient ou contacte des traqueurs.",
        "We cannot say whether it contains or contacts trackers.",
    )


def _list_unknown(card: Mapping[str, Any], titles: Mapping[str, str], speech: Speech) -> tuple[Unknown, ...]:
    """Join what has the same reason, so that a reader meets each sentence once."""
    rows: dict[str, list[str]] = {}
    for gap in card["unknown"]:
        kept = rows.setdefault(speech.text(gap["reason"]), [])
        kept += [titles[one] for one in gap["criteria"] if one in titles and titles[one] not in kept]
    listed = {title for titles_of in rows.values() for title in titles_of}
    silent = [
        titles[verdict["criterion"]]
        for verdict in card["verdicts"]
        if verdict["outcome"] not in CONCLUDED and titles[verdict["criterion"]] not in listed
    ]
    if silent:
        rows[speech.say("Ces critères ne sont pas encore tranchés.", "These criteria are not settled yet.")] = silent
    return tuple(Unknown(reason, tuple(criteria)) for reason, criteria in rows.items())


def _group(card: Mapping[str, Any], speech: Speech) -> tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...]:
    rubrics = {rubric.id: speech.text(rubric.title) for rubric in load_edition(card["grade"]["edition"]).rubrics}
    grouped = groupby(sorted(card["verdicts"], key=lambda one: str(one["rubric"])), key=lambda one: one["rubric"])
    return tuple((rubrics.get(rubric, str(rubric)), tuple(verdicts)) for rubric, verdicts in grouped)


def _list_declared(card: Mapping[str, Any], speech: Speech) -> tuple[tuple[str, str], ...]:
    questions = load_questions(load_edition(card["grade"]["edition"]))
    profile: Mapping[str, Any] = card["profile"]
    return tuple(
        (speech.text(question.title), say_answer(question, profile[question.id], speech))
        for question in questions
        if question.id in profile
    )


def say_answer(question: Question, value: object, speech: Speech) -> str:
    """Say an answer as its question offered it."""
    labels = {choice.value: speech.text(choice.label) for choice in question.choices}
    if isinstance(value, bool):
        return speech.say("Oui", "Yes") if value else speech.say("Non", "No")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return speech.listing(labels.get(str(one), str(one)) for one in value)
    if value is None:
        return speech.say("Sans réponse", "No answer")
    if question.kind is QuestionKind.DATE:
        return speech.date(str(value))
    return labels.get(str(value), str(value))


def is_tracking(purposes: Sequence[str]) -> bool:
    """Whether a component or server follows people, by its declared purposes."""
    return bool(TRACKING & set(purposes))


def tally(verdicts: Sequence[Mapping[str, Any]], speech: Speech) -> str:
    """Count the outcomes of a chapter: 2 conformes, 1 indéterminé."""
    counted = Counter(str(verdict["outcome"]) for verdict in verdicts)
    return ", ".join(
        speech.count(counted[word], (text.fr, SEVERAL[word]), (text.en, text.en))
        for word, text in OUTCOMES.items()
        if counted[word]
    )
