"""A certificate says of what it is (visit, module, both), may be printed ahead, corrected under the same number, and
hang on a visit alone."""

import json

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

SUBJECT = '(assignment_id is null) <> (booking_id is null)'


def upgrade() -> None:
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('booking_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('kind', sa.String(), nullable=False, server_default='both'))
        batch_op.add_column(sa.Column('revision', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('replaces_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('ahead_of', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('settled_at', app.base.db.Moment(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('erased_at', app.base.db.Moment(timezone=True), nullable=True))
        batch_op.alter_column('assignment_id', existing_type=sa.Uuid(), nullable=True)
        batch_op.drop_constraint(op.f('ck_certificate_state'), type_='check')
        batch_op.create_check_constraint(op.f('ck_certificate_state'), "state in ('issued', 'revoked', 'replaced', 'void')")
        batch_op.create_check_constraint(op.f('ck_certificate_kind'), "kind in ('visit', 'module', 'both')")
        batch_op.create_check_constraint(op.f('ck_certificate_subject'), SUBJECT)
        batch_op.drop_constraint(op.f('uq_certificate_assignment_id_pupil_id_issue'), type_='unique')
        batch_op.create_unique_constraint(
            op.f('uq_certificate_assignment_id_pupil_id_kind_issue'), ['assignment_id', 'pupil_id', 'kind', 'issue']
        )
        batch_op.create_unique_constraint(op.f('uq_certificate_booking_id_pupil_id_issue'), ['booking_id', 'pupil_id', 'issue'])
        batch_op.create_foreign_key(
            op.f('fk_certificate_school_id_booking_id'), 'booking', ['school_id', 'booking_id'], ['school_id', 'id']
        )
    with op.batch_alter_table('print_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('booking_id', sa.Uuid(), nullable=True))
        batch_op.alter_column('assignment_id', existing_type=sa.Uuid(), nullable=True)
        batch_op.create_unique_constraint(op.f('uq_print_run_school_id_id'), ['school_id', 'id'])
        batch_op.create_foreign_key(
            op.f('fk_print_run_school_id_booking_id'), 'booking', ['school_id', 'booking_id'], ['school_id', 'id']
        )
    _say_kinds()


def downgrade() -> None:
    op.execute('DELETE FROM certificate WHERE assignment_id IS NULL')
    op.execute('DELETE FROM print_run WHERE assignment_id IS NULL')
    op.execute("UPDATE certificate SET state = 'revoked' WHERE state IN ('replaced', 'void')")
    with op.batch_alter_table('print_run', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_print_run_school_id_booking_id'), type_='foreignkey')
        batch_op.drop_constraint(op.f('uq_print_run_school_id_id'), type_='unique')
        batch_op.alter_column('assignment_id', existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column('booking_id')
    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('fk_certificate_school_id_booking_id'), type_='foreignkey')
        batch_op.drop_constraint(op.f('uq_certificate_booking_id_pupil_id_issue'), type_='unique')
        batch_op.drop_constraint(op.f('uq_certificate_assignment_id_pupil_id_kind_issue'), type_='unique')
        batch_op.create_unique_constraint(
            op.f('uq_certificate_assignment_id_pupil_id_issue'), ['assignment_id', 'pupil_id', 'issue']
        )
        batch_op.drop_constraint(op.f('ck_certificate_subject'), type_='check')
        batch_op.drop_constraint(op.f('ck_certificate_kind'), type_='check')
        batch_op.drop_constraint(op.f('ck_certificate_state'), type_='check')
        batch_op.create_check_constraint(op.f('ck_certificate_state'), "state in ('issued', 'revoked')")
        batch_op.alter_column('assignment_id', existing_type=sa.Uuid(), nullable=False)
        for name in ('erased_at', 'settled_at', 'ahead_of', 'replaces_id', 'revision', 'kind', 'booking_id'):
            batch_op.drop_column(name)


def _say_kinds() -> None:
    """What was issued before had a line of the visit when the pupil was there: of both, else of the module."""
    rows = op.get_bind().execute(sa.text('SELECT id, snapshot FROM certificate')).all()
    for certificate_id, snapshot in rows:
        told = json.loads(snapshot) if isinstance(snapshot, str) else snapshot
        if not told.get('visits'):
            op.get_bind().execute(sa.text("UPDATE certificate SET kind = 'module' WHERE id = :id"), {'id': certificate_id})
