"""A print run is made in parts, one for each class, that are kept as soon as they are drawn; runs of a whole school and of
an edition."""

import uuid
from datetime import timedelta

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

MOMENT = app.base.db.Moment(timezone=True)
TERM = timedelta(days=14)


def upgrade() -> None:
    with op.batch_alter_table('print_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('edition_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('title', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('shape', sa.String(), nullable=False, server_default='pdf'))
        batch_op.add_column(sa.Column('again', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('held_up', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('keep_until', MOMENT, nullable=True))
        batch_op.create_check_constraint(op.f('ck_print_run_shape'), "shape in ('pdf', 'zip')")
        batch_op.create_foreign_key(op.f('fk_print_run_edition_id'), 'edition', ['edition_id'], ['id'])
    op.create_table(
        'print_part',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('school_id', sa.Uuid(), nullable=False),
        sa.Column('run_id', sa.Uuid(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('class_id', sa.Uuid(), nullable=True),
        sa.Column('assignment_id', sa.Uuid(), nullable=True),
        sa.Column('booking_id', sa.Uuid(), nullable=True),
        sa.Column('label', sa.String(), nullable=False),
        sa.Column('expected', sa.Integer(), nullable=False),
        sa.Column('certificate_ids', sa.JSON(), nullable=True),
        sa.Column('drawn', sa.Integer(), nullable=True),
        sa.Column('seconds', sa.Double(), nullable=True),
        sa.Column('file_sha', sa.String(), nullable=True),
        sa.ForeignKeyConstraint(['school_id', 'run_id'], ['print_run.school_id', 'print_run.id'],
                                name=op.f('fk_print_part_school_id_run_id')),
        sa.ForeignKeyConstraint(['school_id', 'class_id'], ['school_class.school_id', 'school_class.id'],
                                name=op.f('fk_print_part_school_id_class_id')),
        sa.ForeignKeyConstraint(['school_id', 'assignment_id'], ['assignment.school_id', 'assignment.id'],
                                name=op.f('fk_print_part_school_id_assignment_id')),
        sa.ForeignKeyConstraint(['school_id', 'booking_id'], ['booking.school_id', 'booking.id'],
                                name=op.f('fk_print_part_school_id_booking_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_print_part')),
        sa.UniqueConstraint('run_id', 'position', name=op.f('uq_print_part_run_id_position')),
    )
    op.create_index(op.f('ix_print_part_school_id'), 'print_part', ['school_id'], unique=False)
    op.create_table(
        'edition_print',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('school_id', sa.Uuid(), nullable=False),
        sa.Column('edition_id', sa.Uuid(), nullable=False),
        sa.Column('job_id', sa.Uuid(), nullable=False),
        sa.Column('run_code', sa.String(), nullable=False, server_default=''),
        sa.Column('certificates', sa.Integer(), nullable=True),
        sa.Column('waiting', sa.Integer(), nullable=True),
        sa.Column('told_at', MOMENT, nullable=True),
        sa.Column('started_by', sa.Uuid(), nullable=False),
        sa.Column('started_at', MOMENT, nullable=False),
        sa.ForeignKeyConstraint(['edition_id'], ['edition.id'], name=op.f('fk_edition_print_edition_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_edition_print')),
        sa.UniqueConstraint('edition_id', 'school_id', name=op.f('uq_edition_print_edition_id_school_id')),
    )
    op.create_index(op.f('ix_edition_print_school_id'), 'edition_print', ['school_id'], unique=False)
    _one_part_for_each_run()
    with op.batch_alter_table('print_run', schema=None) as batch_op:
        batch_op.alter_column('keep_until', existing_type=MOMENT, nullable=False)
        batch_op.drop_column('certificate_ids')


def downgrade() -> None:
    with op.batch_alter_table('print_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('certificate_ids', sa.JSON(), nullable=True))
    _parts_as_one_list()
    op.drop_table('print_part')
    op.drop_table('edition_print')
    op.execute('DELETE FROM print_run WHERE assignment_id IS NULL AND booking_id IS NULL')
    with op.batch_alter_table('print_run', schema=None) as batch_op:
        batch_op.alter_column('certificate_ids', existing_type=sa.JSON(), nullable=False)
        batch_op.drop_constraint(op.f('fk_print_run_edition_id'), type_='foreignkey')
        batch_op.drop_constraint(op.f('ck_print_run_shape'), type_='check')
        for name in ('keep_until', 'held_up', 'again', 'shape', 'title', 'edition_id'):
            batch_op.drop_column(name)


RUNS = sa.table(
    'print_run',
    sa.column('id', sa.Uuid()), sa.column('school_id', sa.Uuid()), sa.column('assignment_id', sa.Uuid()),
    sa.column('booking_id', sa.Uuid()), sa.column('certificate_ids', sa.JSON()), sa.column('file_sha', sa.String()),
    sa.column('asked_at', MOMENT), sa.column('keep_until', MOMENT),
)
PARTS = sa.table(
    'print_part',
    sa.column('id', sa.Uuid()), sa.column('school_id', sa.Uuid()), sa.column('run_id', sa.Uuid()),
    sa.column('position', sa.Integer()), sa.column('class_id', sa.Uuid()), sa.column('assignment_id', sa.Uuid()),
    sa.column('booking_id', sa.Uuid()), sa.column('label', sa.String()), sa.column('expected', sa.Integer()),
    sa.column('certificate_ids', sa.JSON()), sa.column('drawn', sa.Integer()), sa.column('file_sha', sa.String()),
)


def _one_part_for_each_run() -> None:
    """What was printed before is one class, drawn whole or not at all."""
    link = op.get_bind()
    given, visit = (
        sa.table(name, sa.column('id', sa.Uuid()), sa.column('class_id', sa.Uuid())) for name in ('assignment', 'booking')
    )
    classes = {row.id: row.class_id for table in (given, visit) for row in link.execute(sa.select(table)).all()}
    for run in link.execute(sa.select(RUNS)).all():
        link.execute(sa.update(RUNS).where(RUNS.c.id == run.id).values(keep_until=run.asked_at + TERM))
        link.execute(
            sa.insert(PARTS).values(
                id=uuid.uuid4(), school_id=run.school_id, run_id=run.id, position=1,
                class_id=classes[run.assignment_id or run.booking_id], assignment_id=run.assignment_id,
                booking_id=run.booking_id, label='', expected=len(run.certificate_ids),
                certificate_ids=run.certificate_ids, file_sha=run.file_sha,
                drawn=len(run.certificate_ids) if run.file_sha else None,
            )
        )


def _parts_as_one_list() -> None:
    link = op.get_bind()
    held: dict[uuid.UUID, list[str]] = {}
    for part in link.execute(sa.select(PARTS).order_by(PARTS.c.run_id, PARTS.c.position)).all():
        held.setdefault(part.run_id, []).extend(part.certificate_ids or ())
    for run in link.execute(sa.select(RUNS.c.id)).all():
        link.execute(sa.update(RUNS).where(RUNS.c.id == run.id).values(certificate_ids=held.get(run.id, [])))
