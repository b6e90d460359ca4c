"""The settings of the read-only API: what Django REST Framework and its description are told."""

from typing import Any, Final

REST_FRAMEWORK: Final[dict[str, Any]] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["tracking.api.readers.SignedIn"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "tracking.api.readers.AlwaysJson",
    "DEFAULT_SCHEMA_CLASS": "tracking.api.schema.Schema",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_THROTTLE_CLASSES": [],
    "EXCEPTION_HANDLER": "tracking.api.framework.answer_to",
    "URL_FORMAT_OVERRIDE": None,
}


def description(council_name: str) -> dict[str, Any]:
    """Return drf-spectacular's settings for a council's API."""
    return {
        "OAS_VERSION": "3.1.0",
        "TITLE": f"Scrutiny of {council_name}: open data",
        "DESCRIPTION": (
            "What became of the recommendations of the council’s Overview and Scrutiny committees: what was promised, "
            "what the Cabinet Member says of it, what the committee thinks, and how often the date moved. Read-only, "
            "without a key. Those who sign in to the site are served what they may see there; everyone else what is "
            "published."
        ),
        "VERSION": "1.0.0",
        "LICENSE": {
            "name": "Open Government Licence v3.0",
            "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        },
        "SCHEMA_PATH_PREFIX": "/api/",
        "AUTHENTICATION_WHITELIST": [],
        "SORT_OPERATION_PARAMETERS": False,
        # The document holds what filters may be set to, which a check of the settings must not look up.
        "ENABLE_DJANGO_DEPLOY_CHECK": False,
        "ENUM_NAME_OVERRIDES": {
            "Tracking": "tracking.enums.TrackingState",
            "Ending": "tracking.enums.Ending",
            "ConclusionReason": "tracking.enums.ConclusionReason",
            "InquiryState": "tracking.enums.InquiryState",
            "MeetingState": "tracking.enums.MeetingState",
            "Decision": "tracking.enums.Decision",
        },
    }
