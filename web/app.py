"""The factory: services in, application out. Assembly, doors, guards; nothing else."""

from flask import Blueprint, Flask

from catalog.assembly import Services
from web import auth, problems, security
from web.api import register
from web.door import Door
from web.evaluator.acts import acts
from web.evaluator.bench import bench
from web.evaluator.consultations import consultations
from web.evaluator.copies import copies
from web.evaluator.counter import evaluator
from web.evaluator.proof import proof
from web.instance import attach
from web.operator.counter import operator
from web.portal.counter import portal
from web.publisher.builds import builds
from web.publisher.counter import publisher
from web.publisher.file import files
from web.publisher.session import sessions
from web.publisher.uploads import sendings

# The pages' blueprints; the API registers itself.
BLUEPRINTS: tuple[Blueprint, ...] = (
    portal,
    operator,
    publisher,
    files,
    sendings,
    builds,
    sessions,
    evaluator,
    acts,
    bench,
    copies,
    proof,
    consultations,
)


def create_app(services: Services) -> Flask:
    """Return the application over `services`.

    Raises:
        UndeclaredViewError: a view does not say who may call it.
    """
    app = Door("web", static_folder="static", template_folder="templates")
    app.config.update(MAX_FORM_PARTS=200, PROPAGATE_EXCEPTIONS=False)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's default provider has it
    attach(app, services)
    auth.install(app)
    security.install(app)
    problems.install(app)
    auth.public(app.view_functions["static"])
    register.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    auth.refuse_undeclared(app)
    return app
