"""Tests of the one place where the parts are put together."""

from dataclasses import fields
from pathlib import Path

import pytest

from catalog.assembly import assemble
from catalog.evaluations.instruments import Instruments
from catalog.plumbing.bells import CeleryBell, SilentBell
from catalog.plumbing.clock import SystemClock
from catalog.plumbing.settings import Settings
from tests.builders.instance import Instance


def test_without_a_broker_nobody_is_rung(tmp_path: Path) -> None:
    services = assemble(Settings(state=tmp_path))

    assert isinstance(services.journal.bell, SilentBell)
    assert isinstance(services.clock, SystemClock)
    assert isinstance(services.evaluations.laboratory, Instruments)
    services.database.engine.dispose()


def test_with_a_broker_the_same_path_is_rung(tmp_path: Path) -> None:
    services = assemble(Settings(state=tmp_path, broker="memory://"))

    assert isinstance(services.journal.bell, CeleryBell)
    services.database.engine.dispose()


def test_settings_reach_the_parts_that_need_them(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path, max_upload=7, certificate_months=9, lease_seconds=3, origin="https://x.example")
    services = assemble(settings)

    assert services.submissions.max_upload == 7
    assert services.certificates.months == 9
    assert services.queue.lease.total_seconds() == 3
    assert services.listings.origin == services.certificates.origin == "https://x.example"
    services.database.engine.dispose()


def test_every_part_shares_one_journal(instance: Instance) -> None:
    services = instance.services
    parts = [getattr(services, field.name) for field in fields(services)]

    assert all(part.journal is services.journal for part in parts if hasattr(part, "journal"))


def test_a_verb_is_found_by_the_name_the_workflow_gives_it(instance: Instance) -> None:
    assert instance.services.get_verb("evaluations.open") == instance.services.evaluations.open
    with pytest.raises(AttributeError):
        instance.services.get_verb("evaluations.nothing")
