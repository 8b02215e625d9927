"""Every page can be read by everyone: WCAG 2.2 AA and axe's best practices, and no page scrolls sideways."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "front": "/",
    "results": "/search/?q=صادرات&province=yazd",
    "no results": "/search/?q=نیست‌درجهان",
    "choices": "/search/?q=صادرات&choices=speaker",
    "quotations": "/quotations/",
    "figures": "/figures/?unit=نفر",
    "no figures": "/figures/?min=9999",
    "provinces": "/provinces/",
    "province": "/provinces/yazd/",
    "speaker": "/speakers/{simin}/",
    "comparison": "/compare/?province=yazd&province=gilan&province=atlantis",
    "comparison of words": "/compare/?by=words&q=صادرات&q=کیوی&measure=share",
    "comparison of voices": "/compare/?speaker={simin}&q=صادرات",
    "article": "/a/{tiles}/?q=کاشی",
    "article of an office holder": "/a/{pistachios}/",
    "article from a list of figures": "/a/{tiles}/?view=figures&n=2",
    "undated": "/a/{shoes}/",
    "original": "/a/{tiles}/original/",
    "about": "/about/",
}


#: Only what is wrong comes back from the browser; all that is right would take longer than the looking.
VIOLATIONS = """async (rules) => {
    const found = await axe.run({ runOnly: rules, resultTypes: ["violations"] });
    return found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(" ")}`);
}"""
#: Colours differ with the scheme, structure with the size: two looks are read whole, two for contrast.
LOOKS = (
    ("light", DESKTOP, TAGS),
    ("dark", PHONE, TAGS),
    ("dark", DESKTOP, ["color-contrast"]),
    ("light", PHONE, ["color-contrast"]),
)


@pytest.fixture(params=PAGES)
def opened(request, page, site):
    keys = {name: getattr(record, "pk", "") for name, record in vars(site).items()}
    assert page.goto(PAGES[request.param].format(**keys)).ok
    return page


def test_axe_finds_nothing(opened):
    opened.evaluate(AXE_SCRIPT)
    for scheme, size, rules in LOOKS:
        opened.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        opened.set_viewport_size(size)
        assert opened.evaluate(VIOLATIONS, rules) == [], f"{scheme}, {size}"


def test_no_page_scrolls_sideways(opened):
    for width in (360, 768, 1280, 2560):
        opened.set_viewport_size({"width": width, "height": 800})
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
