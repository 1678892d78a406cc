//! What somebody can do who writes to the database and has no key.

use app::App;
use jiff::{SignedDuration, Timestamp};
use store::{Change, Query, Value};
use uuid::Uuid;

/// A row of the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) account: Uuid,
    pub(super) id: Uuid,
    happened_at: Timestamp,
    mark: Vec<u8>,
    pub(super) position: Option<i64>,
    digest: Option<Vec<u8>>,
    pub(super) checkpoint: Option<i64>,
    pub(super) sealed: Option<Vec<u8>>,
}

/// Changes to a single row: each of its columns, its end, and others beside it.
pub(super) const KINDS: usize = 15;

pub(super) async fn rows(app: &App) -> Vec<Row> {
    let all =
        "select account_id, id, happened_at, mark, position, digest, checkpoint, sealed from audit_events
               order by account_id, position";
    let read = Query::new(all, [], |row| {
        Ok(Row {
            account: row.get("account_id")?,
            id: row.get("id")?,
            happened_at: row.get("happened_at")?,
            mark: row.get("mark")?,
            position: row.get("position")?,
            digest: row.get("digest")?,
            checkpoint: row.get("checkpoint")?,
            sealed: row.get("sealed")?,
        })
    });
    app.store.all(read).await.expect("rows")
}

pub(super) async fn delete(app: &App, rows: &[Row]) {
    let delete = "delete from audit_events where account_id = $1 and id = $2";
    let of = |row: &Row| Change::new(delete, [row.account.into(), row.id.into()]).exactly(1);
    app.store.commit(rows.iter().map(of).collect::<Vec<_>>()).await.expect("deleted");
}

pub(super) async fn insert(app: &App, rows: &[Row]) {
    let insert =
        "insert into audit_events (account_id, id, happened_at, mark, position, digest, checkpoint, sealed)
                  values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let of = |row: &Row| {
        let values: [Value; 8] = [
            row.account.into(),
            row.id.into(),
            row.happened_at.into(),
            row.mark.clone().into(),
            row.position.into(),
            row.digest.clone().into(),
            row.checkpoint.into(),
            row.sealed.clone().into(),
        ];
        Change::new(insert, values)
    };
    app.store.commit(rows.iter().map(of).collect::<Vec<_>>()).await.expect("inserted");
}

/// What stands where `row` stood, and whether `row` itself is still there.
pub(super) fn tampered(row: &Row, kind: usize) -> (Option<Row>, bool) {
    let fresh = Uuid::from_u128(row.id.as_u128() ^ 0xFFFF);
    let position = row.position.unwrap_or_default();
    let edit = |change: &dyn Fn(&mut Row)| {
        let mut other = row.clone();
        change(&mut other);
        (Some(other), false)
    };
    let beside = |change: &dyn Fn(&mut Row)| {
        let mut other = Row { id: fresh, ..row.clone() };
        change(&mut other);
        (Some(other), true)
    };
    match kind {
        0 => edit(&|row| row.account = fresh),
        1 => edit(&|row| row.id = fresh),
        2 => edit(&|row| row.happened_at += SignedDuration::from_secs(1)),
        3 => edit(&|row| row.mark[0] ^= 1),
        4 => edit(&|row| row.position = Some(position + 1_000_000)),
        5 => edit(&|row| row.digest = Some(vec![7; 32])),
        6 => edit(&|row| row.checkpoint = row.checkpoint.map(|number| number + 1)),
        7 => edit(&|row| row.checkpoint = None),
        8 => edit(&|row| (row.checkpoint, row.position, row.digest) = (Some(1_000_000), None, None)),
        9 => edit(&|row| match &mut row.sealed {
            Some(sealed) => sealed[30] ^= 1,
            none => *none = Some(vec![1; 90]),
        }),
        // A payload that is gone already is not gone again: then the mark goes, which nobody could check alone.
        10 => edit(&|row| {
            if row.sealed.take().is_none() {
                row.mark = vec![0; 32];
            }
        }),
        11 => (None, false),
        12 => beside(&|row| row.position = Some(position + 1_000_000)),
        13 => beside(&|row| (row.position, row.digest, row.checkpoint) = (None, None, None)),
        _ => beside(&|row| (row.position, row.checkpoint) = (Some(position + 1_000_000), Some(i64::MAX))),
    }
}
