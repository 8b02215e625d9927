"""How many wrong passwords are enough; counted by django-axes in the database, so by all workers together."""

from datetime import timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_lockout_parameters
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

#: How much more patience there is with what many may share than with one name at one address: an office
#: behind one address, and a name that a stranger may try in order to shut its owner out.
PATIENCE = {"ip_address": 10, "username": 20}


#: What a column of django-axes holds; PostgreSQL refuses more.
LONGEST_NAME = 255


def name_typed(_: HttpRequest, credentials: dict | None) -> str:
    """The name that somebody gives, as far as it can be stored."""
    return str((credentials or {}).get("username") or "")[:LONGEST_NAME]


class LoginGuard(AxesDatabaseHandler):
    """Counts wrong passwords of a name at an address, of an address, and of a name."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """The count that is nearest to its limit, in shares of the limit of one name at one address."""
        counted_by = get_lockout_parameters(request, credentials)
        return max(
            sum(attempts.values_list("failures_since_start", flat=True)) // PATIENCE.get(str(by), 1)
            for by, attempts in zip(counted_by, self.get_user_attempts(request, credentials), strict=True)
        )

    def reset_user_attempts(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """Who came in at last has only mistyped: forget that, but not what others tried."""
        here, *_ = self.filter_user_attempts(request, credentials)
        return here.delete()[0]

    def until(self, request: HttpRequest, credentials: dict | None) -> timezone.datetime:
        """When all that is counted now is forgotten."""
        attempts = self.get_user_attempts(request, credentials)
        times = [time for each in attempts for time in each.values_list("attempt_time", flat=True)]
        return max(times, default=timezone.now()) + settings.AXES_COOLOFF_TIME


def locked_out(request: HttpRequest, _: HttpResponse, credentials: dict | None) -> HttpResponse:
    """Too many wrong passwords: when to try again, in words and as Retry-After."""
    until = LoginGuard().until(request, credentials)
    response = render(request, "archive/locked_out.html", {"until": until}, status=429)
    response["Retry-After"] = max(1, round((until - timezone.now()) / timedelta(seconds=1)))
    return response
