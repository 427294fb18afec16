"""Signs that code hides from its reader: packers, loading at run time, code of another kind, renamed classes."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from analyzers.evidence import rows, section, text, whole, words

# Packages and libraries of known packers: the real code is unpacked while the app runs.
_PACKER_PACKAGES = (
    "com.stub", "com.qihoo.util", "com.qihoo360.crypt", "com.tencent.StubShell", "com.tencent.legu",
    "com.baidu.protect",
    "com.secneo.apkwrapper", "com.secneo.guard", "com.secshell", "com.bangcle", "com.ijiami", "s.h.e.l.l",
    "com.ali.mobisecenhance", "com.alibaba.wireless.security.mainplugin", "com.nqshield", "com.shell", "com.apkprotect",
    "com.licel.dexprotector", "com.kiwisec", "com.naga", "cn.securitystack", "com.payegis", "com.sagittarius",
)  # fmt: skip
_PACKER_LIBRARIES = (
    "libjiagu", "libshella", "libshell-super", "libshellx", "liblegu", "libtup", "libsecexe", "libsecmain",
    "libsecshell",
    "libdexhelper", "libexec.so", "libexecmain", "libddog", "libegis", "libnsafer", "libbaiduprotect", "libmobisec",
    "libdexprotector", "libprotectclass", "libapkprotect", "libkwscmm", "libchaosvmp", "libappguard", "libcovault",
)  # fmt: skip

# Code that a DEX reader does not see: the app's own words are in a bundle or in a library.
_OTHER_CODE = (
    ("libapp.so", "Flutter"),
    ("libhermes", "React Native"),
    ("libreactnative", "React Native"),
    ("libjsc", "React Native"),
    ("libil2cpp.so", "Unity"),
    ("libmonodroid", "Xamarin"),
    ("libmonosgen", "Xamarin"),
    ("libunreal", "Unreal"),
    ("libue4.so", "Unreal"),
    ("libcocos", "Cocos"),
    ("libgodot", "Godot"),
)
_KINDS = {
    "flutter": "Flutter", "react-native-hermes": "React Native", "react-native-js": "React Native", "unity": "Unity",
    "cordova": "Cordova", "capacitor": "Cordova", "xamarin": "Xamarin", "python": "Python", "godot": "Godot",
    "air": "Adobe AIR", "titanium": "Titanium", "nativescript": "NativeScript", "corona": "Solar2D", "cocos": "Cocos",
    "unreal": "Unreal", "defold": "Defold", "qt": "Qt", "lua": "Lua", "webassembly": "WebAssembly",
    "nodejs": "Node.js", "gamemaker": "GameMaker", "livecode": "LiveCode", "ruby": "Ruby", "go": "Go",
    "javascript": "JavaScript", "webapp": "Web",
}  # fmt: skip
_BUNDLE_HOSTS = ("org.apache.cordova", "com.getcapacitor")

# Packages whose business is to load code that is not in the package file.
_LOADERS = (
    "com.qihoo360.replugin",
    "com.tencent.shadow",
    "com.tencent.tinker",
    "com.didi.virtualapk",
    "com.lody.virtual",
    "com.microsoft.codepush",
    "expo.modules.updates",
    "io.ionic.liveupdates",
    "com.ionicframework.deploy",
    "com.nordnetab.chcp",
    "ee.forgr.capacitor_updater",
    "io.capawesome.capacitorjs.plugins.liveupdate",
    "cn.reactnative.modules.update",
    "io.dcloud.feature.pdr",
)

# Modules that the store sends while the app runs, and what says that the package is only a part of the app.
_MODULES = ("com.google.android.play.core.splitinstall", "com.google.android.play.core.splitcompat")
_PARTS_KEYS = frozenset({"com.android.vending.splits.required", "com.android.vending.splits"})

# Apps whose own code is a library: the platform's screen for them, and the key that names the library.
_NATIVE_SCREENS = ("android.app.NativeActivity", "com.google.androidgamesdk.GameActivity")
_NATIVE_KEY = "android.app.lib_name"

# Other languages whose libraries bear any name, by the classes that start them.
_STARTERS = (
    ("com.embarcadero.firemonkey", "Delphi"), ("com.embarcadero.rtl", "Delphi"), ("app.tauri", "Rust"),
    ("com.eclipsesource.tabris", "JavaScript"), ("com.godaddy.swift", "Swift"), ("org.swift.swiftkit", "Swift"),
)  # fmt: skip
_PAGES = "android.webkit.WebView"

# Classes of the platform that load code from elsewhere. The two others that evidence lists also load the app's own.
_FURTHER = frozenset({"dalvik.system.DexClassLoader", "dalvik.system.InMemoryDexClassLoader"})

# An app that shows a site in the browser's place (trusted web activity), and where it says which.
_SITE_KEY, _SITE_HOST = "android.support.customtabs.trusted.DEFAULT_URL", "com.google.androidbrowserhelper"

# How the packages begin of which anything here speaks: all others are passed over at once.
_TELLING = (*_PACKER_PACKAGES, *_BUNDLE_HOSTS, *(root for root, _ in _STARTERS), *_LOADERS, *_MODULES, _SITE_HOST)
_OF_SCREENS = frozenset(screen[:at] for screen in _NATIVE_SCREENS for at, letter in enumerate(screen) if letter == ".")

_SHORT = 2
_RENAMED_SHARE = 3  # one class in three
_ENOUGH = 30


def code_gaps(apk: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name each sign, in both languages."""
    code = section(apk, "code")
    everything = [(name, row) for _, row in rows(code, "packages") if (name := text(row, "name")) is not None]
    packages = [(name, row) for name, row in everything if name.startswith(_TELLING) or name in _OF_SCREENS]
    gaps = [*_packers(apk, packages), *_foreign(apk, packages)]
    named = _FURTHER.intersection(words(section(apk, "completeness"), "dynamic_code_loading") or ())
    named |= _FURTHER.intersection(words(code, "constants") or ())  # asked for by name
    pushed = any(text(row, "kind") == "shorebird" for _, row in rows(apk, "runtimes"))
    if named or pushed or any(_is_under(name, _LOADERS) for name, _ in packages):
        gaps.append(("du code peut être chargé pendant l'exécution", "code may be loaded while the app runs"))
    gaps += _parts(apk, packages)
    if any(text(row, "class") == _PAGES and row.get("works") is True for _, row in rows(code, "calls")):
        gaps.append(
            (
                "l'application affiche des pages web : ce qu'elles chargent d'un serveur n'a pas été vu",
                "the app shows web pages: what they load from a server was not seen",
            )
        )
    if _is_native(apk, packages):
        gaps.append(
            ("le code de l'application est dans une bibliothèque native", "the app's own code is in a native library")
        )
    if _is_site(apk, packages):
        gaps.append(("l'application montre un site, dont le code est ailleurs", "it shows a site that is elsewhere"))
    if _is_code_inside(apk):
        gaps.append(("du code se trouve dans une archive du paquet", "code lies in an archive inside the package"))
    gaps += _renamed(everything)
    return gaps


