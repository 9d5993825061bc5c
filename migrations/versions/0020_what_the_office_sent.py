"""What the office sent to many, and the list of each Monday: once each."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('office_mail',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('edition_id', sa.Uuid(), nullable=True),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('to', sa.String(), nullable=False),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('bookings', sa.Integer(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=True),
    sa.Column('at', app.base.db.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['staff.id'], name=op.f('fk_office_mail_by')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_office_mail_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office_mail')),
    sa.UniqueConstraint('key', name=op.f('uq_office_mail_key'))
    )


def downgrade() -> None:
    op.drop_table('office_mail')
