"""Packages copied for the bench: only trust differs, the signature holds in the jail, another reader agrees."""

import zipfile
from pathlib import Path

import pytest
from androguard.core.apk import APK
from loguru import logger

from analyzers.bench.copying import check_copy, make_copy
from analyzers.bench.signing import load_key
from analyzers.sandbox.copies import CopyRefused
from analyzers.sandbox.run import run_extraction
from criteria.findings import ArtifactKind

pytestmark = pytest.mark.integration
APKS = Path(__file__).parents[2] / "fixtures" / "apks"


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> None:
    logger.remove()


@pytest.mark.parametrize("name", ["carnet-tension-3.2.0", "respire-3.1.0", "sosie-1.0.0"])
def test_a_copy_differs_in_trust_alone_and_its_signature_holds(tmp_path: Path, name: str) -> None:
    package, target = APKS / f"{name}.apk", tmp_path / "copy.apk"

    make_copy(package, target, load_key(tmp_path / "key.pem"))

    comparison = check_copy(package, target)
    assert comparison.stands_for
    evidence = run_extraction(ArtifactKind.APK, target).extraction.evidence
    assert evidence is not None
    network = evidence["apk"]["networkSecurityConfig"]
    assert (network["read"], "user" in network["trustAnchors"]) == (True, True)
    # An elliptic curve: what checks it has to be loaded before the jail closes.
    assert (evidence["apk"]["signing"]["verified"], evidence["apk"]["signing"]["issues"]) == (True, [])
    oracle = APK(str(target))
    reference = int(oracle.get_attribute_value("application", "networkSecurityConfig")[1:], 16)
    (_, path), *_ = oracle.get_android_resources().get_resolved_res_configs(reference)
    assert path == network["file"]
    assert oracle.get_app_name() == APK(str(package)).get_app_name()


def test_the_same_package_gives_the_same_members(tmp_path: Path) -> None:
    key = load_key(tmp_path / "key.pem")
    for number in range(2):
        make_copy(APKS / "respire-3.1.0.apk", tmp_path / f"{number}.apk", key)

    assert check_copy(tmp_path / "0.apk", tmp_path / "1.apk").differences == ()


def test_another_version_does_not_stand_for_the_build(tmp_path: Path) -> None:
    make_copy(APKS / "respire-3.1.1.apk", tmp_path / "copy.apk", load_key(tmp_path / "key.pem"))

    comparison = check_copy(APKS / "respire-3.1.0.apk", tmp_path / "copy.apk")

    assert not comparison.stands_for
    assert not comparison.differences[0].allowed


def test_one_byte_of_code_changed_is_named(tmp_path: Path) -> None:
    made, forged = tmp_path / "made.apk", tmp_path / "forged.apk"
    make_copy(APKS / "carnet-tension-3.2.0.apk", made, load_key(tmp_path / "key.pem"))
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(forged, "w") as sink:
        for name in source.namelist():
            body = bytearray(source.read(name))
            body[-1] ^= name == "classes.dex"
            sink.writestr(name, bytes(body))

    comparison = check_copy(APKS / "carnet-tension-3.2.0.apk", forged)

    assert [(row.member, row.how) for row in comparison.differences if not row.allowed] == [("classes.dex", "changed")]


def test_what_cannot_be_copied_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "no.apk").write_bytes(b"not a package")

    with pytest.raises(CopyRefused, match="no-end-record"):
        make_copy(tmp_path / "no.apk", tmp_path / "copy.apk", load_key(tmp_path / "key.pem"))
    assert not (tmp_path / "copy.apk").exists()