def _parts(apk: Mapping[str, Any], packages: list[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, str]]:
    """Whether the app has parts that are not in what was lodged: said by its manifest, or by what fetches them."""
    keys = {text(row, "name") for _, row in rows(apk, "metaData")}
    asks = apk.get("isSplitRequired") is True or not _PARTS_KEYS.isdisjoint(keys)
    if asks and not rows(apk, "splits"):
        return [
            ("le paquet exige d'autres parties, qui manquent", "the package requires further parts that are missing")
        ]
    if any(_is_under(name, _MODULES) and row.get("classes") for name, row in packages):
        return [("le magasin peut envoyer d'autres parties du code", "the store can send further parts of the code")]
    return []


def _is_native(apk: Mapping[str, Any], packages: list[tuple[str, Mapping[str, Any]]]) -> bool:
    components = [row for _, row in rows(apk, "components")]
    keys = [row for _, row in rows(apk, "metaData")]
    keys += [row for component in components for _, row in rows(component, "metaData")]
    if any(text(row, "name") in _NATIVE_SCREENS for row in components):
        return True
    if any(text(row, "name") == _NATIVE_KEY for row in keys):
        return True
    return any(
        f"{name}.{simple}" in _NATIVE_SCREENS for name, row in packages for simple in words(row, "classes") or ()
    )


