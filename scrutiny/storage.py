"""How static files are kept in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Compressed files with a hash in their names, in the imports between scripts too."""

    support_js_module_import_aggregation = True
