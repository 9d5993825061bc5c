"""How many pupils stand on the list of a booking, for who may not see them; mail that did not arrive and was looked at."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('booking', sa.Column('listed', sa.Integer(), server_default='0', nullable=False))
    op.execute(
        "UPDATE booking SET listed = (SELECT count(*) FROM booking_pupil WHERE booking_pupil.booking_id = booking.id)"
    )
    op.add_column('outgoing_mail', sa.Column('seen_at', app.base.db.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('outgoing_mail', 'seen_at')
    op.drop_column('booking', 'listed')
