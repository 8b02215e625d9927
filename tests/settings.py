"""The settings of the site in the tests' own small world, whatever the environment around them."""

import os
import tempfile

os.environ["DEBUG"] = "true"
os.environ["KEPT_PAGES"] = "1000"
os.environ["SECRET_KEY"] = "only-for-tests"
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="rasteh-tests-")
os.environ["SEARCH_URL"] = os.environ.get("TEST_SEARCH_URL", "memory:")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
# Sync Playwright keeps an event loop in the test's thread, and Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from archive.settings import *  # noqa: E402, F403

#: Hashing passwords slowly is for attackers; tests log in often.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEBUG = False
ALLOWED_HOSTS = ["*"]
STATIC_ROOT = os.environ["DATA_DIR"]  # whitenoise warns of a folder that is not there
STORAGES = {  # Tests collect no static files, so none has a hashed name.
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
