"""What is said against an entry of the base, in one sentence that stands wherever the entry is used."""

from dataclasses import dataclass

from criteria.findings import Text


@dataclass(frozen=True, slots=True)
class Contest:
    """What is said against an entry, by whom and since when: shown wherever the entry is used, and judged by people."""

    words: Text
    source: str
    as_of: str

    @property
    def sentence(self) -> Text:
        """The objection with its source and its day."""
        return Text(
            f"Entrée contestée de notre base : {self.words.fr} ({self.source}, {self.as_of}).",
            f"Contested entry of our base: {self.words.en} ({self.source}, {self.as_of}).",
        )
