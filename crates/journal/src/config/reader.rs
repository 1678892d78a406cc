//! Reads one value after the other, with the row's bounds and default, and remembers every problem.
//!
//! A wrong value is replaced by its default, so that reading goes on and all problems come out together; the
//! result is thrown away as soon as there is one.

use std::cell::RefCell;

use super::given::{Given, Values, is_secret};
use super::problem::Problem;
use super::setting::{self, Kind, PREFIX, Preset, Setting};

/// The values given, and the problems found with them so far.
pub(super) struct Reader<'a> {
    values: &'a Values,
    problems: RefCell<Vec<Problem>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(values: &'a Values, problems: Vec<Problem>) -> Self {
        Self { values, problems: RefCell::new(problems) }
    }

    /// A value that always holds: as given, else the row's default.
    pub(super) fn value<T>(&self, name: &str, parse: impl Fn(&str) -> Result<T, String>) -> T {
        self.optional(name, &parse).unwrap_or_else(|| {
            let Preset::Value(default) = row(name).default else {
                unreachable!("{name} has a default in the table")
            };
            parse(default).unwrap_or_else(|why| unreachable!("the default of {name} is allowed, but {why}"))
        })
    }

    /// A value that may be missing; a wrong one is a problem and counts as missing.
    pub(super) fn optional<T>(&self, name: &str, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let given = self.values.get(name)?;
        let setting = row(name);
        let text = if setting.secret { given.text.as_str() } else { given.text.trim() };
        let parsed = if text.is_empty() { Err("is empty".to_owned()) } else { parse(text) };
        parsed.map_err(|why| self.refuse(name, given, &why, &setting.allowed())).ok()
    }

    /// A whole number within the row's bounds.
    pub(super) fn number(&self, name: &str) -> u32 {
        let Kind::Number(least, most) = row(name).kind else {
            unreachable!("{name} is a number in the table")
        };
        self.value(name, |text| match text.parse::<u32>() {
            Ok(number) if (least..=most).contains(&number) => Ok(number),
            _ => Err("is not allowed".to_owned()),
        })
    }

    /// One of the row's words, by its place in the row; case does not matter.
    pub(super) fn optional_choice<T: Copy, const N: usize>(&self, name: &str, meanings: [T; N]) -> Option<T> {
        self.optional(name, |text| choose(name, text, meanings))
    }

    /// As [`Reader::optional_choice`], with the row's default.
    pub(super) fn choice<T: Copy, const N: usize>(&self, name: &str, meanings: [T; N]) -> T {
        self.value(name, |text| choose(name, text, meanings))
    }

    /// `true` or `false`.
    pub(super) fn switch(&self, name: &str) -> bool {
        self.choice(name, [true, false])
    }

    /// Comma-separated values; empty when not given.
    pub(super) fn list<T>(&self, name: &str, parse: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
        let items = |text: &str| {
            text.split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(&parse)
                .collect::<Result<Vec<T>, _>>()
        };
        self.optional(name, items).unwrap_or_default()
    }

    /// Records that a value is refused, and why.
    pub(super) fn refuse(&self, name: &str, given: &Given, why: &str, allowed: &str) {
        let shown = if is_secret(name) || given.text.is_empty() {
            String::new()
        } else {
            format!("`{}` ", given.text)
        };
        let sentence = format!("{PREFIX}{name} ({}): {shown}{why}; allowed: {allowed}", given.origin);
        self.add(Problem::of(name, sentence));
    }

    /// Records that a rule over several settings is broken; `name` is the one to change.
    pub(super) fn break_rule(&self, name: &str, sentence: impl Into<String>) {
        self.add(Problem::of(name, sentence));
    }

    /// Whether the value of this name was already refused, so that no rule needs to complain about its default.
    pub(super) fn refused(&self, name: &str) -> bool {
        let full = format!("{PREFIX}{name}");
        self.problems.borrow().iter().any(|problem| problem.name == full)
    }

    /// Whether anything was said about this name.
    pub(super) fn is_given(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    pub(super) fn values(&self) -> &'a Values {
        self.values
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    fn add(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }
}

fn row(name: &str) -> &'static Setting {
    setting::find(name).unwrap_or_else(|| unreachable!("{name} is in the table"))
}

fn choose<T: Copy, const N: usize>(name: &str, text: &str, meanings: [T; N]) -> Result<T, String> {
    let Kind::Choice(words) = row(name).kind else { unreachable!("{name} is a choice in the table") };
    let at = words.iter().position(|word| word.eq_ignore_ascii_case(text));
    at.and_then(|at| meanings.get(at).copied()).ok_or_else(|| "is not allowed".to_owned())
}
