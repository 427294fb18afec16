"""What a lodged document says of the questions, as proposals: a quote each, for its publisher to confirm. Pure.

The child that read the document names sayings of our own table and quotes it. What a saying answers stands in the
table, so that no document can make up an answer. A document that says two things proposes neither.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analyzers.contract import Evidence
from analyzers.evidence import rows, section, text, words
from analyzers.extract.sayings import TAKES, Nature, Saying, load_sayings, read_day
from catalog.submissions.prefill import NOTHING, Proposal, ProposalKind
from criteria.findings import Text

Row = Mapping[str, Any]
_NEWEST = ("last_release_on",)  # of several days, the last
_ALL = ("study_registration",)  # of several names, all


def follow_quotes(evidence: Evidence, filename: str) -> list[dict[str, Any]]:
    """Return what one document proposes, one entry per question, as it is stored."""
    said = section(section(evidence, "document"), "text")
    digest = text(section(evidence, "subject"), "sha256") or ""
    piece = _Piece(digest, filename)
    table = load_sayings()
    nature = table.nature_by_id.get(text(said, "nature") or "")
    named = ((table.by_id.get(text(row, "saying") or ""), row) for _, row in rows(said, "quotes"))
    quoted = [(saying, row) for saying, row in named if saying is not None]
    found: dict[str, Proposal] = {}
    for question in dict.fromkeys(saying.question for saying, _ in quoted):
        proposal = piece.propose([(saying, row) for saying, row in quoted if saying.question == question])
        if proposal is not None:
            found[question] = proposal
    if nature is not None:
        found = dict(piece.add_nature(found, nature, section(said, "ends")))
    return [{"question": question, **one.keep()} for question, one in found.items()]


class _Piece:
    """One document: its bytes' name, and the name its publisher gave it."""

    def __init__(self, digest: str, filename: str) -> None:
        self.digest, self.filename = digest, filename

    def propose(self, quoted: Sequence[tuple[Saying, Row]]) -> Proposal | None:
        """What all that a document says of one question comes to; None where it contradicts itself."""
        read = [(value, row) for saying, row in quoted if (value := _read(saying, row)) not in NOTHING]
        if not read:
            return None
        question = quoted[0][0].question
        values = [value for value, _ in read]
        value, row = read[0]
        if isinstance(value, tuple):
            value = sorted({choice for one in values for choice in one})
            if "none" in value and len(value) > 1:
                return None
        elif question in _NEWEST:
            value, row = max(read, key=lambda one: one[0])
        elif question in _ALL:
            value = ", ".join(dict.fromkeys(values))
        elif any(one != value for one in values) and quoted[0][0].take in (None, "date", "level"):
            return None
        return Proposal(value, self._quote(row), ProposalKind.PASSAGE, self.digest, at=self._place(row))

    def add_nature(self, found: Mapping[str, Proposal], nature: Nature, ends: Row) -> Iterator[tuple[str, Proposal]]:
        """The same with the document itself for the question that it belongs to, and what its being there says."""
        title = Text(f"le titre de votre pièce « {self.filename} »", f"the title of your piece “{self.filename}”")
        named = {} if nature.question is None else {nature.question: nature.value}
        for question, value in {**nature.duties, **named}.items():
            held = list(value) if isinstance(value, tuple) else value
            one = found.get(question) or Proposal(held, title, ProposalKind.PASSAGE, self.digest)
            if question == nature.question:
                day = read_day(next(iter(words(ends, "taken") or ()), ""))
                expires = {self.digest: day} if day else {}
                origin = _then(one.origin, self._quote(ends)) if day else one.origin
                one = Proposal(one.value, origin, one.kind, one.ref, (self.digest,), expires, one.at)
            yield question, one
        yield from ((question, one) for question, one in found.items() if question not in {*nature.duties, *named})

    def _quote(self, row: Row) -> Text:
        page, excerpt = row.get("page"), text(row, "excerpt") or ""
        fr, en = (f", page {page}", f", page {page}") if page else ("", "")
        return Text(f"« {self.filename} »{fr} : « {excerpt} »", f"“{self.filename}”{en}: “{excerpt}”")

    def _place(self, row: Row) -> dict[str, Any]:
        member = text(row, "member")
        place = {"offset": row.get("offset"), "length": row.get("length")}
        return {"artifact": self.digest, "path": [member] if member else [], **place, "evidence": "/document/text"}


def _then(one: Text, other: Text) -> Text:
    return Text(f"{one.fr} ; {other.fr}", f"{one.en}; {other.en}")


def _read(saying: Saying, row: Row) -> Any:
    """What a saying answers: what it says by itself, or what the sentence names, if it is such a thing."""
    if saying.take is None:
        return saying.value
    taken = [one for one in words(row, "taken") or () if one]
    match saying.take:
        case "date":
            return read_day(taken[-1]) if taken else None
        case "level":
            return taken[0].lower() if len(taken) == 1 and len(taken[0]) == 1 else None
        case "study":
            return ", ".join(taken)
        case name:
            return next((one for one in taken if TAKES[name].fullmatch(one)), None)
