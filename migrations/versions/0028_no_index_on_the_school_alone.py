"""No index on the school alone: it was taken for every query, and read all rows of the school. An answer is found by
assignment, pupil and question."""

from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

TABLES = (
    'answer',
    'arrival_word',
    'assignment',
    'assignment_target',
    'assignment_visit',
    'attendance',
    'attitude',
    'booking',
    'booking_change',
    'booking_pupil',
    'certificate',
    'class_answer',
    'class_level',
    'consent_slip',
    'edition_print',
    'enrolment',
    'event_class',
    'event_step',
    'mark',
    'photo',
    'print_part',
    'print_run',
    'progress',
    'pupil',
    'reflection',
    'reminder_sent',
    'review',
    'safety_count',
    'safety_pass',
    'school_class',
    'school_design',
    'school_settings',
    'step_tick',
    'substitute_card',
    'transport_sheet',
    'version_note',
    'visit_review',
)


def upgrade() -> None:
    for table in TABLES:
        op.drop_index(f'ix_{table}_school_id', table_name=table)
    op.drop_index('ix_answer_assignment', table_name='answer')
    op.create_index('ix_answer_assignment', 'answer', ['school_id', 'assignment_id', 'pupil_id', 'question_id'])


def downgrade() -> None:
    op.drop_index('ix_answer_assignment', table_name='answer')
    op.create_index('ix_answer_assignment', 'answer', ['school_id', 'assignment_id', 'question_id'])
    for table in TABLES:
        op.create_index(f'ix_{table}_school_id', table, ['school_id'])
