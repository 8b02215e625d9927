"""Editors in a browser."""

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import BrowserContext


def log_in(context: BrowserContext, url: str) -> None:
    """Make the browser that of an editor with every right."""
    user, _ = User.objects.get_or_create(username="sara", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": session.key, "value": session.value, "url": url}])
