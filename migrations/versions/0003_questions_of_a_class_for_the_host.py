"""Questions of a class for the host."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Column by column and with a default: others point at the table, and bookings are there already.
    op.add_column('booking', sa.Column('questions', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('booking', sa.Column('questions_at', app.base.db.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('booking', 'questions_at')
    op.drop_column('booking', 'questions')
