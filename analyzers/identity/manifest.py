"""The card of the identity detector."""

from analyzers.contract import Manifest
from criteria.findings import ArtifactKind, Text

MANIFEST = Manifest(
    name="identity",
    version="1.1.0",
    consumes=ArtifactKind.APK,
    emits=(
        "app.identified",
        "app.signed",
        "archive.deviating",
        "code.unread",
        "component.exposed",
        "language.offered",
        "permission.requested",
        "platform.targeted",
        "setting.declared",
    ),
    description=Text(
        fr="Dit quelle application est dans le fichier : nom, version, signataire, autorisations demandées, réglages, "
        "langues, et ce qui n'a pas pu être lu.",
        en="Says which app is in the file: name, version, signer, permissions asked for, settings, languages, and what "
        "could not be read.",
    ),
)
