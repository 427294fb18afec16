"""A first look counts the same classes as the whole reading, with the native matcher and without it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.extract.apk import extract_apk
from analyzers.extract.code import packages_of, read_code
from analyzers.extract.glance import KnownClasses, Seen, glance, look_for, take_glance
from analyzers.formats import scan
from analyzers.formats.archive import open_archive
from analyzers.formats.errors import FormatError
from analyzers.sdk_classes.marks import gather_marks
from tests.builders.archive import Entry, write_archive
from tests.builders.dex import ClassSource, write_dex
from tests.builders.hostile_dex import lying_dexes
from tests.builders.knowledge import shipped_knowledge

APKS = sorted((Path(__file__).resolve().parents[4] / "fixtures" / "apks").iterdir())
_WAYS = pytest.mark.parametrize("fast", [scan.FAST, None], ids=["fast", "plain"])
_LONG = "com.a." + "x" * 150


def _look(fast: object, prefixes: list[str], *names: str, calls: tuple[str, ...] = ()) -> dict[str, Seen]:
    classes = [ClassSource(name, calls=calls) for name in names]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "FAST", fast)
        archive = open_archive(write_archive([Entry("classes.dex", write_dex(classes))]))
        return look_for(archive, KnownClasses(prefixes))[0]


@_WAYS
def test_a_prefix_ends_where_a_name_does(fast: object) -> None:
    found = _look(fast, ["com.tune", "com.a.B"], "com.tune.X", "com.tunein.Y", "com.a.B", "com.a.B$1", "com.a.Bc")

    assert found == {"com.tune": Seen(1, 0), "com.a.B": Seen(2, 0)}


@_WAYS
def test_the_longest_prefix_counts_and_what_is_only_named_is_told_apart(fast: object) -> None:
    found = _look(
        fast, ["com.a", "com.a.b"], "com.a.X", "com.a.b.Y", f"{_LONG}.Z", calls=("com.a.b.Named", "com.a.Named")
    )

    assert found == {"com.a": Seen(2, 1), "com.a.b": Seen(1, 1)}


@_WAYS
def test_a_prefix_inside_a_sentence_is_no_class(fast: object) -> None:
    data = write_dex([ClassSource("fr.x.A", strings=("Lcom/tune/X;.", "see Lcom/tune/"))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "FAST", fast)
        archive = open_archive(write_archive([Entry("classes.dex", data)]))
        assert look_for(archive, KnownClasses(["com.tune"])) == ({}, [])


@given(
    st.lists(st.sampled_from(["a.B", "a.b.C", "a.b.c.D", "a.bc.D", "ab.C", "a.b$1", "a.b"]), unique=True, min_size=1)
)
def test_both_ways_count_the_same(names: list[str]) -> None:
    prefixes = ["a", "a.b", "a.b.c", "ab", "absent"]

    assert _look(scan.FAST, prefixes, *names) == _look(None, prefixes, *names)


@pytest.mark.parametrize("path", APKS, ids=lambda path: path.name)
def test_it_counts_what_the_whole_reading_counts(path: Path) -> None:
    knowledge = shipped_knowledge()
    by_prefix = {prefix: sdk.id for sdk in knowledge.sdks for prefix in sdk.prefixes}
    counted: dict[str, int] = {}
    for prefix, (defined, _) in glance(path.read_bytes(), KnownClasses(by_prefix))["classes"].items():
        counted[by_prefix[prefix]] = counted.get(by_prefix[prefix], 0) + defined
    packages = packages_of(read_code(open_archive(path.read_bytes())))
    marks = gather_marks({"apk": {"code": {"packages": packages}}}, knowledge)

    assert {key: count for key, count in counted.items() if count} == {
        key: found.classes for key, found in marks.items() if found.classes
    }


@pytest.mark.parametrize("name", sorted(lying_dexes()))
def test_a_file_that_lies_is_passed_over_and_said_to_be(name: str) -> None:
    data = write_archive([Entry("classes.dex", lying_dexes()[name]), Entry("resources.arsc", b"none")])
    seen = take_glance(data, ["com.a"])

    assert (seen["classes"], seen["packageName"]) == ({}, None)
    assert [row["entry"] for row in seen["unread"]] == ["classes.dex", "resources.arsc", "AndroidManifest.xml"]


@pytest.mark.parametrize("path", APKS, ids=lambda path: path.name)
def test_what_it_states_is_what_the_whole_reading_states(path: Path) -> None:
    seen, apk = take_glance(path.read_bytes(), []), extract_apk(path.read_bytes()).evidence
    assert apk is not None
    facts = apk["apk"]

    assert all(seen[name] == facts[name] for name in ("packageName", "versionCode", "versionName", "label"))
    assert seen["permissions"] == [row["name"] for row in facts["permissions"]]
    assert seen["sha256"] == apk["subject"]["sha256"]
    unread = [{"entry": row["entry"], "why": row["why"]} for row in facts["code"]["dex"] if not row["read"]]
    assert seen["unread"] == [row for row in unread if row["entry"].startswith("classes")]


def test_no_package_is_refused_by_name() -> None:
    assert take_glance(b"no package", ["com.a"]) == {"refused": "no-end-record"}
    with pytest.raises(FormatError):
        glance(b"no package", KnownClasses(["com.a"]))
