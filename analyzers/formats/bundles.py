"""Names of packages in bundles of cross-platform apps: Dart, JavaScript, plug-ins, assemblies. Bytes in, names out."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError

MAX_PACKAGES = 5_000
_DART = re.compile(rb"package:([a-z_][a-z0-9_]{0,63})/")
_MODULE = re.compile(rb"node_modules/((?:@[a-z0-9][\w.-]{0,63}/)?[A-Za-z0-9][\w.-]{0,79})[/\"'\\]")
_NAMES = (rb"@[a-z0-9][a-z0-9._-]{0,39}/[a-z0-9][a-z0-9._-]{0,59}", rb"react-native-[a-z0-9][a-z0-9._-]{0,59}")
_NPM = re.compile(b"|".join(_NAMES))
# Sought by how each begins, which is quicker than to stop at every quote.
_BEFORE_QUOTE = [re.compile(name + rb"(?=[\"'])") for name in _NAMES]
_QUOTES = b"\"'"
# What React Native SDKs call the part that is not JavaScript. Release bundles keep these names and few others.
_NATIVE_MODULE = re.compile(
    rb"(?:Native)?RN[A-Z][A-Za-z0-9]{2,60}|ReactNative[A-Z][A-Za-z0-9]{2,40}|NativeCustomerIO"
    rb"|[A-Z][A-Za-z0-9]{2,40}(?:ReactNative[A-Za-z0-9]{0,30}|ReactBridge|Module|Bridge)"
)
# In a script such a name is a property or is quoted; sought by its end, since every word may begin one.
_ENDS_OF_MODULE = [
    re.compile(one) for one in (rb"ReactNative", rb"ReactBridge", rb"Module\b", rb"Bridge\b", rb"RN[A-Z]")
]
_WORD_BEFORE = re.compile(rb"[.\"']([A-Z][A-Za-z0-9]{0,45})$")
_WORD = re.compile(rb"[A-Za-z0-9]{0,62}")
_PLUGIN = re.compile(rb"[\"']?(?:pluginId|id)[\"']?\s*:\s*[\"']([A-Za-z0-9@/._-]{3,100})[\"']")
_ASSEMBLY = re.compile(r"[A-Za-z0-9_.+-]{1,150}\.dll")


def dart_packages(data: Buffer, first: int, last: int) -> set[str]:
    """Packages whose sources were compiled into a Dart snapshot: their addresses stay in its data."""
    return _found(match[1] for match in _DART.finditer(data, first, last))


def script_packages(data: bytes) -> set[str]:
    """Packages that a JavaScript bundle names: by their folder, as a quoted name, or by their native module."""
    quoted = (match for rule in _BEFORE_QUOTE for match in rule.finditer(data, 1) if data[match.start() - 1] in _QUOTES)
    named = chain((match[1] for match in _MODULE.finditer(data)), (match[0] for match in quoted))
    return _found(chain(named, _native_modules(data)))


def _native_modules(data: bytes) -> Iterator[bytes]:
    reached = ended = 0
    for at, end in sorted(match.span() for rule in _ENDS_OF_MODULE for match in rule.finditer(data)):
        if at < max(reached, ended):
            continue
        ended = end
        before = data[max(0, at - 47) : at]
        start = at - len(found[1]) if (found := _WORD_BEFORE.search(before)) else at
        if start == at and before[-1:] not in (b".", b'"', b"'"):
            continue
        reached = word.end() if (word := _WORD.match(data, at)) else at
        if _NATIVE_MODULE.fullmatch(data, start, reached):
            yield data[start:reached]


def is_package_name(text: bytes) -> bool:
    """Whether a string of a bundle is a package name, or that of a native module of React Native."""
    return bool(_NPM.fullmatch(text) or _NATIVE_MODULE.fullmatch(text))


def cordova_plugins(data: bytes) -> set[str]:
    """Plug-ins of `cordova_plugins.js`: the part of each id before its module."""
    return _found(match[1].partition(b".")[0] if b"/" not in match[1] else match[1] for match in _PLUGIN.finditer(data))


def capacitor_plugins(data: bytes) -> set[str]:
    """Plug-ins of `capacitor.plugins.json`."""
    rows = _json(data)
    if not isinstance(rows, list):
        raise FormatError("broken-plugin-list", 0)
    return {
        row["pkg"][:120] for row in rows[:MAX_PACKAGES] if isinstance(row, dict) and isinstance(row.get("pkg"), str)
    }


def unity_assemblies(data: bytes) -> set[str]:
    """Assemblies of `ScriptingAssemblies.json`."""
    content = _json(data)
    names = content.get("names") if isinstance(content, dict) else None
    if not isinstance(names, list):
        raise FormatError("broken-assembly-list", 0)
    return {name for name in names[:MAX_PACKAGES] if isinstance(name, str) and _ASSEMBLY.fullmatch(name)}


def _json(data: bytes) -> object:
    try:
        found: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FormatError("broken-json", 0) from error
    return found


def _found(names: Iterable[bytes]) -> set[str]:
    found: set[str] = set()
    for name in names:
        found.add(name.decode("utf-8", "replace"))
        if len(found) >= MAX_PACKAGES:
            break
    return found
