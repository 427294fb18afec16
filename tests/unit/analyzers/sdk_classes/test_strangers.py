"""Foreign code without an entry is counted and named; the app's own, the platform's and what we know are not."""

from typing import Any

import pytest

from analyzers.sdk_classes.detect import detect
from analyzers.sdk_classes.strangers import Strangers, count_strangers, own_root
from tests.builders.evidence import APK_SHA256, a_component, a_package, apk_evidence
from tests.builders.knowledge import shipped_knowledge

BOOK = shipped_knowledge()


def count(*packages: dict[str, Any], **changes: Any) -> Strangers:
    return count_strangers(apk_evidence(*packages, **changes)["apk"], BOOK)


def test_own_platform_free_and_known_code_is_no_stranger() -> None:
    known = ("fr.fictif.carnet.data", "java.util", "org.slf4j", "kotlin.jvm", "com.adjust.sdk", "com.google.gson")
    assert count(*(a_package(name, "A", "B") for name in known)).unknown == 0


def test_an_sdk_without_an_entry_is_counted_named_and_leaves_coverage_open() -> None:
    package = a_package("com.nouveautraqueur.sdk.net", "Sender", "Store", "Id")
    found = count(package)
    (coverage,) = detect(APK_SHA256, apk_evidence(package), BOOK).coverage

    assert (found.classes, found.unknown, found.share, found.roots) == (4, 3, 75, ("com.nouveautraqueur.sdk",))
    assert coverage.extent == "partial"
    assert "3 of 4 classes (75 %): neither" in coverage.reason.en
    assert "(com.nouveautraqueur.sdk)" in coverage.reason.en


def test_a_share_is_never_rounded_down_to_none() -> None:
    assert count(a_package("fr.fictif.carnet.x", *(f"A{n}" for n in range(999))), a_package("zz.autre", "B")).share == 1


def test_classes_that_build_tools_write_for_every_library_are_no_code() -> None:
    assert count(a_package("com.inconnue.lib", "R", "R$string", "BuildConfig")).unknown == 0


def test_renamed_packages_and_the_nameless_one_are_nobodys_and_leave_coverage_open() -> None:
    """A tracker under names of two letters makes a small part of an app: it must not pass by silence."""
    own = a_package("fr.fictif.carnet.ecrans", *(f"Ecran{n}" for n in range(90)))
    hidden = (a_package("a.b.c", "D", "E"), a_package("", "x"))
    found = count(own, *hidden)
    (coverage,) = detect(APK_SHA256, apk_evidence(own, *hidden), BOOK).coverage

    assert (found.unknown, found.nameless) == (0, 3)
    assert coverage.extent == "partial"
    assert "renommées, leur nom ne dit pas à qui elles sont" in coverage.reason.fr
    assert "renamed, no name tells whose they are" in coverage.reason.en


def test_own_classes_with_a_renamers_names_are_nameless_where_a_third_of_them_is_so() -> None:
    written = tuple(f"Ecran{n}" for n in range(30))
    short = tuple(f"a{chr(97 + n)}" for n in range(20))
    assert count(a_package("fr.fictif.carnet.x", *written, *short)).nameless == 20
    assert count(a_package("fr.fictif.carnet.x", *written, *short[:5])).nameless == 0
    assert count(a_package("fr.fictif.carnet.x", "ab", "cd")).nameless == 0  # too few to weigh


def test_a_single_class_under_an_sdks_name_elsewhere_is_a_stranger() -> None:
    assert count(a_package("zz.autre.com.adjust.sdk", "A")).unknown == 1
    assert count(a_package("zz.autre.com.adjust.sdk", "A", "B")).unknown == 0  # a moved copy: the marks speak of it


def test_a_class_of_its_own_entry_is_known_where_its_package_is_not() -> None:
    assert count(a_package("com.facebook", "FacebookSdk", "Inconnue")).unknown == 1


def test_the_screen_that_opens_first_tells_under_which_name_the_app_was_written() -> None:
    main = [{"actions": ["android.intent.action.MAIN"], "categories": [], "data": []}]
    screen = a_component("activity", "org.agence.carnet.Accueil", intentFilters=main)
    assert count(a_package("org.agence.carnet.data", "A"), components=[screen]).unknown == 0
    assert count(a_package("org.agence.carnet.data", "A")).unknown == 1


def test_nothing_but_a_screen_that_opens_makes_other_code_the_apps_own() -> None:
    main = [{"actions": ["android.intent.action.MAIN"], "categories": [], "data": []}]
    stranger = a_package("org.agence.carnet.data", "A")
    receiver = a_component("receiver", "org.agence.carnet.Guet", intentFilters=main)
    assert count(stranger, components=[receiver]).unknown == 1
    own = a_component("activity", "fr.fictif.carnet.Accueil", intentFilters=main)
    other = a_component("activity", "org.agence.carnet.Accueil", intentFilters=main)
    assert count(stranger, components=[own, other]).unknown == 1  # the package's own screen opens: the other is a guest


def test_packages_that_were_only_counted_are_strangers_too() -> None:
    assert count(a_package("zz.autre") | {"count": 7}).unknown == 7


@pytest.mark.parametrize(
    ("package", "root"),
    [
        ("fr.fictif.carnet", "fr.fictif"),
        ("uk.co.nhs.app", "uk.co.nhs"),
        ("com.github.personne.app", "com.github.personne"),
        ("io.github.personne.app", "io.github.personne"),
        ("fr.Fictif.Carnet", "fr.Fictif"),
        ("a2dp.Vol", "a2dp.Vol"),
        ("seul", "seul"),
    ],
)
def test_the_registered_part_of_a_packages_name(package: str, root: str) -> None:
    assert own_root(package) == root
