"""Users and groups as Django keeps them, said in Persian; rights come through groups."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, Permission, User
from django.forms import CheckboxSelectMultiple, Field, ModelMultipleChoiceField
from django.http import HttpRequest

from archive.templatetags.persian import moment

admin.site.unregister([User, Group])

#: Django's verbs of permission, as they begin a codename.
VERBS = {
    **{"view": "دیدن", "add": "افزودن", "change": "تغییر", "delete": "حذف"},
    **{"publish": "نشان دادن به خوانندگان", "merge": "یکی کردن"},
}


@admin.register(User)
class EditorAdmin(UserAdmin):
    """Those who may come to the desk. When they did is noted by the site, never typed."""

    list_display = ["username", "first_name", "last_name", "kind", "seen"]
    # There is no other way in than by password.
    add_form = UserCreationForm
    add_fieldsets = [(None, {"fields": ["username", "password1", "password2"]})]
    autocomplete_fields = ["groups"]
    filter_horizontal = []
    readonly_fields = ["seen", "joined"]
    fieldsets = [
        *UserAdmin.fieldsets[:2],
        ("اجازه‌ها", {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        ("زمان‌ها", {"fields": ["seen", "joined"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Only a superuser makes another one: an administrator would else give themselves every right."""
        return [*self.readonly_fields, *([] if request.user.is_superuser else ["is_superuser"])]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_within_reach(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return _is_within_reach(request, obj) and super().has_delete_permission(request, obj)

    @admin.display(description="گونه")
    def kind(self, user: User) -> str:
        if not user.is_active:
            return "کنار گذاشته"
        return "ابرکاربر" if user.is_superuser else "ویراستار" if user.is_staff else "بی‌دسترسی"

    @admin.display(description="آخرین ورود", empty_value="هرگز")
    def seen(self, user: User) -> str | None:
        return moment(user.last_login) if user.last_login else None

    @admin.display(description="عضو از")
    def joined(self, user: User) -> str:
        return moment(user.date_joined)


def _is_within_reach(request: HttpRequest, user: User | None) -> bool:
    """A superuser's account, its password too, is another superuser's business."""
    return user is None or request.user.is_superuser or not user.is_superuser


class RightsField(ModelMultipleChoiceField):
    """Permissions in Persian, table by table."""

    widget = CheckboxSelectMultiple

    def label_from_instance(self, permission: Permission) -> str:
        verb = permission.codename.partition("_")[0]
        return f"{permission.content_type.name}: {VERBS.get(verb, permission.name)}"


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """What a role may do with each table of the desk; an article's rows go with their article."""

    filter_horizontal = []

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Field:
        models = [model._meta.model_name for model in self.admin_site._registry]
        rights = Permission.objects.filter(content_type__app_label__in=["archive", "auth"])
        return RightsField(
            rights.filter(content_type__model__in=models).select_related("content_type"),
            label=db_field.verbose_name,
            required=False,
        )
