"""What stands beside a screen: no drawing twice where only one of the two can be pointed at."""

from markupsafe import Markup

from app.learning.layout import apart_from

LOCK = Markup('<img src="/media/aa" alt="Een sluis" loading="lazy">')
LOCK_TO_POINT_AT = Markup('<img src="/media/aa" alt="Dezelfde sluis, om aan te wijzen" loading="lazy">')
GLASS = Markup('<img src="/media/bb" alt="Een glas" loading="lazy">')


def test_the_drawing_to_point_at_does_not_stand_beside_itself():
    assert apart_from((LOCK, GLASS), LOCK_TO_POINT_AT) == (GLASS,)
    assert apart_from((LOCK, GLASS), GLASS) == (LOCK,)
    assert apart_from((), LOCK) == ()
