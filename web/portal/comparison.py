"""Two or three entries side by side: the lines that differ, and the names of those that do not. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from web.portal.entry import Entry
from web.words.labels import label
from web.words.speech import Speech

Line = tuple[str, Callable[[Entry], str]]


@dataclass(frozen=True, slots=True)
class Table:
    """The lines that differ, each with one cell per entry, and the names of those that do not."""

    lines: tuple[tuple[str, tuple[str, ...]], ...]
    same: tuple[str, ...]


def compare(entries: Sequence[Entry], speech: Speech) -> Table:
    """Put entries side by side."""
    rows = [(name, tuple(read(entry) for entry in entries)) for name, read in _list_lines(speech)]
    rows += _compare_verdicts(entries, speech)
    different = tuple(row for row in rows if len(set(row[1])) > 1)
    return Table(different, tuple(name for name, cells in rows if len(set(cells)) == 1))


def _list_lines(speech: Speech) -> list[Line]:
    say = speech.say
    return [
        (say("À quoi elle sert, selon son éditeur", "What it is for, says its publisher"), lambda one: one.purpose),
        (say("Qui reçoit les données", "Who receives the data"), lambda one: one.receives),
        (say("Où vont les données", "Where the data go"), lambda one: one.place),
        (say("Traqueurs", "Trackers"), lambda one: one.trackers),
        (say("Certificat", "Certificate"), lambda one: _say_state(one, speech)),
        (say("Part examinée", "Share examined"), lambda one: speech.percent(one.card["grade"]["score"]["coverage"])),
        (say("Prix", "Price"), lambda one: say_price(one, speech)),
        (say("Langues", "Languages"), lambda one: say_languages(one, speech)),
        (
            say("Autorisations personnelles demandées", "Personal permissions requested"),
            lambda one: str(sum(1 for row in one.card["permissions"] if row.get("sensitive"))),
        ),
        (say("Éditeur", "Publisher"), lambda one: str(one.card["app"]["publisher"]["name"])),
    ]


def _say_state(entry: Entry, speech: Speech) -> str:
    return speech.text(label("certificate_state", entry.card["state"]["state"]))


def say_price(entry: Entry, speech: Speech) -> str:
    """Say the price the publisher declared, or that none was."""
    price = entry.card["app"].get("price")
    return speech.text(label("price", price)) if price else speech.say("prix non déclaré", "price not declared")


def say_languages(entry: Entry, speech: Speech) -> str:
    """Say the languages the publisher declared, or that none was."""
    languages = entry.card["app"].get("languages") or []
    if not languages:
        return speech.say("langues non déclarées", "languages not declared")
    return speech.listing(speech.language_name(code) for code in languages)


def _compare_verdicts(entries: Sequence[Entry], speech: Speech) -> list[tuple[str, tuple[str, ...]]]:
    """A criterion that one entry was not judged on says so: another edition is no common ground."""
    outcomes = [{verdict["criterion"]: verdict["outcome"] for verdict in one.card["verdicts"]} for one in entries]
    titles = {v["criterion"]: speech.text(v["title"]) for one in entries for v in one.card["verdicts"]}
    return [
        (title, tuple(speech.text(label("outcome", one.get(criterion, "not_assessed"))) for one in outcomes))
        for criterion, title in sorted(titles.items())
    ]
