"""A reader's refusal: what is wrong with the bytes, as a stable code, and where."""


class FormatError(Exception):
    """The bytes cannot be read any further. `code` is a kebab slug; `offset` is a byte place or None."""

    def __init__(self, code: str, offset: int | None = None) -> None:
        super().__init__(code if offset is None else f"{code} at byte {offset}")
        self.code = code
        self.offset = offset
