"""The API keeps to its own description, whatever it is asked (schemathesis, every check)."""

import pytest
import schemathesis
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings

pytestmark = pytest.mark.django_db
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@schema.parametrize()
@settings(max_examples=5, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case, world):
    cache.clear()  # this client asks more often than a client may
    case.call_and_validate(headers={"Accept-Encoding": "identity"})
