"""Attribute values resolved through the resource table: text, numbers, switches, labels in every locale."""

import struct

from analyzers.formats.arsc import ResourceTable
from analyzers.formats.axml import (
    SWITCHES,
    TYPE_BOOLEAN,
    TYPE_DYNAMIC_REFERENCE,
    TYPE_FLOAT,
    TYPE_INT_DEC,
    TYPE_LAST_INT,
    TYPE_REFERENCE,
    TYPE_STRING,
    Attribute,
)

MAX_TEXT = 4096
MAX_STEPS = 64  # resources followed for one value
_DEFAULT = "default"


class Resolver:
    """Turns attributes into plain values. Without a table, references stay unresolved and give None."""

    def __init__(self, table: ResourceTable | None) -> None:
        self.table = table

    def text(self, attribute: Attribute | None) -> str | None:
        """The attribute as text; numbers and switches written out."""
        value = self.scalar(attribute)
        if value is None or isinstance(value, str):
            return value
        return str(value).lower() if isinstance(value, bool) else str(value)

    def scalar(self, attribute: Attribute | None) -> str | int | bool | None:
        """The attribute as text, number or switch; None when absent or pointing at nothing."""
        if attribute is None:
            return None
        reference = attribute.reference
        if reference is None:
            return _plain(attribute.type, attribute.data, attribute.text)
        found = self.table.default(reference) if self.table else None
        if self.table is None or found is None:
            return None
        return _plain(found.type, found.data, self.table.text(found))

    def varies(self, attribute: Attribute | None) -> bool:
        """Whether phones of different kinds read different values: the resource has several, or points at several."""
        reference = attribute.reference if attribute is not None else None
        if reference is None or self.table is None:
            return False
        found, seen, waiting = set[tuple[int, int]](), set[int](), [reference]
        while waiting and len(seen) < MAX_STEPS:
            resource = waiting.pop()
            if resource in seen:
                continue
            seen.add(resource)
            values = self.table.values(resource)
            if not any(value.config.is_plain and not value.config.locale for value in values):
                return True  # some phones find nothing there
            for value in values:
                if value.type in (TYPE_REFERENCE, TYPE_DYNAMIC_REFERENCE):
                    waiting.append(value.data)
                else:
                    found.add((value.type, value.data if value.type != TYPE_BOOLEAN else bool(value.data)))
        return len(found) > 1 or bool(waiting)

    def number(self, attribute: Attribute | None) -> int | None:
        """The attribute as an integer, where it is one."""
        value = self.scalar(attribute)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def boolean(self, attribute: Attribute | None) -> bool | None:
        """The attribute as a switch; any number but zero is on."""
        value = self.scalar(attribute)
        if isinstance(value, str):
            return SWITCHES.get(value.strip().lower())
        return None if value is None else bool(value)

    def texts(self, attribute: Attribute | None) -> dict[str, str]:
        """The attribute as text in every locale; `default` is what a phone of any other language shows."""
        if attribute is None:
            return {}
        if attribute.reference is None:
            text = self.text(attribute)
            return {} if text is None else {_DEFAULT: text}
        found = self.table.texts(attribute.reference) if self.table else {}
        return {locale or _DEFAULT: printable(text) for locale, text in sorted(found.items())}

    def resource_locales(self) -> list[str]:
        """Locales for which anything in the package has text; empty without a table."""
        return [locale or _DEFAULT for locale in self.table.locales] if self.table else []

    def locales(self) -> list[str]:
        """Locales in which at least half of the app's own sentences exist; empty without a table."""
        total, counts = self.table.translations() if self.table else (0, {})
        return sorted(locale or _DEFAULT for locale, count in counts.items() if 0 < total <= 2 * count)


def _plain(kind: int, data: int, text: str | None) -> str | int | bool | None:
    if kind == TYPE_STRING:
        return None if text is None else printable(text)
    if kind == TYPE_BOOLEAN:
        return data != 0
    if TYPE_INT_DEC <= kind <= TYPE_LAST_INT:  # colours are numbers too
        return data - (1 << 32) if data >> 31 else data
    if kind == TYPE_FLOAT:
        return repr(struct.unpack("<f", struct.pack("<I", data))[0])
    return None if text is None else printable(text)


def printable(text: str) -> str:
    """Text that any JSON writer accepts, cut at a length people can read."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return clean if len(clean) <= MAX_TEXT else clean[:MAX_TEXT] + "…"
