"""Compile the readers of captures, where there is a C compiler: `make compiled`. Without one, the sources run.

What was built of these very sources is left as it is. Nothing takes the place of what was there before both forms have
given the same evidence of every capture among the fixtures.
"""

import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from analyzers.sandbox.overlay import PLACE, ROOT, STATEMENT, Form, find_form, state_of
from tests.benchmarks.bench_traffic import compiled_reader

# Where a capture spends its time once JSON, inflating and the search for values are done by libraries: a Python step
# for each header, value and name. Readers of packages work on whole columns: compiled, they gain nothing (0018).
MODULES = (
    "analyzers.formats.bodies", "analyzers.formats.entries", "analyzers.formats.har", "analyzers.formats.lines",
    "analyzers.formats.pages", "analyzers.formats.parts", "analyzers.formats.skim", "analyzers.formats.strict",
    "analyzers.extract.consents", "analyzers.extract.exchanges", "analyzers.extract.har_messages",
    "analyzers.extract.har_rows", "analyzers.extract.known", "analyzers.extract.patterns", "analyzers.extract.readings",
    "analyzers.extract.scattered", "analyzers.extract.search", "analyzers.extract.urls", "analyzers.extract.vocabulary",
)  # fmt: skip
_GAIN = "1"  # of the compiler's effort: twice the time for more gives nothing that can be measured
_CODE = (
    "import sys; from mypyc.build import mypycify; from setuptools import setup; place, level, *files = sys.argv[1:];"
    "made = mypycify(files, opt_level=level, debug_level='0', multi_file=True, target_dir=place + '/c');"
    "setup(name='compiled', packages=[], ext_modules=made, script_args="
    "['-q', 'build_ext', '--build-lib', place + '/lib', '--build-temp', place + '/o'])"
)


_IMPORTED = (
    "import importlib, json, sys; [importlib.import_module(name) for name in sys.argv[1:]];"
    "print(json.dumps({name: module.__file__ for name, module in sys.modules.items()"
    " if name.partition('.')[0] in ('analyzers', 'criteria') and module.__file__}))"
)


class CompileError(Exception):
    """Nothing was built. The sentence says why."""


def lacks() -> str | None:
    """What is lacking to compile, in a sentence."""
    if shutil.which((sysconfig.get_config_var("CC") or "cc").split()[0]) is None:
        return "there is no C compiler"
    header = Path(sysconfig.get_path("include")) / "Python.h"
    return None if header.exists() else "Python's headers are not there (Debian: python3-dev)"


def compile_readers(place: Path, modules: tuple[str, ...] = MODULES, root: Path = ROOT) -> None:
    """Build the compiled form of these modules of this tree into `place`."""
    shutil.rmtree(place, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        files = [f"{name.replace('.', '/')}.py" for name in modules]
        _run([_CODE, scratch, _GAIN, *files], root)
        shutil.copytree(Path(scratch, "lib"), place)
    suffix = EXTENSION_SUFFIXES[0]
    made = {".".join(path.relative_to(place).parts).removesuffix(suffix): path for path in place.rglob(f"*{suffix}")}
    if not made.keys() >= set(modules):
        raise CompileError(f"only these were built: {', '.join(sorted(made))}")
    told = json.loads(_run([_IMPORTED, *modules], root).splitlines()[-1])
    sources = {name: Path(file) for name, file in told.items()}
    (place / STATEMENT).write_text(json.dumps(state_of(sources, made, place, root), indent=1), encoding="utf-8")


def _run(words: list[str], root: Path) -> str:
    done = subprocess.run([sys.executable, "-c", *words], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CompileError((done.stdout + done.stderr)[-2_000:])
    return done.stdout


def differ(place: Path, captures: Iterable[Path]) -> list[str]:
    """Which captures the two forms do not read alike, byte for byte."""
    plain, compiled = compiled_reader("plain"), compiled_reader(place)
    try:
        return [
            path.name
            for path in captures
            if (said := plain.ask(f"answer {path}").get("answer")) is None
            or said != compiled.ask(f"answer {path}").get("answer")
        ]
    finally:
        for peer in (plain, compiled):
            peer.close()


def _check(place: Path) -> None:
    if wrong := differ(place, sorted((ROOT / "fixtures" / "captures").iterdir())):
        raise CompileError(f"another evidence of {', '.join(wrong)}")


def main() -> int:
    """Build what is not there yet, and say so in one sentence."""
    if find_form() is Form.COMPILED:
        return 0
    if (why := lacks()) is not None:
        sys.stdout.write(f"*** {why}: readers of captures run from their sources, the same and slower ***\n")
        return 0
    fresh = PLACE.with_name("compiled.new")
    try:
        compile_readers(fresh)
        _check(fresh)
    except (CompileError, OSError) as error:
        shutil.rmtree(PLACE, ignore_errors=True)
        sys.stdout.write(f"*** not compiled, readers run from their sources: {error} ***\n")
        return 0
    shutil.rmtree(PLACE, ignore_errors=True)
    fresh.rename(PLACE)
    sys.stdout.write(f"{len(MODULES)} readers compiled.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
