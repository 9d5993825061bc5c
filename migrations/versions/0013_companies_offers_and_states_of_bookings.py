"""Companies and their sites, all that an offer says, states of a booking with who and when, days of an edition."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('edition_day',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('edition_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.CheckConstraint("kind in ('week', 'event', 'closed')", name=op.f('ck_edition_day_kind')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_edition_day_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edition_day')),
    sa.UniqueConstraint('edition_id', 'day', name=op.f('uq_edition_day_edition_id_day'))
    )
    op.create_table('booking_change',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('booking_id', sa.Uuid(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=True),
    sa.Column('role', sa.String(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('at', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['school_id', 'booking_id'], ['booking.school_id', 'booking.id'], name=op.f('fk_booking_change_school_id_booking_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booking_change'))
    )
    with op.batch_alter_table('booking_change', schema=None) as batch_op:
        batch_op.create_index('ix_booking_change_booking', ['school_id', 'booking_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_change_school_id'), ['school_id'], unique=False)

    # Column by column and with a default: others point at these tables, and rows are there already.
    op.add_column('booking', sa.Column('school_yes_at', app.base.db.Moment(timezone=True), nullable=True))
    op.add_column('booking', sa.Column('hold_until', app.base.db.Moment(timezone=True), nullable=True))
    op.add_column('booking', sa.Column('safety_version', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('booking', sa.Column('cancel_reason', sa.String(), nullable=False, server_default=''))
    op.add_column('booking', sa.Column('closed_at', app.base.db.Moment(timezone=True), nullable=True))
    op.add_column('company', sa.Column('about', sa.String(), nullable=False, server_default=''))
    op.add_column('company', sa.Column('sector', sa.String(), nullable=False, server_default=''))
    op.add_column('company', sa.Column('topics', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('company', sa.Column('logo_sha', sa.String(), nullable=True))
    op.add_column('location', sa.Column('gate', sa.String(), nullable=False, server_default=''))
    op.add_column('location', sa.Column('latitude', sa.Double(), nullable=True))
    op.add_column('location', sa.Column('longitude', sa.Double(), nullable=True))
    op.add_column('location', sa.Column('wheelchair', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('location', sa.Column('access', sa.String(), nullable=False, server_default=''))
    op.add_column('school', sa.Column('latitude', sa.Double(), nullable=True))
    op.add_column('school', sa.Column('longitude', sa.Double(), nullable=True))
    op.add_column('visit_offer', sa.Column('form', sa.String(), nullable=False, server_default='tour'))
    op.add_column('visit_offer', sa.Column('groups_at_once', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('visit_offer', sa.Column('gap_minutes', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('visit_offer', sa.Column('supervision', sa.Integer(), nullable=True))
    op.add_column('visit_offer', sa.Column('safety', sa.String(), nullable=False, server_default=''))
    op.add_column('visit_offer', sa.Column('safety_version', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('visit_offer', sa.Column('safety_questions', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('visit_offer', sa.Column('gear', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('visit_offer', sa.Column('forbidden', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('visit_offer', sa.Column('notices', sa.String(), nullable=False, server_default=''))
    op.add_column('visit_offer', sa.Column('is_calm', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('visit_offer', sa.Column('languages', sa.JSON(), nullable=False, server_default='["nl"]'))
    op.add_column('visit_offer', sa.Column('travel', sa.String(), nullable=False, server_default=''))
    op.add_column('visit_offer', sa.Column('takes_coach', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column('visit_offer', sa.Column('photos', sa.String(), nullable=False, server_default='ask'))
    op.add_column('visit_offer', sa.Column('deadline_days', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('visit_offer', sa.Column('notice_days', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('visit_offer', sa.Column('modules', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('visit_offer', sa.Column('copied_from', sa.Uuid(), nullable=True))
    op.execute('UPDATE booking SET school_yes_at = booked_at')


def downgrade() -> None:
    op.drop_column('visit_offer', 'copied_from')
    op.drop_column('visit_offer', 'modules')
    op.drop_column('visit_offer', 'notice_days')
    op.drop_column('visit_offer', 'deadline_days')
    op.drop_column('visit_offer', 'photos')
    op.drop_column('visit_offer', 'takes_coach')
    op.drop_column('visit_offer', 'travel')
    op.drop_column('visit_offer', 'languages')
    op.drop_column('visit_offer', 'is_calm')
    op.drop_column('visit_offer', 'notices')
    op.drop_column('visit_offer', 'forbidden')
    op.drop_column('visit_offer', 'gear')
    op.drop_column('visit_offer', 'safety_questions')
    op.drop_column('visit_offer', 'safety_version')
    op.drop_column('visit_offer', 'safety')
    op.drop_column('visit_offer', 'supervision')
    op.drop_column('visit_offer', 'gap_minutes')
    op.drop_column('visit_offer', 'groups_at_once')
    op.drop_column('visit_offer', 'form')
    op.drop_column('school', 'longitude')
    op.drop_column('school', 'latitude')
    op.drop_column('location', 'access')
    op.drop_column('location', 'wheelchair')
    op.drop_column('location', 'longitude')
    op.drop_column('location', 'latitude')
    op.drop_column('location', 'gate')
    op.drop_column('company', 'logo_sha')
    op.drop_column('company', 'topics')
    op.drop_column('company', 'sector')
    op.drop_column('company', 'about')
    op.drop_column('booking', 'closed_at')
    op.drop_column('booking', 'cancel_reason')
    op.drop_column('booking', 'safety_version')
    op.drop_column('booking', 'hold_until')
    op.drop_column('booking', 'school_yes_at')
    with op.batch_alter_table('booking_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_booking_change_school_id'))
        batch_op.drop_index('ix_booking_change_booking')

    op.drop_table('booking_change')
    op.drop_table('edition_day')
