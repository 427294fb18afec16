"""The validators' messages, field by field: a JSON pointer and a sentence in the reader's language."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from werkzeug.exceptions import HTTPException

from web.words.speech import Language

# What marshmallow and webargs say -> what we say, in French; the English stays theirs.
FRENCH: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (r"Missing data for required field\.", "Valeur requise."),
        (r"Field may not be null\.", "Ne peut pas être nul."),
        (r"Unknown field\.", "Champ inconnu."),
        (r"Not a valid (string|text)\.", "Il faut un texte."),
        (r"Not a valid integer\.", "Il faut un nombre entier."),
        (r"Not a valid boolean\.", "Il faut vrai ou faux."),
        (r"Not a valid (mapping type|dict)\.", "Il faut un objet."),
        (r"Not a valid list\.", "Il faut une liste."),
        (r"Invalid input type\.", "Il faut un objet."),
        (r"Must be one of: (.+)\.", "Valeurs possibles : {0}."),
        (r"Length must be between (\d+) and (\d+)\.", "Il faut de {0} à {1} signes."),
        (r"Shorter than minimum length (\d+)\.", "Il faut au moins {0} signes."),
        (r"Longer than maximum length (\d+)\.", "Il faut au plus {0} signes."),
        (r"Must be greater than or equal to (\d+) and less than or equal to (\d+)\.", "Entre {0} et {1}."),
        (r"Must be greater than or equal to (\d+)\.", "Au moins {0}."),
        (r"String does not match expected pattern\.", "Ne s'écrit pas ainsi."),
    )
)


def list_field_errors(error: HTTPException, language: Language) -> tuple[dict[str, str], ...]:
    """Return one entry per refused field of a request: where it came (`in`), its `pointer`, and what is wrong."""
    messages: Mapping[str, Any] = getattr(error, "data", {}).get("messages", {})
    return tuple(
        {"in": place, "pointer": pointer, "detail": translate(message, language)}
        for place, fields in messages.items()
        for pointer, message in _walk(fields, "")
    )


def _walk(node: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        for name, below in node.items():
            step = "" if name == "_schema" else "/" + str(name).replace("~", "~0").replace("/", "~1")
            yield from _walk(below, pointer + step)
    elif isinstance(node, (list, tuple)):
        for item in node:
            yield from _walk(item, pointer)
    else:
        yield pointer, str(node)


def translate(message: str, language: Language) -> str:
    """Say a validator's message in `language`; one that we do not know becomes a plain sentence."""
    if language == "en":
        return message
    for pattern, sentence in FRENCH:
        if match := pattern.fullmatch(message):
            return sentence.format(*match.groups())
    return "Cette valeur n'est pas acceptée."
