"""The broker's client: Celery, carrying job numbers in JSON and nothing else."""

from typing import Any

from celery import Celery

VISIBILITY = 3600  # seconds; above the longest job, or Redis would hand the same message out twice


def make_broker(url: str) -> Any:  # celery publishes no types
    """Return the Celery application of this broker: JSON only, late acknowledgement, no result kept."""
    app = Celery("sceau", broker=url, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_create_missing_queues=True,
        worker_prefetch_multiplier=1,
        worker_redirect_stdouts=False,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,  # the worker outlives any absence of the broker
        broker_transport_options={
            "visibility_timeout": VISIBILITY,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_connect_timeout": 2,
            "socket_timeout": 5,
            "max_retries": 1,  # an act does not wait for a broker that is down: the sweeper rings again
            "interval_start": 0,
            "interval_max": 0,
        },
        timezone="UTC",
    )
    return app
