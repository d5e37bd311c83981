"""Queries about files handed over for an import, and about what was imported lately."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.orm import Session

from bot.results.imports import ImportCounts, ImportKind, ImportReport, Origin, Rejection
from bot.results.uploads import RecentImport, Upload, UploadPlan, UploadState
from bot.store.tables_analysis import UploadRow
from bot.store.tables_files import PersonRow
from bot.store.tables_ledger import ImportRunRow

_COLUMNS = (
    UploadRow.id,
    UploadRow.kind,
    UploadRow.file_name,
    UploadRow.stored_as,
    UploadRow.state,
    UploadRow.person_id,
    UploadRow.options,
    UploadRow.report,
    UploadRow.finished_at,
)

_OVER = (UploadState.DONE, UploadState.CANCELLED, UploadState.FAILED, UploadState.EXPIRED)


def add(
    session: Session,
    *,
    origin: Origin,
    kind: ImportKind,
    file_name: str,
    plan: UploadPlan,
    person_id: int | None,
    now: datetime,
) -> int:
    """Keep that a file was handed over and return its id."""
    row = {
        "origin": origin.value,
        "kind": kind.value,
        "file_name": file_name,
        "state": UploadState.RECEIVED.value,
        "options": _plan_text(plan),
        "person_id": person_id,
        "created_at": now,
        "touched_at": now,
    }
    return session.execute(insert(UploadRow).returning(UploadRow.id), [row]).scalar_one()


def get(session: Session, upload_id: int) -> Upload | None:
    """Return a file that was handed over."""
    row = session.execute(select(*_COLUMNS).where(UploadRow.id == upload_id)).mappings().one_or_none()
    return _upload(row) if row else None


def _upload(row: RowMapping) -> Upload:
    told: dict[str, Any] = json.loads(row["report"] or "{}")
    return Upload(
        upload_id=row["id"],
        kind=ImportKind(row["kind"]),
        file_name=row["file_name"],
        stored_as=row["stored_as"],
        state=UploadState(row["state"]),
        person_id=row["person_id"],
        plan=_plan(json.loads(row["options"])),
        preview=_report(told["preview"]) if "preview" in told else None,
        result=_report(told["result"]) if "result" in told else None,
        finished_at=row["finished_at"],
    )


def move(
    session: Session,
    upload_id: int,
    before: Collection[UploadState],
    state: UploadState,
    *,
    now: datetime,
    **values: object,
) -> bool:
    """Bring a file from one of these states to another; False when somebody was faster."""
    moved = session.execute(
        update(UploadRow)
        .where(UploadRow.id == upload_id, UploadRow.state.in_([each.value for each in before]))
        .values(state=state.value, touched_at=now, **values)
        .returning(UploadRow.id)
    )
    return moved.first() is not None


def set_stored(session: Session, upload_id: int, *, stored_as: str, now: datetime) -> None:
    """Keep under which name a file lies in the folder of uploads."""
    session.execute(update(UploadRow).where(UploadRow.id == upload_id).values(stored_as=stored_as, touched_at=now))


def set_plan(session: Session, upload_id: int, plan: UploadPlan, now: datetime) -> None:
    """Keep how a file is to be taken."""
    session.execute(update(UploadRow).where(UploadRow.id == upload_id).values(options=_plan_text(plan), touched_at=now))


def touch(session: Session, upload_id: int, now: datetime) -> None:
    """Say that somebody is still at work on a file."""
    session.execute(update(UploadRow).where(UploadRow.id == upload_id).values(touched_at=now))


def list_untouched(session: Session, states: Collection[UploadState], before: datetime) -> Sequence[Upload]:
    """Return files in these states that nobody has touched since `before`; those from Slack, oldest first."""
    rows = session.execute(
        select(*_COLUMNS)
        .where(
            UploadRow.origin == Origin.SLACK.value,
            UploadRow.state.in_([each.value for each in states]),
            UploadRow.touched_at < before,
        )
        .order_by(UploadRow.id)
    )
    return [_upload(row) for row in rows.mappings()]


def list_stored(session: Session) -> set[str]:
    """Return the names of all files that somebody may still work with."""
    is_open = UploadRow.state.not_in([each.value for each in _OVER])
    return set(session.scalars(select(UploadRow.stored_as).where(UploadRow.stored_as != "", is_open)))


def list_recent_imports(session: Session, most: int) -> Sequence[RecentImport]:
    """Return the imports that were published last, newest first."""
    rows = session.execute(
        select(
            ImportRunRow.kind,
            ImportRunRow.as_of,
            ImportRunRow.published_at,
            ImportRunRow.added,
            ImportRunRow.changed,
            PersonRow.name,
        )
        .outerjoin(PersonRow, ImportRunRow.person_id == PersonRow.id)
        .order_by(ImportRunRow.id.desc())
        .limit(most)
    )
    return [RecentImport(ImportKind(row[0]), row[1], row[2], row[3], row[4], row[5] or "") for row in rows]


def _plan_text(plan: UploadPlan) -> str:
    content = asdict(plan) | {"as_of": plan.as_of.isoformat() if plan.as_of else None}
    return json.dumps(content, ensure_ascii=False)


def _plan(content: Mapping[str, Any]) -> UploadPlan:
    return UploadPlan(
        as_of=date.fromisoformat(content["as_of"]) if content.get("as_of") else None,
        snapshot=bool(content.get("snapshot")),
        slack_file=str(content.get("slack_file") or ""),
        headers=tuple(content.get("headers") or ()),
        mapping=content.get("mapping") or {},
        left_out=tuple(content.get("left_out") or ()),
        is_answered=bool(content.get("is_answered")),
    )


def reports_text(preview: ImportReport | None, result: ImportReport | None = None) -> str:
    """Write what is told of a file; the cells of rejected lines stay in the file of rejected lines."""
    told = {"preview": preview, "result": result}
    return json.dumps({key: _told(each) for key, each in told.items() if each}, ensure_ascii=False)


def _told(report: ImportReport) -> dict[str, object]:
    return {
        "kind": report.kind.value,
        "file_name": report.file_name,
        "counts": asdict(report.counts),
        "rejected": report.rejected,
        "reasons": [[each.line, each.reason] for each in report.reasons],
        "ignored": list(report.ignored),
        "as_of": report.as_of.isoformat(),
        "as_of_given": report.as_of_given,
        "is_snapshot": report.is_snapshot,
        "run_id": report.run_id,
    }


def _report(told: Mapping[str, Any]) -> ImportReport:
    known = ImportCounts.__dataclass_fields__
    return ImportReport(
        kind=ImportKind(told["kind"]),
        file_name=told["file_name"],
        counts=ImportCounts(**{key: value for key, value in told["counts"].items() if key in known}),
        rejected=told["rejected"],
        reasons=tuple(Rejection(line, reason, ()) for line, reason in told["reasons"]),
        ignored=tuple(told["ignored"]),
        as_of=date.fromisoformat(told["as_of"]),
        as_of_given=told["as_of_given"],
        rejected_file=None,
        dry_run=told["run_id"] is None,
        run_id=told["run_id"],
        is_snapshot=told["is_snapshot"],
    )
