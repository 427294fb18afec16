"""The reader's language: `?lang=` first, then what the browser asks for, French otherwise."""

from flask import request

from web.words.speech import Language


def choose_language() -> Language:
    """Return the language to answer this request in; no cookie remembers it."""
    asked = request.args.get("lang", "")
    if asked in ("fr", "en"):
        return "en" if asked == "en" else "fr"
    return "en" if request.accept_languages.best_match(["fr", "en"], default="fr") == "en" else "fr"
