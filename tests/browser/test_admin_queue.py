"""The issue's worked cases at the desk, by few clicks and keys, in a real browser. The texts are our own."""

import re
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from archive.ingest.load import ingest
from archive.ingest.sources import RawItem
from archive.models import Article, Evidence, Source
from search.engines import forget_engines
from tests.browser.editors import log_in
from tests.browser.serving import serving
from tests.editors import give_reason
from tests.factories import make_office

# What is saved here is committed, because the index follows commits: each test has a world of its own.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: No date, and a misprint: a standard that became the governor.
MISPRINT = """ظرفیت‌های استان مرکزی در صادرات

خبرگزاری نمونه: استاندار مرکزی گفت: صنعت استان باید به صادرات نگاه تازه‌ای داشته باشد.

به گزارش خبرگزاری نمونه از اراک، نشست کارگروه در ۸ اردیبهشت ۱۳۹۵ برپا شد.

بهمن نمونه‌نژاد در آن گفت: نکتهٔ مهم رعایت استاندار است.

وی افزود: کالای صادراتی باید از استاندار کافی برخوردار باشد.
"""
#: A voice whose name is not told.
UNNAMED = """رایزنان بازرگانی در تبریز

پوریا نمونه‌پور استاندار آذربایجان شرقی گفت: بخش خصوصی پیشران تجارت است.

دستیار ویژه رئیس سازمان نمونه تجارت ایران هم در این نشست با رایزنان دیدار کرد.
"""
#: Its province only through the bureau and the office.
BUREAU = """به گزارش خبرگزاری نمونه مرکز مهاباد؛ در این نشست از صنعت پوشاک و چرم سخن رفت.

رضا نمونه‌زاده گفت: این حوزه بومی‌ترین صنعت کشور است و پنج هزار و ۷۰۰ نفر در آن کار می‌کنند.
"""


class Counted:
    """An editor's hands: every click and key is counted but for the letters of a value."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, target: object) -> None:
        target.click()
        self.count += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1

    def type(self, value: str) -> None:
        self.page.keyboard.type(value)

    def select(self, words: str) -> None:
        """Drag over words of the report: one stroke."""
        self.page.evaluate(
            """words => {
                const paper = document.querySelector(".paper");
                const walker = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
                const nodes = [];
                for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
                const parts = nodes.map(node => node.parentElement.closest("[data-part]"));
                for (const part of new Set(parts.filter(Boolean))) {
                    const at = part.textContent.indexOf(words);
                    if (at < 0) continue;
                    const own = nodes.filter(node => part.contains(node));
                    const spot = offset => {
                        for (const node of own) {
                            if (offset <= node.length) return [node, offset];
                            offset -= node.length;
                        }
                    };
                    getSelection().setBaseAndExtent(...spot(at), ...spot(at + words.length));
                    part.dispatchEvent(new MouseEvent("mouseup", {bubbles: true}));
                    return;
                }
                throw new Error("not in the text: " + words);
            }""",
            words,
        )
        self.count += 1


@pytest.fixture
def site(db) -> Iterator[SimpleNamespace]:
    """A running site over reports like the issue's."""
    forget_engines()
    ingest(
        RawItem(f"id:{name}", f"{name}.txt", text.encode())
        for name, text in (("misprint", MISPRINT), ("unnamed", UNNAMED), ("bureau", BUREAU))
    )
    found = {name: Article.objects.get(item_key=f"id:{name}") for name in ("misprint", "unnamed", "bureau")}
    with serving() as url:
        yield SimpleNamespace(url=url, **found)
    forget_engines()


@pytest.fixture
def hands(context, page, site) -> Counted:
    log_in(context, site.url)
    return Counted(page)


def open_form(hands: Counted, article: Article, filters: str = "") -> None:
    query = f"?_changelist_filters={filters}" if filters else ""
    hands.page.goto(f"/admin/archive/article/{article.pk}/change/{query}")


def saved(hands: Counted) -> None:
    hands.click(hands.page.get_by_role("button", name="ذخیره و بعدی"))
    hands.page.wait_for_load_state()


