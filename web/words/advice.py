"""What to do about a refusal met on a page: where the general sentence speaks of the API, a page says it otherwise."""

from collections.abc import Mapping

from criteria.findings import Text
from web.words.speech import Speech

ON_A_PAGE: Mapping[str, Text] = {
    "sign-in-needed": Text(
        "Cette page est réservée aux personnes connectées. Connectez-vous, puis rouvrez-la.",
        "This page is for people who are signed in. Sign in, then open it again.",
    ),
    "app-unknown": Text(
        "Cette application n'existe pas, ou n'est pas à vous. Repartez de votre espace.",
        "This app does not exist, or is not yours. Start again from your space.",
    ),
    "submission-unknown": Text(
        "Ce dossier n'existe pas, ou ne vous est pas ouvert. Repartez de votre liste.",
        "This file does not exist, or is not open to you. Start again from your list.",
    ),
    "stale-version": Text(
        "Quelqu'un a changé ce dossier pendant que vous écriviez, ou vous l'avez ouvert dans deux onglets. "
        "Rien n'a été enregistré. Relisez l'état du dossier ci-dessous, puis renvoyez si c'est toujours votre avis.",
        "Somebody changed this file while you were writing, or you have it open in two tabs. Nothing was recorded. "
        "Read the file's state below again, then send if you still think so.",
    ),
    "illegal-transition": Text(
        "Le dossier n'est plus à cette étape : cela ne peut pas être fait maintenant. Son état est rappelé ci-dessous.",
        "The file is no longer at this step: this cannot be done now. Its state is shown below.",
    ),
    "criterion-unknown": Text(
        "L'édition de ce dossier n'a pas ce critère.", "The edition of this file has no such criterion."
    ),
    "not-found": Text(
        "Vérifiez l'adresse, ou repartez de l'accueil.", "Check the address, or start from the home page."
    ),
    "bad-request": Text(
        "Le formulaire est arrivé incomplet. Revenez en arrière et renvoyez-le.",
        "The form arrived incomplete. Go back and send it again.",
    ),
    "method-not-allowed": Text(
        "Cette adresse ne s'ouvre pas ainsi. Repartez de l'accueil.",
        "This address does not open that way. Start again from the home page.",
    ),
}


def advise(code: str, general: str, speech: Speech) -> str:
    """Return the sentence for a page, or the general one."""
    text = ON_A_PAGE.get(code)
    return speech.text(text) if text else speech.say(general, general)
