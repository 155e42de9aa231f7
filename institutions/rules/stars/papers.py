"""What the certificate of a star rating says."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from cixi_oversight.documents.rules.papers import in_chinese

_STARS: Final = {3: "三星级", 4: "四星级", 5: "五星级"}


def star_word(stars: int) -> str:
    """三星级, 四星级, 五星级."""
    return _STARS[stars]


def certificate(*, name: str, stars: int, from_on: dt.date, to_on: dt.date) -> dict[str, Any]:
    """The facts of a certificate."""
    return {
        "name": name,
        "stars": stars,
        "text": f"经行业协会评审、我局审定，该单位被评为民办培训机构诚信办学{star_word(stars)}单位。"
        f"有效期自{in_chinese(from_on)}至{in_chinese(to_on)}。有效期内失信违规的，按规定降低或者取消星级。",
    }


APPEAL: Final = "对本决定不服的，可自知道本决定之日起六十日内依法申请行政复议。"
