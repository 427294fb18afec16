"""Alembic's entry: every slice's model is loaded here, so that models and schema can be compared."""

from alembic import context
from sqlalchemy.engine import Engine

import catalog.certificates.model
import catalog.consultations.model
import catalog.decisions.model
import catalog.evaluations.model
import catalog.journal.model
import catalog.listings.model
import catalog.plumbing.jobs
import catalog.publishers.model
import catalog.reviews.model
import catalog.submissions.model
import catalog.surveillance.model  # noqa: F401 - each import registers its tables
from catalog.plumbing.database import Base


def run() -> None:
    """Run the migrations on the engine given, in one transaction each."""
    engine: Engine = context.config.attributes["engine"]
    with engine.execution_options(writes=True).connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transaction_per_migration=True,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
