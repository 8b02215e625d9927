"""The published scoring of the HTTP Observatory (developer.mozilla.org/observatory/docs/tests_and_scoring).

Of its tests those that a site's own answers decide; certificates and preload lists are another matter. A site
begins with 100; what is wrong takes away, and from 90 on what is right adds. 100 and more is A+.
"""

import re
from collections.abc import Iterable
from http.cookies import Morsel

BROAD = {"ftp:", "http:", "https:", "*", "http://*", "https://*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
SIX_MONTHS = 15_768_000


def score(headers: dict[str, str], cookies: Iterable[Morsel], redirects_to_https: bool, page: str) -> int:
    """The score of a page that came over HTTPS."""
    policy = directives(headers.get("Content-Security-Policy", ""))
    modifiers = [
        content_policy(policy),
        cookie_flags(cookies),
        -50 if headers.get("Access-Control-Allow-Credentials") else 0,
        0 if redirects_to_https else -20,
        5 if headers.get("Referrer-Policy") in PRIVATE else -5,
        transport(headers.get("Strict-Transport-Security", "")),
        foreign_scripts(page),
        0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        framing(policy, headers.get("X-Frame-Options", "")),
        10 if headers.get("Cross-Origin-Resource-Policy") in ("same-origin", "same-site") else 0,
        10 if headers.get("Cross-Origin-Embedder-Policy") in ("require-corp", "credentialless") else 0,
        10 if headers.get("Cross-Origin-Opener-Policy") == "same-origin" else 0,
    ]
    plain = 100 + sum(modifier for modifier in modifiers if modifier < 0)
    return plain if plain < 90 else plain + sum(modifier for modifier in modifiers if modifier > 0)


def directives(policy: str) -> dict[str, set[str]]:
    """The directives of a Content-Security-Policy with their sources."""
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name.lower(): set(sources) for name, *sources in parts}


def content_policy(policy: dict[str, set[str]]) -> int:
    """How much the policy allows."""
    if not policy:
        return -25
    fallback = policy.get("default-src", {"*"})
    scripts, styles, objects = (
        policy.get(name, fallback) for name in ("script-src", "style-src", "object-src")
    )
    every = set().union(*policy.values())
    if scripts & (BROAD | INLINE) or objects & BROAD or any(s.startswith(("http:", "ftp:")) for s in every):
        return -20
    if "'unsafe-eval'" in scripts | styles:
        return -10
    if styles & (BROAD | INLINE):
        return 0
    sends_home = policy.get("form-action", {"*"}) <= {"'self'", "'none'"}
    return 10 if policy.get("default-src") == {"'none'"} and sends_home else 5


def cookie_flags(cookies: Iterable[Morsel]) -> int:
    """The worst that is wrong with a cookie."""
    worst = [0]
    for cookie in cookies:
        is_session = any(word in cookie.key.lower() for word in ("login", "sess"))
        if not cookie["secure"]:
            worst.append(-40 if is_session else -20)
        if is_session and not cookie["httponly"]:
            worst.append(-30)
        if cookie["samesite"].lower() not in ("lax", "strict"):
            worst.append(-20)
    return min(worst) or (5 if cookies else 0)


def transport(header: str) -> int:
    """Whether browsers stay with HTTPS for half a year."""
    age = re.search(r"max-age=(\d+)", header)
    return -20 if not age else 0 if int(age[1]) >= SIX_MONTHS else -10


def foreign_scripts(page: str) -> int:
    """Scripts from elsewhere are bound to their content, or not loaded at all."""
    return -50 if re.search(r'<script[^>]*\ssrc="(https?:)?//', page) else 0


def framing(policy: dict[str, set[str]], header: str) -> int:
    """Who may show the page in a frame."""
    return 5 if policy.get("frame-ancestors", {"*"}).isdisjoint(BROAD) or header == "DENY" else -20
