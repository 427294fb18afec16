"""A public card: valid by default, with one obvious keyword per deviation."""

from typing import Any

SHA = "a" * 64


def a_verdict(criterion: str, outcome: str = "conforming", **more: Any) -> dict[str, Any]:
    """One verdict as a card has it."""
    return {
        "criterion": criterion,
        "ref": f"2026.0/{criterion}",
        "title": {"fr": f"Titre de {criterion}", "en": f"Title of {criterion}"},
        "rubric": criterion.split("-", maxsplit=1)[0],
        "level": "gate",
        "outcome": outcome,
        "ruled_by_a_person": False,
        "because": [],
        "missing": [],
        **more,
    }


def a_recipient(host: str = "api.souffle.example", **more: Any) -> dict[str, Any]:
    """One contacted server as a card has it: in France, at an operator that no foreign law reaches."""
    return {
        "host": host,
        "owner": None,
        "operator": "OVH",
        "operator_country": "FR",
        "country": "FR",
        "region": "eea",
        "foreign_reach": [],
        "purposes": [],
        "requests": 2,
        "cleartext": False,
        "intercepted": True,
        "source": "bench",
        **more,
    }


def a_capture(state: str = "read", source: str = "bench") -> dict[str, Any]:
    """One capture as a card has it."""
    return {"sha256": SHA, "source": source, "state": state, "message": {"fr": "Lue.", "en": "Read."}}


def a_card(name: str = "Souffle (FICTIF)", *, state: str = "active", **more: Any) -> dict[str, Any]:
    """A card. Keywords replace whole parts; `app` is merged into the app's part."""
    app = {
        "name": name,
        "purpose": {"fr": "Noter son souffle.", "en": "Write down one's breath."},
        "publisher": {"name": "Éditeur (FICTIF)", "country": "FR"},
        "contact": "contact@souffle.example",
        "fictional": True,
        "needs": None,
        "price": None,
        "languages": None,
        "store_link": None,
        **more.pop("app", {}),
    }
    score = {
        "overall": "B",
        "coverage": "3/4",
        "families": [{"family": "easy", "letter": "B", "obtained": 3, "applicable": 4, "coverage": "3/4"}],
    }
    card: dict[str, Any] = {
        "id": f"lst_{name}",
        "slug": name.lower().split()[0],
        "state": {"state": state, "since": "2026-05-12", "reason": ""},
        "app": app,
        "grade": {
            "score": score,
            "build": {"package": "tld.souffle", "version_name": "3.2", "version_code": "320", "apk_sha256": SHA},
            "examined_on": "2026-05-12",
            "edition": "2026.0",
            "state": state,
        },
        "permissions": [],
        "sdks": [],
        "signers": [],
        "recipients": [a_recipient()],
        "deviations": [],
        "identified": None,
        "verdicts": [a_verdict("TRK-01"), a_verdict("TRK-02")],
        "conditions": [],
        "captures": [a_capture()],
        "unknown": [],
        "profile": {},
        "certificate": {"number": "SC-2026-000001"},
    }
    return {**card, **more}
