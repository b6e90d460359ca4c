from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    name = "scrutiny"
    label = "scrutiny_site"

    def ready(self) -> None:
        # Registers the system checks.
        from scrutiny import brand, checks  # noqa: F401
