"""What the API's answers look like, with Persian examples."""

from ninja import Schema
from pydantic import Field


class Named(Schema):
    """Something with a page of its own, by its slug."""

    slug: str = Field(examples=["yazd"])
    name: str = Field(examples=["یزد"])


class Numbered(Schema):
    """A person or an office, by its id."""

    id: int = Field(examples=[12])
    name: str = Field(examples=["سیمین نمونه"])


class Voice(Schema):
    """Who speaks: a person, an office, or a person in an office at that date."""

    person: Numbered | None
    office: Numbered | None


class Dated(Schema):
    """A date in both calendars, as far as it is known."""

    published_on: str | None = Field(
        description="Gregorian; the first day where only a Jalali month or year is known.",
        examples=["2025-10-24"],
    )
    date_precision: str = Field(description="day, month, year or unknown", examples=["day"])
    jalali: str | None = Field(examples=["1404-08-02"])
    published: str = Field(description="In Persian words.", examples=["۲ آبان ۱۴۰۴"])


class Report(Dated):
    """A report, told briefly."""

    id: int
    address: str = Field(description="Its permalink.", examples=["https://archive.example.org/a/12/"])
    headline: str = Field(examples=["صادرات پسته یزد به چین"])
    source: Named | None
    main_province: Named | None
    provinces: list[Named]
    industries: list[Named]


class Article(Report):
    """A report in a list: everything but its text."""

    kicker: str
    lead: str
    source_branch: str
    source_via: str
    reporter: str
    url: str = Field(description="Where its source published it.")
    dateline: str
    speakers: list[Voice]
    review_state: str = Field(examples=["reviewed"])
    updated_at: str


class Quotation(Schema):
    """Somebody's words."""

    id: int
    address: str = Field(examples=["https://archive.example.org/a/12/#q2"])
    words: str = Field(examples=["بازار عراق جای رشد دارد"])
    kind: str = Field(description="direct, indirect or headline", examples=["direct"])
    verb: str = Field(examples=["گفت"])
    speaker: Voice | None
    inferred: bool = Field(description="Whether the speaker was inferred, from «وی» or the like.")


class QuotationInReport(Quotation):
    """Somebody's words, with the report that gives them."""

    report: Report


class Figure(Schema):
    """A number of a report."""

    id: int
    value: float = Field(examples=[12_000_000])
    upper: float | None = Field(description="The end of a range.")
    unit: str = Field(examples=["تن"])
    subject: str = Field(examples=["صادرات کاشی"])
    words: str = Field(description="As printed.", examples=["۱۲ میلیون تن"])
    speaker: Voice | None


class FigureInReport(Figure):
    """A number with the report that gives it."""

    report: Report


class WholeArticle(Article):
    """A report with its text, quotations and figures."""

    body: str
    quotations: list[Quotation]
    figures: list[Figure]


class Page(Schema):
    """What every list tells of itself."""

    total: int = Field(description="How many there are in the whole answer.", examples=[128])
    next: str | None = Field(description="The address of the next page; null on the last.")
    warnings: list[str] = Field(description="Values that could not be read or are not known, in Persian.")


class Articles(Page):
    """A page of reports."""

    articles: list[Article]


class Quotations(Page):
    """A page of quotations."""

    quotations: list[QuotationInReport]


class Figures(Page):
    """The figures of a page of reports; `total` counts the reports."""

    figures: list[FigureInReport]


class Count(Schema):
    """How many reports a value has; the value "" is what has none."""

    value: str = Field(examples=["yazd"])
    name: str = Field(examples=["یزد"])
    count: int = Field(examples=[42])


class Facets(Schema):
    """The counts of every facet, each as if nothing were chosen in it."""

    total: int
    warnings: list[str]
    facets: dict[str, list[Count]]


class Entry(Schema):
    """A province, person, office, source or sector with the number of its reports."""

    value: str = Field(description="Its slug or id: what the facet parameters take.", examples=["yazd"])
    name: str = Field(examples=["یزد"])
    count: int = Field(examples=[42])
    address: str = Field(examples=["https://archive.example.org/provinces/yazd/"])


class Entries(Schema):
    """A page of them, those with most reports first."""

    total: int
    next: str | None
    entries: list[Entry]


class Suggestion(Schema):
    """What may be meant."""

    text: str = Field(examples=["صادرات پسته"])
    facet: str = Field(description='Of what kind a name is; "" for words.', examples=["province"])
    count: int
    address: str


class Suggestions(Schema):
    """What may be meant, names first."""

    suggestions: list[Suggestion]


class Term(Schema):
    """A word of a text as the index knows it."""

    stem: str = Field(description='What is searched; "" for a function word.', examples=["صادر"])
    exact: str = Field(examples=["صادرات"])
    start: int
    end: int
    position: int


class Terms(Schema):
    """The words of a text."""

    terms: list[Term]
