"""An objection is one sentence with its source and day, in both languages."""

from analyzers.knowledge.contests import Contest
from criteria.findings import Text


def test_an_objection_names_its_source_and_its_day() -> None:
    said = Contest(Text("elle n'envoie rien", "it sends nothing"), "https://a.example/1", "2025-01-02").sentence

    assert said.fr == "Entrée contestée de notre base : elle n'envoie rien (https://a.example/1, 2025-01-02)."
    assert said.en == "Contested entry of our base: it sends nothing (https://a.example/1, 2025-01-02)."
