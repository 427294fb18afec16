"""What a finding about a secured connection says to a person."""

from collections.abc import Mapping

from criteria.findings import Attribute, Text


def describe(stated: Mapping[str, Attribute]) -> Text:
    """Say which version and suite, what of that is a fault, and what the certificate is worth."""
    parts = (_version(stated), _secrecy(stated), _certificate(stated), _refusal(stated))
    return Text(" ".join(part.fr for part in parts if part.fr), " ".join(part.en for part in parts if part.en))


def name_version(version: Attribute) -> str:
    """A version as people write it."""
    named = str(version)
    if named == "QUICv1":
        return "QUIC (TLS 1.3)"
    number = named.removeprefix("TLSv")
    return named if number == named else f"TLS {number if '.' in number else number + '.0'}"


def _version(stated: Mapping[str, Attribute]) -> Text:
    host, version = stated["host"], stated["version"]
    if version is None:
        return Text(
            f"Une connexion chiffrée avec {host} a été tentée ; aucune version de TLS n'a été établie devant nous.",
            f"An encrypted connection with {host} was tried; no version of TLS was settled before us.",
        )
    sides = _sides(stated)
    judged = {
        True: Text(", version à jour", ", a current version"),
        False: Text(
            ", version ou suite dépassée : à désactiver", ", an outdated version or suite: it has to be disabled"
        ),
        None: Text(" ; un seul côté a été vu", "; one side only was seen"),
    }[None if stated["current"] is None else bool(stated["current"])]
    return Text(
        f"{host} : au mieux {name_version(version)}{sides.fr}{judged.fr}.",
        f"{host}: {name_version(version)} at best{sides.en}{judged.en}.",
    )


def _sides(stated: Mapping[str, Attribute]) -> Text:
    app, server, cipher, protocol = (stated[name] for name in ("app_version", "server_version", "cipher", "protocol"))
    fr, en = [], []
    if app is not None:
        with_suite = f", {stated['app_cipher']}" if stated["app_cipher"] is not None else ""
        fr.append(f"application : {name_version(app)}{with_suite}")
        en.append(f"app: {name_version(app)}{with_suite}")
    if server is not None:
        also = "".join(f", {word}" for word in (cipher, protocol) if word is not None)
        fr.append(f"serveur : {name_version(server)}{also}")
        en.append(f"server: {name_version(server)}{also}")
    return Text(f" ({' ; '.join(fr)})", f" ({'; '.join(en)})") if fr else Text("", "")


def _secrecy(stated: Mapping[str, Attribute]) -> Text:
    if stated["forward_secrecy"] is None:
        return Text(
            "La confidentialité persistante n'a pas pu être établie.", "Forward secrecy could not be established."
        )
    if stated["forward_secrecy"]:
        return Text("", "")
    return Text(
        "Sans confidentialité persistante : qui enregistre l'échange pourra le lire le jour où il obtiendra la clé du "
        "serveur.",
        "Without forward secrecy: whoever records the exchange can read it the day they obtain the server's key.",
    )


def _certificate(stated: Mapping[str, Attribute]) -> Text:
    issuer, until = stated["issuer"], stated["certificate_until"]
    by_fr, by_en = (f", délivré par {issuer}", f", issued by {issuer}") if issuer is not None else ("", "")
    by_fr, by_en = (f"{by_fr}, jusqu'au {until}", f"{by_en}, until {until}") if until is not None else (by_fr, by_en)
    if stated["certificate_valid"] is None:
        return Text("Le certificat du serveur n'a pas été vérifié.", "The server's certificate was not verified.")
    if stated["certificate_valid"]:
        return Text(f"Certificat du serveur valable{by_fr}.", f"Valid server certificate{by_en}.")
    return Text(f"Certificat du serveur non valable{by_fr}.", f"Invalid server certificate{by_en}.")


def _refusal(stated: Mapping[str, Attribute]) -> Text:
    if not stated["refused_interception"]:
        return Text("", "")
    return Text(
        "L'application a refusé notre certificat : elle en attend un autre, ou ne fait pas confiance à notre autorité.",
        "The app refused our certificate: it expects another one, or does not trust our authority.",
    )
