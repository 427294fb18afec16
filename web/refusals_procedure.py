"""What the procedure's refusals are called and what to do about them: people, files, and the human examination."""

from collections.abc import Mapping

from criteria.findings import Text
from web.refusal import Refusal

PEOPLE: Mapping[str, Refusal] = {
    "field-refused": Refusal(
        422,
        Text("Une valeur n'est pas acceptée", "A value is not accepted"),
        Text(
            "Le champ « {field} » est vide, trop long ou mal écrit (limite : {limit}). Corrigez-le et renvoyez.",
            "The field “{field}” is empty, too long or badly written (limit: {limit}). Correct it and send again.",
        ),
    ),
    "email-taken": Refusal(
        409,
        Text("Cette adresse a déjà un compte", "This address already has an account"),
        Text(
            "Connectez-vous avec cette adresse, ou utilisez-en une autre.", "Sign in with this address, or use another."
        ),
    ),
    "sign-in-refused": Refusal(
        401,
        Text("Connexion refusée", "Sign-in refused"),
        Text(
            "L'adresse ou le mot de passe n'est pas le bon. Vérifiez les deux et recommencez.",
            "The address or the password is not the right one. Check both and try again.",
        ),
    ),
    "sign-in-paused": Refusal(
        429,
        Text("Trop d'essais", "Too many tries"),
        Text(
            "Trop de mots de passe faux à la suite. Réessayez dans {minutes} min ; rien n'est bloqué pour de bon.",
            "Too many wrong passwords in a row. Try again in {minutes} min; nothing is blocked for good.",
        ),
    ),
    "sign-in-needed": Refusal(
        401,
        Text("Il faut se connecter", "Sign in first"),
        Text(
            "Connectez-vous ; par l'API, joignez « Authorization: Bearer … », obtenu de POST /api/v1/sessions.",
            "Sign in; by the API, send the header “Authorization: Bearer …” obtained from POST /api/v1/sessions.",
        ),
    ),
    "forged-form": Refusal(
        403,
        Text("Formulaire refusé", "Form refused"),
        Text(
            "Ce formulaire ne vient pas de nos pages ou votre session a changé. Rouvrez la page et recommencez.",
            "This form does not come from our pages, or your session changed. Open the page again and retry.",
        ),
    ),
    "role-refused": Refusal(
        403,
        Text("Votre rôle ne le permet pas", "Your role does not allow this"),
        Text(
            "Cet acte revient à un autre rôle que le vôtre. Demandez à une personne qui l'a.",
            "This act belongs to a role other than yours. Ask a person who has it.",
        ),
    ),
    "already-founded": Refusal(
        409,
        Text("Cette instance a déjà son autorité", "This instance already has its authority"),
        Text("Il n'y a rien à faire : elle est déjà initialisée.", "Nothing to do: it has been initialised already."),
    ),
    "not-founded": Refusal(
        503,
        Text("Cette instance n'est pas initialisée", "This instance is not initialised"),
        Text(
            "Son exploitant doit d'abord lancer « sceau init ». Réessayez ensuite.",
            "Its operator first has to run “sceau init”. Try again afterwards.",
        ),
    ),
    "publisher-unknown": Refusal(
        404,
        Text("Éditeur introuvable", "No such publisher"),
        Text("Vérifiez l'identifiant de l'éditeur.", "Check the publisher's identifier."),
    ),
    "account-unknown": Refusal(
        404,
        Text("Compte introuvable", "No such account"),
        Text("Vérifiez l'adresse du compte.", "Check the account's address."),
    ),
}

