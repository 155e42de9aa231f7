"""The public site is open to anybody."""

from typing import Final

from cixi_oversight.permissions import right

LOOK_UP: Final = right("institutions.look_up", anyone=True)
