"""The card of the SDK detector."""

from analyzers.contract import Manifest
from criteria.findings import ArtifactKind, Text

MANIFEST = Manifest(
    name="sdk_classes",
    version="1.2.0",
    consumes=ArtifactKind.APK,
    emits=("sdk.embedded",),
    description=Text(
        fr="Dit quels composants tiers (SDK) le code définit ou mentionne, à qui ils sont, et s'ils sont branchés, "
        "dormants ou éteints.",
        en="Says which third-party components (SDKs) the code defines or mentions, whose they are, and whether they "
        "are wired, dormant or switched off.",
    ),
)
