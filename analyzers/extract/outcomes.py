"""Every way an extraction can end: a stable code, a state, and a sentence that says what to do."""

from analyzers.contract import ReadState, RunOutcome
from criteria.findings import Text

_READ, _PARTLY = ReadState.READ, ReadState.PARTLY_READ
_REFUSED, _LIMIT = ReadState.REFUSED, ReadState.LIMIT


def _ends(state: ReadState, fr: str, en: str) -> tuple[ReadState, Text]:
    return state, Text(fr, en)


_TABLE: dict[str, tuple[ReadState, Text]] = {
    "read": _ends(
        _READ,
        "Le fichier a été lu ; ce que chaque examen y a vu, ou n'a pas pu voir, est dit avec ses constats.",
        "The file was read; what each examination saw of it, or could not see, is said with its findings.",
    ),
    "other-code-unread": _ends(
        _PARTLY,
        "Le code d'Android a été lu, mais pas celui d'un autre environnement que le paquet contient : au plus ses noms "
        "et ses adresses. Aucune absence ne peut en être conclue.",
        "Android's code was read, but not that of another runtime which the package holds: at most its names and "
        "addresses. No absence can be concluded from it.",
    ),
    "no-code": _ends(
        _READ,
        "Le paquet a été lu, mais il ne définit aucune classe. Vérifiez que c'est bien l'application complète : "
        "une partie d'un paquet découpé ne suffit pas.",
        "The package was read, but it defines no class. Check that it is the whole app: one part of a split "
        "package is not enough.",
    ),
    "partly-read": _ends(
        _PARTLY,
        "Une partie du fichier n'a pas pu être lue ; le détail est donné dans la preuve. Aucune absence ne peut en "
        "être conclue. Déposez un fichier complet.",
        "Part of the file could not be read; the evidence names it. No absence can be concluded from it. "
        "Lodge a complete file.",
    ),
    "code-unread": _ends(
        _PARTLY,
        "Une partie du code n'a pas pu être lue : chiffrée, coupée ou abîmée. Déposez le paquet tel qu'il est "
        "distribué.",
        "Part of the code could not be read: encrypted, cut short or damaged. Lodge the package as it is distributed.",
    ),
    "code-elsewhere": _ends(
        _PARTLY,
        "Le manifeste nomme des classes que le paquet ne contient pas : le code est caché, empaqueté, ou dans une "
        "autre partie. Aucune absence ne peut en être conclue. Déposez l'application complète, sans protection.",
        "The manifest names classes that the package does not hold: the code is hidden, packed, or in another part. "
        "No absence can be concluded from it. Lodge the whole app, without protection.",
    ),
    "ambiguous-archive-read": _ends(
        _PARTLY,
        "Le paquet a été lu, mais sa construction permet plusieurs lectures. Déposez un paquet produit et signé par "
        "les outils ordinaires.",
        "The package was read, but the way it is built allows several readings. Lodge a package built and signed by "
        "the ordinary tools.",
    ),
    "no-manifest": _ends(
        _PARTLY,
        "Cette archive est signée comme un paquet Android mais ne contient pas de fichier AndroidManifest.xml. "
        "Déposez le paquet de l'application elle-même.",
        "This archive is signed like an Android package but holds no AndroidManifest.xml. Lodge the package of the "
        "app itself.",
    ),
    "broken-manifest": _ends(
        _PARTLY,
        "Le fichier AndroidManifest.xml est illisible : l'identité de l'application n'est pas établie. Déposez un "
        "paquet complet.",
        "AndroidManifest.xml cannot be read: the identity of the app is not established. Lodge a complete package.",
    ),
    "unopened-file": _ends(
        _REFUSED,
        "Le fichier n'a pas pu être ouvert. Vérifiez qu'il est toujours là et que ses droits permettent de le lire.",
        "The file could not be opened. Check that it is still there and that its rights allow reading.",
    ),
    "empty-file": _ends(
        _REFUSED,
        "Le fichier est vide. Recommencez le dépôt.",
        "The file is empty. Lodge it again.",
    ),
    "truncated": _ends(
        _REFUSED,
        "Le fichier est incomplet : la fin manque. Recommencez le dépôt, et comparez la taille avec l'original.",
        "The file is incomplete: its end is missing. Lodge it again, and compare its size with the original.",
    ),
    "not-an-apk": _ends(
        _REFUSED,
        "Ce fichier n'est pas un paquet Android (APK). Déposez le fichier .apk de l'application ; une capture de "
        "trafic, en HAR 1.2 ou en flux mitmproxy, hors de toute archive.",
        "This file is not an Android package (APK). Lodge the app's .apk file; a traffic capture, as HAR 1.2 or "
        "mitmproxy flows, outside any archive.",
    ),
    "app-bundle": _ends(
        _REFUSED,
        "C'est un lot de publication (AAB) : il s'envoie au magasin et ne s'installe pas. Déposez l'ensemble d'APK "
        "produit à partir de lui (.apks, par bundletool, ou les APK téléchargés du magasin), ou l'APK universel.",
        "This is a publishing bundle (AAB): it goes to the store and cannot be installed. Lodge the set of APKs made "
        "from it (.apks, by bundletool, or the APKs downloaded from the store), or the universal APK.",
    ),
    "unsupported-package": _ends(
        _REFUSED,
        "Cette archive n'est ni un paquet Android (APK) ni un ensemble d'APK (.apks, .xapk, .apkm) : c'est par exemple "
        "une archive Java. Déposez l'APK de l'application, ou l'ensemble de ses APK.",
        "This archive is neither an Android package (APK) nor a set of APKs (.apks, .xapk, .apkm): it is for instance "
        "a Java archive. Lodge the app's APK, or the set of its APKs.",
    ),
    "set-without-base": _ends(
        _REFUSED,
        "Cet ensemble ne contient que des parties : l'APK de base manque. Déposez l'ensemble complet.",
        "This set holds only parts: the base APK is missing. Lodge the whole set.",
    ),
    "set-of-several-apps": _ends(
        _REFUSED,
        "Les APK de cet ensemble nomment plusieurs applications. Déposez les parties d'une seule.",
        "The APKs of this set name several apps. Lodge the parts of one.",
    ),
    "set-of-several-versions": _ends(
        _REFUSED,
        "Les APK de cet ensemble portent plusieurs numéros de version. Déposez les parties d'une seule version.",
        "The APKs of this set bear several version codes. Lodge the parts of one version.",
    ),
    "set-of-several-signers": _ends(
        _REFUSED,
        "Les APK de cet ensemble ne sont pas signés par la même clé : aucun téléphone ne les installerait ensemble. "
        "Déposez les parties telles qu'elles sont distribuées.",
        "The APKs of this set are not signed by the same key: no phone would install them together. Lodge the parts "
        "as they are distributed.",
    ),
    "set-part-unreadable": _ends(
        _REFUSED,
        "Un APK de cet ensemble est illisible. Déposez l'ensemble complet, tel qu'il est distribué.",
        "One APK of this set cannot be read. Lodge the whole set, as it is distributed.",
    ),
    "set-too-large": _ends(
        _REFUSED,
        "Cet ensemble contient plus d'APK, ou des APK plus grands, que la limite d'analyse. Déposez l'APK universel.",
        "This set holds more APKs, or larger ones, than the analysis limit. Lodge the universal APK.",
    ),
    "unsafe-ratio": _ends(
        _REFUSED,
        "Un fichier de l'archive prétend se déployer hors de toute proportion. L'analyse est refusée. Déposez un "
        "paquet ordinaire.",
        "A file in the archive claims to unpack out of all proportion. The analysis is refused. Lodge an ordinary "
        "package.",
    ),
    "ambiguous-archive": _ends(
        _REFUSED,
        "Cette archive a plusieurs lectures possibles : deux outils y verraient deux applications. Déposez un paquet "
        "produit et signé par les outils ordinaires.",
        "This archive has several possible readings: two tools would see two apps in it. Lodge a package built and "
        "signed by the ordinary tools.",
    ),
    "too-many-entries": _ends(
        _REFUSED,
        "Le fichier contient plus d'éléments que la limite d'analyse. Déposez un fichier plus petit, ou découpez "
        "la capture.",
        "The file holds more items than the analysis limit. Lodge a smaller file, or split the capture.",
    ),
    "unreadable-archive": _ends(
        _REFUSED,
        "Le sommaire de l'archive est abîmé. Recommencez le dépôt avec le fichier d'origine.",
        "The table of contents of the archive is damaged. Lodge the original file again.",
    ),
    "not-a-capture": _ends(
        _REFUSED,
        "Ce fichier n'est pas une capture de trafic reconnue. Déposez un fichier HAR 1.2 ou un fichier de flux "
        "mitmproxy.",
        "This file is not a traffic capture we know. Lodge a HAR 1.2 file or a mitmproxy flow file.",
    ),
    "unsupported-capture": _ends(
        _REFUSED,
        "Ce format de capture n'est pas pris en charge (pcap, archive compressée, version inconnue). Exportez la "
        "capture en HAR 1.2, non compressée.",
        "This capture format is not supported (pcap, compressed archive, unknown version). Export the capture as "
        "HAR 1.2, not compressed.",
    ),
    "broken-capture": _ends(
        _REFUSED,
        "La capture est abîmée dès le début : aucune requête n'a pu être lue. Exportez-la de nouveau.",
        "The capture is damaged from its start: no request could be read. Export it again.",
    ),
    "not-text-utf8": _ends(
        _REFUSED,
        "La capture n'est pas écrite en UTF-8. Exportez-la de nouveau en UTF-8.",
        "The capture is not written in UTF-8. Export it again in UTF-8.",
    ),
    "too-deep": _ends(
        _REFUSED,
        "Le fichier imbrique ses éléments trop profondément. Exportez-le de nouveau avec l'outil de capture.",
        "The file nests its elements too deeply. Export it again with the capture tool.",
    ),
    "capture-partly-read": _ends(
        _PARTLY,
        "Certaines requêtes de la capture n'ont pas pu être lues ; elles sont comptées. Rien ne peut être conclu de "
        "ce qui manque. Exportez de nouveau la capture.",
        "Some requests of the capture could not be read; they are counted. Nothing can be concluded from what is "
        "missing. Export the capture again.",
    ),
    "empty-capture": _ends(
        _READ,
        "La capture a été lue mais ne contient aucune requête. Cela ne prouve pas que l'application se tait : "
        "vérifiez l'enregistrement.",
        "The capture was read but holds no request. That does not prove that the app is silent: check the recording.",
    ),
    "unknown-document": _ends(
        _REFUSED,
        "Ce document n'est ni PDF, ni DOCX, ni ODT, ni page web, ni texte, ni image PNG ou JPEG. Déposez-le dans l'un "
        "de ces formats.",
        "This document is neither PDF, DOCX, ODT, web page, text nor a PNG or JPEG image. Lodge it in one of these "
        "formats.",
    ),
    "document-without-text": _ends(
        _PARTLY,
        "Il n'y a aucun texte dans ce document : c'est une image, ou des pages numérisées. Il ne propose aucune "
        "réponse ; une personne le lira. Déposez plutôt le fichier d'origine, dont le texte se sélectionne.",
        "There is no text in this document: it is an image, or scanned pages. It proposes no answer; a person will "
        "read it. Better lodge the original file, whose text can be selected.",
    ),
    "document-encrypted": _ends(
        _PARTLY,
        "Ce document est chiffré ou protégé par un mot de passe : son texte n'a pas été lu, et il ne propose aucune "
        "réponse. Déposez-le sans protection.",
        "This document is encrypted or protected by a password: its text was not read, and it proposes no answer. "
        "Lodge it without protection.",
    ),
    "document-broken": _ends(
        _PARTLY,
        "Ce document est abîmé ou mal construit : son texte n'a pas été lu, et il ne propose aucune réponse. "
        "Enregistrez-le de nouveau et déposez-le encore.",
        "This document is damaged or badly built: its text was not read, and it proposes no answer. Save it anew and "
        "lodge it again.",
    ),
    "document-too-large": _ends(
        _PARTLY,
        "Ce document a plus de pages ou de texte que nous n'en lisons d'avance : il ne propose aucune réponse. Une "
        "personne le lira.",
        "This document has more pages or text than we read ahead: it proposes no answer. A person will read it.",
    ),
    "time": _ends(
        _LIMIT,
        "L'analyse a dépassé le temps permis. Le fichier est conservé ; déposez un paquet plus petit ou signalez-le.",
        "The analysis went over the time allowed. The file is kept; lodge a smaller package or report it.",
    ),
    "memory": _ends(
        _LIMIT,
        "L'analyse a dépassé la mémoire permise. Le fichier est conservé ; déposez un paquet plus petit ou "
        "signalez-le.",
        "The analysis went over the memory allowed. The file is kept; lodge a smaller package or report it.",
    ),
    "output": _ends(
        _LIMIT,
        "L'analyse a produit plus de données que permis. Le fichier est conservé ; signalez-le.",
        "The analysis produced more data than allowed. The file is kept; report it.",
    ),
    "crashed": _ends(
        _REFUSED,
        "L'analyse de ce fichier s'est interrompue. Le fichier est conservé ; aucune conclusion n'en est tirée. "
        "Déposez-le de nouveau ou signalez-le.",
        "The analysis of this file broke off. The file is kept; nothing is concluded from it. Lodge it again or "
        "report it.",
    ),
    "untrusted-answer": _ends(
        _REFUSED,
        "L'analyse de ce fichier a rendu une réponse incohérente, qui a été écartée. Le fichier est conservé ; "
        "signalez-le.",
        "The analysis of this file gave an inconsistent answer, which was set aside. The file is kept; report it.",
    ),
    "no-sandbox": _ends(
        _REFUSED,
        "Cette machine ne permet pas d'isoler l'analyse : rien n'est analysé. L'exploitant doit consulter la page de "
        "santé du service.",
        "This machine cannot isolate the analysis: nothing is analysed. The operator should look at the health page "
        "of the service.",
    ),
}

# What a reader says, in the words people are given.
_FAMILIES = {
    "no-end-record": "not-an-apk",
    "truncated-directory": "truncated",
    "broken-directory": "unreadable-archive",
    "zip64-archive": "ambiguous-archive",
    "document-with-entities": "document-broken",
    "text-not-utf8": "document-broken",
    "text-too-long": "document-too-large",
    "too-many-pages": "document-too-large",
}


def outcome(code: str) -> RunOutcome:
    """The outcome for a code of the table, or for the name a reader gave its refusal."""
    known = code if code in _TABLE else _FAMILIES.get(code, "partly-read")
    state, message = _TABLE[known]
    return RunOutcome(state, known, message)


def outcome_codes() -> tuple[str, ...]:
    """Every code there is, sorted: for documentation and for tests."""
    return tuple(sorted(_TABLE))
