"""The first tables: people, variants, submissions, markings, verdicts, overrides; which are only added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from grader.scores.columns import Document, RowNumber, Seed, UtcDateTime

revision = "0001"
down_revision = None

APPEND_ONLY = ("variants", "submissions", "verdicts", "overrides")


def upgrade() -> None:
    create_people()
    create_submissions()
    create_markings()
    for table in APPEND_ONLY:
        refuse_changes(table)


def create_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("login", sa.String(200), nullable=False),
        sa.Column("login_key", sa.String(400), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("password_hash", sa.String(500), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("session_token", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("role IN ('student', 'instructor', 'operator')", name=op.f("ck_people_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("login_key", name=op.f("uq_people_login_key")),
    )
    op.create_table(
        "operator_links",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("used_by", RowNumber, nullable=True),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], name=op.f("fk_operator_links_used_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_links")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_operator_links_token_digest")),
    )


def create_submissions() -> None:
    op.create_table(
        "variants",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("person_id", RowNumber, nullable=False),
        sa.Column("exercise", sa.String(200), nullable=False),
        sa.Column("seed", Seed(), nullable=False),
        sa.Column("instance", Document(), nullable=False),
        sa.Column("first_shown_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_variants_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variants")),
        sa.UniqueConstraint("person_id", "exercise", "seed", name=op.f("uq_variants_person_id_exercise_seed")),
    )
    op.create_table(
        "submissions",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("person_id", RowNumber, nullable=False),
        sa.Column("exercise", sa.String(200), nullable=False),
        sa.Column("seed", Seed(), nullable=False),
        sa.Column("instance", Document(), nullable=False),
        sa.Column("answer", Document(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_submissions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_submissions_person_id_key")),
    )
    op.create_index(op.f("ix_submissions_person_id_exercise"), "submissions", ["person_id", "exercise"])
    op.create_table(
        "overrides",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("submission_id", RowNumber, nullable=False),
        sa.Column("points", sa.Float(53), nullable=False),
        sa.Column("max_points", sa.Float(53), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_person_id", RowNumber, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_overrides_submission_id_submissions")
        ),
        sa.ForeignKeyConstraint(["by_person_id"], ["people.id"], name=op.f("fk_overrides_by_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overrides")),
    )
    op.create_index(op.f("ix_overrides_submission_id"), "overrides", ["submission_id"])


def create_markings() -> None:
    op.create_table(
        "markings",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("submission_id", RowNumber, nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("instance_digest", sa.String(64), nullable=False),
        sa.Column("exercise_digest", sa.String(64), nullable=True),
        sa.Column("grader_version", sa.String(64), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("lease_token", sa.String(64), nullable=True),
        sa.Column("claimed_by", sa.String(200), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("reason IN ('submitted', 'regrade')", name=op.f("ck_markings_reason")),
        sa.CheckConstraint("state IN ('waiting', 'claimed', 'done', 'failed')", name=op.f("ck_markings_state")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_markings_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_markings")),
    )
    op.create_index(op.f("ix_markings_submission_id"), "markings", ["submission_id"])
    unfinished = sa.text("state <> 'done'")
    op.create_index(
        "ix_markings_open",
        "markings",
        ["priority", "due_at", "id"],
        sqlite_where=unfinished,
        postgresql_where=unfinished,
    )
    op.create_table(
        "verdicts",
        sa.Column("marking_id", RowNumber, autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("points", sa.Float(53), nullable=False),
        sa.Column("max_points", sa.Float(53), nullable=False),
        sa.Column("document", Document(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["marking_id"], ["markings.id"], name=op.f("fk_verdicts_marking_id_markings")),
        sa.PrimaryKeyConstraint("marking_id", name=op.f("pk_verdicts")),
    )


def refuse_changes(table: str) -> None:
    """Let the database itself refuse to change or delete what was stored, whatever program asks."""
    message = f"{table} are only ever added: nothing stored is changed or deleted"
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )
