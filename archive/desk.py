"""The editors' desk: Django's admin under our name, with what waits to be done on its front page."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.db.models import Model
from django.http import HttpRequest
from django.template.response import TemplateResponse

#: Models in the order in which editors need them, instead of the alphabet's.
_ORDER = [
    *(
        "Article",
        "ReaderSuggestion",
        "NamePair",
        "Batch",
        "Person",
        "Office",
        "Source",
        "Place",
        "Province",
        "Industry",
        "Original",
    ),
    *("User", "Group"),
]
#: An editor's own latest decisions on the front page.
_RECENT = 8


class Desk(AdminSite):
    """The admin site that editors open."""

    site_header = "راسته، میز ویراستاران"
    site_title = "میز ویراستاران راسته"
    index_title = "میز کار"
    # A row of links in the header leads everywhere and leaves the width to the list and the report.
    enable_nav_sidebar = False
    empty_value_display = "—"

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> TemplateResponse:
        """The front page, with a count for every queue that the user may open."""
        # Models can be imported only once all apps are there, and this module names one of them.
        from archive.counting import MOST_LISTED
        from archive.models import Article
        from archive.queues import errands, waiting

        def may_look(model: type[Model]) -> bool:
            return self.get_model_admin(model).has_view_or_change_permission(request)

        queues = [*(waiting() if may_look(Article) else []), *errands(may_look)]
        mine = Article.history.filter(history_user=request.user).defer("changes")[:_RECENT]
        context = {"queues": queues, "most": MOST_LISTED, "recent": mine}
        return super().index(request, {**context, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """The archive first, its models in the order of `_ORDER`."""
        apps = self._build_app_dict(request, app_label).values()
        for app in apps:
            app["models"].sort(key=lambda model: _ORDER.index(model["object_name"]))
        return sorted(apps, key=lambda app: app["app_label"])


class DeskConfig(AdminConfig):
    """`django.contrib.admin` with the desk as its site."""

    default_site = "archive.desk.Desk"
