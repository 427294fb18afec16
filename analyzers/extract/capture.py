"""One traffic capture to evidence: requests and connections without a personal value in clear."""

from analyzers.contract import Extraction
from analyzers.extract.outcomes import outcome
from analyzers.formats.endrecord import Buffer

SCHEMA = "sceau/traffic/1"


def extract_capture(data: Buffer) -> Extraction:
    """Read one capture."""
    return Extraction(None, outcome("empty-file" if len(data) == 0 else "not-a-capture"))
