"""When the index looks after the database: after a commit that changed records, and around a migrate."""

from django.apps import AppConfig, apps
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_migrate

from search import triggers
from search.sync import nudge


def connect(config: AppConfig) -> None:
    """Listen to the models whose rows are in documents, and to migrations."""
    tables = {watched.table for watched in triggers.WATCHED}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table in tables:
            for signal in (post_save, post_delete, m2m_changed):
                signal.connect(nudge_after_commit, sender=model, dispatch_uid="search")
    pre_migrate.connect(before_migrate, sender=config)
    post_migrate.connect(after_migrate, sender=config)


def nudge_after_commit(using: str, **_: object) -> None:
    """Bring the index up to date once the transaction is committed: once, however many records it saved."""
    waiting = transaction.get_connection(using).run_on_commit
    if not any(callback is nudge for _, callback, _ in waiting):
        transaction.on_commit(nudge, using=using, robust=True)


def before_migrate(using: str, plan: list, **_: object) -> None:
    """Take the triggers away while tables change: SQLite renames a table only if no trigger names it."""
    if any(migration.app_label in ("archive", "search") for migration, _ in plan):
        triggers.uninstall(using)


def after_migrate(using: str, **_: object) -> None:
    """Install the triggers, unless the tables were migrated away."""
    if triggers.has_tables(using):
        triggers.install(using)
