"""Make or end an editor's token for the API: `manage.py api_token USERNAME [--name PROGRAM] [--revoke]`."""

from argparse import ArgumentParser

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from archive.management.base import ArchiveCommand
from search.api.models import ApiToken, make_token


class Command(ArchiveCommand):
    """A doorbell to search.api.models."""

    help = (
        "Print a new token with which a program may correct metadata as this editor; it is shown only once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and for what."""
        parser.add_argument("username")
        parser.add_argument("--name", default="api", help="the program; an older token of its name ends")
        parser.add_argument("--revoke", action="store_true", help="end the token instead")

    def handle(self, username: str, name: str, revoke: bool, **options: object) -> None:
        """Print the token, or how many ended."""
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"there is no user {username}")
        if revoke:
            ended, _ = ApiToken.objects.filter(user=user, name=name).delete()
            self.stdout.write(f"{ended} tokens ended")
        elif not (user.is_active and user.is_staff):
            raise CommandError(f"{username} may not enter the desk")
        else:
            self.stdout.write(make_token(user, name))
