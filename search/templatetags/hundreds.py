"""What a long report holds hundreds of: quotations and reasons. A template's own loop takes far longer."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from archive.models.voices import QuotationKind
from archive.persian.display import typeset
from archive.persian.numbers import persian_digits
from archive.rules_in_words import in_words
from archive.templatetags.persian import percent
from search.markup import filled, joined
from search.reading import Reason, Words

register = template.Library()

_NOTHING = mark_safe("")
_QUOTATION = (
    '<blockquote id="q{0}"><p>{2}</p><footer>{3}{4}{5}'
    '<a href="#q{0}" aria-label="پیوند به نقل‌قول {1}">پیوند</a>{6}</footer></blockquote>\n'
)
_INDIRECT = mark_safe("<span>نقل به مضمون</span> ")
_INFERRED = mark_safe('<span class="flag">گوینده به قرینه</span> ')
_COPY = (
    ' <button type="button" data-quote="q{}" aria-label="رونوشت نقل‌قول {} با ارجاع" hidden>رونوشت</button>'
)
_PARAGRAPH = '<a href="#p{}">بند {}</a> '
_REASON = "<li>{}<small>{}</small></li>\n"
_BY_EDITOR = "ویراستار چنین تشخیص داد"
_BY_RULE = "قاعده: {}، اطمینان {}"


@register.simple_tag
def blockquotes(said: Iterable[Words], restored: bool) -> SafeString:
    """What a voice says, each with its place; only words as printed can be copied as a quotation."""
    return joined("{}", ((_quotation(words, restored),) for words in said))


def _quotation(words: Words, restored: bool) -> SafeString:
    number = persian_digits(words.number)
    is_indirect = words.quotation.kind == QuotationKind.INDIRECT
    return filled(
        _QUOTATION,
        words.number,
        number,
        words.text if is_indirect else filled("«{}»", words.text),
        _INDIRECT if is_indirect else _NOTHING,
        _INFERRED if words.quotation.inferred else _NOTHING,
        _paragraph(words.paragraph),
        _NOTHING if restored else filled(_COPY, words.number, number),
    )


@register.simple_tag
def grounds(reasons: Iterable[Reason]) -> SafeString:
    """Why a field has its value: the words that say so, and the rule or editor that took them for that."""
    return joined(_REASON, ((_told(reason), _decided(reason)) for reason in reasons))


def _told(reason: Reason) -> SafeString:
    if not reason.words:
        return filled("{} ", typeset(reason.evidence.value))
    return filled("<q>{}</q> {}", typeset(reason.words), _paragraph(reason.paragraph))


def _decided(reason: Reason) -> str:
    if reason.evidence.editor_id:
        return _BY_EDITOR
    return filled(_BY_RULE, in_words(reason.evidence.rule), percent(reason.evidence.confidence))


def _paragraph(number: int) -> SafeString:
    return filled(_PARAGRAPH, number, persian_digits(number)) if number else _NOTHING
