"""How background work is done, from the environment: where tasks wait, and how the worker takes them."""

import sys
from typing import Any

import environ


def cluster(env: environ.Env) -> dict[str, Any]:
    """Return django-q's settings; ends the process with a plain sentence at a broker that there is not."""
    return {
        "name": "scrutiny",
        "label": "Background work",
        **_broker(env),
        # SQLite has one writer: a second process would mostly wait for the first.
        "workers": env.int("WORKER_PROCESSES", default=1),
        # A task that takes longer is stopped: longer than a pack of a hundred inquiries takes on a slow machine. What a
        # killed worker held is handed out again after `retry`, which must be the longer of the two: otherwise a second
        # worker takes up what the first is still doing. Nothing waits for that: packs and mails are taken up again as
        # soon as their own leases are over, by the next minute's task.
        "timeout": 1200,
        "retry": 1260,
        # A task that failed is done with: each is scheduled again soon, and finds then what is still to do.
        "ack_failures": True,
        # What fell due while no worker ran is done once, not once for each time.
        "catch_up": False,
        # Seconds between looks into the queue, and between looks after the workers.
        "poll": 1,
        "guard_cycle": 1,
        # A worker takes one task at a time, so that others find the rest still in the queue.
        "queue_limit": 1,
        "save_limit": 100,
        "recycle": 200,
        # A daemon may have no children of its own, and papers are rendered in some.
        "daemonize_workers": False,
        "cache": "worker",
    }


def _broker(env: environ.Env) -> dict[str, Any]:
    told = env.str("TASK_BROKER", default="database")
    brokers: dict[str, dict[str, Any]] = {
        "database": {"orm": "default"},
        "redis": {"redis": told},
        "sqs": {"sqs": {"aws_region": told.partition("://")[2]}},
    }
    kind = told.partition("://")[0]
    if kind not in brokers:
        sys.exit(
            "Scrutiny does not start with this TASK_BROKER: write database, redis://host:6379/0 or sqs://eu-west-2."
        )
    return brokers[kind]
