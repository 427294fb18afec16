"""HTTP Archive 1.2, as browsers and capture tools write it, with the statement of the app that was watched."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.builders.capture import CapturedApp, CaptureSource, Exchange, stamp

Document = dict[str, Any]  # JSON


def _headers(exchange: Exchange) -> list[Document]:
    pairs = {"Host": exchange.host, "User-Agent": "okhttp/4.12.0", **exchange.headers}
    return [{"name": name, "value": value} for name, value in pairs.items()]


def _request(exchange: Exchange) -> Document:
    query = parse_qsl(urlsplit(exchange.url).query, keep_blank_values=True)
    request: Document = {
        "method": exchange.method,
        "url": exchange.url,
        "httpVersion": "HTTP/2.0" if exchange.is_encrypted else "HTTP/1.1",
        "cookies": [],
        "headers": _headers(exchange),
        "queryString": [{"name": name, "value": value} for name, value in query],
        "headersSize": -1,
        "bodySize": len(exchange.sent.encode()),
    }
    if exchange.sent:
        request["postData"] = {"mimeType": "application/json", "text": exchange.sent, "params": []}
    return request


def _response(exchange: Exchange) -> Document:
    size = len(exchange.body.encode())
    return {
        "status": exchange.status or 0,
        "statusText": "",
        "httpVersion": "HTTP/2.0" if exchange.is_encrypted else "HTTP/1.1",
        "cookies": [],
        "headers": [{"name": "Content-Type", "value": exchange.type}] if exchange.status else [],
        "content": {"size": size, "mimeType": exchange.type, "text": exchange.body} if exchange.status else {"size": 0},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": size if exchange.status else -1,
    }


def _entry(source: CaptureSource, exchange: Exchange) -> Document:
    entry: Document = {
        "startedDateTime": stamp(source.at(exchange.after)),
        "time": 84,
        "request": _request(exchange),
        "response": _response(exchange),
        "cache": {},
        "timings": {"send": 2, "wait": 80, "receive": 2},
    }
    if exchange.address:
        entry["serverIPAddress"] = exchange.address
    if exchange.error:
        entry["response"]["_error"] = exchange.error
    return entry


def _app(app: CapturedApp) -> Document:
    stated = {"id": app.package, "name": app.name, "platform": "android", "version": app.version_name}
    hashes = {"md5": app.md5, "sha256": app.sha256}
    return stated | {"versionCode": app.version_code} | {name: value for name, value in hashes.items() if value}


def write_har(source: CaptureSource) -> bytes:
    """The archive; the app and the device are stated the way the tweasel tools state them."""
    log: Document = {"version": "1.2", "creator": {"name": source.tool[0], "version": source.tool[1]}}
    if source.comment:
        log["comment"] = source.comment
    if source.records_failures:
        log["_sceau"] = {"records_failures": True}
    if source.app:
        log["_tweasel"] = {
            "startDate": stamp(source.started),
            "endDate": stamp(source.ended),
            "options": {"mode": "allowlist", "apps": [source.app.package]},
            "device": {"platform": "android", "runTarget": "emulator", **source.device},
            "versions": {source.tool[0]: source.tool[1]},
            "apps": [_app(source.app)],
            "metaVersion": "1.0",
        }
    log["pages"] = []
    log["entries"] = [_entry(source, exchange) for exchange in source.exchanges]
    return (json.dumps({"log": log}, ensure_ascii=False, indent=1) + "\n").encode()
