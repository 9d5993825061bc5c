"""Words at the gate, groups without a booking, what a phone said when, and counts that stand."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('arrival_word',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('booking_id', sa.Uuid(), nullable=False),
    sa.Column('client_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=True),
    sa.Column('adults', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=True),
    sa.Column('said_at', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('received_at', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['school_id', 'booking_id'], ['booking.school_id', 'booking.id'], name=op.f('fk_arrival_word_school_id_booking_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_arrival_word')),
    sa.UniqueConstraint('booking_id', 'client_id', name=op.f('uq_arrival_word_booking_id_client_id'))
    )
    with op.batch_alter_table('arrival_word', schema=None) as batch_op:
        batch_op.create_index('ix_arrival_word_booking', ['school_id', 'booking_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_arrival_word_school_id'), ['school_id'], unique=False)
    op.create_table('walk_in',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('company_id', sa.Uuid(), nullable=False),
    sa.Column('slot_id', sa.Uuid(), nullable=False),
    sa.Column('client_id', sa.String(), nullable=False),
    sa.Column('school_name', sa.String(), nullable=False),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('said_at', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('received_at', app.base.db.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_walk_in_company_id')),
    sa.ForeignKeyConstraint(['slot_id'], ['visit_slot.id'], name=op.f('fk_walk_in_slot_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_walk_in')),
    sa.UniqueConstraint('company_id', 'client_id', name=op.f('uq_walk_in_company_id_client_id'))
    )
    op.add_column('booking', sa.Column('gate_version', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('booking', sa.Column('phone', sa.String(), nullable=False, server_default=''))
    op.add_column('booking', sa.Column('adults_count', sa.Integer(), nullable=True))
    op.add_column('booking', sa.Column('late_at', app.base.db.Moment(timezone=True), nullable=True))
    op.add_column('booking', sa.Column('broken_off', sa.String(), nullable=False, server_default=''))
    op.add_column('booking', sa.Column('names_to_host', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('booking', sa.Column('day_names', sa.JSON(), nullable=False, server_default='[]'))
    for name in ('present_count', 'girls', 'boys', 'unknown'):
        op.add_column('booking', sa.Column(name, sa.Integer(), nullable=True))
    op.add_column('attendance', sa.Column('said_at', app.base.db.Moment(timezone=True), nullable=True))
    op.add_column('attendance', sa.Column('client_id', sa.String(), nullable=True))
    op.create_index('uq_attendance_client', 'attendance', ['booking_id', 'pupil_id', 'client_id'], unique=True)
    op.execute(
        "INSERT INTO arrival_word (id, booking_id, client_id, kind, count, reason, said_at, received_at, school_id) "
        "SELECT id, id, 'before', CASE WHEN arrived_count IS NULL THEN 'here' ELSE 'count' END, arrived_count, '', "
        'arrived_at, arrived_at, school_id FROM booking WHERE arrived_at IS NOT NULL'
    )
    op.execute('UPDATE attendance SET said_at = at')


def downgrade() -> None:
    op.drop_index('uq_attendance_client', 'attendance')
    op.drop_column('attendance', 'client_id')
    op.drop_column('attendance', 'said_at')
    for name in ('unknown', 'boys', 'girls', 'present_count', 'day_names', 'names_to_host', 'broken_off', 'late_at', 'adults_count', 'phone', 'gate_version'):
        op.drop_column('booking', name)
    op.drop_table('walk_in')
    with op.batch_alter_table('arrival_word', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_arrival_word_school_id'))
        batch_op.drop_index('ix_arrival_word_booking')
    op.drop_table('arrival_word')
