"""The names behind a name are gathered, whatever order and source they came in."""

from analyzers.aliases import find_aliases


def test_the_names_behind_each_host_are_gathered_in_order() -> None:
    rows = [
        {"host": "stats.a.example", "names": ["x.b.example", "y.c.example"], "by": "answer"},
        {"host": "STATS.a.example.", "names": ["y.c.example", "z.d.example"], "by": "resolver"},
        {"host": "other.example", "names": "odd"},
        "odd",
    ]
    assert find_aliases({"traffic": {"aliases": rows}}) == {
        "stats.a.example": ("x.b.example", "y.c.example", "z.d.example"),
        "other.example": (),
    }


def test_evidence_from_before_there_were_aliases_has_none() -> None:
    assert find_aliases({"traffic": {}}) == {}