FILES: Mapping[str, Refusal] = {
    "app-unknown": Refusal(
        404,
        Text("Application introuvable", "No such app"),
        Text(
            "Vérifiez l'identifiant ; vos applications sont listées par GET /api/v1/apps.",
            "Check the identifier; your apps are listed by GET /api/v1/apps.",
        ),
    ),
    "submission-unknown": Refusal(
        404,
        Text("Dossier introuvable", "No such file"),
        Text(
            "Vérifiez l'identifiant ; les dossiers que vous pouvez voir sont listés par GET /api/v1/submissions.",
            "Check the identifier; the files you may see are listed by GET /api/v1/submissions.",
        ),
    ),
    "comment-unknown": Refusal(
        404,
        Text("Commentaire introuvable", "No such comment"),
        Text(
            "Vérifiez l'identifiant ; les commentaires sont listés par GET /api/v1/comments.",
            "Check the identifier; comments are listed by GET /api/v1/comments.",
        ),
    ),
    "consultation-closed": Refusal(
        409,
        Text("Cette édition ne prend plus de commentaires", "This edition no longer takes comments"),
        Text(
            "L'édition {edition} est publiée : elle ne change plus. Commentez le projet de la suivante.",
            "Edition {edition} is published: it no longer changes. Comment the draft of the next one.",
        ),
    ),
    "stale-version": Refusal(
        412,
        Text("Le dossier a changé depuis", "The file has changed since"),
        Text(
            'Sa version est maintenant {version}. Relisez-le, puis recommencez avec « If-Match: "{version}" ».',
            'Its version is now {version}. Read it again, then retry with “If-Match: "{version}"”.',
        ),
    ),
    "version-missing": Refusal(
        428,
        Text("Dites quelle version vous avez lue", "Say which version you read"),
        Text(
            "Joignez l'en-tête « If-Match » avec l'ETag reçu en lisant le dossier, par exemple « If-Match: \"3\" ».",
            'Send the header “If-Match” with the ETag received when reading the file, for example “If-Match: "3"”.',
        ),
    ),
    "already-lodged": Refusal(
        409,
        Text("C'est déjà déposé", "It is lodged already"),
        Text(
            "Le dossier {submission} existe déjà pour cela : poursuivez avec celui-là.",
            "The file {submission} already exists for this: go on with that one.",
        ),
    ),
    "proposal-changed": Refusal(
        409,
        Text("Ce qui est proposé a changé", "What is proposed has changed"),
        Text(
            "Les propositions ne sont plus celles affichées pour : {questions}. Rien n'a été enregistré : relisez.",
            "What was shown is no longer what is proposed for: {questions}. Nothing was kept: read them again.",
        ),
    ),
    "file-incomplete": Refusal(
        422,
        Text("Le dossier n'est pas complet", "The file is not complete"),
        Text(
            "Il manque : {missing}. Ajoutez-les, puis déposez à nouveau.",
            "Missing: {missing}. Add them, then hand in again.",
        ),
    ),
    "answer-refused": Refusal(
        422,
        Text("Une réponse n'est pas acceptée", "An answer is not accepted"),
        Text(
            "La question « {question} » n'accepte pas cette réponse. Voyez ce qu'elle accepte dans le questionnaire.",
            "The question “{question}” does not take this answer. See in the questionnaire what it takes.",
        ),
    ),
    "no-edition-in-force": Refusal(
        503,
        Text("Aucune édition du référentiel n'est en vigueur", "No edition of the criteria is in force"),
        Text(
            "Aucun dossier ne peut être ouvert au {day}. Revenez quand une édition sera en vigueur.",
            "No file can be opened on {day}. Come back when an edition is in force.",
        ),
    ),
    "grounds-missing": Refusal(
        422,
        Text("Il faut motiver", "Grounds are needed"),
        Text(
            "Écrivez pourquoi, en quelques mots au moins (minimum : {limit} signes).",
            "Write why, in a few words at least (minimum: {limit} characters).",
        ),
    ),
    "illegal-transition": Refusal(
        409,
        Text("Pas à cette étape", "Not at this step"),
        Text(
            "Le dossier est « {state} » : pas maintenant. Son champ « next » dit ce qui est à faire.",
            "The file is “{state}”: this cannot be done now. Its field “next” says what can.",
        ),
    ),
    "file-too-large": Refusal(
        413,
        Text("Fichier trop volumineux", "File too large"),
        Text(
            "La limite est de {limit} octets. Déposez un fichier plus petit ; rien n'a été gardé de celui-ci.",
            "The limit is {limit} bytes. Lodge a smaller file; nothing of this one was kept.",
        ),
    ),
    "file-empty": Refusal(
        422,
        Text("Fichier vide", "Empty file"),
        Text(
            "Aucun octet n'est arrivé. Choisissez le fichier et renvoyez-le.",
            "No byte came. Choose the file and send it again.",
        ),
    ),
    "digest-refused": Refusal(
        422,
        Text("Empreinte illisible", "Unreadable digest"),
        Text(
            "Écrivez « Content-Digest: sha-256=:…: » (RFC 9530, base64), ou retirez l'en-tête.",
            "Write “Content-Digest: sha-256=:…:” (RFC 9530, base64), or leave the header out.",
        ),
    ),
    "upload-incomplete": Refusal(
        422,
        Text("Envoi incomplet", "Incomplete upload"),
        Text(
            "{received} octets reçus, {announced} annoncés, ou une autre empreinte. Rien n'a été gardé : renvoyez-le.",
            "{received} bytes received, {announced} announced, or the digest differs. Nothing was kept: send it again.",
        ),
    ),
    "blob-missing": Refusal(
        404,
        Text("Pièce introuvable", "No such piece"),
        Text("Aucune pièce n'a cette empreinte. Vérifiez-la.", "No piece has this digest. Check it."),
    ),
}

