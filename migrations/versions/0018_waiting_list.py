"""A waiting list for whole classes: one line over all schools."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('waiting',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('request_id', sa.String(), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.Column('class_id', sa.Uuid(), nullable=True),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('offer_id', sa.Uuid(), nullable=False),
    sa.Column('slot_id', sa.Uuid(), nullable=True),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('pupils', sa.Integer(), nullable=False),
    sa.Column('group_count', sa.Integer(), nullable=False),
    sa.Column('needs', sa.String(), nullable=False),
    sa.Column('since', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('offered_slot_id', sa.Uuid(), nullable=True),
    sa.Column('offered_until', app.base.db.Moment(timezone=True), nullable=True),
    sa.Column('told_at', app.base.db.Moment(timezone=True), nullable=True),
    sa.Column('ended_at', app.base.db.Moment(timezone=True), nullable=True),
    sa.Column('booking_code', sa.String(), nullable=True),
    sa.CheckConstraint('pupils >= 1 and group_count >= 1', name=op.f('ck_waiting_size')),
    sa.ForeignKeyConstraint(['offer_id'], ['visit_offer.id'], name=op.f('fk_waiting_offer_id')),
    sa.ForeignKeyConstraint(['offered_slot_id'], ['visit_slot.id'], name=op.f('fk_waiting_offered_slot_id')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_waiting_school_id')),
    sa.ForeignKeyConstraint(['slot_id'], ['visit_slot.id'], name=op.f('fk_waiting_slot_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_waiting_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting')),
    sa.UniqueConstraint('code', name=op.f('uq_waiting_code')),
    sa.UniqueConstraint('school_id', 'request_id', name=op.f('uq_waiting_school_id_request_id'))
    )
    op.create_index('ix_waiting_line', 'waiting', ['offer_id', 'state'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_waiting_line', 'waiting')
    op.drop_table('waiting')
