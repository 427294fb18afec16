"""A copy that trusts the bench against the certified build: only whom it trusts may differ. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from criteria.findings import Text

Inventory = Mapping[str, Any]
_MANIFEST, _TABLE = "AndroidManifest.xml", "resources.arsc"
MAX_SHOWN = 200

_SENTENCES = {
    "added": Text("ajouté", "added"),
    "removed": Text("retiré", "removed"),
    "changed": Text("modifié", "changed"),
    "trust": Text("seules les autorités de confiance changent", "only the trusted authorities change"),
    "trust-reference": Text("désigne la configuration de confiance", "names the configuration of trust"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One member that is not the same in both; `allowed` where it says nothing but whom the app trusts."""

    member: str
    how: str  # added, removed, changed, trust, trust-reference
    allowed: bool

    @property
    def sentence(self) -> Text:
        """The difference in words."""
        return _SENTENCES[self.how]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, those that are not allowed first."""

    differences: tuple[Difference, ...]
    trusts_user: bool  # whether the copy trusts an authority that the user installed

    @property
    def stands_for(self) -> bool:
        """Whether what the copy does may be taken for what the certified build does."""
        return self.trusts_user and all(difference.allowed for difference in self.differences)


def compare_copy(certified: Inventory, copy: Inventory) -> Comparison:
    """Hold a copy against the build it stands for. Signatures are left out: another signer is what a copy has."""
    old, new = certified["members"], copy["members"]
    rows = [_judge(name, certified, copy) for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)]
    return Comparison(tuple(sorted(rows, key=lambda row: (row.allowed, row.member))), bool(copy["trusts_user"]))


def _judge(name: str, certified: Inventory, copy: Inventory) -> Difference:
    old, new = certified["members"].get(name), copy["members"].get(name)
    if name == _MANIFEST and old and new and certified["manifest"] == copy["manifest"]:
        return Difference(name, "trust-reference", allowed=True)
    if name == _TABLE and new and new == certified["trusting_table"] and copy["config"] == copy["made_path"]:
        return Difference(name, "trust-reference", allowed=True)
    is_config = name == copy["config"] and (certified["config"] == name or (certified["config"] is None and not old))
    if is_config and new and certified["config_rows"] == copy["config_rows"]:
        return Difference(name, "trust", allowed=True)
    how = "added" if old is None else "removed" if new is None else "changed"
    return Difference(name, how, allowed=False)
