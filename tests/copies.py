"""One report as several outlets ran it."""

from django.utils.text import slugify

from archive.models import Article, Source
from tests.factories import make_article

REPORT = (
    "رئیس اتاق بازرگانی نمونه در نشست با صادرکنندگان گفت: صادرات پسته در هفت‌ماهه نخست به ۴۲ هزار تن رسید. "
    "وی افزود: سرمایه‌گذاری در انبارهای سرد دو برابر شده است و خریداران هندی پیش از برداشت قرارداد می‌بندند. "
    "به گفتهٔ او کارگزاران گمرک هر روز ۳۱۰ کامیون را روانه می‌کنند و تعرفهٔ تازه هنوز به مرز نرسیده است. "
    "وی ادامه داد: باغداران برای آبیاری قطره‌ای وام می‌خواهند و بانک‌ها پاسخ روشنی نداده‌اند."
)
ANOTHER = (
    "مدیر بندر نمونه از پهلو گرفتن شش کشتی گندم خبر داد و گفت: لایروبی اسکله‌ها تا پایان زمستان می‌کشد. "
    "وی با بیان اینکه انبارهای بندر پر است تصریح کرد: قطار باری هفته‌ای سه بار راه می‌افتد و این بس نیست. "
    "به گفتهٔ او بیمهٔ کشتی‌ها گران شده و کرایهٔ رفت و برگشت را هیچ‌کس نمی‌پردازد."
)


def reprint(outlet: str = "", body: str = REPORT, title: str = "صادرات پسته", **fields: object) -> Article:
    """The report as an outlet ran it."""
    source = (
        Source.objects.get_or_create(slug=slugify(outlet, allow_unicode=True), defaults={"name": outlet})[0]
        if outlet
        else None
    )
    return make_article(title, body, source=source, **fields)
