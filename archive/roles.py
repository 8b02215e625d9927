"""Three roles and what each may do. Every migrate gives them what they lack: a release can add to it."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.management import create_permissions

EDITOR, PUBLISHER, ADMINISTRATOR = "ویراستار", "ناشر", "مدیر"


def _rights(verbs: Iterable[str], *models: str) -> set[str]:
    return {f"{verb}_{model}" for verb in verbs for model in models}


_LOOK, _WRITE, _ALL = ("view",), ("view", "add", "change"), ("view", "add", "change", "delete")
_NAMES = ("person", "office", "source", "place")
_METADATA = (
    _rights(("view", "change"), "article", "readersuggestion")
    | _rights(_WRITE, *_NAMES)
    | _rights(_LOOK, "province", "industry", "original", "namepair")
)
_PUBLISHING = (
    {"publish_article", "delete_article", "delete_original", "merge_namepair"}
    | _rights(("delete",), *_NAMES)
    | _rights(_ALL, "industry")
)
#: What is right is the editor's business; what readers see, what goes, what is one, the publisher's as well;
#: who may do it, the administrator's as well.
ROLES: dict[str, set[str]] = {
    EDITOR: _METADATA,
    PUBLISHER: _METADATA | _PUBLISHING,
    ADMINISTRATOR: _METADATA | _PUBLISHING | _rights(_ALL, "user", "group"),
}


def bring_roles(**_: object) -> None:
    """Make the roles where they are missing, and give each the rights that it lacks; more may be given."""
    from django.contrib.auth.models import Group, Permission

    for label in ("archive", "auth"):
        # Django makes them too, but for other apps later than we need them.
        create_permissions(apps.get_app_config(label), verbosity=0)
    known = Permission.objects.filter(content_type__app_label__in=["archive", "auth"])
    by_name = {permission.codename: permission for permission in known}
    for name, rights in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(by_name[right] for right in rights))
