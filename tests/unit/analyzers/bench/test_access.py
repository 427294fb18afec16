"""A tunnel's keys are its own, never shown by accident; what the device is told is WireGuard's own language."""

import base64
import configparser

from analyzers.bench.access import MODES, Access, dig_tunnel, public_key


def test_what_the_device_is_told_leads_everything_into_the_tunnel() -> None:
    tunnel = dig_tunnel()
    told = configparser.ConfigParser()
    told.read_string(tunnel.configure("192.0.2.5", 51820))
    assert dict(told["Interface"]) == {
        "privatekey": tunnel.client_key,
        "address": "10.0.0.1/32",
        "dns": "10.0.0.53",
    }
    assert told["Peer"]["allowedips"] == "0.0.0.0/0, ::/0"
    assert (told["Peer"]["endpoint"], told["Peer"]["publickey"]) == ("192.0.2.5:51820", public_key(tunnel.server_key))
    assert tunnel.server_key not in tunnel.configure("192.0.2.5", 1)
    assert "Endpoint = [2001:db8::1]:7" in tunnel.configure("2001:db8::1", 7)


def test_keys_are_new_each_time_and_no_accident_prints_them() -> None:
    one, two = dig_tunnel(), dig_tunnel()
    keys = {one.server_key, one.client_key, two.server_key, two.client_key}
    assert {len(base64.b64decode(key)) for key in keys} == {32}
    assert len(keys) == 4
    assert repr(one) == "Tunnel()"


def test_a_public_key_is_the_one_of_the_protocol() -> None:
    secret = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c4b9a14b3b94a4f5a0d3d3f5d7d2a")  # RFC 7748 in form
    assert len(base64.b64decode(public_key(base64.b64encode(secret).decode()))) == 32


def test_each_access_has_its_modes() -> None:
    assert MODES == {Access.PROXY: ("regular", "socks5"), Access.WIREGUARD: ("wireguard",)}
