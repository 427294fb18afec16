"""Where the data went: the phone on the left, the places seen on the right, and what was not seen."""

from markupsafe import Markup

from web.drawings.svg import circle, frame, line, rect, shorten, words
from web.portal.recipients import Holder, Journey, say_who_receives
from web.words.speech import Speech

WIDTH, ROW, SHOWN = 560, 52, 6


def draw_journey(journey: Journey, speech: Speech) -> Markup:
    """Draw a line from the phone to each holder seen, dashed to what remains unseen."""
    holders = journey.holders[:SHOWN]
    rows = len(holders) + 1
    height = rows * ROW + 16
    middle = height / 2
    parts = [
        rect(14, middle - 34, 40, 68, "phone", radius=8),
        words(34, middle + 54, speech.say("téléphone", "phone"), "small", anchor="middle"),
    ]
    for at, holder in enumerate(holders):
        top = at * ROW + ROW / 2 + 8
        parts += [
            line(60, middle, 210, top, "flow"),
            circle(218, top, 8, "flow-foreign" if holder.subject_to or _is_elsewhere(holder) else "flow-near"),
            words(236, top - 2, shorten(_name(holder, speech), 40), "flow-name"),
            words(236, top + 15, shorten(_place(holder, speech), 52), "small"),
        ]
    top = (rows - 1) * ROW + ROW / 2 + 8
    unseen = speech.say("Ce que notre relevé n'a pas vu", "What our capture did not see")
    parts += [
        line(60, middle, 210, top, "flow-unseen"),
        circle(218, top, 8, "flow-unknown"),
        words(236, top + 5, unseen, "flow-name"),
    ]
    title = speech.say("Où les données ont été vues aller", "Where data were seen to go")
    return frame(WIDTH, height, "journey", title, say_who_receives(journey, speech), parts)


def _name(holder: Holder, speech: Speech) -> str:
    return holder.name or speech.say("Opérateur inconnu", "Unknown operator")


def _place(holder: Holder, speech: Speech) -> str:
    places = speech.listing(speech.in_country(code) for code in holder.places)
    if not holder.subject_to:
        return places
    laws = ", ".join(speech.country(code) for code in holder.subject_to)
    return speech.say(f"{places} ; soumis au droit : {laws}", f"{places}; subject to the law of: {laws}")


def _is_elsewhere(holder: Holder) -> bool:
    return None in holder.places
