//! What all slices share with the web: the error, strict bodies, cookies, origins, and what surrounds a request.
//!
//! Nothing here knows of accounts or entries. A handler receives parsed values from these extractors and answers with
//! a value or an [`Error`]; the outermost layer turns either into bytes. What must always hold: every answer has a
//! request id and safe headers, every refusal is an RFC 9457 problem, and no text of an internal failure leaves.

mod client;
pub mod cookie;
mod development;
mod error;
mod fields;
mod json;
mod layers;
mod limit;
mod measure;
mod origin;
mod refusal;
mod request;

pub use client::Client;
pub use development::{Development, DevelopmentAid};
pub use error::{
    Error, FieldError, Problem, Result, bad_request, conflict, forbidden, internal, invalid, not_found,
    unauthenticated, unavailable,
};
pub use fields::{Complaint, Fields};
pub use json::{Json, OptionalJson};
pub use layers::wrap;
pub use limit::RequestLimit;
pub use measure::{Durations, RequestIds};
pub use origin::{OwnOrigin, csrf_failed};
pub use refusal::{Asker, Refusals};
