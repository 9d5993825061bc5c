"""Addresses of calendars, reminders of an edition and which were sent; what goes along with a mail, and what failed."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_feed',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('owner_id', sa.Uuid(), nullable=False),
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('renewed_at', app.base.db.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('digest', name=op.f('uq_calendar_feed_digest')),
    sa.UniqueConstraint('kind', 'owner_id', 'place_id', name=op.f('uq_calendar_feed_kind_owner_id_place_id'))
    )
    op.create_table('reminder',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('edition_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('to', sa.String(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('unit', sa.String(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('minute', sa.Integer(), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_reminder_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('edition_id', 'key', name=op.f('uq_reminder_edition_id_key'))
    )
    op.create_table('reminder_sent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('booking_id', sa.Uuid(), nullable=False),
    sa.Column('reminder', sa.String(), nullable=False),
    sa.Column('moment', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('at', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['school_id', 'booking_id'], ['booking.school_id', 'booking.id'], name=op.f('fk_reminder_sent_school_id_booking_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder_sent')),
    sa.UniqueConstraint('booking_id', 'reminder', 'moment', name=op.f('uq_reminder_sent_booking_id_reminder_moment'))
    )
    with op.batch_alter_table('reminder_sent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reminder_sent_school_id'), ['school_id'], unique=False)

    op.add_column('outgoing_mail', sa.Column('attachments', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('outgoing_mail', sa.Column('tries', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('outgoing_mail', sa.Column('failed_at', app.base.db.Moment(timezone=True), nullable=True))
    op.add_column('outgoing_mail', sa.Column('error', sa.String(), nullable=False, server_default=''))
    op.create_index(op.f('ix_outgoing_mail_failed_at'), 'outgoing_mail', ['failed_at'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_outgoing_mail_failed_at'), table_name='outgoing_mail')
    op.drop_column('outgoing_mail', 'error')
    op.drop_column('outgoing_mail', 'failed_at')
    op.drop_column('outgoing_mail', 'tries')
    op.drop_column('outgoing_mail', 'attachments')
    with op.batch_alter_table('reminder_sent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reminder_sent_school_id'))

    op.drop_table('reminder_sent')
    op.drop_table('reminder')
    op.drop_table('calendar_feed')
