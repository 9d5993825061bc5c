"""Targets are found by their assignment."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_assignment_target_assignment', 'assignment_target', ['school_id', 'assignment_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_assignment_target_assignment', table_name='assignment_target')
