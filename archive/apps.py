"""The app that writes the truth."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ArchiveConfig(AppConfig):
    """Articles, voices, places, sources."""

    name = "archive"
    verbose_name = "بایگانی"

    def ready(self) -> None:
        from archive import checks
        from archive.authorities import bring_authorities
        from archive.roles import bring_roles

        checks.connect()
        # After every migrate, because the gazetteer grows with releases; and after a test empties the tables.
        post_migrate.connect(bring_authorities, sender=self)
        # Roles need the tables of users.
        post_migrate.connect(bring_roles, sender=apps.get_app_config("auth"))
