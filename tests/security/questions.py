"""Questions that nobody would ask: made of the language's own parts, and good ones spoilt."""

from urllib.parse import quote

from hypothesis import strategies as st

from search.documents import FACET_NAMES

WORDS = ("صادرات", "پسته", "یزد", "سرمایه‌گذاری", "و", "از", "a", "۱۴۰۴", "5000", "٪", "ي", "كالا", "می‌گوید")
SIGNS = (
    *('"', "«", "»", "(", ")", "-", "*", "~", "یا", "بدون", "OR", "AND", "NOT", ":", "title:", "^", "\\"),
    *("?", "[", "]", "{", "}", "+", "|", "&", "!", "/", "..", " ", "\t", "\u200c", "\u202e", "\u200f"),
)
ODD = (
    *(
        "",
        "\0",
        "\ufeff",
        "\ud7ff",
        "\ue000",
        "\uffff",
        "😀",
        "a\u0301" * 50,
        "%",
        "%s",
        "{}",
        "'",
        "--",
        ";",
    ),
    *("9" * 30, "-1", "0", "1e9", "NaN", "inf", "۱۳۹۹/۱۲/۳۱", "1404-13", "1404-00", "0000-00-00", "99999"),
    *("2025-02-30", "[object Object]", "null", "../../etc/passwd", "<script>", "=1+1", "ب" * 3000),
)
NAMES = (
    *("q", "page", "sort", "after", "before", "exact", "fold", "missing", "view", "find", "unit", "cursor"),
    *(
        "limit",
        "min",
        "max",
        "speaker_id",
        "id",
        "next",
        "facet",
        "text",
        "",
        "q[]",
        "__proto__",
        "not.",
        "not.q",
    ),
    *FACET_NAMES,
    *(f"not.{name}" for name in FACET_NAMES),
)
PAGES = (
    *("/", "/search/", "/quotations/", "/figures/", "/provinces/", "/speakers/", "/offices/", "/sources/"),
    *(
        "/industries/",
        "/about/",
        "/login/",
        "/suggest.json",
        "/opensearch.xml",
        "/robots.txt",
        "/sitemap.xml",
    ),
    *("/sitemap-speakers.xml", "/sitemap-1404.xml", "/provinces/yazd/", "/industries/pistachio/", "/a/1/"),
    *(
        "/a/1.json",
        "/a/1/q1.ris",
        "/a/1/original/",
        "/a.csv",
        "/unsubscribe/x/",
        "/admin/",
        "/following/new/",
        "/compare/",
        "/compare.csv",
        "/a/1/improve/title/",
    ),
    *(
        f"/search.{suffix}"
        for suffix in ("atom", "csv", "json", "jsonl", "ris", "bib", "csl.json", "txt", "xlsx")
    ),
    *("/quotations.csv", "/figures.json", "/provinces/yazd.atom", "/speakers.csv", "/provinces/fars.csv"),
    *(f"/api/v1/{name}" for name in ("articles", "quotations", "figures", "facets", "suggest", "analyse")),
    *("/api/v1/articles/1", "/api/v1/persons", "/api/v1/sources", "/api/v1/openapi.json", "/api/v2/x"),
)
#: Bytes that make an address no address.
SPOILS = (
    "%",
    "%0",
    "%00",
    "%ff",
    "%ED%A0%80",
    "%c0%ae",
    "%E2%80%AE",
    "&",
    "=",
    "&&",
    ";",
    "+",
    "#",
    "%0d%0a",
)

phrases = st.lists(st.sampled_from(WORDS + SIGNS), max_size=14).map("".join)
spaced = st.lists(st.sampled_from(WORDS + SIGNS), max_size=30).map(" ".join)
values = st.one_of(phrases, spaced, st.sampled_from(ODD), st.text(max_size=30))
params = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=6)


def written(page: str, asked: list[tuple[str, str]]) -> str:
    """An address as a browser would write it; what UTF-8 cannot hold is left out."""
    return f"{page}?" + "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in asked)


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "ignore"))


#: Addresses whose parameters are made of the language's own parts.
made = st.builds(written, st.sampled_from(PAGES), params)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A good address of which some places are cut, doubled, swapped or replaced."""
    address = written(
        draw(st.sampled_from(PAGES)), [("q", "صادرات پسته"), ("province", "yazd"), ("page", "2")]
    )
    for _ in range(draw(st.integers(1, 4))):
        at, size = draw(st.integers(1, len(address))), draw(st.integers(0, 8))
        spoil = draw(
            st.one_of(st.sampled_from(SPOILS), st.just(address[at : at + size] * 40), values.map(_quoted))
        )
        address = address[:at] + spoil + address[at + draw(st.sampled_from((0, size))) :]
    return address
