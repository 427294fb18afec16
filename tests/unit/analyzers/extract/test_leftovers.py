"""Version files name libraries; resources that configure something are told from sentences."""

from analyzers.extract.leftovers import key_names, leftovers_of
from analyzers.formats.archive import open_archive
from analyzers.formats.arsc import ResourceTable
from tests.builders.archive import Entry, write_archive
from tests.builders.arsc import write_resource_table


def test_version_files_name_libraries_and_versions() -> None:
    rows = [
        Entry("META-INF/androidx.core_core.version", b"1.13.1\n"),
        Entry("firebase-analytics.properties", b"version=22.1.0\nclient=firebase-analytics\n"),
        Entry("META-INF/kotlin-stdlib.kotlin_module", b"\0\1"),
        Entry("odd.properties", b"# \xff\n"),
        Entry("assets/x.properties", b"version=1"),
        Entry("fabric/com.crashlytics.sdk.android.beta.properties", b"version=1.2.10.27\n"),
        Entry("META-INF/maven/io.sentry/sentry-core/pom.properties", b"#maven\nversion=1.7.2\n"),
    ]
    found = leftovers_of(open_archive(write_archive(rows)))

    assert [(row["name"], row["version"]) for row in found] == [
        ("androidx.core_core", "1.13.1"), ("firebase-analytics", "22.1.0"), ("kotlin-stdlib", None), ("odd", None),
        ("com.crashlytics.sdk.android.beta", "1.2.10.27"), ("io.sentry/sentry-core", "1.7.2"),
    ]  # fmt: skip


def test_configuration_resources_are_named() -> None:
    names = ("google_app_id", "gcm_defaultSenderId", "CodePushDeploymentKey", "bonjour", "valide", "monkey_business")
    table = write_resource_table("fr.fictif", {name: {"": "x"} for name in names}, {})

    assert key_names(ResourceTable(table.data)) == ["CodePushDeploymentKey", "gcm_defaultSenderId", "google_app_id"]
    assert key_names(None) == []
