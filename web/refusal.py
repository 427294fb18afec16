"""One refusal as people meet it: its status, its title, and what to do about it."""

from dataclasses import dataclass

from criteria.findings import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """How one code is answered: HTTP status, a title that never varies, and a sentence that says what to do.

    In the sentence, names in braces are facts of the error.
    """

    status: int
    title: Text
    advice: Text
