"""Whether a school lets pupils hand in photos."""

from alembic import op
import sqlalchemy as sa

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Off for everybody, also for schools that are there already: a school says yes itself.
    op.add_column('school_settings', sa.Column('photos', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column('school_settings', 'photos')
