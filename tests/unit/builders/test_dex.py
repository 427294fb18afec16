"""Our code files are read by androguard's parser, and their sums are right."""

import hashlib
import zlib

import pytest
from androguard.core.dex import DEX  # type: ignore[import-untyped] # publishes no types

from tests.builders.dex import ClassSource, write_dex


def _names(raw: bytes) -> list[str]:
    return [str(item.get_name()) for item in DEX(raw).get_classes()]


def test_a_parent_comes_before_its_child() -> None:
    child = ClassSource("fr.fictif.Enfant", extends="fr.fictif.Parent")

    assert _names(write_dex([child, ClassSource("fr.fictif.Parent")])) == ["Lfr/fictif/Parent;", "Lfr/fictif/Enfant;"]


def test_interfaces_parents_and_calls_are_written() -> None:
    source = ClassSource(
        "fr.fictif.A", "android.app.Activity", ("java.io.Serializable",), (), ("com.adjust.sdk.Adjust",)
    )
    read = DEX(write_dex([source]))

    (only,) = read.get_classes()
    assert only.get_superclassname() == "Landroid/app/Activity;"
    assert only.get_interfaces() == ["Ljava/io/Serializable;"]
    assert "Lcom/adjust/sdk/Adjust;" in read.get_strings()


@pytest.mark.parametrize("text", ["glycémie", "a\0b", "💊", "\ud800", "x" * 300])
def test_a_string_of_any_alphabet_comes_back(text: str) -> None:
    read = DEX(write_dex([ClassSource("fr.fictif.A", strings=(text,))]))

    assert text.encode("utf-16-le", "surrogatepass") in {
        found.encode("utf-16-le", "surrogatepass") for found in read.get_strings()
    }


def test_a_file_without_classes_is_still_a_code_file() -> None:
    assert _names(write_dex([])) == []


def test_the_sums_cover_everything_after_them() -> None:
    raw = write_dex([ClassSource("fr.fictif.A")])

    assert raw[12:32] == hashlib.sha1(raw[32:]).digest()  # noqa: S324 the format's own sum
    assert int.from_bytes(raw[8:12], "little") == zlib.adler32(raw[12:])
