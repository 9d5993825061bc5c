"""Hours that a company gave, signed off by it; sizes of protective gear as counts of a booking."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('company_hours',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('company_id', sa.Uuid(), nullable=False),
    sa.Column('edition_id', sa.Uuid(), nullable=True),
    sa.Column('school_year_id', sa.Uuid(), nullable=True),
    sa.Column('hours', sa.Double(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('signed_by', sa.Uuid(), nullable=True),
    sa.Column('signed_at', app.base.db.Moment(timezone=True), nullable=True),
    sa.CheckConstraint('(edition_id is null) <> (school_year_id is null)', name=op.f('ck_company_hours_period')),
    sa.CheckConstraint('hours > 0', name=op.f('ck_company_hours_hours')),
    sa.ForeignKeyConstraint(['by'], ['staff.id'], name=op.f('fk_company_hours_by')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_company_hours_company_id')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_company_hours_edition_id')),
    sa.ForeignKeyConstraint(['school_year_id'], ['school_year.id'], name=op.f('fk_company_hours_school_year_id')),
    sa.ForeignKeyConstraint(['signed_by'], ['staff.id'], name=op.f('fk_company_hours_signed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_company_hours'))
    )
    with op.batch_alter_table('company_hours', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_company_hours_company_id'), ['company_id'], unique=False)
    op.add_column('booking', sa.Column('sizes', sa.JSON(), nullable=False, server_default='[]'))


def downgrade() -> None:
    op.drop_column('booking', 'sizes')
    op.drop_table('company_hours')
