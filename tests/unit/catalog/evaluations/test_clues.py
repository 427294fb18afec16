"""What findings let us propose: only what is there, never in the app's favour."""

from typing import Any

import pytest

from catalog.evaluations.clues import CLUES, follow_clues
from criteria.engine import assess
from criteria.findings import Finding, Pointer, Text
from criteria.load import list_editions, load_edition, load_kinds, load_questions
from criteria.model import Answer, Dossier, Outcome
from criteria.predicates import Declared

EDITION = load_edition(list_editions()[-1])
QUESTIONS = {one.id: one for one in load_questions(EDITION)}
SAID = Text("Vu.", "Seen.")
NOWHERE: dict[str, Any] = {"apk": {"endpoints": []}}


def _seen(kind: str, **attributes: Any) -> Finding:
    return Finding(kind, attributes, SAID, Pointer("a" * 64, ("classes.dex",), 10, 4, "/apk/x"))


def _propose(*findings: Finding, evidence: dict[str, Any] = NOWHERE) -> dict[str, Any]:
    return {one["question"]: one["value"] for one in follow_clues(evidence, findings)}


def _sdk(**attributes: Any) -> Finding:
    plain = {"sdk": "x", "name": "X", "tier": "wired", "state": "active", "purposes": ("crash",), "owner": "Y"}
    return _seen("sdk.embedded", **{**plain, "owner_country": "FR", "parent_country": None, **attributes})


def test_nothing_seen_proposes_nothing() -> None:
    assert _propose() == {}
    assert _propose(_sdk(), _seen("host.contacted", host="a.example", region="eea", purposes=())) == {}


@pytest.mark.parametrize(
    ("finding", "proposed"),
    [
        (_seen("permission.requested", name="com.android.vending.BILLING"), {"business_model": ["in_app"]}),
        (
            _seen("permission.requested", name="android.permission.BODY_SENSORS"),
            {"measures_recorded": True, "computes": True},
        ),
        (_seen("endpoint.named", host="api.mistral.ai", domain="mistral.ai"), {"uses_ai": True}),
        (_seen("endpoint.named", host="x.monespacesante.fr", domain="monespacesante.fr"), {"data_exchange": True}),
        (_sdk(purposes=("consent",)), {"consent_basis": True}),
        (_sdk(purposes=("analytics",)), {"secondary_uses": True}),
        (_sdk(owner_country="US"), {"transfers_outside": True}),
        (_sdk(parent_country="US"), {"transfers_outside": True}),
        (_seen("host.contacted", host="a.example", region="third", purposes=()), {"transfers_outside": True}),
        (
            _seen("data.transmitted", host="a.example", health=True, region="third"),
            {"health_data_hosted": "for_care", "health_data_place": "elsewhere"},
        ),
        (_seen("app.identified", package="fr.example.souffle"), {"store_page": "https://play.google.com/store/apps/details?id=fr.example.souffle"}),
    ],
)  # fmt: skip
def test_finding_proposes_its_answer(finding: Finding, proposed: dict[str, Any]) -> None:
    assert _propose(finding) == proposed


@pytest.mark.parametrize(
    "finding",
    [
        _sdk(owner_country=None, parent_country=None),
        _sdk(owner_country="unknown"),
        _sdk(purposes=("analytics",), state="dormant"),
        _sdk(owner_country="US", tier="string"),
        _sdk(owner_country="US", purposes=("tooling",)),
        _seen("host.contacted", host="a.example", region="unknown", purposes=()),
        _seen("host.contacted", host="a.example", region=None, purposes=()),
        _seen("data.transmitted", host="a.example", health=False, region="third"),
        _seen("permission.requested", name="android.permission.CAMERA"),
        _seen("app.identified", package='x" onclick="'),
        _seen("app.identified", package=None),
    ],
)
def test_what_is_not_known_or_not_at_work_proposes_nothing(finding: Finding) -> None:
    assert _propose(finding) == {}


def test_recipients_of_several_findings_are_put_together() -> None:
    kinds = (("insurer",), ("databroker",), ("insurer",), ("tracker",))
    seen = [_seen("host.contacted", host=f"{n}.example", recipient_kinds=one) for n, one in enumerate(kinds)]
    assert _propose(*seen) == {"sensitive_recipients": ["data_broker", "insurer"]}


def test_policy_is_proposed_from_the_publishers_own_domain_alone() -> None:
    rows = [
        {"host": "tracker.example", "paths": ["/privacy"]},
        {
            "host": "souffle.example",
            "paths": ["/blog", "/fr/confidentialite", "/fr/confidentialite/annexe", "/privacy?x"],
        },
    ]
    third = _seen("endpoint.named", host="tracker.example", domain="tracker.example", party="third")
    own = _seen("endpoint.named", host="souffle.example", domain="souffle.example", party="first")
    evidence = {"apk": {"endpoints": rows}}
    assert _propose(third, evidence=evidence) == {}
    assert _propose(third, own, evidence=evidence) == {
        "privacy_policy_url": "https://souffle.example/fr/confidentialite"
    }


def test_proposal_names_its_finding_and_its_bytes() -> None:
    finding = _seen("permission.requested", name="com.android.vending.BILLING")
    (stored,) = follow_clues(NOWHERE, [finding])
    assert (stored["kind"], stored["ref"]) == ("finding", finding.digest)
    place = {"artifact": "a" * 64, "path": ["classes.dex"], "offset": 10, "length": 4, "evidence": "/apk/x"}
    assert stored["at"] == place
    assert "com.android.vending.BILLING" in stored["fr"]


def test_order_of_findings_changes_nothing() -> None:
    findings = [_sdk(name="A", owner_country="US"), _sdk(name="B", owner_country="US", purposes=("push",))]
    assert follow_clues(NOWHERE, findings) == follow_clues(NOWHERE, findings[::-1])


@pytest.mark.parametrize("clue", CLUES, ids=lambda one: f"{one.kind}-{one.question}")
def test_no_clue_answers_in_favour_of_the_app(clue: Any) -> None:
    """What it proposes sets no criterion aside, and passes none but those that take any answer."""
    said = {clue.question: Answer(clue.value, ("d" * 64,))}
    before = {one.criterion: one.outcome for one in assess(EDITION, Dossier()).verdicts}
    for verdict in assess(EDITION, Dossier(declarations=said, profile=said)).verdicts:
        criterion = EDITION.find_criterion(verdict.criterion)
        assert criterion is not None
        parts = [one for one in criterion.rule if isinstance(one, Declared) and one.question == clue.question]
        takes_any = parts != [] and all(not one.accept for one in parts)
        assert verdict.outcome in (before[verdict.criterion], Outcome.NONCONFORMING) or takes_any, verdict.criterion


@pytest.mark.parametrize("clue", CLUES, ids=lambda one: f"{one.kind}-{one.question}")
def test_every_clue_speaks_the_common_language(clue: Any) -> None:
    kind = load_kinds()[clue.kind]
    assert {one.name for one in clue.where} <= set(kind.attributes)
    question = QUESTIONS[clue.question]
    values = clue.value if isinstance(clue.value, tuple) else (clue.value,)
    assert all(value is True or value in {choice.value for choice in question.choices} for value in values)