def meaning(hands: Counted, label: str) -> None:
    hands.click(hands.page.get_by_role("group", name="این واژه‌ها چیست؟").get_by_role("button", name=label))


def test_a_date_in_the_text_becomes_the_date_by_choosing_it(hands, site):
    Article.objects.filter(pk=site.misprint.pk).update(published_on=None, date_precision="unknown")
    open_form(hands, site.misprint)
    hands.select("۸ اردیبهشت ۱۳۹۵")
    meaning(hands, "این تاریخ است")
    expect(hands.page.locator("#id_published_on")).to_have_value("۸ اردیبهشت ۱۳۹۵")
    saved(hands)
    site.misprint.refresh_from_db()
    assert str(site.misprint.published_on) == "2016-04-27" and hands.count < 6
    reason = Evidence.objects.get(article=site.misprint, field="published_on")
    assert reason.editor.username == "sara"
    assert site.misprint.body[reason.start : reason.end] == "۸ اردیبهشت ۱۳۹۵"


def test_a_voice_that_a_misprint_made_is_taken_away_in_two_places_at_once(hands, site):
    wrong = [
        site.misprint.speakers.create(office=make_office("استاندار", organisation))
        for organisation in ("رعایت", "کافی")
    ]
    open_form(hands, site.misprint)
    for voice in wrong:
        key = hands.page.locator(f'#speakers-group [name$="-id"][value="{voice.pk}"]')
        name = key.get_attribute("name").replace("-id", "-DELETE")
        hands.click(hands.page.locator(f"[name={name}]"))
    saved(hands)
    assert (
        not site.misprint.speakers.filter(pk__in=[voice.pk for voice in wrong]).exists() and hands.count < 6
    )


def test_an_unnamed_voice_is_added_with_its_office_alone(hands, site):
    open_form(hands, site.unnamed)
    hands.select("دستیار ویژه رئیس سازمان نمونه تجارت ایران")
    meaning(hands, "این گوینده است")
    expect(hands.page.locator("#speakers-group input[name$=as_printed]").last).to_be_attached()
    saved(hands)
    voice = site.unnamed.speakers.filter(person=None).get()
    assert "دستیار ویژه" in voice.office.role and hands.count < 6
    assert Evidence.objects.filter(article=site.unnamed, field="speakers", editor__isnull=False).exists()


def test_a_province_that_only_the_bureau_tells_is_chosen_in_the_text(hands, site):
    Article.objects.filter(pk=site.bureau.pk).update(main_province=None)
    site.bureau.provinces.clear()
    open_form(hands, site.bureau)
    hands.select("مهاباد")
    meaning(hands, "این استان است")
    expect(hands.page.locator("#select2-id_main_province-container")).to_contain_text("آذربایجان غربی")
    saved(hands)
    site.bureau.refresh_from_db()
    assert site.bureau.main_province_id == "west-azerbaijan" and hands.count < 6


def test_a_quotation_and_a_figure_are_chosen_in_the_text(hands, site):
    site.bureau.figures.all().delete()
    site.bureau.quotations.all().delete()
    open_form(hands, site.bureau)
    hands.select("این حوزه بومی‌ترین صنعت کشور است")
    meaning(hands, "این نقل‌قول است")
    hands.select("پنج هزار و ۷۰۰ نفر")
    meaning(hands, "این رقم است")
    expect(hands.page.locator("#id_figures-0-value")).to_have_value("5700")
    saved(hands)
    assert site.bureau.quotations.get().text == "این حوزه بومی‌ترین صنعت کشور است"
    figure = site.bureau.figures.get()
    assert (figure.text, int(figure.value), figure.unit) == ("پنج هزار و ۷۰۰ نفر", 5700, "نفر")


def test_words_that_are_no_date_say_so_and_escape_closes(hands, site):
    open_form(hands, site.bureau)
    hands.select("صنعت پوشاک")
    meaning(hands, "این تاریخ است")
    expect(hands.page.locator(".meanings [role=status]")).not_to_be_empty()
    hands.press("Escape")
    expect(hands.page.locator(".meanings")).to_have_count(0)


