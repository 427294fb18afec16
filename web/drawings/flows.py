"""The app on the left, on the right the countries where it was seen to send, whose law, and what was not seen."""

from textwrap import wrap

from markupsafe import Markup

from web.drawings.svg import circle, frame, line, rect, shorten, words
from web.portal.flows import FlowMap, Recipient, say_flows, say_invisible
from web.words.speech import Speech

WIDTH, HEAD, ROW, GAP, LEFT, SHOWN = 440, 28, 38, 12, 96, 4  # narrow: a phone shows it at four fifths
_LINE, _LINES, _STEP = 46, 4, 18  # letters that fit under a country, in so many lines of so many points


def draw_flows(flows: FlowMap, speech: Speech) -> Markup:
    """Draw a box per country with its recipients, and a dashed one for what stayed invisible."""
    label, _, rest = say_invisible(flows, speech).partition(":")
    unseen = wrap(rest.strip(), _LINE, max_lines=_LINES, placeholder=" …")
    deep = 40 + _STEP * len(unseen)
    heights = [HEAD + ROW * min(len(found), SHOWN + 1) + 6 for _, found in flows.places]
    height = sum(heights) + GAP * (len(heights) + 1) + deep + 8
    middle = height / 2
    parts = [
        rect(24, middle - 34, 40, 68, "phone", radius=8),
        words(44, middle + 54, speech.say("application", "app"), "small", anchor="middle"),
    ]
    top = 8.0
    for (code, found), tall in zip(flows.places, heights, strict=True):
        parts.append(line(68, middle, LEFT, top + tall / 2, "flow" if code else "flow-unseen"))
        parts.append(rect(LEFT, top, WIDTH - LEFT - 6, tall, "flow-place" if code else "flow-nowhere", radius=8))
        where = speech.in_country(code)
        parts.append(words(LEFT + 14, top + 20, f"{where[:1].upper()}{where[1:]}", "flow-name"))
        for at, one in enumerate(found[:SHOWN]):
            parts += _draw(one, top + HEAD + at * ROW, speech)
        if len(found) > SHOWN:
            more = speech.say(f"et {len(found) - SHOWN} de plus (tableau)", f"and {len(found) - SHOWN} more (table)")
            parts.append(words(LEFT + 34, top + HEAD + SHOWN * ROW + 18, more, "small"))
        top += tall + GAP
    parts.append(line(68, middle, LEFT, top + deep / 2, "flow-unseen"))
    parts.append(rect(LEFT, top, WIDTH - LEFT - 6, deep, "flow-nowhere", radius=8))
    parts.append(words(LEFT + 14, top + 22, label.strip(), "flow-name"))
    parts += [words(LEFT + 14, top + 42 + _STEP * at, one, "small") for at, one in enumerate(unseen)]
    title = speech.say("Qui reçoit, dans quel pays, sous quel droit", "Who receives, in which country, under whose law")
    return frame(WIDTH, int(height), "journey", title, say_flows(flows, speech), parts)


def _draw(one: Recipient, top: float, speech: Speech) -> list[Markup]:
    name = one.name or speech.say("destinataire inconnu", "unknown recipient")
    mark = speech.say(" · santé", " · health") if one.has_health else ""
    laws = ", ".join(speech.country(code) for code in one.laws)
    law = speech.say(f"soumis au droit : {laws}", f"subject to the law of: {laws}")
    none = speech.say("aucun droit étranger connu de nous", "no foreign law known to us")
    if one.name is None:
        none = speech.say("droit inconnu", "law unknown")
    return [
        circle(LEFT + 18, top + 14, 7, "flow-foreign" if one.laws else "flow-near" if one.name else "flow-unknown"),
        words(LEFT + 34, top + 13, shorten(f"{name}{mark}", 36), "flow-name"),
        words(LEFT + 34, top + 29, shorten(law if one.laws else none, 48), "small"),
    ]
