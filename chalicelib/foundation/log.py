"""Structured JSON logs and metrics. No personal data by construction: names of errors and places in the code, never their messages."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from botocore.exceptions import ClientError

from chalicelib.foundation import config

NAMESPACE, SERVICE = "Passerelle", "passerelle"
_about: ContextVar[dict[str, Any]] = ContextVar("about")


class _Log:
    """One line per happening: a stable name, the ids of what it is about, and how it ended."""

    def __init__(self) -> None:
        self._logger = Logger(service=SERVICE, level="WARNING" if config.STAGE == "test" else "INFO")

    @contextmanager
    def about(self, **ids: Any) -> Iterator[None]:
        """Every line written inside names these ids (request, tenant, lead). Kept per thread and task, not per process."""
        token = _about.set(_about.get({}) | ids)
        try:
            yield
        finally:
            _about.reset(token)

    def info(self, happening: str, **values: Any) -> None:
        self._logger.info(happening, extra=_about.get({}) | values)

    def failure(self, happening: str, error: BaseException, **values: Any) -> None:
        """An error, without its message: messages quote what people typed."""
        places = [f"{frame.filename.rpartition('chalicelib/')[2]}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
        told = {"error": type(error).__name__, "places": places[-8:]} | ({"aws": code} if (code := _code(error)) else {})
        self._logger.error(happening, extra=_about.get({}) | values | told)
        # Lambda counts only what a handler raises: an item that comes again, a timer that fails, a 500 of ours would pass unseen.
        count("Failures")


def _code(error: BaseException | None) -> str | None:
    """What AWS calls it, if it came from there: an access denied and an item too large are told apart, and no word of anybody's is quoted."""
    while error is not None:
        if isinstance(error, ClientError):
            return str(error.response.get("Error", {}).get("Code"))
        error = error.__cause__ or error.__context__
    return None


log = _Log()


def count(name: str) -> None:
    """It happened once more."""
    measure(name, 1)


def measure(name: str, value: float, unit: MetricUnit = MetricUnit.Count) -> None:
    """A figure, as one line in CloudWatch's embedded format: written at once, so that no handler can forget to."""
    with single_metric(name, unit, value, namespace=NAMESPACE, default_dimensions={"service": SERVICE, "stage": config.STAGE}):
        pass


def measure_seconds(name: str, milliseconds: float) -> None:
    measure(name, milliseconds / 1000, MetricUnit.Seconds)
