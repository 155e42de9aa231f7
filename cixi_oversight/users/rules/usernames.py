"""What a user name looks like: ASCII, so that two names never look alike."""

import re
from typing import Final

_USERNAME: Final = re.compile(r"[a-z][a-z0-9._-]{2,59}", re.ASCII)


def is_usable(username: str) -> bool:
    return _USERNAME.fullmatch(username) is not None
