from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    name = "scrutiny"
    label = "scrutiny_site"

    def ready(self) -> None:
        # Registers the system check.
        from scrutiny import brand  # noqa: F401
