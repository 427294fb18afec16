"""The bench on the desk: started, watched and stopped with forms alone, by those who examine."""

from pathlib import Path

import pytest
from cryptography import x509

from analyzers.bench.watching import Sight
from tests.builders.client import Caller, a_caller
from tests.builders.instance import File, a_file, an_instance


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    return a_caller(an_instance(tmp_path))


@pytest.fixture
def file(caller: Caller) -> File:
    return a_file(caller.instance).completed().lodged().admitted().examined()


def form(caller: Caller, path: str, who: str = "evaluator", **values: object) -> int:
    return caller.page("POST", path, who, data=values).status_code


def test_a_capture_is_started_marked_watched_and_stopped_by_forms(caller: Caller, file: File) -> None:
    here = f"/files/{file.id}/bench"
    assert "Lancer un relevé" in caller.page("GET", here, "evaluator").text
    assert form(caller, here, version=file.version, route="resigned_copy") == 409  # no copy stands for the build yet
    assert form(caller, f"{here}/copies") == 303
    assert form(caller, here, version=file.version, route="resigned_copy") == 303
    page = caller.page("GET", f"{here}/newest", "evaluator").text
    capture = page.split("/bench/captures/")[1].split('"')[0].split("/")[0]
    marks = f"{here}/captures/{capture}/marks"
    assert form(caller, marks, phase="refused") == 303
    assert form(caller, marks, journey="prendre rendez-vous") == 303
    assert form(caller, marks, phase="dancing") == 422
    assert form(caller, marks, stop="yes") == 303
    watched = caller.page("GET", f"{here}/captures/{capture}?lang=en", "auditor").text
    assert "prendre rendez-vous" in watched
    assert "Stop the capture" not in watched  # an auditor looks only
    assert 'http-equiv="refresh"' in watched
    caller.instance.recorder.sights = (Sight(host="t.example", reason="pinning suspected"), Sight(host="u.example"))
    file.examined()
    ended = caller.page("GET", f"{here}/captures/{capture}", "evaluator").text
    for words in ("terminé", "t.example", "non lu", "u.example", "inconnu", "gardé jusqu"):
        assert words in ended
    assert "signée de nouveau" in caller.page("GET", here, "evaluator").text
    assert form(caller, marks, phase="use") == 409


def test_what_cannot_be_started_says_why_and_who_may_not_look_sees_nothing(caller: Caller, file: File) -> None:
    here = f"/files/{file.id}/bench"
    assert form(caller, here, version=file.version, route="magic") == 422
    assert form(caller, here, version=0, route="none") == 412
    assert form(caller, here, who="authority", version=file.version, route="none") == 403
    assert caller.page("GET", f"{here}/newest", "evaluator").status_code == 200
    assert caller.page("GET", f"{here}/captures/cap_none", "evaluator").status_code == 404
    assert caller.page("GET", here, "rival").status_code in (403, 404)


def test_a_phone_is_told_of_its_tunnel_while_it_is_open_and_only_for_who_records(caller: Caller, file: File) -> None:
    here = f"/files/{file.id}/bench"
    assert form(caller, here, version=file.version, route="none", access="pigeon") == 422
    assert form(caller, here, version=file.version, route="none", access="wireguard") == 303
    page = caller.page("GET", f"{here}/newest", "evaluator").text
    capture = page.split("/bench/captures/")[1].split('"')[0].split("/")[0]
    shown: dict[str, str] = {}

    def look() -> None:
        for who in ("evaluator", "auditor"):
            shown[who] = caller.page("GET", f"{here}/captures/{capture}", who).text
        shown["card"] = caller.page("GET", f"{here}/captures/{capture}/card?lang=en", "evaluator").text

    caller.instance.recorder.meanwhile = look
    file.examined()
    for who in ("evaluator", "card"):
        assert "PrivateKey = " in shown[who]
        assert "code-ink" in shown[who]
    assert "PrivateKey" not in shown["auditor"]
    assert "Mandataire à régler" not in shown["evaluator"]
    assert "PrivateKey" not in caller.page("GET", f"{here}/captures/{capture}", "evaluator").text  # it is over
    assert "WireGuard" in caller.page("GET", here, "evaluator").text


def test_the_authority_is_given_with_what_to_compare_and_how_to_install_it(caller: Caller) -> None:
    page = caller.page("GET", "/bench/authority?lang=en", "evaluator").text
    for words in ("Android 11 and later", "iOS, iPadOS", "SHA-256", "Sceau bench"):
        assert words in page
    assert x509.load_der_x509_certificate(caller.page("GET", "/bench/authority.cer", "officer").data)
    answer = caller.page("GET", "/bench/authority.pem", "evaluator")
    assert x509.load_pem_x509_certificate(answer.data)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert caller.page("GET", "/bench/authority.key", "evaluator").status_code == 404
    assert caller.page("GET", "/bench/authority.pem", "rival").status_code in (403, 404)
