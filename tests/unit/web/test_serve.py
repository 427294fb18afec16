"""The server starts on a state that is ready, and says in one sentence why not otherwise."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from catalog.assembly import assemble
from catalog.plumbing.schema import migrate
from catalog.plumbing.settings import Settings
from tests.builders.instance import Instance
from web import serve


@pytest.fixture(autouse=True)
def _unlogged(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log of the test's process stays as it is."""
    monkeypatch.setattr(serve, "configure_logs", lambda: None)


def test_loopback_is_told_from_the_rest() -> None:
    assert all(serve.is_loopback(host) for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost"))
    assert not any(serve.is_loopback(host) for host in ("0.0.0.0", "::", "192.0.2.1", "example.org", ""))  # noqa: S104 - told apart


def test_a_ready_state_gets_its_application(instance: Instance) -> None:
    assert serve.make_app(instance.services.settings).test_client().get("/api/v1/health").status_code == 200


def test_a_demonstration_stays_on_this_machine(instance: Instance) -> None:
    with pytest.raises(serve.CannotServeError, match=r"127\.0\.0\.1, not 192\.0\.2\.1"):
        serve.make_app(Settings(state=instance.folder, host="192.0.2.1"))


def test_a_state_without_schema_or_authority_is_not_served(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path)
    with pytest.raises(serve.CannotServeError, match="sceau migrate"):
        serve.make_app(settings)
    migrate(assemble(settings).database.engine)
    with pytest.raises(serve.CannotServeError, match="sceau init"):
        serve.make_app(settings)


@pytest.mark.parametrize(("code", "sentence"), [(98, "port 8080 of 127.0.0.1 is taken"), (13, "cannot listen on")])
def test_a_port_that_cannot_be_had_is_said(code: int, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, "denied")

    monkeypatch.setattr(serve, "create_server", refuse)
    monkeypatch.setattr(serve.errno, "EADDRINUSE", 98)
    with pytest.raises(serve.CannotServeError, match=sentence):
        serve.open_server(Any, Settings())  # type: ignore[arg-type]  # no application is needed to fail


def test_the_server_has_our_channel_and_names_itself_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def create(_app: object, **options: Any) -> SimpleNamespace:
        asked.update(options)
        return SimpleNamespace()

    monkeypatch.setattr(serve, "create_server", create)
    server = serve.open_server(Any, Settings(port=8081))  # type: ignore[arg-type]  # the application is passed on unseen
    assert server.channel_class is serve.Channel
    assert (asked["port"], asked["threads"], asked["ident"]) == (8081, 8, None)
    assert asked["max_request_body_size"] > 1 << 30


def test_it_leaves_with_2_and_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "load_settings", lambda: Settings(state=tmp_path))
    assert serve.main() == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_it_serves_until_it_ends(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[bool] = []
    monkeypatch.setattr(serve, "load_settings", lambda: instance.services.settings)
    monkeypatch.setattr(serve, "open_server", lambda *_: SimpleNamespace(run=lambda: ran.append(True)))
    monkeypatch.setattr(serve.signal, "signal", lambda *_: None)
    assert serve.main() == 0
    assert ran == [True]


def test_a_database_that_cannot_be_opened_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sceau.db").mkdir()
    monkeypatch.setattr(serve, "load_settings", lambda: Settings(state=tmp_path))

    assert serve.main() == serve.MISUSED
    assert capsys.readouterr().err.startswith("sceau: database-unusable: ")
