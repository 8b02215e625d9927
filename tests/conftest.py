"""What every test may ask for. Nothing here reads the environment of the person who runs them."""

import os

os.environ["DEBUG"] = "true"
os.environ["SECRET_KEY"] = "only-for-tests"
os.environ.setdefault("SEARCH_URL", "memory:")
# Sync Playwright keeps an event loop in the test's thread, and Django would refuse to touch the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
