"""What a comparison of phases says to a person, in both languages."""

from collections.abc import Sequence

from analyzers.counting import in_english, in_french
from criteria.findings import Text

_CHOICES = {
    "none": ("avant tout choix", "before any choice"),
    "refused": ("après avoir tout refusé", "after refusing everything"),
    "accepted": ("après avoir tout accepté", "after accepting everything"),
}
_FRAMEWORKS = {"tcf": "TCF", "google_consent_mode": "Google Consent Mode", "gpp": "GPP"}
_FRAMEWORKS |= {"google_npa": "Google npa", "google_dma": "Google dma_cps", "meta_ldu": "Meta Limited Data Use"}
_FRAMEWORKS |= {"us_privacy": "US Privacy"}
_SAID = {
    "granted": ("accordé", "granted"),
    "refused": ("refusé", "refused"),
    "mixed": ("accordé en partie", "granted in part"),
    "unset": ("non réglé", "not set"),
    "unknown": ("exprimé sous une forme que nous ne savons pas lire", "expressed in a form that we cannot read"),
}

_AGREEMENT = {
    True: ("cela s'accorde avec le choix fait", "this agrees with the choice made"),
    False: ("cela contredit le choix fait", "this contradicts the choice made"),
    None: ("rien ne dit si le choix fait est respecté", "nothing says whether the choice made is respected"),
}

NOT_BOTH = Text(
    "Il faut un relevé après un refus et un autre après un accord pour comparer ; l'un des deux manque.",
    "Comparing needs a capture after a refusal and another after an agreement; one of the two is missing.",
)


def say_played(choice: str, seconds: int, journeys: int) -> Text:
    """How long a phase was watched and how much was played in it."""
    fr, en = _CHOICES[choice]
    return Text(
        f"L'application a été observée {seconds} s {fr}, {in_french(journeys, 'parcours joué', 'parcours joués')}.",
        f"The app was watched for {seconds} s {en}, {in_english(journeys, 'journey', 'journeys')} played.",
    )


def say_change(host: str, kind: str | None, change: str) -> Text:
    """Whether a recipient, or one kind of data to it, depends on the choice."""
    what_fr = f"L'envoi de « {kind} » à {host}" if kind else f"Le contact avec {host}"
    what_en = f"Sending “{kind}” to {host}" if kind else f"The contact with {host}"
    return {
        "kept": Text(
            f"{what_fr} a lieu après un refus comme après un accord.",
            f"{what_en} takes place after a refusal as after an agreement.",
        ),
        "vanished": Text(f"{what_fr} n'a été vu qu'après un accord.", f"{what_en} was seen after an agreement only."),
        "appeared": Text(f"{what_fr} n'a été vu qu'après un refus.", f"{what_en} was seen after a refusal only."),
    }[change]


def say_unconsented(host: str, kind: str | None, when: str) -> Text:
    """Something left although nobody had agreed."""
    fr, en = _CHOICES["none" if when == "before_choice" else "refused"]
    if kind is None:
        return Text(
            f"{host}, qui sert à suivre les personnes, a été contacté {fr}.",
            f"{host}, which serves to follow people, was contacted {en}.",
        )
    return Text(f"La donnée « {kind} » a été envoyée à {host} {fr}.", f"The data “{kind}” was sent to {host} {en}.")


def say_refusal(effect: str, after: Sequence[str], before: Sequence[str]) -> Text:
    """What refusing changed."""
    listed = ", ".join(after)
    return {
        "nothing_changed": Text(
            f"Refuser n'a rien changé : les destinataires qui suivent les personnes restent contactés ({listed}).",
            f"Refusing changed nothing: the recipients that follow people are still contacted ({listed}).",
        ),
        "some_kept": Text(
            f"Refuser n'a écarté qu'une partie des {len(before)} destinataires qui suivent les personnes : "
            f"{listed} {'reste contacté' if len(after) == 1 else 'restent contactés'}.",
            f"Refusing set aside only part of the {len(before)} recipients that follow people: {listed} "
            f"{'is' if len(after) == 1 else 'are'} still contacted.",
        ),
        "all_gone": Text(
            f"Après un refus, aucun des {len(before)} destinataires qui suivent les personnes n'a été contacté pendant "
            "ce qui a été joué.",
            f"After a refusal none of the {len(before)} recipients that follow people was contacted during what was "
            "played.",
        ),
        "nothing_to_refuse": Text(
            "Aucun destinataire connu de nous pour suivre les personnes n'a été vu, même après un accord.",
            "No recipient known to us for following people was seen, even after an agreement.",
        ),
    }[effect]


def say_signal(host: str, framework: str, said: str, clicked: str, *, agrees: bool | None) -> Text:
    """What the app told a recipient of the choice."""
    name = _FRAMEWORKS.get(framework, framework)
    told_fr, told_en = _SAID[said]
    fr, en = _CHOICES[clicked]
    end_fr, end_en = _AGREEMENT[agrees]
    return Text(
        f"{fr.capitalize()}, l'application a dit à {host} que le consentement était {told_fr} ({name}) : {end_fr}.",
        f"{en.capitalize()} the app told {host} that consent was {told_en} ({name}): {end_en}.",
    )
