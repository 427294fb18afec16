"""The service's settings: one frozen dataclass, built once from the environment, passed in and never imported."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from os import environ  # noqa: TID251 - the one file that reads the environment
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

THEIR_OWN = {"corpus", "email", "password", "token", "url"}  # the tests' and the command line's names, not settings


class SettingsError(Exception):
    """A setting cannot be used; the message names it and says what it takes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default and its sentence; the environment name is `SCEAU_` and the upper-case field."""

    state: Annotated[Path, "Folder of the database, the blobs, the keys and the data sets."] = Path(".state")
    cache: Annotated[
        str, "Folder of what can be made again at any time; empty means `sceau` in the user's cache folder."
    ] = ""
    host: Annotated[str, "Address the web server listens on; a demo instance accepts loopback only."] = "127.0.0.1"
    port: Annotated[int, "Port the web server listens on."] = 8080
    origin: Annotated[str, "Public address used in links; empty means http://host:port."] = ""
    database: Annotated[str, "SQLAlchemy URL of the database; empty means SQLite under the state folder."] = ""
    broker: Annotated[str, "Celery broker URL that rings the workers; empty means they look by themselves."] = ""
    max_upload: Annotated[int, "Largest artifact taken, in bytes."] = 1 << 30
    upload_hours: Annotated[int, "How long an upload that was cut can go on where it stopped, in hours."] = 24
    lease_seconds: Annotated[float, "How long a job stays with a worker that gives no sign of life, in seconds."] = 10.0
    poll_seconds: Annotated[float, "How often an idle worker looks at the queue of record, in seconds."] = 0.2
    attempts_max: Annotated[int, "How often a job is tried before its analysis ends as interrupted."] = 5
    token_hours: Annotated[int, "How long an access token lives, in hours."] = 12
    certificate_months: Annotated[int, "How long a certificate lasts, in months."] = 24
    capture_days: Annotated[
        int, "How long the authority's captures are kept until their key is destroyed, in days."
    ] = 90
    bench_tool: Annotated[Path, "The capture tool of `make capture`, from the project's folder."] = Path(
        ".venv-capture/bin/mitmdump"
    )
    bench_host: Annotated[str, "Address on which the bench listens for the device that is watched."] = "127.0.0.1"
    bench_reach: Annotated[str, "Address at which the device finds the bench; empty means bench_host."] = ""
    bench_tunnel_port: Annotated[int, "First UDP port of the WireGuard tunnels, one for each capture under way."] = (
        51820
    )
    bench_seconds: Annotated[int, "How long one capture may last, in seconds; at most 7000."] = 1800
    bench_megabytes: Annotated[int, "How large one capture may become, in megabytes."] = 256
    bench_connections: Annotated[int, "How many connections one capture takes at a time."] = 512
    bench_runs: Annotated[int, "How many captures may run at a time."] = 2
    bench_rehearsal: Annotated[str, "Demonstrations only: file that names a stand-in server for every host."] = ""

    @property
    def database_url(self) -> str:
        """The database to use: the one set, else SQLite under the state folder."""
        return self.database or f"sqlite:///{(self.state / 'sceau.db').absolute()}"

    @property
    def public_origin(self) -> str:
        """The address links are made with, without a final slash."""
        return (self.origin or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def cache_folder(self) -> Path:
        """Where compiled knowledge and the sandbox's answer of this boot are kept: each can be thrown away."""
        return Path(self.cache) if self.cache else Path.home() / ".cache" / "sceau"

    @property
    def postings(self) -> Path:
        """Where it is noted which apps hold which code packages."""
        return self.state / "postings.db"

    @property
    def datasets(self) -> Path:
        """Where the pinned data sets (addresses, networks) are unpacked."""
        return self.state / "datasets"


def _parse(name: str, kind: type, raw: str) -> Any:
    if kind not in (int, float):
        return kind(raw)
    try:
        value = kind(raw)
    except ValueError:
        value = 0
    if 0 < value < float("inf"):
        return value
    raise SettingsError(f"SCEAU_{name.upper()} must be a positive number, not {raw!r}.")


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environment` (the process's own by default).

    Raises:
        SettingsError: a `SCEAU_` name is unknown, or a value is not of its kind.
    """
    kinds = get_type_hints(Settings)
    given: dict[str, Any] = {}
    for key, raw in (environ if environment is None else environment).items():
        name = key.removeprefix("SCEAU_").lower()
        if not key.startswith("SCEAU_") or name in THEIR_OWN:
            continue
        if name not in kinds:
            raise SettingsError(f"{key} is not a setting; the settings are listed in docs/settings.md.")
        given[name] = _parse(name, kinds[name], raw)
    return Settings(**given)


def describe_settings() -> list[tuple[str, str, str]]:
    """Rows of environment name, default and sentence, for the documentation."""
    hints = get_type_hints(Settings, include_extras=True)
    return [(f"SCEAU_{f.name.upper()}", str(f.default), get_args(hints[f.name])[1]) for f in fields(Settings)]
