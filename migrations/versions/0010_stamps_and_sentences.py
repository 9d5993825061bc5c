"""Stamps on an answer, and the sentences a teacher keeps."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('review', sa.Column('stamp', sa.String(), nullable=True))
    op.create_table('phrase',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('question', sa.String(), nullable=True),
    sa.Column('at', app.base.db.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_phrase_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_phrase')),
    sa.UniqueConstraint('staff_id', 'text', name=op.f('uq_phrase_staff_id_text'))
    )


def downgrade() -> None:
    op.drop_table('phrase')
    op.drop_column('review', 'stamp')
