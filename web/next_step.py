"""What to do now with a file, and who has to: one sentence per state, for the API and the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.submissions.lifecycle import SubmissionState as State
from criteria.findings import Text


@dataclass(frozen=True, slots=True)
class NextStep:
    """Who acts next, the acts open to them, and the sentence that says so."""

    who: str | None
    acts: tuple[str, ...]
    text: Text


LODGE_PACKAGE = NextStep("publisher", ("artifacts",), Text("Déposez l'APK.", "Lodge the APK."))
ANSWER = NextStep(
    "publisher",
    ("declarations",),
    Text("Répondez aux questions qui manquent.", "Answer the questions that are missing."),
)
HAND_IN = NextStep(
    "publisher", ("lodge",), Text("Tout y est : remettez le dossier.", "All is there: hand the file in.")
)
STEPS: Mapping[State, NextStep] = {
    State.LODGED: NextStep(
        "officer",
        ("admission", "return"),
        Text("L'autorité vérifie que le dossier est complet.", "The authority checks that the file is complete."),
    ),
    State.INADMISSIBLE: NextStep(None, (), Text("Dossier irrecevable : clos.", "Inadmissible: closed.")),
    State.ADMISSIBLE: NextStep(
        "service", (), Text("Les analyses sont en cours : attendez.", "The analyses are running: wait.")
    ),
    State.UNDER_EVALUATION: NextStep(
        "evaluator",
        ("rulings", "requests", "contradiction", "examination", "opinion"),
        Text("Un évaluateur apprécie les verdicts, puis rend l'avis.", "An evaluator rules, then gives the opinion."),
    ),
    State.AWAITING_PUBLISHER: NextStep(
        "publisher",
        ("replies", "artifacts", "declarations"),
        Text("Répondez aux questions de l'évaluateur.", "Answer the evaluator's questions."),
    ),
    State.CONTRADICTORY: NextStep(
        "evaluator",
        ("rulings", "requests", "opinion"),
        Text("L'éditeur est entendu avant l'avis.", "The publisher is heard before the opinion."),
    ),
    State.IN_COMMISSION: NextStep(
        "authority",
        ("decision", "adjournment"),
        Text("Une personne qui n'a pas évalué décide.", "A person who did not evaluate decides."),
    ),
    State.DECIDED: NextStep(None, (), Text("La décision est rendue.", "The decision has been taken.")),
    State.WITHDRAWN: NextStep(None, (), Text("L'éditeur s'est désisté.", "The publisher withdrew.")),
    State.LAPSED: NextStep(None, (), Text("Dossier caduc : ouvrez-en un autre.", "Lapsed: open another file.")),
}


def find_next_step(state: str, missing: Sequence[str]) -> NextStep:
    """Return what to do now with a file in `state` that still misses `missing`."""
    fixed = STEPS.get(State(state))
    if fixed is not None:
        return fixed
    if "apk" in missing:
        return LODGE_PACKAGE
    return ANSWER if missing else HAND_IN


def write_next_step(step: NextStep) -> dict[str, Any]:
    """Return the step as the API has it."""
    return {"who": step.who, "acts": list(step.acts), "fr": step.text.fr, "en": step.text.en}
