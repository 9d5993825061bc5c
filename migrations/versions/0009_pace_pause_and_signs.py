"""Pace and pause of an assignment; signs of life of a pupil's device."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Column by column and with a default: others point at these tables, and rows are there already.
    op.add_column('assignment', sa.Column('pace', sa.String(), nullable=False, server_default='free'))
    op.add_column('assignment', sa.Column('opened_steps', sa.JSON(), nullable=False, server_default='{}'))
    op.add_column('assignment', sa.Column('paused_at', app.base.db.Moment(timezone=True), nullable=True))
    op.add_column('assignment', sa.Column('paused_until', app.base.db.Moment(timezone=True), nullable=True))
    op.add_column('progress', sa.Column('heard_at', app.base.db.Moment(timezone=True), nullable=True))
    op.add_column('progress', sa.Column('waiting', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    op.drop_column('progress', 'waiting')
    op.drop_column('progress', 'heard_at')
    op.drop_column('assignment', 'paused_until')
    op.drop_column('assignment', 'paused_at')
    op.drop_column('assignment', 'opened_steps')
    op.drop_column('assignment', 'pace')
