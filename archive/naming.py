"""Names that editors bring: found in any spelling, else added in their name, if they may."""

from django.contrib.auth.models import AbstractBaseUser

from archive.history import began
from archive.ingest.registry import Registry
from archive.models import Office, Person


class EditorsRegistry(Registry):
    """A Registry whose new persons and offices are an editor's: their history begins with who added them."""

    def __init__(self, editor: AbstractBaseUser) -> None:
        super().__init__()
        self._editor = editor

    def _add(self, row: Person | Office) -> int:
        """Raises ValueError, in Persian, for who may not add names."""
        if not self._editor.has_perm(f"archive.add_{row._meta.model_name}"):
            raise ValueError(f"«{row}» نام تازه‌ای است و شما اجازهٔ افزودن نام ندارید.")
        key = super()._add(row)
        began(row, self._editor)
        return key
