"""The log of gunicorn, its access log too: without the keys that stand in addresses."""

from typing import Any

from gunicorn.glogging import Logger as GunicornLogger  # type: ignore[import-untyped]

from scrutiny.log_lines import WithoutKeys, without_keys


class Logger(GunicornLogger):
    """gunicorn's own, whichever format of the access log is set."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        # Once: a reload sets up the same loggers again.
        if not any(isinstance(one, WithoutKeys) for one in self.error_log.filters):
            self.error_log.addFilter(WithoutKeys())

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        said = super().atoms(resp, req, environ, request_time)
        return {name: without_keys(value) if isinstance(value, str) else value for name, value in said.items()}
