"""Starts the worker, with its schedules in place."""

from typing import Any

from django_q.management.commands.qcluster import Command as StartCluster

from tracking.tasks import keep_schedules


class Command(StartCluster):
    help = "Start the worker: it sends mails, scans files and reminds. Stop it with Ctrl+C or SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        keep_schedules()
        super().handle(*args, **options)
