"""An event day: rounds at stands, classes with a route along them."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('event_plan',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('edition_day_id', sa.Uuid(), nullable=False),
    sa.Column('venue', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.Column('bikes_at', sa.String(), nullable=False),
    sa.Column('coaches_at', sa.String(), nullable=False),
    sa.Column('bring', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('starts', sa.Time(), nullable=False),
    sa.Column('rounds', sa.Integer(), nullable=False),
    sa.Column('round_minutes', sa.Integer(), nullable=False),
    sa.Column('gap_minutes', sa.Integer(), nullable=False),
    sa.Column('wave_minutes', sa.Integer(), nullable=False),
    sa.Column('wave_bikes', sa.Integer(), nullable=False),
    sa.Column('wave_coaches', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('told_at', app.base.db.Moment(timezone=True), nullable=True),
    sa.Column('reminded_at', app.base.db.Moment(timezone=True), nullable=True),
    sa.Column('asked_at', app.base.db.Moment(timezone=True), nullable=True),
    sa.CheckConstraint('rounds >= 1 and round_minutes >= 1 and gap_minutes >= 0', name=op.f('ck_event_plan_rounds')),
    sa.CheckConstraint('wave_minutes >= 1 and wave_bikes >= 1 and wave_coaches >= 1', name=op.f('ck_event_plan_waves')),
    sa.ForeignKeyConstraint(['edition_day_id'], ['edition_day.id'], name=op.f('fk_event_plan_edition_day_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_plan')),
    sa.UniqueConstraint('code', name=op.f('uq_event_plan_code')),
    sa.UniqueConstraint('edition_day_id', name=op.f('uq_event_plan_edition_day_id'))
    )
    op.create_table('event_class',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('class_id', sa.Uuid(), nullable=False),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('pupils', sa.Integer(), nullable=False),
    sa.Column('way', sa.String(), nullable=False),
    sa.Column('needs', sa.String(), nullable=False),
    sa.Column('booked_by', sa.Uuid(), nullable=False),
    sa.Column('since', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('wave', sa.Integer(), nullable=True),
    sa.Column('wave_fixed', sa.Boolean(), nullable=False),
    sa.Column('left_at', app.base.db.Moment(timezone=True), nullable=True),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('pupils >= 1', name=op.f('ck_event_class_pupils')),
    sa.ForeignKeyConstraint(['booked_by'], ['staff.id'], name=op.f('fk_event_class_booked_by')),
    sa.ForeignKeyConstraint(['event_id'], ['event_plan.id'], name=op.f('fk_event_class_event_id')),
    sa.ForeignKeyConstraint(['school_id', 'class_id'], ['school_class.school_id', 'school_class.id'], name=op.f('fk_event_class_school_id_class_id')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_event_class_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_class')),
    sa.UniqueConstraint('code', name=op.f('uq_event_class_code')),
    sa.UniqueConstraint('school_id', 'event_id', 'class_id', name=op.f('uq_event_class_school_id_event_id_class_id')),
    sa.UniqueConstraint('school_id', 'id', name=op.f('uq_event_class_school_id_id'))
    )
    op.create_index('ix_event_class_event_id', 'event_class', ['event_id'], unique=False)
    op.create_index('ix_event_class_school_id', 'event_class', ['school_id'], unique=False)
    op.create_table('event_stand',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('offer_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('map_column', sa.Integer(), nullable=False),
    sa.Column('map_row', sa.Integer(), nullable=False),
    sa.Column('groups', sa.Integer(), nullable=False),
    sa.Column('pupils', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event_plan.id'], name=op.f('fk_event_stand_event_id')),
    sa.ForeignKeyConstraint(['offer_id'], ['visit_offer.id'], name=op.f('fk_event_stand_offer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_stand')),
    sa.UniqueConstraint('event_id', 'map_column', 'map_row', name=op.f('uq_event_stand_event_id_map_column_map_row')),
    sa.UniqueConstraint('event_id', 'number', name=op.f('uq_event_stand_event_id_number')),
    sa.UniqueConstraint('event_id', 'offer_id', name=op.f('uq_event_stand_event_id_offer_id'))
    )
    op.create_table('event_round',
    sa.Column('slot_id', sa.Uuid(), nullable=False),
    sa.Column('stand_id', sa.Uuid(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['slot_id'], ['visit_slot.id'], name=op.f('fk_event_round_slot_id')),
    sa.ForeignKeyConstraint(['stand_id'], ['event_stand.id'], name=op.f('fk_event_round_stand_id')),
    sa.PrimaryKeyConstraint('slot_id', name=op.f('pk_event_round')),
    sa.UniqueConstraint('stand_id', 'round', name=op.f('uq_event_round_stand_id_round'))
    )
    op.create_table('event_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_class_id', sa.Uuid(), nullable=False),
    sa.Column('booking_id', sa.Uuid(), nullable=True),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('is_fixed', sa.Boolean(), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['school_id', 'booking_id'], ['booking.school_id', 'booking.id'], name=op.f('fk_event_step_school_id_booking_id')),
    sa.ForeignKeyConstraint(['school_id', 'event_class_id'], ['event_class.school_id', 'event_class.id'], name=op.f('fk_event_step_school_id_event_class_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_step')),
    sa.UniqueConstraint('booking_id', name=op.f('uq_event_step_booking_id')),
    sa.UniqueConstraint('event_class_id', 'round', name=op.f('uq_event_step_event_class_id_round'))
    )
    op.create_index('ix_event_step_school_id', 'event_step', ['school_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_event_step_school_id', 'event_step')
    op.drop_table('event_step')
    op.drop_table('event_round')
    op.drop_table('event_stand')
    op.drop_index('ix_event_class_school_id', 'event_class')
    op.drop_index('ix_event_class_event_id', 'event_class')
    op.drop_table('event_class')
    op.drop_table('event_plan')
