"""Cards for substitutes."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('substitute_card',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('class_id', sa.Uuid(), nullable=False),
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('steps', sa.JSON(), nullable=False),
    sa.Column('can_help', sa.String(), nullable=False),
    sa.Column('need_help', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('job_id', sa.Uuid(), nullable=False),
    sa.Column('file_sha', sa.String(), nullable=True),
    sa.Column('made_at', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['school_id', 'assignment_id'], ['assignment.school_id', 'assignment.id'], name=op.f('fk_substitute_card_school_id_assignment_id')),
    sa.ForeignKeyConstraint(['school_id', 'class_id'], ['school_class.school_id', 'school_class.id'], name=op.f('fk_substitute_card_school_id_class_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_substitute_card'))
    )
    with op.batch_alter_table('substitute_card', schema=None) as batch_op:
        batch_op.create_index('ix_substitute_card_class', ['school_id', 'class_id'], unique=False)
        batch_op.create_index('ix_substitute_card_day', ['school_id', 'day'], unique=False)
        batch_op.create_index(batch_op.f('ix_substitute_card_school_id'), ['school_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('substitute_card', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_substitute_card_school_id'))
        batch_op.drop_index('ix_substitute_card_day')
        batch_op.drop_index('ix_substitute_card_class')

    op.drop_table('substitute_card')
