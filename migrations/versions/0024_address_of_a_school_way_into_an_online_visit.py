"""A school says where it stands, and a company how a class comes into an online visit."""

from alembic import op
import sqlalchemy as sa

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('school', sa.Column('address', sa.String(), nullable=False, server_default=''))
    op.add_column('visit_offer', sa.Column('way_in', sa.String(), nullable=False, server_default=''))


def downgrade() -> None:
    op.drop_column('visit_offer', 'way_in')
    op.drop_column('school', 'address')
