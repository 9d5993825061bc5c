"""A class says how many it counts, for who plans visits and may not see its pupils."""

from alembic import op
import sqlalchemy as sa

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('school_class', sa.Column('size', sa.Integer(), nullable=True))
    # Fewer than five is told as five (app/people/rules/size.py); no pupil at all: not known.
    op.execute(
        "UPDATE school_class SET size = (SELECT CASE WHEN count(*) = 0 THEN NULL WHEN count(*) < 5 THEN 5"
        " ELSE count(*) END FROM enrolment JOIN pupil ON pupil.id = enrolment.pupil_id"
        " WHERE enrolment.class_id = school_class.id AND enrolment.until_on IS NULL AND pupil.left_on IS NULL)"
    )


def downgrade() -> None:
    op.drop_column('school_class', 'size')
