"""The names of form fields, as people read them on the page."""

from collections.abc import Mapping

from criteria.findings import Text

FIELDS: Mapping[str, Text] = {
    "name": Text("nom", "name"),
    "person": Text("votre nom", "your name"),
    "email": Text("adresse électronique", "e-mail address"),
    "password": Text("mot de passe", "password"),
    "country": Text("pays", "country"),
    "registration": Text("numéro d'enregistrement", "registration number"),
    "purpose_fr": Text("à quoi elle sert, en français", "what it is for, in French"),
    "purpose_en": Text("à quoi elle sert, en anglais", "what it is for, in English"),
    "contact": Text("contact public", "public contact"),
    "needs": Text("besoins", "needs"),
    "price": Text("prix", "price"),
    "languages": Text("langues", "languages"),
    "store_link": Text("page du magasin", "store page"),
    "filename": Text("nom du fichier", "file name"),
    "mark": Text("repère du fichier", "mark of the file"),
    "outcome": Text("conclusion", "outcome"),
    "decision": Text("décision", "decision"),
    "verdict": Text("suite donnée", "outcome of the intake"),
    "grounds": Text("motifs", "grounds"),
    "report": Text("rapport", "report"),
    "question": Text("question", "question"),
    "condition": Text("condition", "condition"),
    "reservations": Text("réserves", "reservations"),
    "text": Text("ce que vous avez constaté", "what you noticed"),
    "author": Text("votre nom", "your name"),
    "criterion": Text("critère", "criterion"),
    "edition": Text("édition", "edition"),
    "members": Text("nombre de personnes", "number of people"),
    "held_on": Text("jour de réunion", "day of meeting"),
    "opinion": Text("avis", "opinion"),
}
