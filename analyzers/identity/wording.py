"""What a deviation of the container means, in a sentence for people who build no packages."""

from criteria.findings import Text

_WORDS = {
    "duplicate-name": ("deux fichiers portent le même nom", "two files bear the same name"),
    "shadowed-name": (
        "un dossier porte le nom d'un fichier que le téléphone ouvre",
        "a folder bears the name of a file that the phone opens",
    ),
    "local-name-differs": (
        "le sommaire et le fichier ne donnent pas le même nom",
        "the table of contents and the file give different names",
    ),
    "local-size-differs": (
        "le sommaire et le fichier ne donnent pas la même taille",
        "the table of contents and the file give different sizes",
    ),
    "local-method-differs": (
        "le sommaire et le fichier ne disent pas la même compression",
        "the table of contents and the file state different compressions",
    ),
    "local-flags-differ": (
        "le sommaire et le fichier se contredisent sur la façon de les lire",
        "the table of contents and the file disagree on how to read it",
    ),
    "local-header-missing": (
        "le sommaire désigne un endroit où il n'y a pas de fichier",
        "the table of contents points where no file is",
    ),
    "entry-outside-file": ("un fichier dépasserait la fin de l'archive", "a file would reach past the archive's end"),
    "overlapping-entries": ("deux fichiers occupent les mêmes octets", "two files share the same bytes"),
    "prefix-bytes": ("des octets étrangers précèdent l'archive", "foreign bytes come before the archive"),
    "leading-bytes": ("des octets étrangers précèdent le premier fichier", "foreign bytes come before the first file"),
    "code-prefix": (
        "du code précède l'archive : certains téléphones exécuteraient celui-là",
        "code comes before the archive: some phones would run that one",
    ),
    "trailing-bytes": ("des octets étrangers suivent l'archive", "foreign bytes follow the archive"),
    "extra-end-record": ("l'archive a plusieurs fins possibles", "the archive has several possible ends"),
    "truncated-comment": ("le commentaire final est coupé", "the final comment is cut short"),
    "gap-before-end-record": (
        "des octets étrangers suivent le sommaire",
        "foreign bytes follow the table of contents",
    ),
    "unlisted-directory-rows": (
        "le sommaire a plus de lignes qu'il n'en annonce",
        "the table of contents has more rows than it states",
    ),
    "encryption-bit": (
        "un fichier est marqué comme chiffré sans l'être : Android l'ignore, d'autres outils s'arrêtent",
        "a file is marked as encrypted and is not: Android ignores it, other tools stop",
    ),
    "unknown-method": (
        "une compression inconnue est annoncée : Android s'en accommode, d'autres outils s'arrêtent",
        "an unknown compression is stated: Android copes with it, other tools stop",
    ),
    "stored-size-differs": ("un fichier non compressé annonce deux tailles", "an uncompressed file states two sizes"),
    "unsafe-ratio": (
        "un fichier prétend se déployer hors de toute proportion ; il n'a pas été ouvert",
        "a file claims to unpack out of all proportion; it was not opened",
    ),
    "many-entries": ("l'archive contient un nombre démesuré de fichiers", "the archive holds far too many files"),
    "path-traversal": (
        "le nom d'un fichier vise un endroit hors de l'archive",
        "the name of a file aims at a place outside the archive",
    ),
    "unreadable-name": ("le nom d'un fichier est illisible", "the name of a file cannot be read"),
    "long-name": ("le nom d'un fichier est démesuré", "the name of a file is far too long"),
    "name-not-utf8": ("le nom d'un fichier n'est pas du texte", "the name of a file is not text"),
    "control-characters-in-name": (
        "le nom d'un fichier contient des signes invisibles",
        "the name of a file holds invisible characters",
    ),
    "special-file": ("un fichier est un lien ou un périphérique", "a file is a link or a device"),
    "code-checksum-differs": ("la somme de contrôle du code est fausse", "the checksum of the code is wrong"),
    "bytes-after-code": ("des octets suivent la fin annoncée du code", "bytes follow the stated end of the code"),
    "odd-code-header": (
        "l'en-tête du code est celui d'une autre version",
        "the header of the code is another version's",
    ),
    "unknown-code-version": ("du code porte une version inconnue", "code bears an unknown version"),
    "hidden-library": ("du code natif est rangé hors de sa place", "native code lies out of its place"),
    "hidden-code": ("du code est rangé sous un autre nom", "code is kept under another name"),
    "code-out-of-sequence": (
        "un fichier de code ne suit pas la numérotation : Android ne le charge pas de lui-même",
        "a code file is out of sequence: Android does not load it by itself",
    ),
    "nested-archive": ("une archive est rangée dans l'archive", "an archive lies inside the archive"),
    "set-card-differs": (
        "la fiche de l'ensemble nomme une autre application ou une autre version",
        "the card of the set names another app or another version",
    ),
    "side-signature-differs": (
        "la signature rangée à côté du paquet n'est pas la sienne",
        "the signature beside the package is not its own",
    ),
    "xml-root-type": ("le manifeste s'annonce sous un autre type", "the manifest states another type"),
    "xml-root-size": ("le manifeste annonce une autre taille", "the manifest states another size"),
    "unknown-xml-chunk": ("le manifeste contient un bloc inconnu", "the manifest holds an unknown block"),
}


def deviation_words() -> tuple[str, ...]:
    """The codes there are words for."""
    return tuple(_WORDS)


def describe_deviation(code: str, entry: str | None) -> Text:
    """One deviation in a sentence, with the name of the file it concerns, and its code for those who look it up."""
    fr, en = _WORDS.get(code, ("elle s'écarte de ce qu'écrit un outil ordinaire", "it is not as ordinary tools write"))
    where_fr, where_en = (f" : « {entry} »", f": “{entry}”") if entry else ("", "")
    return Text(
        f"Construction du paquet : {fr}{where_fr} ({code}).", f"How the package is built: {en}{where_en} ({code})."
    )
