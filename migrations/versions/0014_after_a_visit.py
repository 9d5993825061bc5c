"""What school and company say of a visit, and a thank-you to the host."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('visit_review',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('booking_id', sa.Uuid(), nullable=False),
    sa.Column('side', sa.String(), nullable=False),
    sa.Column('first', sa.Integer(), nullable=False),
    sa.Column('second', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['school_id', 'booking_id'], ['booking.school_id', 'booking.id'], name=op.f('fk_visit_review_school_id_booking_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_review')),
    sa.UniqueConstraint('booking_id', 'side', name=op.f('uq_visit_review_booking_id_side'))
    )
    with op.batch_alter_table('visit_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_review_school_id'), ['school_id'], unique=False)
    # Column by column and with a default: others point at this table, and rows are there already.
    op.add_column('booking', sa.Column('thanks', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('booking', sa.Column('thanks_at', app.base.db.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('booking', 'thanks_at')
    op.drop_column('booking', 'thanks')
    with op.batch_alter_table('visit_review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_review_school_id'))

    op.drop_table('visit_review')
