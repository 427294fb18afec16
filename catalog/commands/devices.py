"""Verbs on the phone or emulator of a bench: one act each, by the real adb."""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from analyzers.bench.device import Device, DeviceRefused, find_adb
from analyzers.bench.rooted import write_script

REFUSED = 3
CAPTURE_TOOLS = Path(".venv-capture")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Act = Callable[..., None]


def _acting(verb: Act) -> click.Command:
    """A verb on one device: reached first, and every refusal said in one sentence."""

    @click.option("--serial", required=True, help="The device, as `adb devices` names it, or host:port.")
    @click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", help="Language of a refusal.")
    @functools.wraps(verb)
    def acted(*, serial: str, lang: str, **given: Any) -> None:
        try:
            device = Device(find_adb(CAPTURE_TOOLS), serial)
            device.wait()
            verb(device, **given)
        except DeviceRefused as refusal:
            click.echo(f"sceau: {refusal.code}: {getattr(refusal.sentence, lang)} {refusal.said}".rstrip(), err=True)
            sys.exit(REFUSED)

    return click.command()(acted)


@_acting
@click.argument("packages", nargs=-1, required=True, type=FILE)
def install(device: Device, packages: tuple[Path, ...]) -> None:
    """Install one APK, or the parts of a set as one app."""
    device.install(packages)


@_acting
@click.argument("package")
@click.option("--fresh", is_flag=True, help="Forget first what the app kept.")
def launch(device: Device, package: str, *, fresh: bool) -> None:
    """Start an app as its icon would."""
    if fresh:
        device.forget(package)
    device.launch(package)


@_acting
@click.argument("port", type=click.IntRange(0, 65535))
def through(device: Device, port: int) -> None:
    """Send the device's traffic through the bench at PORT of this machine; 0 sends it directly again."""
    if port:
        device.send_through(port)
    else:
        device.send_directly()


@_acting
@click.argument("authority", type=FILE)
def trust(device: Device, authority: Path) -> None:
    """Add the bench's AUTHORITY (PEM) to a rooted device's own, until it starts again."""
    try:
        script = write_script(authority.read_bytes())
    except ValueError as error:
        raise click.BadParameter("this is no certificate", param_hint="AUTHORITY") from error
    device.trust(script)


@_acting
@click.argument("package")
@click.option("--seed", type=int, default=1, help="The same seed touches the same places.")
@click.option("--events", type=click.IntRange(1, 5000), default=200, help="How many touches.")
def exercise(device: Device, package: str, *, seed: int, events: int) -> None:
    """Touch an app at random, then leave it in the background."""
    device.exercise(package, seed, events)
    device.leave()


@_acting
def identify(device: Device) -> None:
    """Print the advertising identifier of the device, where it can be read."""
    click.echo(device.read_advertising_id() or "unknown")
