"""Logs: one line a happening, as JSON, so that nothing a person typed can forge a second line."""

import logging
import sys

import structlog


def set_up_logs(level: str) -> None:
    """Send every log of the process to standard error in one shape. Calling it again changes nothing."""
    root = logging.getLogger()
    if any(getattr(handler, "dueremi", False) for handler in root.handlers):
        return
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    handler.dueremi = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(level.upper())
    # At each start it would say three times that nothing had to be done.
    logging.getLogger("alembic").setLevel(logging.WARNING)


def adopt_loggers() -> None:
    """Bring the loggers that Streamlit and uvicorn made for themselves into the same shape. Asked once all are
    imported.
    """
    for logger in list(logging.root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger) and logger.name.split(".")[0] in ("streamlit", "uvicorn"):
            logger.handlers.clear()
            logger.propagate = True
    # It says of every socket that it opened and closed.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    # Addresses hold the tokens of invitations, doors and follow pages: no log of requests.
    logging.getLogger("uvicorn.access").disabled = True
