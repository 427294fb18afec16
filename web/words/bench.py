"""The names that people read for the bench: phases, routes, states, how a capture ended, values of its person."""

from collections.abc import Mapping

from criteria.findings import Text

PHASES: Mapping[str, Text] = {
    "cold_start": Text("ouverture, sans rien toucher", "opening, nothing touched"),
    "refused": Text("tout refusé", "everything refused"),
    "accepted": Text("tout accepté", "everything accepted"),
    "use": Text("usage", "use"),
    "background": Text("arrière-plan", "background"),
}
ROUTES: Mapping[str, Text] = {
    "system_authority": Text("appareil préparé, autorité du système", "prepared device, system authority"),
    "evaluation_build": Text("version d'évaluation de l'éditeur", "the publisher's evaluation build"),
    "resigned_copy": Text("notre copie, signée de nouveau", "our copy, signed again"),
    "none": Text("telle que distribuée, à la main", "as distributed, by hand"),
}
ACCESSES: Mapping[str, Text] = {
    "proxy": Text("mandataire à régler sur l'appareil", "a proxy set on the device"),
    "wireguard": Text("tunnel WireGuard : tout ce que le téléphone envoie", "WireGuard tunnel: all the phone sends"),
}
CAPTURE_STATES: Mapping[str, Text] = {
    "ordered": Text("demandé", "ordered"),
    "recording": Text("en cours", "recording"),
    "ended": Text("terminé", "ended"),
    "failed": Text("sans résultat", "without result"),
}
CAPTURE_ENDS: Mapping[str, Text] = {
    "stopped": Text("arrêté par une personne", "stopped by a person"),
    "limit-time": Text("durée permise atteinte : ce qui suit manque", "time limit met: what follows is missing"),
    "limit-size": Text("taille permise atteinte : ce qui suit manque", "size limit met: what follows is missing"),
    "limit-rows": Text("nombre permis atteint : ce qui suit manque", "number limit met: what follows is missing"),
    "disk-full": Text("disque plein : relevé coupé", "disk full: the capture was cut"),
    "tool-died": Text("l'outil s'est arrêté : relevé coupé", "the tool died: the capture was cut"),
    "tool-fault": Text("l'outil a failli : relevé coupé", "the tool failed: the capture was cut"),
    "abandoned": Text("le banc a été interrompu : relevé coupé", "the bench was interrupted: the capture was cut"),
    "interrupted": Text("le banc a été interrompu : relevé coupé", "the bench was interrupted: the capture was cut"),
    "no-capture-tool": Text("l'outil de capture n'est pas installé", "the capture tool is not installed"),
    "no-room": Text("pas assez de place sur le disque", "not enough room on the disk"),
    "no-tunnel-port": Text("aucun port n'est libre pour le tunnel", "no port is free for the tunnel"),
    "tool-not-started": Text("l'outil de capture n'a pas démarré", "the capture tool did not start"),
    "rehearsal-refused": Text("une répétition ne vaut que pour une démonstration", "a rehearsal is for demonstrations"),
}
VALUES: Mapping[str, Text] = {
    "personName": Text("nom", "name"),
    "emailAddress": Text("adresse électronique", "e-mail address"),
    "phoneNumber": Text("téléphone", "phone"),
    "postalAddress": Text("adresse", "address"),
    "dateOfBirth": Text("date de naissance", "date of birth"),
    "advertisingId": Text("identifiant publicitaire", "advertising identifier"),
    "deviceId": Text("identifiant de l'appareil", "device identifier"),
    "diagnosisCode": Text("maladie (inventée)", "illness (invented)"),
}
EFFECTS: Mapping[str, Text] = {
    "nothing_changed": Text("refuser n'a rien changé", "refusing changed nothing"),
    "some_kept": Text("refuser n'a écarté qu'une partie", "refusing set aside only part"),
    "all_gone": Text("refuser a écarté ces destinataires", "refusing set these recipients aside"),
    "nothing_to_refuse": Text("rien à refuser n'a été vu", "nothing to refuse was seen"),
}
FAILURES: Mapping[str, Text] = {
    "pinning": Text("épinglage supposé : parti sans rien demander", "pinning suspected: left without asking anything"),
    "untrusted_ca": Text("l'application refuse notre certificat", "the app refuses our certificate"),
    "server_certificate": Text("certificat du serveur non valable", "the server's certificate is not valid"),
    "reset": Text("connexion coupée", "connection cut"),
    "dns": Text("nom demandé seulement", "name asked for only"),
    "refused": Text("connexion refusée", "connection refused"),
    "timeout": Text("sans réponse à temps", "no answer in time"),
    "quic": Text("protocole QUIC, non lu", "QUIC protocol, not read"),
    "tls": Text("chiffrement impossible", "encryption failed"),
    "unknown": Text("raison inconnue", "unknown reason"),
}
DIFFERENCES: Mapping[str, Text] = {
    "added": Text("ajouté", "added"),
    "removed": Text("retiré", "removed"),
    "changed": Text("modifié", "changed"),
    "trust": Text("seules les autorités de confiance changent", "only the trusted authorities change"),
    "trust-reference": Text("désigne la configuration de confiance", "names the configuration of trust"),
}
_MEMBERS = (
    (("AndroidManifest.xml",), Text("le manifeste", "the manifest")),
    (("classes", ".dex"), Text("le code de l'application", "the app's code")),
    (("lib/", ".so"), Text("le code natif", "the native code")),
    (("resources.arsc",), Text("la table des ressources", "the table of resources")),
    (("res/",), Text("une ressource", "a resource")),
    (("assets/",), Text("un fichier embarqué", "an embedded file")),
)


def name_member(member: str) -> Text:
    """What a member of a package is, in plain words."""
    for (start, *ends), name in _MEMBERS:
        if member.startswith(start) and all(member.endswith(end) for end in ends):
            return name
    return Text("un autre fichier du paquet", "another file of the package")


TABLES: Mapping[str, Mapping[str, Text]] = {
    "failure": FAILURES,
    "phase": PHASES,
    "bench_route": ROUTES,
    "bench_access": ACCESSES,
    "capture_state": CAPTURE_STATES,
    "capture_end": CAPTURE_ENDS,
    "bench_value": VALUES,
    "refusal_effect": EFFECTS,
    "copy_difference": DIFFERENCES,
}
