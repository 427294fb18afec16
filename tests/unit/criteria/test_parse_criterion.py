"""Reading a criterion."""

from typing import Any

import pytest

from criteria.model import Level, Outcome
from criteria.parse_criterion import list_reachable, parse_criterion
from criteria.predicates import ByEvaluator, Declared, NoneOf
from criteria.strict import EditionError, Entry
from tests.builders.rulebook import WORDS, a_criterion, is_in
from tests.builders.written import EXAMPLES, LANGUAGE, SENTENCE, a_written_criterion


def test_both_halves_and_the_examples_are_read() -> None:
    criterion = parse_criterion(a_written_criterion(), LANGUAGE)
    assert (criterion.ref, criterion.rubric, criterion.weight) == ("AAA-01@1", "AAA", 2)
    assert criterion.levels[0].level is Level.GATE
    assert criterion.rule == (NoneOf("stone.seen", (is_in("color", "red"),)),)
    assert len(criterion.examples) == 3
    assert not criterion.accepts_publisher


def test_publisher_is_accepted_only_where_it_is_written() -> None:
    assert parse_criterion(a_written_criterion(accepts="publisher"), LANGUAGE).accepts_publisher


def test_digest_binds_the_normative_half_alone() -> None:
    one = parse_criterion(a_written_criterion(), LANGUAGE)
    more = [*EXAMPLES, {"name": "again", "expect": "undetermined"}]
    assert parse_criterion(a_written_criterion(examples=more), LANGUAGE).digest == one.digest
    assert parse_criterion(a_written_criterion(weight=3), LANGUAGE).digest != one.digest


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (a_written_criterion(weight=0), r"normative\.weight must be a whole number of at least 1"),
        (a_written_criterion(color="red"), r"normative\.color is not a key known here"),
        (a_written_criterion(requirement=None), r"normative lacks the key 'requirement'"),
        (a_written_criterion(requirement={"fr": "Oui."}), r"normative\.requirement lacks its 'en' translation"),
        (a_written_criterion(id="aaa-1"), r"normative\.id must look like TRK-01"),
        (a_written_criterion(rubric="BBB"), r"normative\.rubric must be the first part of AAA-01"),
        (a_written_criterion(version=2), r"normative\.version does not agree with the place of the file"),
        (a_written_criterion("criteria/book/AAA-02/v1.yaml"), r"does not agree with the place of the file"),
        (a_written_criterion(accepts="bench"), r"normative\.accepts can only be 'publisher'"),
        (a_written_criterion(needs=None), r"normative\.rule looks for stone\.seen without saying in 'needs'"),
        (a_written_criterion(examples=EXAMPLES[:2]), r"examples shows no example of the outcome 'undetermined'"),
        (a_written_criterion(examples=EXAMPLES[1:]), r"examples shows no example of the outcome 'conforming'"),
        (a_written_criterion(applies_when={"large": True}), r"shows no example of the outcome 'not_applicable'"),
        (a_written_criterion(examples=[*EXAMPLES, EXAMPLES[0]]), r"examples holds two examples of the same name"),
        (Entry("x.yaml", "", {"normative": {}}), r"^x\.yaml: the document lacks the key 'editorial'\.$"),
    ],
)
def test_criterion_that_cannot_be_relied_on_is_refused(written: Entry, sentence: str) -> None:
    with pytest.raises(EditionError, match=sentence):
        parse_criterion(written, LANGUAGE)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({"rule": [NoneOf("k")]}, {Outcome.CONFORMING, Outcome.NONCONFORMING, Outcome.UNDETERMINED}),
        ({"rule": [NoneOf("k", confirm=True)]}, {Outcome.CONFORMING, Outcome.UNDETERMINED}),
        ({"rule": [NoneOf("k"), ByEvaluator(WORDS)]}, {Outcome.NONCONFORMING, Outcome.UNDETERMINED}),
        ({"rule": [ByEvaluator(WORDS)]}, {Outcome.UNDETERMINED}),
        (
            {"rule": [Declared("said")], "applies_when": (is_in("large", "yes"),)},
            {Outcome.CONFORMING, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE},
        ),
    ],
)
def test_reachable_outcomes_follow_from_the_rule(others: dict[str, Any], expected: set[Outcome]) -> None:
    assert list_reachable(a_criterion(**others)) == expected


def test_sentences_are_read_in_both_languages() -> None:
    assert parse_criterion(a_written_criterion(), LANGUAGE).title.fr == SENTENCE["fr"]


def test_guidance_and_proofs_are_editorial() -> None:
    plain = a_written_criterion()
    halves: Any = plain.value
    told = Entry(
        plain.file, "", {**halves, "editorial": {**halves["editorial"], "guidance": SENTENCE, "proofs": ["ce"]}}
    )
    one, other = parse_criterion(plain, LANGUAGE), parse_criterion(told, LANGUAGE)
    assert (one.guidance, one.proofs) == (None, ())
    assert other.guidance is not None
    assert (other.guidance.en, other.proofs) == ("A sentence.", ("ce",))
    assert one.digest == other.digest


def test_proof_that_is_no_known_certificate_is_refused() -> None:
    plain = a_written_criterion()
    halves: Any = plain.value
    told = Entry(plain.file, "", {**halves, "editorial": {**halves["editorial"], "proofs": ["luck"]}})
    with pytest.raises(EditionError, match=r"editorial\.proofs\[0\] must be one of: hds, ce"):
        parse_criterion(told, LANGUAGE)
