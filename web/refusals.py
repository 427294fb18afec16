"""What each refusal is called and what to do about it, in French and English: one entry per code, joined here."""

from collections.abc import Mapping

from criteria.findings import Text
from web.refusal import Refusal
from web.refusals_procedure import FILES, PEOPLE, REVIEW
from web.refusals_uploads import UPLOADS

CATALOGUE: Mapping[str, Refusal] = {
    "nothing-granted": Refusal(
        409,
        Text("Rien n'a été accordé", "Nothing was granted"),
        Text(
            "Ce dossier n'a pas de certificat sur lequel décider. Vérifiez le numéro.",
            "This file has no certificate to decide on. Check the number.",
        ),
    ),
    "certificate-unknown": Refusal(
        404,
        Text("Certificat introuvable", "No such certificate"),
        Text(
            "Aucun certificat ne porte ce numéro. Recopiez-le comme SC-2026-000001.",
            "No certificate has this number. Copy it as in SC-2026-000001.",
        ),
    ),
    "certificate-transition-refused": Refusal(
        409,
        Text("Ce certificat ne peut pas changer ainsi", "This certificate cannot change that way"),
        Text(
            "Il est « {state} » et ne peut pas devenir « {target} ». Relisez son état.",
            "It is “{state}” and cannot become “{target}”. Read its state again.",
        ),
    ),
    "listing-unknown": Refusal(
        404,
        Text("Fiche introuvable", "No such listing"),
        Text(
            "Aucune fiche n'a été publiée à cette adresse. Cherchez l'application par son nom.",
            "No listing was ever published at this address. Search for the app by its name.",
        ),
    ),
    "edition-unknown": Refusal(
        404,
        Text("Édition introuvable", "No such edition"),
        Text(
            "Il n'y a pas d'édition « {edition} ». La liste est dans GET /api/v1/editions.",
            "There is no edition “{edition}”. The list is in GET /api/v1/editions.",
        ),
    ),
    "cursor-refused": Refusal(
        422,
        Text("Ce curseur n'est pas de nous", "This cursor is not one of ours"),
        Text(
            "Reprenez à la première page, puis suivez « next » tel qu'il est donné.",
            "Start again at the first page, then follow “next” as it is given.",
        ),
    ),
}

TROUBLE: Mapping[str, Refusal] = {
    "lease-lost": Refusal(
        409,
        Text("Un autre traitement a pris la suite", "Another process took over"),
        Text("Il n'y a rien à faire.", "Nothing to do."),
    ),
    "changed-meanwhile": Refusal(
        409,
        Text("Quelqu'un a fait la même chose au même instant", "Somebody did the same thing at the same instant"),
        Text("Relisez : c'est sans doute déjà fait.", "Read again: it is probably done already."),
    ),
    "database-busy": Refusal(
        503,
        Text("La base de données est occupée", "The database is busy"),
        Text(
            "Rien n'a été changé. Réessayez dans quelques secondes.", "Nothing was changed. Try again in a few seconds."
        ),
    ),
    "database-unusable": Refusal(
        503,
        Text("La base de données ne peut pas écrire", "The database cannot write"),
        Text(
            "Rien n'a été changé. Le disque est plein, en lecture seule ou absent : l'exploitant doit y remédier.",
            "Nothing was changed. The disk is full, read-only or absent: the operator has to mend it.",
        ),
    ),
    "storage-full": Refusal(
        503,
        Text("Plus de place pour les fichiers", "No room left for files"),
        Text(
            "Rien n'a été gardé de cet envoi. Réessayez plus tard ; l'exploitant doit faire de la place.",
            "Nothing of this upload was kept. Try again later; the operator has to make room.",
        ),
    ),
    "blob-corrupted": Refusal(
        503,
        Text("Une pièce gardée est abîmée", "A stored piece is damaged"),
        Text(
            "Elle n'est pas servie, car elle ne correspond plus à son empreinte. Prévenez l'exploitant.",
            "It is not served, as it no longer matches its digest. Tell the operator.",
        ),
    ),
    "signer-unavailable": Refusal(
        503,
        Text("La clé de signature manque", "The signing key is missing"),
        Text(
            "Rien n'a été signé. Prévenez l'exploitant, puis réessayez.",
            "Nothing was signed. Tell the operator, then try again.",
        ),
    ),
}

PROTOCOL: Mapping[str, Refusal] = {
    "bad-request": Refusal(
        400,
        Text("Demande illisible", "Unreadable request"),
        Text(
            "Le corps n'est pas un document JSON valable. Corrigez-le.",
            "The body is not a valid JSON document. Correct it.",
        ),
    ),
    "not-found": Refusal(
        404,
        Text("Il n'y a rien à cette adresse", "There is nothing at this address"),
        Text("Vérifiez l'adresse, ou repartez de l'accueil.", "Check the address, or start again from the home page."),
    ),
    "method-not-allowed": Refusal(
        405,
        Text("Cette adresse ne se prête pas à cela", "This address does not do that"),
        Text("L'en-tête « Allow » dit les méthodes possibles.", "The header “Allow” names the possible methods."),
    ),
    "body-too-large": Refusal(
        413,
        Text("Envoi trop volumineux", "Too much was sent"),
        Text(
            "Une demande a 1 Mio au plus, un fichier déposé 1 Gio. Rien n'a été gardé.",
            "A request has 1 MiB at most, a lodged file 1 GiB. Nothing was kept.",
        ),
    ),
    "unsupported-media": Refusal(
        415,
        Text("Ce format n'est pas pris", "This format is not taken"),
        Text("Envoyez un corps « application/json ».", "Send an “application/json” body."),
    ),
    "unprocessable": Refusal(
        422,
        Text("Des champs sont à corriger", "Some fields need correcting"),
        Text("Chaque champ en cause est nommé dans « errors ».", "Each field concerned is named in “errors”."),
    ),
    "internal": Refusal(
        500,
        Text("Une erreur de notre fait", "A fault of ours"),
        Text(
            "Rien n'a été changé. Réessayez ; si cela dure, donnez à l'exploitant le numéro de l'incident.",
            "Nothing was changed. Try again; if it lasts, give the operator the incident's number.",
        ),
    ),
}

REFUSALS: Mapping[str, Refusal] = {**PEOPLE, **FILES, **UPLOADS, **REVIEW, **CATALOGUE, **TROUBLE, **PROTOCOL}
BY_STATUS: Mapping[int, str] = {refusal.status: code for code, refusal in PROTOCOL.items()}
