"""What a member of a package is, in plain words; every end, access and route of the bench has its name."""

import pytest

from analyzers.bench.access import Access
from catalog.bench.lifecycle import CaptureState, Route
from web.words.bench import ACCESSES, CAPTURE_STATES, ROUTES, name_member


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("classes.dex", "the app's code"),
        ("classes7.dex", "the app's code"),
        ("classes.txt", "another file of the package"),
        ("lib/x86/liba.so", "the native code"),
        ("AndroidManifest.xml", "the manifest"),
        ("res/xml/trust.xml", "a resource"),
        ("assets/index.js", "an embedded file"),
        ("META-INF/x", "another file of the package"),
    ],
)
def test_a_member_has_a_name_that_people_know(member: str, words: str) -> None:
    assert name_member(member).en == words


def test_nothing_of_the_bench_is_without_a_name() -> None:
    for names, table in ((Access, ACCESSES), (Route, ROUTES), (CaptureState, CAPTURE_STATES)):
        assert {one.value for one in names} == set(table)
