"""Which SDKs the code carries, whose they are, and whether the manifest wires them. Evidence and knowledge in; pure."""

from analyzers.contract import Detection, Evidence
from analyzers.counting import in_english, in_french
from analyzers.evidence import covered, is_list_of_objects, point, rows, section, text, whole
from analyzers.knowledge.book import Knowledge
from analyzers.sdk_classes.marks import Marks, gather_marks
from analyzers.sdk_classes.opacity import code_gaps
from analyzers.sdk_classes.strangers import Strangers, count_strangers
from analyzers.sdk_classes.wording import describe
from criteria.findings import Coverage, Extent, Finding

_NAMED = 5  # packages that coverage names


def detect(artifact: str, evidence: Evidence, knowledge: Knowledge) -> Detection:
    """Give one finding per SDK that left a mark, sorted by its id, and say how much code was looked at."""
    marks = gather_marks(evidence, knowledge)
    findings = tuple(_embedded(artifact, found, knowledge) for _, found in sorted(marks.items()))
    hidden = sorted(found.sdk.name for found in marks.values() if found.may_be_renamed)
    missing = sorted(found.sdk.name for found in marks.values() if found.is_missing)
    return Detection(findings, (_coverage(evidence, (hidden, missing), knowledge),))


def _embedded(artifact: str, marks: Marks, knowledge: Knowledge) -> Finding:
    sdk = marks.sdk
    owner = sdk.owner
    attributes = {
        "sdk": sdk.id,
        "name": sdk.name,
        "owner": owner.name if owner else None,
        "owner_country": owner.country if owner else None,
        "parent": owner.parent if owner else None,
        "parent_country": owner.parent_country if owner else None,
        "owner_confidence": owner.confidence if owner else None,
        "purposes": sdk.purposes,
        "version": marks.version,
        "contested": sdk.contest is not None,
        "tier": marks.tier,
        "state": marks.state,
        "classes": marks.classes,
    }
    pointer = point(artifact, marks.where, marks.at, marks.entry)
    return Finding("sdk.embedded", attributes, describe(marks, knowledge), pointer)


def _coverage(evidence: Evidence, absent: tuple[list[str], list[str]], knowledge: Knowledge) -> Coverage:
    """Silence counts only where all code was read, nothing hides or loads more, and no foreign code is unknown."""
    hidden, missing = absent
    apk = section(evidence, "apk")
    code, completeness = section(apk, "code"), section(apk, "completeness")
    dex = rows(code, "dex")
    packages = rows(code, "packages")
    if not dex or not packages or not is_list_of_objects(code, "dex") or not is_list_of_objects(code, "packages"):
        return covered(
            "sdk.embedded",
            "apk",
            Extent.NONE,
            "Aucun code n'a pu être lu : rien ne peut être dit des composants tiers.",
            "No code could be read: nothing can be said of third-party components.",
        )
    gaps = _gaps(evidence)
    if hidden:
        names = ", ".join(hidden[:5])
        gaps.append(
            (f"traces sans classe ({names}), peut-être renommée", f"traces without class ({names}), maybe renamed")
        )
    if missing:
        names = ", ".join(missing[:5])
        gaps.append(
            (f"le code appelle ce que le paquet ne contient pas ({names})", f"code calls what is not there ({names})")
        )
    gaps += _foreign(count_strangers(apk, knowledge))
    if not gaps and is_list_of_objects(completeness, "entries_unread"):
        count = whole(completeness, "dex_classes_read") or 0
        return covered(
            "sdk.embedded",
            "apk",
            Extent.COMPLETE,
            f"Tout le code a été lu ({count} classes) ; aucun indice de code caché ou renommé, et chaque paquet est "
            "celui de l'application ou figure dans notre base.",
            f"All code was read ({count} classes); no sign of hidden or renamed code, and each package is the app's "
            "own or in our base.",
        )
    fr = " ; ".join(gap[0] for gap in gaps) or "la liste de ce qui n'a pas été lu manque"
    en = "; ".join(gap[1] for gap in gaps) or "the list of what was not read is missing"
    return covered(
        "sdk.embedded",
        "apk",
        Extent.PARTIAL,
        f"Tout le code n'a pas pu être examiné : {fr}.",
        f"Not all code could be examined: {en}.",
    )


def _foreign(found: Strangers) -> list[tuple[str, str]]:
    """Third-party code without an entry in our base, and code of which no name tells: a person finds out what it is."""
    gaps = []
    total = in_english(found.classes, "class", "classes")
    if (many := found.unknown) > 0:
        names = ", ".join(found.roots[:_NAMED]) + (", …" if len(found.roots) > _NAMED else "")
        share, french = found.share, in_french(many, "classe", "classes")
        gaps.append(
            (
                f"{french} sur {found.classes} ({share} %) : ni à l'application ni dans notre base ({names})",
                f"{many} of {total} ({share} %): neither the app's own nor in our base ({names})",
            )
        )
    if (many := found.nameless) > 0:
        share, french = found.share_of(many), in_french(many, "classe", "classes")
        gaps.append(
            (
                f"{french} sur {found.classes} ({share} %) : renommées, leur nom ne dit pas à qui elles sont",
                f"{many} of {total} ({share} %): renamed, no name tells whose they are",
            )
        )
    return gaps


def _gaps(evidence: Evidence) -> list[tuple[str, str]]:
    """Name each reason why an SDK could be there without a mark."""
    apk = section(evidence, "apk")
    code, completeness = section(apk, "code"), section(apk, "completeness")
    gaps = []
    unread = [row for _, row in rows(code, "dex") if row.get("read") is not True]
    entries = rows(completeness, "entries_unread")
    if unread or (whole(completeness, "dex_bytes_unread") or 0) > 0:
        gaps.append(
            (
                in_french(len(unread), "fichier de code non lu", "fichiers de code non lus"),
                f"{in_english(len(unread), 'code file', 'code files')} not read",
            )
        )
    if entries:
        gaps.append(
            (
                in_french(len(entries), "entrée non lue", "entrées non lues"),
                f"{in_english(len(entries), 'entry', 'entries')} not read",
            )
        )
    odd = sorted({str(row.get("code")) for _, row in rows(section(apk, "archive"), "deviations")} - {"nested-archive"})
    if odd or (whole(section(apk, "archive"), "unlisted") or 0) > 0:
        names = ", ".join(odd[:3])
        gaps.append((f"l'archive s'écarte du format ({names})", f"the archive departs from the format ({names})"))
    ceiling = text(completeness, "verdict_ceiling")
    if ceiling is not None:
        gaps.append((f"plafond posé par la lecture ({ceiling})", f"ceiling set by the reading ({ceiling})"))
    return gaps + code_gaps(apk)
