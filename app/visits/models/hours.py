"""Hours that people of a company gave to visits: what a funder counts as in kind."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.base.db import Table


class CompanyHours(Table):
    """A line of hours in an edition or a school year. Signed off by the company it is fixed."""

    __tablename__ = "company_hours"
    __table_args__ = (
        CheckConstraint("(edition_id is null) <> (school_year_id is null)", name="period"),
        CheckConstraint("hours > 0", name="hours"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)  # time-ordered
    company_id: Mapped[UUID] = mapped_column(ForeignKey("company.id"), index=True)
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"))
    school_year_id: Mapped[UUID | None] = mapped_column(ForeignKey("school_year.id"))
    hours: Mapped[float]  # whole quarters
    note: Mapped[str]  # what was done: `voorbereiden en twee groepen ontvangen`
    by: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    signed_at: Mapped[datetime | None]
