"""What pupils say of visits."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reflection',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('client_id', sa.String(), nullable=False),
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('pupil_id', sa.Uuid(), nullable=False),
    sa.Column('form', sa.String(), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('at', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("form in ('primary', 'secondary')", name=op.f('ck_reflection_form')),
    sa.ForeignKeyConstraint(['school_id', 'assignment_id'], ['assignment.school_id', 'assignment.id'], name=op.f('fk_reflection_school_id_assignment_id')),
    sa.ForeignKeyConstraint(['school_id', 'pupil_id'], ['pupil.school_id', 'pupil.id'], name=op.f('fk_reflection_school_id_pupil_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reflection')),
    sa.UniqueConstraint('pupil_id', 'client_id', name=op.f('uq_reflection_pupil_id_client_id'))
    )
    with op.batch_alter_table('reflection', schema=None) as batch_op:
        batch_op.create_index('ix_reflection_assignment', ['school_id', 'assignment_id', 'pupil_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reflection_school_id'), ['school_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('reflection', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reflection_school_id'))
        batch_op.drop_index('ix_reflection_assignment')

    op.drop_table('reflection')
