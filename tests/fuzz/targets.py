"""Every fuzz target by its name, which is the name of the module it reads with, or `package` and `capture` whole."""

from tests.fuzz.captures import CAPTURES
from tests.fuzz.packages import PACKAGES
from tests.fuzz.target import Target

TARGETS: dict[str, Target] = PACKAGES | CAPTURES
