"""Every fuzz target by its name: that of the module it reads with, or `package`, `capture`, `document` whole."""

from tests.fuzz.captures import CAPTURES
from tests.fuzz.documents import DOCUMENTS
from tests.fuzz.packages import PACKAGES
from tests.fuzz.target import Target

TARGETS: dict[str, Target] = PACKAGES | CAPTURES | DOCUMENTS
