"""What whole sets of a publisher's papers propose: the share of a first file, and how much of it is right."""

import hashlib
import json
from datetime import date

import pytest

from analyzers.extract.document import extract_document
from catalog.evaluations.quotes import follow_quotes
from catalog.submissions.papers import Paper
from catalog.submissions.prefill import NOTHING, Known, Proposal, ProposalKind, measure_share, proposal_of, propose
from criteria.load import load_edition, load_questions
from tests.builders.paper_sets import PaperSet, a_paper_set, paper_sets
from tests.builders.running import ROOT

pytestmark = pytest.mark.integration
OUT = ROOT / "build" / "bench" / "papers.json"
QUESTIONS = load_questions(load_edition("2026.2"))
LEAST = {"carnet": 0.8, "souffle": 0.7, "rein": 0.7, "maternite": 0.57, "sommeil": 0.5}


def _propose(papers: PaperSet) -> dict[str, Proposal]:
    read = []
    for name, data in papers.files.items():
        evidence = extract_document(data).evidence
        assert evidence is not None
        read += [(one["question"], proposal_of(one)) for one in follow_quotes(evidence, name)]
    known = Known(
        purpose="Noter.",
        contact="contact@a.example",
        price="free",
        store_link="https://store.example/a",
        country="FR",
        papers=[Paper(hashlib.sha256(data).hexdigest(), name) for name, data in papers.files.items()],
        read=read,
        opened_on=date(2026, 11, 27),
    )
    return propose(QUESTIONS, known)


@pytest.mark.parametrize("name", paper_sets())
def test_papers_propose_what_they_say_and_hardly_anything_else(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    papers = a_paper_set(name)
    found = _propose(papers)
    filled, of = measure_share(QUESTIONS, {}, found)
    read = {at: one for at, one in found.items() if one.kind is ProposalKind.PASSAGE and one.value not in NOTHING}
    wrong = sorted(at for at, one in read.items() if one.value != papers.facts.get(at))
    figures = {"filled": filled, "of": of, "right": len(read) - len(wrong), "wrong": len(wrong)}

    rows = json.loads(OUT.read_text()) if OUT.exists() else {}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(rows | {name: {"now": figures, "first_sight": papers.first_sight}}, indent=1))
    with capsys.disabled():
        print(f"{name:12} now {figures}, at first sight {papers.first_sight}, wrong: {wrong}")  # noqa: T201 -- figures to read
    assert filled / of >= LEAST[name]
    assert len(wrong) <= 1, {at: (read[at].value, papers.facts.get(at), read[at].origin.fr) for at in wrong}


def test_a_conclusion_that_favours_the_app_is_always_quoted() -> None:
    """A proposal is one's own word with where it stands, or the title of the very document."""
    for name in paper_sets():
        for one in _propose(a_paper_set(name)).values():
            if one.kind is ProposalKind.PASSAGE and one.value not in NOTHING:
                assert "« " in one.origin.fr
                assert one.at is not None or "le titre de votre pièce" in one.origin.fr
