"""What the refusals of an upload in several goes are called, and what to do about them."""

from collections.abc import Mapping

from criteria.findings import Text
from web.refusal import Refusal

UPLOADS: Mapping[str, Refusal] = {
    "upload-unknown": Refusal(
        404,
        Text("Envoi introuvable", "No such upload"),
        Text(
            "Cet envoi n'existe pas, n'est pas le vôtre, ou est resté trop longtemps sans suite. Recommencez-le.",
            "This upload does not exist, is not yours, or was left alone for too long. Begin it again.",
        ),
    ),
    "upload-busy": Refusal(
        409,
        Text("Cet envoi est en train de recevoir des octets", "This upload is taking bytes in right now"),
        Text(
            "Attendez quelques secondes, lisez où il en est, puis continuez de là.",
            "Wait a few seconds, read how far it came, then go on from there.",
        ),
    ),
    "offset-differs": Refusal(
        409,
        Text("Ce ne sont pas les octets attendus", "These are not the bytes that are due"),
        Text(
            "L'envoi a {offset} octets. Continuez à partir de là ; rien n'a été changé.",
            "The upload has {offset} bytes. Go on from there; nothing was changed.",
        ),
    ),
    "too-many-uploads": Refusal(
        409,
        Text("Trop d'envois en cours", "Too many uploads on the way"),
        Text(
            "Vous en avez {limit} en cours. Terminez-en un, ou oubliez-le.",
            "You have {limit} on the way. Finish one, or drop it.",
        ),
    ),
}
