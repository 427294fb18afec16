"""The child's readers and endings; its life is proved where real processes are allowed."""

from analyzers.sandbox import child
from criteria.findings import ArtifactKind


def test_there_is_a_reader_for_every_kind_of_artifact() -> None:
    assert {kind.value for kind in ArtifactKind} <= set(child._TASKS)
    assert all(callable(child.make_ready(task)) for task in child._TASKS)


def test_endings_are_told_apart() -> None:
    assert len({0, child.UNLOCKED_EXIT, child.MEMORY_EXIT, child.BROKEN_EXIT}) == 4
