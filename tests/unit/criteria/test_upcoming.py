"""What later editions ask of a certified app, by when, and who can do it."""

from dataclasses import replace
from datetime import date

from criteria.engine import assess
from criteria.model import Level
from criteria.predicates import ByEvaluator, Declared, NoneOf
from criteria.upcoming import list_later, list_tasks
from tests.builders.dossier import a_dossier
from tests.builders.rulebook import WORDS, a_criterion, an_edition, is_in

SAYS_YES = Declared("said", (is_in("said", "yes"),))
OLD = an_edition(a_criterion("AAA-01", [SAYS_YES]), id="2030.1")
NEW = an_edition(
    a_criterion("AAA-01", [SAYS_YES]),
    a_criterion("BBB-01", [ByEvaluator(WORDS)], level=Level.SCORED),
    a_criterion("BBB-02", [NoneOf("stone.seen")]),
    a_criterion("BBB-03", [ByEvaluator(WORDS)], level=Level.BONUS),
    id="2031.1",
    in_force_on=date(2031, 1, 1),
    published_on=date(2030, 6, 1),
    existing_on=date(2031, 7, 1),
    transitions={"BBB-02": date(2032, 1, 1)},
)


def test_later_editions_are_those_published_after_the_one_cited() -> None:
    draft = replace(NEW, id="2032.1", published_on=None, in_force_on=date(2032, 1, 1))
    over = replace(NEW, id="2030.2", in_force_on=date(2030, 4, 1), superseded_on=date(2030, 5, 1))
    assert list_later(OLD, (draft, NEW, over, OLD), date(2030, 7, 1)) == (NEW,)
    assert list_later(OLD, (NEW,), date(2030, 5, 31)) == ()
    assert list_later(NEW, (OLD, NEW), date(2031, 7, 1)) == ()


def test_what_is_not_met_is_listed_gates_first_with_the_day_that_binds() -> None:
    tasks = list_tasks(OLD, NEW, assess(NEW, a_dossier().build()))
    assert [(one.criterion.id, one.binds_on, one.is_new) for one in tasks] == [
        ("AAA-01", date(2031, 7, 1), False),
        ("BBB-02", date(2032, 1, 1), True),
        ("BBB-01", date(2031, 7, 1), True),
    ]


def test_what_is_met_and_what_is_a_bonus_are_no_tasks() -> None:
    dossier = a_dossier().declaring("said", "yes").covering("stone.seen", "apk").build()
    assert [one.criterion.id for one in list_tasks(OLD, NEW, assess(NEW, dossier))] == ["BBB-01"]


def test_publisher_can_answer_or_mend_and_nothing_else() -> None:
    fault = a_dossier().with_finding("stone.seen").build()
    by_id = {one.criterion.id: one for one in list_tasks(OLD, NEW, assess(NEW, fault))}
    assert {name: one.is_publishers for name, one in by_id.items()} == {"AAA-01": True, "BBB-01": False, "BBB-02": True}
    unseen = {one.criterion.id: one for one in list_tasks(OLD, NEW, assess(NEW, a_dossier().build()))}
    assert not unseen["BBB-02"].is_publishers
