"""The signers of a package as evidence: no scheme is decided yet."""

from typing import Any

from analyzers.formats.archive import Archive

Fact = dict[str, Any]


def read_signers(archive: Archive, min_sdk: int | None, facts: Fact) -> Fact:
    """Who signed, and whether it holds for every platform from `min_sdk` on."""
    del archive, facts
    return {
        "schemes": {"v1": False, "v2": False, "v3": False, "v3_1": False},
        "verified": None,
        "minSdkChecked": min_sdk,
        "signers": [],
        "lineage": [],
        "blocks": [],
        "issues": [],
    }
