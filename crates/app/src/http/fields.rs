//! Parsing a request's fields into types, with all complaints told at once.

use std::borrow::Cow;

use super::error::{Error, FieldError, invalid};

/// Why a value is not what its type demands: a stable word and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// For programs.
    pub code: &'static str,
    /// For people.
    pub message: Cow<'static, str>,
}

impl Complaint {
    /// A complaint in a stable word and a sentence.
    pub fn new(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into() }
    }
}

/// Collects the complaints of one request.
#[derive(Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// Keeps the value, or the complaint under the field's name.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, Complaint>) -> Option<T> {
        parsed
            .map_err(|complaint| self.0.push(FieldError::new(field, complaint.code, complaint.message)))
            .ok()
    }

    /// The same for a field that may be left out: `Some(None)` when it was.
    #[allow(
        clippy::option_option,
        reason = "the outer tells valid from wrong, the inner given from left out"
    )]
    pub fn take_optional<T>(
        &mut self,
        field: &str,
        parsed: Option<Result<T, Complaint>>,
    ) -> Option<Option<T>> {
        match parsed {
            None => Some(None),
            Some(parsed) => self.take(field, parsed).map(Some),
        }
    }

    /// The refusal that tells all complaints.
    pub fn refusal(self) -> Error {
        invalid(self.0)
    }
}
