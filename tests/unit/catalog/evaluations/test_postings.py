"""A name finds every app that defines it or something below it, whatever was added when and by whom."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.evaluations import postings
from catalog.evaluations.postings import Postings, Sheet, sheet_of

_NAMES = st.lists(st.sampled_from(["com", "com.a", "com.a.b", "com.ab", "com.a-b", "org.é", "x"]), max_size=5)


def _digests(found: tuple[int, list[tuple[str, str]]]) -> list[str]:
    assert found[0] == len(found[1])
    return sorted(digest for digest, _ in found[1])


def test_a_prefix_ends_at_a_dot(tmp_path: Path) -> None:
    index = Postings(tmp_path / "postings.db")
    index.add(
        [
            Sheet("1", "a 1", ("com.tune", "x")),
            Sheet("2", "b 1", ("com.tunein.radio",)),
            Sheet("3", "c", ("com.tune.a",)),
        ]
    )

    assert _digests(index.find("com.tune")) == ["1", "3"]
    assert _digests(index.find("com")) == ["1", "2", "3"]
    assert index.find("com.tun") == (0, [])
    assert index.find("com.tune", limit=1) == (2, [("1", "a 1")])


def test_an_app_counts_once(tmp_path: Path) -> None:
    index = Postings(tmp_path / "postings.db")

    assert (index.add([Sheet("1", "a", ("x",))] * 2), index.add([Sheet("1", "a", ("y",))])) == (1, 0)
    assert (index.holds("1"), index.holds("2"), index.find("y")) == (True, False, (0, []))


def test_an_index_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    index = Postings(tmp_path / "postings.db")

    assert (index.find("x"), index.holds("1"), index.path.exists()) == ((0, []), False, False)


@given(
    sheets=st.lists(_NAMES, max_size=12),
    piece=st.integers(1, 5),
    cut=st.integers(0, 12),
    asked=st.sampled_from(["com.a", "com", "org", "x"]),
)
def test_pieces_of_any_size_give_what_a_plain_search_gives(
    sheets: list[list[str]], piece: int, cut: int, asked: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [Sheet(str(number), "", tuple(names)) for number, names in enumerate(sheets)]
    index = Postings(tmp_path_factory.mktemp("index") / "postings.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "PIECE", piece)
        index.add(rows[:cut])
        index.add(rows[cut:])
        found = _digests(index.find(asked))

    plain = [row.digest for row in rows if any(f"{name}.".startswith(f"{asked}.") for name in row.packages)]
    assert found == sorted(plain)


def test_two_processes_may_add_at_the_same_time(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from catalog.evaluations.postings import Postings, Sheet\n"
        "for n in range(30): Postings(Path(sys.argv[1])).add([Sheet(f'{sys.argv[2]}{n}', '', ('com.a', f'p{n}'))])"
    )
    path = tmp_path / "postings.db"
    others = [subprocess.Popen([sys.executable, "-c", code, str(path), name]) for name in "ab"]

    assert [other.wait() for other in others] == [0, 0]
    assert Postings(path).find("com.a", limit=99)[0] == 60


def test_nobody_ever_sees_an_index_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = Postings(tmp_path / "postings.db")
    with monkeypatch.context() as patch:
        patch.setattr(postings, "_TABLES", f"{postings._TABLES} THE POWER FAILS")
        with pytest.raises(sqlite3.OperationalError):
            index.add([Sheet("1", "a", ("x",))])
        assert list(tmp_path.iterdir()) == []

    index.add([Sheet("1", "a", ("x",))])
    postings._make(index.path)  # a second process that had seen no index either
    assert index.find("x") == (1, [("1", "a")])


def test_a_sheet_names_what_is_defined_and_nothing_else() -> None:
    packages = [{"name": "a.b", "count": 2}, {"name": "only.named", "count": 0}, {"name": "", "count": 1}]
    facts = {"packageName": "fr.x", "versionName": None, "code": {"packages": packages}}

    assert sheet_of({"subject": {"sha256": "d"}, "apk": facts}) == Sheet("d", "fr.x ?", ("a.b",))
    assert sheet_of({"subject": {"sha256": "d"}, "traffic": {}}) is None
