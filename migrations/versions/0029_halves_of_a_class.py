"""A class on an event day may walk in two halves, and the day is in agendas by mail."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op
import sqlalchemy as sa

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

WHOLE = 'uq_event_class_school_id_event_id_class_id'
HALF = 'uq_event_class_school_id_event_id_class_id_part'


def upgrade() -> None:
    op.add_column('booking', sa.Column('part', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('event_stand', sa.Column('is_invited', sa.Boolean(), nullable=False, server_default=sa.false()))
    with _steps_aside(), op.batch_alter_table('event_class', schema=None) as batch_op:
        batch_op.add_column(sa.Column('part', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('companion', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('is_invited', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_constraint(op.f(WHOLE), type_='unique')
        batch_op.create_unique_constraint(op.f(HALF), ['school_id', 'event_id', 'class_id', 'part'])
        batch_op.create_check_constraint(op.f('ck_event_class_part'), 'part in (0, 1, 2)')


def downgrade() -> None:
    """Second halves go; their rounds stay as bookings of the class."""
    op.execute('DELETE FROM event_step WHERE event_class_id IN (SELECT id FROM event_class WHERE part = 2)')
    op.execute('DELETE FROM event_class WHERE part = 2')
    with _steps_aside(), op.batch_alter_table('event_class', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_event_class_part'), type_='check')
        batch_op.drop_constraint(op.f(HALF), type_='unique')
        batch_op.create_unique_constraint(op.f(WHOLE), ['school_id', 'event_id', 'class_id'])
        for name in ('is_invited', 'companion', 'part'):
            batch_op.drop_column(name)
    op.drop_column('event_stand', 'is_invited')
    op.drop_column('booking', 'part')


@contextmanager
def _steps_aside() -> Iterator[None]:
    """SQLite lays down a table anew to change its keys, and lets none go to which rows of another point."""
    if op.get_bind().dialect.name != 'sqlite':
        yield
        return
    op.execute('CREATE TEMPORARY TABLE steps_aside AS SELECT * FROM event_step')
    op.execute('DELETE FROM event_step')
    yield
    op.execute('INSERT INTO event_step SELECT * FROM steps_aside')
    op.execute('DROP TABLE steps_aside')
