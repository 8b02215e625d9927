"""What a browser would send when a form is submitted as it stands."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._form_id, self._inside, self._select, self._area = form_id, False, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._inside = given.get("id") == self._form_id
        if not self._inside:
            return
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.fields.setdefault(self._select, []).append(given["value"])
        elif tag == "textarea":
            self._area = name
            self.fields[name] = [""]
        elif tag == "input" and name and given.get("type") not in ("submit", "button"):
            if given.get("type") not in ("checkbox", "radio"):
                self.fields.setdefault(name, []).append(given.get("value", ""))
            elif "checked" in given:
                self.fields.setdefault(name, []).append(given.get("value", "on"))

    def handle_data(self, data: str) -> None:
        if self._area:
            # HTML drops the line break that a browser's renderer puts first.
            self.fields[self._area][0] += data.removeprefix("\r\n").removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "form":
            self._inside = False


def fields_of(html: str, form_id: str) -> dict[str, list[str]]:
    """Name and values of every field of a form, without its buttons."""
    form = _Form(form_id)
    form.feed(html)
    return form.fields
