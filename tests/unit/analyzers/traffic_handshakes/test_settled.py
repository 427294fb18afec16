"""What two sides would settle between them: the weakest counts, and what nobody saw is not known."""

from typing import Any

import pytest

from analyzers.traffic_handshakes.settled import Settled, settle
from tests.builders.evidence import a_handshake

OLD_SUITE, GOOD_SUITE = "AES128-SHA", "ECDHE-RSA-AES128-GCM-SHA256"


def settled(**changes: Any) -> Settled:
    return settle([(0, a_handshake("api.example", **changes))])


def facts(one: Settled) -> tuple[str | None, bool | None, bool | None]:
    return one.version, one.current, one.forward_secrecy


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("TLSv1.3", True, True)),
        ({"server_version": "TLSv1.2", "cipher": GOOD_SUITE}, ("TLSv1.2", True, True)),
        ({"server_version": "TLSv1.2", "cipher": OLD_SUITE}, ("TLSv1.2", True, False)),
        ({"server_version": "TLSv1.2", "cipher": "DES-CBC3-SHA"}, ("TLSv1.2", False, False)),
        ({"server_version": "TLSv1.2", "cipher": "ECDHE-RSA-DES-CBC3-SHA"}, ("TLSv1.2", False, True)),
        ({"server_version": "TLSv1.2", "cipher": None}, ("TLSv1.2", True, None)),
        ({"server_version": "TLSv1.2", "cipher": "SOMETHING-NEW"}, ("TLSv1.2", True, None)),
        ({"server_version": "TLSv1", "cipher": "ECDHE-RSA-AES128-SHA"}, ("TLSv1", False, True)),
        ({"app_version": "TLSv1.1", "app_cipher": "ECDHE-RSA-AES128-SHA"}, ("TLSv1.1", False, None)),
        # the app knows 1.2 only, the server took 1.3: nobody saw which suite the server takes in 1.2
        ({"app_version": "TLSv1.2", "app_cipher": GOOD_SUITE}, ("TLSv1.2", True, None)),
        ({"app_version": "TLSv1.2", "app_cipher": OLD_SUITE}, ("TLSv1.2", True, False)),
        ({"server_version": None, "cipher": None}, ("TLSv1.3", None, None)),
        ({"app_version": None, "refused": True}, ("TLSv1.3", True, True)),
        ({"app_version": None, "refused": True, "offered": ["TLSv1", "TLSv1.1"]}, ("TLSv1.1", False, None)),
        ({"app_version": None, "refused": True, "offered": []}, ("TLSv1.3", None, None)),
        ({"app_version": None, "server_version": None, "offered": []}, (None, None, None)),
        ({"app_version": "nonsense", "server_version": 4, "offered": "x"}, (None, None, None)),
    ],
)
def test_the_weaker_side_counts(changes: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert facts(settled(**changes)) == expected


def test_one_bad_handshake_makes_the_host_bad_wherever_it_comes() -> None:
    good, bad = a_handshake("a.example"), a_handshake("a.example", server_version="TLSv1", cipher=GOOD_SUITE)
    for order, place in (([good, bad, good], 1), ([bad, good, good], 0), ([good, good, bad], 2)):
        joined = settle(enumerate(order))
        assert (joined.version, joined.current, joined.row) == ("TLSv1", False, place)


def test_one_unknown_handshake_leaves_the_host_unknown() -> None:
    joined = settle(enumerate([a_handshake("a.example"), a_handshake("a.example", certificate_valid=None)]))
    assert (joined.certificate_valid, joined.current, joined.row) == (None, True, 1)
    doubted = settle(enumerate([a_handshake("a.example", certificate_valid=False), a_handshake("a.example")]))
    assert (doubted.certificate_valid, doubted.row) == (False, 0)
