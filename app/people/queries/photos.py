"""May pupils of a school hand in photos? Off until its office switches them on."""

from sqlalchemy import func, select

from app.base.hot import SCHOOL
from app.people.models import SchoolSettings

# For the floors above, which put it among the columns of a statement of their own: it costs no statement more.
PHOTOS_ALLOWED = func.coalesce(
    select(SchoolSettings.photos).where(SchoolSettings.school_id == SCHOOL).scalar_subquery(), False
).label("photos_allowed")
