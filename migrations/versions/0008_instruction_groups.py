"""Instruction groups, and what changed of an assignment after it was given."""

from alembic import op
import sqlalchemy as sa

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Column by column: others point at these tables. Until now no page gave to some pupils, so all is for the class.
    op.add_column('enrolment', sa.Column('instruction', sa.String(), nullable=True))
    op.add_column('assignment', sa.Column('steps_off', sa.JSON(), nullable=True))
    op.add_column('assignment', sa.Column('groups', sa.JSON(), nullable=True))
    op.add_column('assignment', sa.Column('changes', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    op.drop_column('assignment', 'changes')
    op.drop_column('assignment', 'groups')
    op.drop_column('assignment', 'steps_off')
    op.drop_column('enrolment', 'instruction')