def _is_site(apk: Mapping[str, Any], packages: list[tuple[str, Mapping[str, Any]]]) -> bool:
    keys = [row for _, row in rows(apk, "metaData")]
    keys += [row for _, component in rows(apk, "components") for _, row in rows(component, "metaData")]
    if any(text(row, "name") == _SITE_KEY for row in keys):
        return True
    return any(_is_under(name, (_SITE_HOST,)) and row.get("classes") for name, row in packages)


def _is_code_inside(apk: Mapping[str, Any]) -> bool:
    """Whether code lies deeper than the platform looks: it is there to be loaded by the app itself."""
    parts = tuple(f"{text(row, 'file')}!/" for _, row in rows(apk, "splits"))
    names = [text(row, "entry") or "" for _, row in rows(section(apk, "code"), "dex")]
    own = [next((name.removeprefix(part) for part in parts if name.startswith(part)), name) for name in names]
    return any("!/" in name for name in own)


def _is_under(name: str, roots: tuple[str, ...]) -> bool:
    return name in roots or name.startswith(_below(roots))


@cache
def _below(roots: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{root}." for root in roots)


def _libraries(apk: Mapping[str, Any]) -> Iterator[str]:
    for _, row in rows(apk, "native"):
        yield (text(row, "file") or "").rsplit("/", 1)[-1].lower()


def _packers(apk: Mapping[str, Any], packages: list[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, str]]:
    packed = any(_is_under(name, _PACKER_PACKAGES) and row.get("classes") for name, row in packages)
    if packed or any(name.startswith(_PACKER_LIBRARIES) for name in _libraries(apk)):
        return [
            ("le code est empaqueté et se déplie pendant l'exécution", "the code is packed and unfolds at run time")
        ]
    return []


def _foreign(apk: Mapping[str, Any], packages: list[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, str]]:
    kinds = {kind for name in _libraries(apk) for mark, kind in _OTHER_CODE if name.startswith(mark)}
    kinds |= {"Cordova" for name, row in packages if _is_under(name, _BUNDLE_HOSTS) and row.get("classes")}
    kinds |= {
        kind for root, kind in _STARTERS for name, row in packages if _is_under(name, (root,)) and row.get("classes")
    }
    named: dict[str, list[bool]] = {}
    for _, row in rows(apk, "runtimes"):
        if text(row, "kind") == "shorebird":
            continue  # what it fetches is said on its own
        kind = _KINDS.get(text(row, "kind") or "", "Web")
        named.setdefault(kind, []).append(row.get("readable") is True and bool(row.get("packages")))
    return [_say_unread(kind, is_named=all(named.get(kind) or [False])) for kind in sorted(kinds | named.keys())]


def _say_unread(kind: str, *, is_named: bool) -> tuple[str, str]:
    """The names of a bundle's modules are not its code: a tracker written into the app's own part has none."""
    if is_named:
        return (
            f"du code {kind}, seuls les noms de modules ont été lus",
            f"of {kind} code, only module names were read",
        )
    return (f"du code {kind} n'a pas été lu par cet instrument", f"{kind} code was not read by this instrument")


def _renamed(packages: list[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, str]]:
    """A large share of one- and two-letter names means that a tool renamed the code, SDKs included."""
    total = short = 0
    for _, row in packages:
        names = words(row, "classes") or ()
        total += max(len(names), whole(row, "count") or 0)
        short += sum([len(name) <= _SHORT or "$" in name[1 : _SHORT + 1] for name in names])
    if total >= _ENOUGH and short * _RENAMED_SHARE >= total:
        share = 100 * short // total
        return [(f"{share} % des classes ont été renommées", f"{share} % of the classes were renamed")]
    return []
