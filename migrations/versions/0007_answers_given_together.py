"""Answers given together, on one device."""

from alembic import op
import sqlalchemy as sa

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('answer', sa.Column('together', sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column('answer', 'together')
