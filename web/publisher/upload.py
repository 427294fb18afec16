"""A file sent by an ordinary form, read as it flows: the fields first, then the bytes, never the whole in memory."""

from dataclasses import dataclass, field
from typing import IO

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

STEP = 1 << 16
BUFFER = 1 << 19  # bytes in memory at once
FIELD_MAX = 1 << 14  # bytes of one field before the file
PARTS_MAX = 20


@dataclass
class Upload:
    """The fields that came before the file, and the file as a stream."""

    decoder: MultipartDecoder
    stream: IO[bytes]
    fields: MultiDict[str, str] = field(default_factory=MultiDict)
    filename: str = ""
    _kept: bytes = b""
    _ended: bool = False

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes of the file, none at its end."""
        while not self._kept and not self._ended:
            event = self._next()
            if isinstance(event, Data):
                self._kept, self._ended = bytes(event.data), not event.more_data
            else:
                self._ended = True
        piece, self._kept = self._kept[:size], self._kept[size:]
        return piece

    def _next(self) -> object:
        """Return the next part; a form that was cut short is refused, and nothing of its file is kept."""
        try:
            while isinstance(event := self.decoder.next_event(), NeedData):
                self.decoder.receive_data(self.stream.read(STEP) or None)
        except ValueError:
            raise BadRequest from None
        return event


def open_upload(content_type: str, stream: IO[bytes]) -> Upload:
    """Read the fields of a multipart form and stop at its file.

    Raises:
        BadRequest: this is no such form, its fields are too large, or it has no file.
    """
    kind, options = parse_options_header(content_type)
    if kind != "multipart/form-data" or not options.get("boundary"):
        raise BadRequest
    decoder = MultipartDecoder(options["boundary"].encode("ascii", "replace"), BUFFER, max_parts=PARTS_MAX)
    upload = Upload(decoder, stream)
    _read_fields(upload)
    return upload


def _read_fields(upload: Upload) -> None:
    name, value = "", b""
    while True:
        event = upload._next()  # noqa: SLF001 - one reader in two steps
        match event:
            case Field():
                name, value = event.name, b""
            case File():
                upload.filename = event.filename
                return
            case Data():
                value += event.data
                if len(value) > FIELD_MAX:
                    raise BadRequest
                if not event.more_data:
                    upload.fields.add(name, value.decode("utf-8", "replace"))
            case Epilogue():
                raise BadRequest
