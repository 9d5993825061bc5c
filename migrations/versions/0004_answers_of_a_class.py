"""What a class said together, in front of the board."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('class_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['school_id', 'assignment_id'], ['assignment.school_id', 'assignment.id'], name=op.f('fk_class_answer_school_id_assignment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_class_answer'))
    )
    with op.batch_alter_table('class_answer', schema=None) as batch_op:
        batch_op.create_index('ix_class_answer_assignment', ['school_id', 'assignment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_class_answer_school_id'), ['school_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('class_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_class_answer_school_id'))
        batch_op.drop_index('ix_class_answer_assignment')

    op.drop_table('class_answer')
