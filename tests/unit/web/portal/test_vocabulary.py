"""The vocabulary of needs."""

import re

from web.portal.spelling import fold
from web.portal.vocabulary import find_need, load_needs


def test_each_need_has_two_names_a_source_and_folded_words() -> None:
    for need in load_needs():
        assert need.name.fr
        assert need.name.en
        assert re.fullmatch(r"D\d{6}", need.mesh)
        assert need.words == tuple(fold(word) for word in need.words)


def test_ids_are_unique_and_found() -> None:
    ids = [need.id for need in load_needs()]
    assert len(ids) == len(set(ids))
    assert find_need("diabetes") is not None
    assert find_need("nothing") is None
