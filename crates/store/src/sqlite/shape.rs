//! What the text of a statement alone decides, asked of SQLite once per thread and statement: a tenth of the time
//! of a short read went into asking again.

use crate::{Error, Value};
use rusqlite::Statement;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

pub(crate) struct Shape {
    /// Which placeholder each of SQLite's parameters is: SQLite takes `$2` for a name, and numbers names as they
    /// appear.
    placeholders: Box<[usize]>,
    /// What the columns are called. Empty when the text holds a `*`, whose meaning changes with the tables.
    pub(crate) columns: Box<[Box<str>]>,
}

impl Shape {
    /// The shape of `sql`, which `statement` was prepared from.
    pub(crate) fn of(sql: &'static str, statement: &Statement<'_>) -> Rc<Self> {
        // A text that lives for ever is known by its place; two texts may start at the same one.
        type Known = BTreeMap<(usize, usize), Rc<Shape>>;
        thread_local!(static KNOWN: RefCell<Known> = RefCell::default());
        let place = (sql.as_ptr() as usize, sql.len());
        KNOWN.with_borrow_mut(|known| {
            known.entry(place).or_insert_with(|| Rc::new(Self::new(sql, statement))).clone()
        })
    }

    fn new(sql: &str, statement: &Statement<'_>) -> Self {
        let placeholder =
            |at| statement.parameter_name(at).and_then(|name| name[1..].parse().ok()).unwrap_or(0);
        let columns = (!sql.contains('*')).then(|| statement.column_names());
        Self {
            placeholders: (1..=statement.parameter_count()).map(placeholder).collect(),
            columns: columns.into_iter().flatten().map(Box::from).collect(),
        }
    }

    /// Binds `params[0]` to `$1`. Every placeholder needs a value and every value a placeholder.
    pub(crate) fn bind(
        &self,
        statement: &mut Statement<'_>,
        sql: &str,
        params: &[Value],
    ) -> Result<(), Error> {
        let mut highest = 0;
        for (at, placeholder) in self.placeholders.iter().enumerate() {
            let value = placeholder.checked_sub(1).and_then(|at| params.get(at));
            let value = value.ok_or_else(|| Error::wrong_params(sql, params))?;
            statement.raw_bind_parameter(at + 1, value).map_err(super::statement::failure)?;
            highest = highest.max(*placeholder);
        }
        if highest == params.len() { Ok(()) } else { Err(Error::wrong_params(sql, params)) }
    }
}
