"""What a finding about an SDK says to a person: what was seen, whose it is, and from which data."""

from analyzers.counting import in_english, in_french
from analyzers.knowledge.book import Knowledge
from analyzers.knowledge.places import CONFIDENCE
from analyzers.sdk_classes.marks import Marks
from criteria.findings import Text

_TRACES = {
    "setting": ("Une clef de réglage", "A setting key"),
    "constant": ("Une chaîne propre au code", "A constant of the code"),
    "name": ("Le nom d'une classe", "The name of a class"),
    "host": ("Un nom de serveur", "A host name"),
    "library": ("Une bibliothèque native", "A native library"),
    "bundle": ("Un module, dans le code d'un autre environnement,", "A module, in the code of another runtime,"),
    "resource": ("Une ressource de configuration", "A configuration resource"),
    "moved": (
        "Une classe sous une autre racine, copie déplacée ou sosie, portant le nom",
        "A class under another root, a moved copy or a look-alike, with the name",
    ),
    "file": ("Un fichier de version", "A version file"),
}

_NOTHING = Text("", "")
_ASLEEP = {
    "stub": Text(
        "Ces classes sont presque vides et rien d'autre n'en parle : sans doute une coquille, à vérifier.",
        "These classes are nearly empty and nothing else speaks of it: probably a placeholder, to be checked.",
    ),
    "dormant": Text(
        "Rien dans le manifeste ne le démarre, ce que ses versions courantes exigent : code dormant, à apprécier.",
        "Nothing in the manifest starts it, which its current versions need: dormant code, for a person to weigh.",
    ),
    "unknown": Text("Le manifeste ne dit pas s'il est utilisé.", "The manifest does not tell whether it is used."),
}
_UNWIRED = Text(
    " Le manifeste ne le branche pas, ce que ses versions courantes exigent : une personne vérifie s'il démarre.",
    " The manifest does not wire it, which its current versions need: a person checks whether it starts.",
)


def describe(marks: Marks, knowledge: Knowledge) -> Text:
    """Join what was seen, the owner and the source of the signature."""
    state = (_state(marks), _call(marks), _screen(marks), _parts(marks))
    parts = (_seen(marks), _version(marks), *state, _owner(marks), _contest(marks), _source(marks, knowledge))
    return Text(" ".join(part.fr for part in parts if part.fr), " ".join(part.en for part in parts if part.en))


def _classes(number: int) -> Text:
    return Text(in_french(number, "classe", "classes"), in_english(number, "class", "classes"))


def _seen(marks: Marks) -> Text:
    name = marks.sdk.name
    if marks.classes and marks.moved is not None:
        root = marks.moved.root
        return Text(
            f"Le code définit {_classes(marks.classes).fr} de {name} sous une autre racine ({root}), dont "
            f"{marks.example}.",
            f"The code defines {_classes(marks.classes).en} of {name} under another root ({root}), such as "
            f"{marks.example}.",
        )
    if marks.classes:
        return Text(
            f"Le code définit {_classes(marks.classes).fr} de {name}, dont {marks.example}.",
            f"The code defines {_classes(marks.classes).en} of {name}, such as {marks.example}.",
        )
    if marks.referenced:
        return Text(
            f"Le code mentionne {_classes(marks.referenced).fr} de {name}, mais n'en contient aucune.",
            f"The code mentions {_classes(marks.referenced).en} of {name}, but holds none.",
        )
    if marks.wiring:
        return Text(
            f"Le manifeste mentionne {name} ({marks.wiring[0]}), mais aucune classe n'en a été trouvée.",
            f"The manifest mentions {name} ({marks.wiring[0]}), but no class of it was found.",
        )
    trace = marks.traces[0]
    if trace.kind == "layout":
        return Text(
            f"Reste de {name} : un écran du paquet nomme sa classe {trace.word}, mais aucune n'en a été trouvée.",
            f"Leftover of {name}: a screen of the package names its class {trace.word}, but no class of it was found.",
        )
    fr, en = _TRACES[trace.kind]
    return Text(
        f"{fr} de {name} ({trace.word}) figure dans le paquet, mais aucune classe n'en a été trouvée.",
        f"{en} of {name} ({trace.word}) is in the package, but no class of it was found.",
    )


