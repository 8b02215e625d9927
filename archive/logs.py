"""What the log says of a request: its number, what was asked of which page, how it ended. Never who asked."""

import json
import logging
import re
from contextvars import ContextVar
from http import HTTPStatus
from time import gmtime, monotonic
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from archive.middleware import GetResponse

#: A number that a proxy gave is kept, so that its log and ours can be put side by side.
SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
HEADER = "X-Request-ID"
NONE = "-"

logger = logging.getLogger(__name__)
_current: ContextVar[str] = ContextVar("request_id", default=NONE)


def numbered_requests(get_response: GetResponse) -> GetResponse:
    """Give every request a number, and note how it ended: the page's name, not what was typed there."""

    def answer(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        number = given if SANE_ID.fullmatch(given) else uuid4().hex
        token, begun = _current.set(number), monotonic()
        try:
            response = get_response(request)
            response[HEADER] = number
            page = request.resolver_match.route if request.resolver_match else ""
            facts = {"method": request.method, "page": page, "status": response.status_code}
            logger.info("answered", extra={**facts, "ms": round((monotonic() - begun) * 1000)})
            return response
        finally:
            _current.reset(token)

    return answer


class RequestNumber(logging.Filter):
    """Gives every record the number of the request in hand, NONE outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _current.get()
        return True


class ToldToComeBack(logging.Filter):
    """A 503 is a warning, as a 429 is: nothing broke, somebody was told to come back. /readyz says why."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 0) == HTTPStatus.SERVICE_UNAVAILABLE:
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line (log shippers split at lines)."""

    converter = gmtime
    FACTS = ("request_id", "method", "page", "status", "ms")

    def format(self, record: logging.LogRecord) -> str:
        """Time (UTC), level, logger, message, what is known of the request, the traceback if there is one."""
        told = {
            "time": f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **{name: getattr(record, name) for name in self.FACTS if getattr(record, name, NONE) != NONE},
        }
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)