REVIEW: Mapping[str, Refusal] = {
    "criterion-unknown": Refusal(
        404,
        Text("Critère introuvable", "No such criterion"),
        Text(
            "L'édition de ce dossier n'a pas de critère « {criterion} ». La liste est dans GET /api/v1/editions.",
            "The edition of this file has no criterion “{criterion}”. The list is in GET /api/v1/editions.",
        ),
    ),
    "not-examined": Refusal(
        409,
        Text("Pas encore analysé", "Not examined yet"),
        Text(
            "Les analyses de ce dossier ne sont pas terminées. Attendez qu'il soit « en évaluation ».",
            "The analyses of this file have not ended. Wait until it is “under evaluation”.",
        ),
    ),
    "capture-unknown": Refusal(
        404,
        Text("Relevé introuvable", "Capture not found"),
        Text(
            "Ce dossier n'a pas ce relevé. La page du banc les liste tous.",
            "This file has no such capture. The page of the bench lists them all.",
        ),
    ),
    "capture-running": Refusal(
        409,
        Text("Un relevé est déjà en cours", "A capture is under way already"),
        Text(
            "Un relevé de ce dossier est en cours : arrêtez-le, puis lancez le suivant.",
            "A capture of this file is under way: stop it, then start the next one.",
        ),
    ),
    "capture-over": Refusal(
        409,
        Text("Ce relevé est terminé", "This capture has ended"),
        Text(
            "Le relevé est terminé : rien ne peut plus y être marqué. Lancez-en un autre.",
            "The capture has ended: nothing can be marked in it any more. Start another one.",
        ),
    ),
    "copy-missing": Refusal(
        409,
        Text("Il manque une copie", "A copy is missing"),
        Text(
            "Par ce chemin, le relevé demande une copie qui ne diffère du paquet que par ses autorités de confiance : "
            "faites-la d'abord, ou déposez la version d'évaluation.",
            "By this route the capture needs a copy that differs from the package in nothing but the authorities it "
            "trusts: make it first, or lodge the evaluation build.",
        ),
    ),
    "copy-impossible": Refusal(
        422,
        Text("Copie impossible", "No copy can be made"),
        Text(
            "Ce paquet ne peut être ni copié ni comparé (le motif est joint). Prenez un autre chemin : "
            "appareil débridé ou version d'évaluation.",
            "This package can be neither copied nor compared (the reason is joined). Take another route: a rooted "
            "device or an evaluation build.",
        ),
    ),
    "copy-unknown": Refusal(
        404,
        Text("Copie introuvable", "Copy not found"),
        Text(
            "Ce dossier n'a pas cette copie. La page du banc les liste toutes.",
            "This file has no such copy. The page of the bench lists them all.",
        ),
    ),
    "piece-erased": Refusal(
        404,
        Text("Relevé effacé", "Capture erased"),
        Text(
            "La durée de conservation de ce relevé est écoulée : sa clé a été détruite. Les constats demeurent.",
            "The time for which this capture was kept is over: its key was destroyed. What was found in it stays.",
        ),
    ),
    "vault-closed": Refusal(
        503,
        Text("Le coffre ne s'ouvre pas", "The vault does not open"),
        Text(
            "La clé du coffre manque ou n'est pas la bonne : l'exploitant doit la remettre en place. Rien n'est perdu.",
            "The vault's key is missing or is another one: the operator has to put it back. Nothing is lost.",
        ),
    ),
    "examination-running": Refusal(
        409,
        Text("Une nouvelle analyse est en cours", "A newer examination is under way"),
        Text(
            "Une pièce est venue s'ajouter : attendez la fin de son analyse, puis relisez les verdicts.",
            "A piece was added: wait for its analysis to end, then read the verdicts again.",
        ),
    ),
    "evaluation-unknown": Refusal(
        404,
        Text("Examen introuvable", "No such examination"),
        Text("Vérifiez l'identifiant de l'examen.", "Check the examination's identifier."),
    ),
    "ruling-unknown": Refusal(
        404,
        Text("Appréciation introuvable", "No such ruling"),
        Text("Vérifiez l'identifiant de l'appréciation.", "Check the ruling's identifier."),
    ),
    "own-ruling": Refusal(
        403,
        Text("Il faut une seconde personne", "A second person is needed"),
        Text(
            "On ne contresigne pas sa propre appréciation. Demandez à un autre évaluateur.",
            "Nobody countersigns their own ruling. Ask another evaluator.",
        ),
    ),
    "request-unknown": Refusal(
        404,
        Text("Question introuvable", "No such question"),
        Text(
            "La question « {request} » n'est pas ouverte sur ce dossier. Relisez les demandes.",
            "The question “{request}” is not open on this file. Read the requests again.",
        ),
    ),
    "outcome-refused": Refusal(
        422,
        Text("Une appréciation conclut", "A ruling concludes"),
        Text(
            "Choisissez : conforme, non conforme ou sans objet ; « {outcome} » ne conclut pas.",
            "Choose: conforming, nonconforming or not applicable; “{outcome}” does not conclude.",
        ),
    ),
    "evaluator-cannot-decide": Refusal(
        403,
        Text("Qui évalue ne décide pas", "Whoever evaluates does not decide"),
        Text(
            "Vous avez pris part à l'examen de ce dossier. Une autre personne doit décider.",
            "You took part in the examination of this file. Another person has to decide.",
        ),
    ),
    "opinion-missing": Refusal(
        409,
        Text("Il manque l'avis", "The opinion is missing"),
        Text("Un avis doit être rendu avant la décision.", "An opinion has to be given before the decision."),
    ),
    "opinion-forbids": Refusal(
        409,
        Text("L'avis ne le permet pas", "The opinion does not allow it"),
        Text(
            "L'avis est « {opinion} » : seul un avis favorable mène au catalogue. Refusez.",
            "The opinion is “{opinion}”: only a favourable one leads to a listing. Refuse.",
        ),
    ),
    "obstacles-remain": Refusal(
        409,
        Text("Des critères obligatoires font obstacle", "Mandatory criteria stand in the way"),
        Text(
            "Critères en cause : {criteria}. Une objection non contresignée compte. Refusez, ou renvoyez le dossier.",
            "Criteria concerned: {criteria}. An objection not countersigned counts. Refuse, or send the file back.",
        ),
    ),
}
