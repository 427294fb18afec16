"""A folder of APKs as one file: the same form in which a store's tools hand out a set. Nothing inside them is read."""

import zipfile
from pathlib import Path

_SET = ("*.apk", "*.apk.idsig", "manifest.json")
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # no date of ours: the same folder gives the same bytes
_PIECE = 1 << 20


def gather(folder: Path, target: Path) -> Path:
    """Write the APKs of `folder` into the archive `target`, in the order of their names, and return it."""
    paths = sorted(path for pattern in _SET for path in folder.glob(pattern) if path.is_file())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in paths:
            with path.open("rb") as source, archive.open(zipfile.ZipInfo(path.name, _FIRST_DATE), "w") as sink:
                while piece := source.read(_PIECE):
                    sink.write(piece)
    return target


def is_set(folder: Path) -> bool:
    """Whether a folder holds the parts of one app, as a phone or a store hands them out."""
    names = [path.name for path in folder.glob("*.apk")]
    return "base.apk" in names and all(name == "base.apk" or name.startswith("split") for name in names)