def test_words_are_chosen_by_keyboard_alone(hands, site):
    Article.objects.filter(pk=site.bureau.pk).update(main_province=None)
    open_form(hands, site.bureau)
    hands.press("b")
    at = re.split(r"\s+", hands.page.locator(".paper").inner_text().strip()).index("مهاباد؛")
    hands.press(*["ArrowLeft"] * (at + 1), "Tab", "Tab")
    expect(hands.page.get_by_role("button", name="این استان است")).to_be_focused()
    hands.press("Enter")
    expect(hands.page.locator("#select2-id_main_province-container")).to_contain_text("آذربایجان غربی")


def test_a_field_shows_its_words_and_marked_words_their_field(hands, site):
    reason = give_reason(site.bureau, "published_on", "این نشست")
    open_form(hands, site.bureau)
    hands.page.locator("#id_published_on").focus()
    expect(hands.page.locator("mark.shown")).to_have_text("این نشست")
    hands.page.locator("#id_title").focus()
    expect(hands.page.locator("mark.shown")).to_have_count(0)
    hands.page.locator(f"#e{reason.pk}").click()
    expect(hands.page.locator("#id_published_on")).to_be_focused()


def test_the_next_article_of_the_queue_is_corrected_by_eight_keys_beside_the_value(hands, site):
    Article.objects.update(published_on=None, date_precision="unknown", doubt=100)
    hands.page.goto("/admin/archive/article/?missing=date")
    hands.press("j", "Enter")
    hands.page.wait_for_url(re.compile(r"/change/"))
    first = int(re.search(r"article/(\d+)/", hands.page.url)[1])
    hands.press("d")
    hands.type("۸ اردیبهشت ۱۳۹۵")
    hands.press("Control+Enter")
    hands.page.wait_for_url(lambda url: "/change/" in url and f"/{first}/" not in url)
    assert str(Article.objects.get(pk=first).published_on) == "2016-04-27" and hands.count <= 8


def test_the_queue_says_which_article_was_the_last(hands, site):
    Article.objects.filter(pk=site.bureau.pk).update(source=None)
    Article.objects.exclude(pk=site.bureau.pk).update(source=Source.objects.first())
    open_form(hands, site.bureau, "missing%3Dsource")
    saved(hands)
    expect(hands.page.get_by_text("این آخرین بود.")).to_be_visible()
    assert "missing=source" in hands.page.url


def test_keys_move_in_the_list_and_never_steal_letters(hands, site):
    hands.page.goto("/admin/archive/article/")
    hands.press("j", "j", "k", "x")
    expect(hands.page.locator("#result_list tbody tr").first.locator(".action-select")).to_be_checked()
    hands.press("Shift+?")
    expect(hands.page.locator("#keys")).to_be_visible()
    hands.press("/")
    hands.type("jks?")
    expect(hands.page.locator("#searchbar")).to_have_value("jks?")
    expect(hands.page.locator("#keys")).to_be_visible()


def test_s_marks_an_article_reviewed(hands, site):
    hands.page.goto("/admin/archive/article/")
    hands.press("j", "s")
    expect(hands.page.get_by_text("۱ خبر تغییر کرد.")).to_be_visible()
    assert Article.objects.filter(review_state="reviewed").count() == 1


def test_what_is_saved_is_found_faceted_and_in_feeds_at_once(hands, site, context):
    open_form(hands, site.misprint)
    hands.page.locator("#id_title").fill("نشست زنجفیل‌کاران مرکزی")
    hands.page.locator("#id_published_on").fill("۵ مهر ۱۴۰۱")
    saved(hands)
    began = time.monotonic()
    for url in ("/search/?q=زنجفیل‌کاران", "/search/?year=1401", "/search.atom?year=1401"):
        while f"/a/{site.misprint.pk}/" not in context.request.get(url).text():
            assert time.monotonic() - began < 20, url
            time.sleep(0.02)
    print(f"findable after {time.monotonic() - began:.2f} s")
