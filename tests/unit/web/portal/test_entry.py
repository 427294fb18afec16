"""A public card made ready to be read."""

from criteria.load import load_edition, load_questions
from tests.builders.card import a_capture, a_card, a_verdict
from web.portal.entry import is_tracking, open_entry, say_answer, tally
from web.words.speech import Speech

FR, EN = Speech("fr"), Speech("en")
REASON = {"fr": "Non lu.", "en": "Not read."}


def test_the_first_sentence_is_the_purpose_and_the_second_the_recipients() -> None:
    entry = open_entry(a_card(), FR)
    assert (entry.purpose, entry.receives.split(",")[0]) == ("Noter son souffle.", "Pendant notre relevé")
    assert (entry.name, entry.slug, entry.in_search) == ("Souffle (FICTIF)", "souffle", True)


def test_the_same_gap_is_said_once_with_all_it_leaves_open() -> None:
    gaps = [
        {"what": "a", "scope": "apk", "reason": REASON, "criteria": ["TRK-01"]},
        {"what": "b", "scope": "apk", "reason": REASON, "criteria": ["TRK-02"]},
    ]
    entry = open_entry(a_card(unknown=gaps), EN)
    assert [(gap.reason, gap.criteria) for gap in entry.unknown] == [
        ("Not read.", ("Title of TRK-01", "Title of TRK-02"))
    ]


def test_an_open_verdict_without_a_gap_is_unknown_too() -> None:
    entry = open_entry(a_card(verdicts=[a_verdict("TRK-01", "undetermined")]), EN)
    assert entry.unknown[0].criteria == ("Title of TRK-01",)


def test_trackers_are_said_found_absent_or_unknown() -> None:
    said = [
        open_entry(a_card(verdicts=[a_verdict("TRK-01", code), a_verdict("TRK-02", traffic)]), EN).trackers
        for code, traffic in (
            ("conforming", "conforming"),
            ("nonconforming", "undetermined"),
            ("conforming", "undetermined"),
        )
    ]
    assert [sentence.split()[0] for sentence in said] == ["No", "Advertising", "We"]


def test_captures_that_prove_nothing_are_set_aside() -> None:
    foreign = a_capture("capture.foreign", "publisher")
    assert open_entry(a_card(captures=[a_capture(), foreign]), FR).set_aside == (foreign,)


def test_suspended_entries_are_out_of_search() -> None:
    assert not open_entry(a_card(state="suspended"), FR).in_search


def test_answers_are_said_as_they_were_offered() -> None:
    questions = {question.id: question for question in load_questions(load_edition("2026.0"))}
    assert say_answer(questions["establishment"], "union", EN) == "In the European Union"
    assert say_answer(questions["data_exchange"], value=False, speech=FR) == "Non"
    assert say_answer(questions["purpose"], None, EN) == "No answer"
    assert say_answer(questions["penetration_test_on"], "2026-05-12", FR) == "12 mai 2026"
    entry = open_entry(a_card(profile={"establishment": "union"}), EN)
    assert entry.declared == (("Where is the publisher established?", "In the European Union"),)


def test_verdicts_are_counted_by_outcome() -> None:
    verdicts = [a_verdict("TRK-01"), a_verdict("TRK-02"), a_verdict("SEC-01", "undetermined")]
    assert tally(verdicts, FR) == "2\N{NO-BREAK SPACE}conformes, 1\N{NO-BREAK SPACE}indéterminé"
    assert tally(verdicts, EN) == "2 conforming, 1 undetermined"


def test_audience_measurement_follows_people_and_tools_do_not() -> None:
    assert is_tracking(["crash", "profiling"])
    assert not is_tracking(["tooling"])
