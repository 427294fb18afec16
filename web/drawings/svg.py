"""The frame of every drawing: a picture for the eye with its title and sentence for everyone else."""

from collections.abc import Iterable
from hashlib import sha256

from markupsafe import Markup, escape


def frame(width: int, height: int, css: str, title: str, sentence: str, parts: Iterable[Markup]) -> Markup:
    """Wrap the parts in an image that is announced by its title and described by its sentence."""
    key = sha256(f"{css}{title}{sentence}".encode()).hexdigest()[:10]
    return Markup(
        '<svg class="{css}" role="img" aria-labelledby="t{key} d{key}" viewBox="0 0 {width} {height}" '
        'width="{width}" height="{height}" focusable="false">'
        '<title id="t{key}">{title}</title><desc id="d{key}">{sentence}</desc>{parts}</svg>'
    ).format(css=css, key=key, width=width, height=height, title=title, sentence=sentence, parts=Markup("").join(parts))


def rect(x: float, y: float, width: float, height: float, css: str, *, radius: float = 0) -> Markup:
    """Draw a box."""
    return Markup('<rect class="{}" x="{:g}" y="{:g}" width="{:g}" height="{:g}" rx="{:g}"/>').format(
        css, x, y, width, height, radius
    )


def circle(x: float, y: float, radius: float, css: str) -> Markup:
    """Draw a disc."""
    return Markup('<circle class="{}" cx="{:g}" cy="{:g}" r="{:g}"/>').format(css, x, y, radius)


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> Markup:
    """Draw a straight line."""
    return Markup('<line class="{}" x1="{:g}" y1="{:g}" x2="{:g}" y2="{:g}"/>').format(css, x1, y1, x2, y2)


def arc(x: float, y: float, radius: float, share: float, css: str) -> Markup:
    """Draw the part of a ring, from the top, clockwise; the rest of the ring stays undrawn."""
    around = 2 * 3.14159265 * radius
    return Markup(
        '<circle class="{}" cx="{:g}" cy="{:g}" r="{:g}" stroke-dasharray="{:.1f} {:.1f}" '
        'transform="rotate(-90 {:g} {:g})"/>'
    ).format(css, x, y, radius, around * share, around, x, y)


def words(x: float, y: float, text: str, css: str, *, anchor: str = "start") -> Markup:
    """Write text in the picture."""
    return Markup('<text class="{}" x="{:g}" y="{:g}" text-anchor="{}">{}</text>').format(
        css, x, y, anchor, escape(text)
    )


def shorten(text: str, most: int) -> str:
    """Cut a text that would not fit; the table beside the picture has it whole."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
