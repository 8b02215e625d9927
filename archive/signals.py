"""What the archive announces to whoever reads it."""

from django.dispatch import Signal

#: An editor saved an article, and it is committed. Arguments: `request`, `article`.
edited = Signal()
