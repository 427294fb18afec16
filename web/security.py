"""Headers on every answer: nothing from elsewhere, nothing to elsewhere, no trace of what a visitor read."""

from collections.abc import Mapping

from flask import Flask, Response, g, request

from web.instance import get_services, is_for_api

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SHARED: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Sceau-Change, Sceau-Editions",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT: Mapping[str, str] = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match, Accept-Language",
    "Access-Control-Max-Age": "86400",
}
YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Set the headers on whatever `app` answers, errors included."""
    app.after_request(_harden)


def _harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if get_services().settings.public_origin.startswith("https:"):
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    if _may_be_read_anywhere():
        response.headers.update(SHARED)
        if request.method == "OPTIONS":
            response.headers.update(PREFLIGHT)
    else:
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if request.endpoint == "static":
        response.headers["Cache-Control"] = (
            f"public, max-age={YEAR}, immutable" if request.args.get("v") else "no-cache"
        )
    elif getattr(g, "actor", None) is not None or request.args:
        response.headers["Cache-Control"] = "no-store"  # a signed-in page, or a search: kept nowhere on the way
    if request.endpoint != "static":
        response.vary.update(("Accept-Language", "Authorization" if is_for_api() else "Cookie"))
    return response


def _may_be_read_anywhere() -> bool:
    """A portal's page may read what anyone may read; never an answer made for one person."""
    return is_for_api() and getattr(g, "is_public_read", False)
