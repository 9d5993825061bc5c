"""Slips of parents that came back, who knows the safety rules of a visit, and how a group travels."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def _of_pupils(name: str, *more: sa.Column) -> None:
    op.create_table(name,
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('booking_id', sa.Uuid(), nullable=False),
    sa.Column('pupil_id', sa.Uuid(), nullable=False),
    *more,
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['school_id', 'booking_id'], ['booking.school_id', 'booking.id'], name=op.f(f'fk_{name}_school_id_booking_id')),
    sa.ForeignKeyConstraint(['school_id', 'pupil_id'], ['pupil.school_id', 'pupil.id'], name=op.f(f'fk_{name}_school_id_pupil_id')),
    sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}')),
    sa.UniqueConstraint('booking_id', 'pupil_id', name=op.f(f'uq_{name}_booking_id_pupil_id'))
    )
    with op.batch_alter_table(name, schema=None) as batch_op:
        batch_op.create_index(f'ix_{name}_pupil', ['school_id', 'pupil_id'], unique=False)
        batch_op.create_index(batch_op.f(f'ix_{name}_school_id'), ['school_id'], unique=False)


def upgrade() -> None:
    _of_pupils('consent_slip')
    _of_pupils('safety_pass',
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('at', app.base.db.Moment(timezone=True), nullable=False))
    op.create_table('safety_count',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('booking_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('passed', sa.Integer(), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['school_id', 'booking_id'], ['booking.school_id', 'booking.id'], name=op.f('fk_safety_count_school_id_booking_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_safety_count')),
    sa.UniqueConstraint('booking_id', name=op.f('uq_safety_count_booking_id'))
    )
    with op.batch_alter_table('safety_count', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_safety_count_school_id'), ['school_id'], unique=False)
    op.create_table('transport_sheet',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('booking_id', sa.Uuid(), nullable=False),
    sa.Column('mode', sa.String(), nullable=False),
    sa.Column('payer', sa.String(), nullable=False),
    sa.Column('leaves_at', app.base.db.Moment(timezone=True), nullable=True),
    sa.Column('back_at', app.base.db.Moment(timezone=True), nullable=True),
    sa.Column('adults', sa.Integer(), nullable=True),
    sa.Column('seats', sa.Integer(), nullable=True),
    sa.Column('shares_with', sa.Uuid(), nullable=True),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['staff.id'], name=op.f('fk_transport_sheet_by')),
    sa.ForeignKeyConstraint(['school_id', 'booking_id'], ['booking.school_id', 'booking.id'], name=op.f('fk_transport_sheet_school_id_booking_id')),
    sa.ForeignKeyConstraint(['school_id', 'shares_with'], ['booking.school_id', 'booking.id'], name=op.f('fk_transport_sheet_school_id_shares_with')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transport_sheet')),
    sa.UniqueConstraint('booking_id', name=op.f('uq_transport_sheet_booking_id'))
    )
    with op.batch_alter_table('transport_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_transport_sheet_school_id'), ['school_id'], unique=False)


def downgrade() -> None:
    for name in ('transport_sheet', 'safety_count', 'safety_pass', 'consent_slip'):
        op.drop_table(name)
