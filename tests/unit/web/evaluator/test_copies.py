"""Copies on the desk: made, brought, compared, fetched by forms alone; and the card to print."""

import hmac
import io
from hashlib import sha256
from pathlib import Path

import pytest

from analyzers.synthesis.copies import Comparison, Difference
from tests.builders.client import Caller, a_caller
from tests.builders.instance import File, a_file, an_instance
from web.auth import PURPOSE


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    return a_caller(an_instance(tmp_path))


@pytest.fixture
def file(caller: Caller) -> File:
    return a_file(caller.instance).completed().lodged().admitted().examined()


def test_our_copy_is_made_shown_and_fetched(caller: Caller, file: File) -> None:
    here = f"/files/{file.id}/bench"
    assert "Aucune copie" in caller.page("GET", here, "evaluator").text
    assert caller.page("POST", f"{here}/copies", "evaluator").status_code == 303
    page = caller.page("GET", here, "evaluator").text
    for words in ("tient lieu du paquet", "res/xml/sceau_trust.xml", "seules les autorités de confiance changent"):
        assert words in page
    place = page.split("/bench/copies/")[1].split('"')[0]
    fetched = caller.page("GET", f"{here}/copies/{place}", "evaluator", buffered=True)
    assert fetched.data.startswith(b"copy of ")
    assert "attachment" in fetched.headers["Content-Disposition"]
    assert caller.page("GET", f"{here}/copies/{place}", "auditor").status_code == 403
    assert caller.page("GET", f"{here}/copies/cop_none", "evaluator").status_code == 404


def test_an_evaluation_build_that_differs_is_shown_with_what_differs(caller: Caller, file: File) -> None:
    caller.instance.copier.comparison = Comparison(
        (Difference("classes.dex", "changed", allowed=False),), trusts_user=False
    )
    here = f"/files/{file.id}/bench"
    token = hmac.new(caller.token("evaluator").encode(), PURPOSE, sha256).hexdigest()
    build = {"csrf_token": token, "file": (io.BytesIO(b"another build"), "build.apk")}
    assert caller.page("POST", f"{here}/builds", "evaluator", data=build).status_code == 303
    page = caller.page("GET", f"{here}?lang=en", "auditor").text
    for words in ("cannot stand for it", "classes.dex", "refused", "nothing could be read from it"):
        assert words in page
    assert "Download for" not in page


def test_what_cannot_be_copied_says_what_to_do(caller: Caller, file: File) -> None:
    caller.instance.copier.refusal = "deviating-archive"
    answer = caller.page("POST", f"/files/{file.id}/bench/copies", "evaluator")
    assert answer.status_code == 422
    assert "Prenez un autre chemin" in answer.text


def test_the_card_says_where_who_and_what_to_play(caller: Caller, file: File) -> None:
    capture = file.benched()
    card = f"/files/{file.id}/bench/captures/{capture}/card"
    assert "Le port s&#39;affichera ici" in caller.page("GET", card, "evaluator").text
    file.examined()
    page = caller.page("GET", f"{card}?lang=en", "evaluator").text
    for words in ("127.0.0.1:40001", "http://mitm.it/", "code-ink", "everything refused", "advertising identifier"):
        assert words in page
    assert caller.page("GET", card, "rival").status_code in (403, 404)