def _version(marks: Marks) -> Text:
    if marks.version is None:
        return _NOTHING
    return Text(f"Version indiquée par ses fichiers : {marks.version}.", f"Version by its own files: {marks.version}.")


def _call(marks: Marks) -> Text:
    """A call that does not decide the state is still said."""
    call = marks.call
    if call is None or not marks.classes or marks.state == "active":
        return _NOTHING
    return Text(
        f"Le code de l'application l'appelle pourtant ({call.target}, depuis {call.caller}).",
        f"Yet the app's own code calls it ({call.target}, from {call.caller}).",
    )


def _screen(marks: Marks) -> Text:
    """A screen that names a class of it does not decide the state, and is still said."""
    word = next((trace.word for trace in marks.traces if trace.kind == "layout"), None)
    if word is None or not marks.classes or marks.state == "active":
        return _NOTHING
    return Text(
        f"Un écran du paquet nomme pourtant sa classe {word}.", f"Yet a screen of the package names its class {word}."
    )


def _parts(marks: Marks) -> Text:
    """What is turned off in an SDK that goes on."""
    parts = [switch for switch in marks.switched.parts if switch.only is not None]
    if not parts or not marks.classes:
        return _NOTHING
    fr = ", ".join(f"{part.only.fr} ({part.key})" for part in parts if part.only)
    en = ", ".join(f"{part.only.en} ({part.key})" for part in parts if part.only)
    return Text(f"Le manifeste n'y coupe que : {fr}.", f"In it the manifest turns off only: {en}.")


def _state(marks: Marks) -> Text:
    if marks.classes and marks.is_contradicted:
        keys = ", ".join(marks.switched.off or marks.switched.unsure)
        return Text(
            f"Le réglage qui l'éteindrait ne permet pas de conclure ({keys}).",
            f"The setting that would switch it off does not settle it ({keys}).",
        )
    if marks.state == "switched_off":
        return Text(
            f"Le manifeste l'éteint ({marks.off[0]}) ; le code peut le rallumer.",
            f"The manifest switches it off ({marks.off[0]}); code can switch it on again.",
        )
    return _started(marks) if marks.state == "active" else _ASLEEP.get(marks.state if marks.classes else "", _NOTHING)


def _started(marks: Marks) -> Text:
    if marks.call is None or marks.wiring:
        return Text(f"Le manifeste le branche ({marks.wiring[0]}).", f"The manifest wires it ({marks.wiring[0]}).")
    less = _UNWIRED if marks.sdk.needs_wiring else _NOTHING
    return Text(
        f"Le code de l'application l'appelle ({marks.call.target}, depuis {marks.call.caller}).{less.fr}",
        f"The app's own code calls it ({marks.call.target}, from {marks.call.caller}).{less.en}",
    )


def _owner(marks: Marks) -> Text:
    owner = marks.sdk.owner
    if owner is None:
        return Text("Bibliothèque libre : aucune société n'en est propriétaire.", "Free library: no company owns it.")
    sure = CONFIDENCE[owner.confidence]
    country_fr, country_en = owner.country or "pays inconnu", owner.country or "country unknown"
    if owner.parent is None or owner.parent == owner.name:
        group_fr = group_en = ""
    else:
        group_fr = f", groupe {owner.parent} ({owner.parent_country})"
        group_en = f", group {owner.parent} ({owner.parent_country})"
    return Text(
        f"Propriétaire : {owner.name} ({country_fr}){group_fr}, confiance {sure.fr}.",
        f"Owner: {owner.name} ({country_en}){group_en}, {sure.en} confidence.",
    )


def _contest(marks: Marks) -> Text:
    return marks.sdk.contest.sentence if marks.sdk.contest is not None else _NOTHING


def _source(marks: Marks, knowledge: Knowledge) -> Text:
    curated, sdk = knowledge.ages()[0], marks.sdk
    sure = CONFIDENCE[sdk.confidence]
    return Text(
        f"Source : base de connaissances de Sceau du {curated.date} ({sdk.source}, {sdk.as_of}, "
        f"marques de confiance {sure.fr}).",
        f"Source: Sceau knowledge base of {curated.date} ({sdk.source}, {sdk.as_of}, "
        f"{sure.en} confidence in its marks).",
    )
