"""Designs of certificates: what an edition offers, and what a school chose, with its signature."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('design_offer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('scope', sa.String(), nullable=False),
    sa.Column('edition_id', sa.Uuid(), nullable=True),
    sa.Column('po', sa.String(), nullable=False),
    sa.Column('vo', sa.String(), nullable=False),
    sa.Column('day', sa.String(), nullable=False),
    sa.Column('allowed', sa.JSON(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', app.base.db.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['staff.id'], name=op.f('fk_design_offer_by')),
    sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_design_offer_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_design_offer')),
    sa.UniqueConstraint('scope', name=op.f('uq_design_offer_scope'))
    )
    op.create_table('school_design',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('design', sa.String(), nullable=False),
    sa.Column('day_design', sa.String(), nullable=False),
    sa.Column('signature_sha', sa.String(), nullable=True),
    sa.Column('signed_by', sa.String(), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_school_design_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_school_design')),
    sa.UniqueConstraint('school_id', name=op.f('uq_school_design_school_id'))
    )
    with op.batch_alter_table('school_design', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_school_design_school_id'), ['school_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('school_design', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_school_design_school_id'))

    op.drop_table('school_design')
    op.drop_table('design_offer')
