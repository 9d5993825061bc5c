"""Versions under way, goals, uploads, prints, photos, attitudes, and the link of a class for the school's portal."""

from alembic import op
import sqlalchemy as sa

import app.base.db

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('goal',
    sa.Column('framework', sa.String(), nullable=False),
    sa.Column('uuid', sa.Uuid(), nullable=False),
    sa.Column('sector', sa.String(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('replaces', sa.JSON(), nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('framework', 'uuid', name=op.f('pk_goal'))
    )
    op.create_table('goal_release',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('framework', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('goals', sa.Integer(), nullable=False),
    sa.Column('added', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('withdrawn', sa.Integer(), nullable=False),
    sa.Column('loaded_at', app.base.db.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal_release'))
    )
    op.create_table('module_upload',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('version', sa.String(), nullable=False),
    sa.Column('sha', sa.String(), nullable=False),
    sa.Column('left_out', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('sent_by', sa.Uuid(), nullable=False),
    sa.Column('sent_at', app.base.db.Moment(timezone=True), nullable=False),
    sa.CheckConstraint("state in ('waiting', 'published', 'dropped')", name=op.f('ck_module_upload_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_module_upload')),
    sa.UniqueConstraint('code', name=op.f('uq_module_upload_code'))
    )
    with op.batch_alter_table('module_upload', schema=None) as batch_op:
        batch_op.create_index('uq_module_upload_waiting', ['sha'], unique=True, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))

    op.create_table('attitude',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('class_id', sa.Uuid(), nullable=False),
    sa.Column('module', sa.String(), nullable=False),
    sa.Column('item', sa.String(), nullable=False),
    sa.Column('wave', sa.String(), nullable=False),
    sa.Column('pseudonym', sa.String(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("wave in ('before', 'after')", name=op.f('ck_attitude_wave')),
    sa.ForeignKeyConstraint(['school_id', 'class_id'], ['school_class.school_id', 'school_class.id'], name=op.f('fk_attitude_school_id_class_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attitude')),
    sa.UniqueConstraint('school_id', 'class_id', 'module', 'item', 'wave', 'pseudonym', name=op.f('uq_attitude_school_id_class_id_module_item_wave_pseudonym')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('attitude', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attitude_school_id'), ['school_id'], unique=False)

    op.create_table('module_print',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('band', sa.String(), nullable=False),
    sa.Column('design', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('made_at', app.base.db.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['module_version.id'], name=op.f('fk_module_print_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_module_print')),
    sa.UniqueConstraint('version_id', 'kind', 'language', 'band', 'design', name=op.f('uq_module_print_version_id_kind_language_band_design'))
    )
    op.create_table('photo',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('pupil_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('kept_at', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('delete_on', sa.Date(), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['school_id', 'assignment_id'], ['assignment.school_id', 'assignment.id'], name=op.f('fk_photo_school_id_assignment_id')),
    sa.ForeignKeyConstraint(['school_id', 'pupil_id'], ['pupil.school_id', 'pupil.id'], name=op.f('fk_photo_school_id_pupil_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_photo')),
    sa.UniqueConstraint('school_id', 'sha256', name=op.f('uq_photo_school_id_sha256'))
    )
    with op.batch_alter_table('photo', schema=None) as batch_op:
        batch_op.create_index('ix_photo_assignment', ['school_id', 'assignment_id', 'pupil_id', 'question_id'], unique=False)
        batch_op.create_index('ix_photo_delete_on', ['school_id', 'delete_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_photo_school_id'), ['school_id'], unique=False)

    op.create_table('version_note',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('assignment_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', app.base.db.Moment(timezone=True), nullable=False),
    sa.Column('school_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("kind in ('regraded', 'read', 'moved', 'stays')", name=op.f('ck_version_note_kind')),
    sa.ForeignKeyConstraint(['school_id', 'assignment_id'], ['assignment.school_id', 'assignment.id'], name=op.f('fk_version_note_school_id_assignment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_version_note'))
    )
    with op.batch_alter_table('version_note', schema=None) as batch_op:
        batch_op.create_index('ix_version_note_assignment', ['school_id', 'assignment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_version_note_school_id'), ['school_id'], unique=False)

    op.add_column('mark', sa.Column('edition', sa.Integer(), nullable=True))
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.add_column(sa.Column('verdict', sa.String(), nullable=True))
        batch_op.create_check_constraint('verdict', "verdict in ('right', 'partly', 'not')")
    # A default, because classes are there already.
    op.add_column('school_class', sa.Column('link_version', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    # Column by column: SQLite would copy the whole table otherwise, and others point at it.
    op.drop_column('school_class', 'link_version')
    op.drop_column('mark', 'edition')
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_review_verdict'), type_='check')
        batch_op.drop_column('verdict')
    with op.batch_alter_table('version_note', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_version_note_school_id'))
        batch_op.drop_index('ix_version_note_assignment')

    op.drop_table('version_note')
    with op.batch_alter_table('photo', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_photo_school_id'))
        batch_op.drop_index('ix_photo_delete_on')
        batch_op.drop_index('ix_photo_assignment')

    op.drop_table('photo')
    op.drop_table('module_print')
    with op.batch_alter_table('attitude', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attitude_school_id'))

    op.drop_table('attitude')
    with op.batch_alter_table('module_upload', schema=None) as batch_op:
        batch_op.drop_index('uq_module_upload_waiting', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))

    op.drop_table('module_upload')
    op.drop_table('goal_release')
    op.drop_table('goal')
