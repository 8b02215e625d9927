"""Every address of the site: who may send there what, where it may lead, who may keep its answer."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from search.api.models import make_token
from tests.editors import Editor
from tests.factories import make_article

pytestmark = pytest.mark.django_db

#: They take no session's word: a signed address, and tokens. (The last answers whatever is not there.)
WITHOUT_TOKEN_OF_A_FORM = {"unsubscribe/<str:token>/", "^api/(?P<rest>.*)$"}
SAMPLES = {
    "key": "1",
    "int": "1",
    "str": "x",
    "slug": "yazd",
    "unicode_slug": "x",
    "path": "1",
    "suffix": "csv",
}
UNSAFE = ("post", "put", "patch", "delete")
EVIL = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
)


def patterns(resolver: object = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address pattern of the site with its whole route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from patterns(pattern, route)


def address(route: str) -> str:
    """An address of a route: each of its parts has some value."""
    parts = route.replace("^", "").replace("$", "").replace("\\Z", "").replace("(?P<url>.*)", "x")
    parts = parts.replace("(?P<rest>.*)", "x").replace("(?P<app_label>auth|archive)/", "archive/")
    parts = parts.replace("<path:object_id>", "1")
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: SAMPLES.get(part[1], "x"), parts)


ROUTES = dict(patterns())
READERS = [route for route in ROUTES if not route.startswith(("admin/", "api/", "^api", "metrics"))]
DESK = [route for route in ROUTES if route.startswith("admin/")]


def test_the_walk_sees_the_whole_site():
    assert len(READERS) > 40 and len(DESK) > 40
    assert address("a/<key:pk>/q<key:number>.<suffix:suffix>") == "/a/1/q1.csv"


@pytest.mark.parametrize("method", UNSAFE)
def test_nothing_can_be_sent_without_the_token_of_a_form(method):
    """Logged in with every right, but from a page of somebody else's: refused, whatever the address."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("sara"))
    routes = set(READERS + DESK) - WITHOUT_TOKEN_OF_A_FORM
    answers = {route: getattr(client, method)(address(route)).status_code for route in routes}
    assert {route: status for route, status in answers.items() if status != 403} == {}


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_readers_pages_take_only_what_they_are_for(client, method):
    pages = set(READERS) - {"login/"}  # Django's takes a form by PUT too
    found = {route: getattr(client, method)(address(route)).status_code for route in pages}
    assert set(found.values()) <= {302, 405}, found


def test_only_those_views_need_no_token_of_a_form():
    exempt = {route for route, pattern in ROUTES.items() if getattr(pattern.callback, "csrf_exempt", False)}
    assert {route for route in exempt if not route.startswith("api/v1/")} == WITHOUT_TOKEN_OF_A_FORM


@pytest.mark.parametrize("token", ["", "rasteh_wrong", "\u0661", "rasteh_" + "a" * 9000])
def test_a_session_is_no_key_to_what_programs_may_change(token):
    article, sara = make_article(), Editor()
    headers = {"Authorization": f"Bearer {token}"} if token and token.isascii() else {}
    answer = sara.client.patch(
        f"/api/v1/articles/{article.pk}", {"title": "x"}, content_type="application/json", headers=headers
    )
    article.refresh_from_db()
    assert answer.status_code == 401 and article.title != "x"


def test_a_token_ends_with_its_editor_s_rights():
    article, omid = make_article(), Editor("omid", ("view_article",))
    token = make_token(omid.user, "program")
    sent = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {token}"}}
    assert Client().patch(f"/api/v1/articles/{article.pk}", {"title": "x"}, **sent).status_code == 403
    User.objects.update(is_active=False)
    assert Client().patch(f"/api/v1/articles/{article.pk}", {"title": "x"}, **sent).status_code == 401


def test_strangers_see_nothing_of_the_desk(client):
    open_to_all = {"admin/login/", "admin/jsi18n/", "admin/logout/"}
    answers = {route: client.get(address(route)) for route in DESK if route not in open_to_all}
    let_in = {
        r: a.status_code for r, a in answers.items() if not (a.status_code == 302 and "/login/" in a.url)
    }
    assert let_in == {}


def test_who_has_no_rights_at_the_desk_sees_nothing_of_the_archive():
    clerk = Editor("clerk", ())
    of_the_archive = [route for route in DESK if route.startswith("admin/archive/")]
    seen = {route: clerk.client.get(address(route)).status_code for route in of_the_archive}
    assert {route for route, status in seen.items() if status == 200} == set()


@pytest.mark.parametrize("where", EVIL)
@pytest.mark.parametrize("door", ["login", "admin:login", "logout"])
def test_nobody_is_led_away(door, where):
    User.objects.create_user("sara", password="گذرواژه", is_staff=True)
    sent = {"username": "sara", "password": "گذرواژه", "next": where}
    client = Client()
    for answer in (client.get(reverse(door), {"next": where}), client.post(reverse(door), sent)):
        assert "evil.example" not in answer.headers.get("Location", "")
        assert not answer.headers.get("Location", "").startswith(("javascript:", "//"))


@pytest.mark.parametrize(
    "path", ["//evil.example/about", "/\\evil.example/about", "/%2F/evil.example/about", "//evil.example//"]
)
def test_a_slash_that_is_added_leads_nowhere_else(path):
    location = Client().get("/", headers={}, PATH_INFO=path).headers.get("Location", "")
    assert not location.startswith(("//", "/\\", "http"))


@pytest.mark.parametrize("name", ["search", "province"])
@pytest.mark.parametrize("where", EVIL)
def test_a_question_leads_only_within_the_site(world, client, name, where):
    url = reverse(name, args=["yazd"] if name == "province" else [])
    for params in ({"view": "quotations", "q": where}, {"page": "99", "q": where}, {"province": where}):
        assert client.get(url, params).headers.get("Location", "/").startswith("/")


def test_what_depends_on_who_is_logged_in_is_not_for_shared_caches(world):
    world.tiles.is_public = False
    world.tiles.save()
    client = Editor().client
    for page in ("/following/", "/admin/", f"/a/{world.tiles.pk}/", "/following/new/?q=x"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "private" in answer["Cache-Control"] and "Cookie" in answer["Vary"], page


def test_readers_pages_are_the_same_for_all_and_set_no_cookie(client, world):
    for page in ("/", "/search/?q=یزد", "/about/", "/provinces/", "/suggest.json?q=یز", "/search.atom"):
        answer = client.get(page)
        assert not answer.cookies, page
        assert "Cookie" not in answer.get("Vary", ""), page


def test_what_a_stranger_says_in_headers_is_in_no_page(client, world):
    lies = {"X-Forwarded-Host": "evil.example", "X-Original-URL": "/admin/", "X-Rewrite-URL": "/admin/"}
    lies |= {
        "Forwarded": "host=evil.example",
        "X-Forwarded-Proto": "https",
        "X-HTTP-Method-Override": "DELETE",
    }
    for page in ("/", "/search/", f"/a/{world.tiles.pk}/", "/robots.txt", "/search.atom", "/sitemap.xml"):
        answer = client.get(page, headers=lies)
        assert answer.status_code == 200
        assert "evil.example" not in b"".join(answer).decode() and "https://testserver" not in answer.text
