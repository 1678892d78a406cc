//! A strict JSON body: exactly one object, of known fields, each once and of its type.
//!
//! What cannot be parsed is 400 `malformed_json`; what parses and is not what was asked for is 422 with the field
//! named. The answer never repeats a value, because the value may be a password.

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::{StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::error::{Error, FieldError, bad_request, invalid};

/// A request body that must be there.
pub struct Json<T>(pub T);

/// A request body that may be empty, which means the default.
pub struct OptionalJson<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let is_json = says_json(&request);
        let bytes = read(request, state).await?;
        if !is_json {
            return Err(unsupported());
        }
        parse(&bytes).map(Self)
    }
}

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequest<S> for OptionalJson<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let is_json = says_json(&request);
        let bytes = read(request, state).await?;
        match (bytes.is_empty(), is_json) {
            (true, _) => Ok(Self(T::default())),
            (false, true) => parse(&bytes).map(Self),
            (false, false) => Err(unsupported()),
        }
    }
}

fn says_json(request: &Request) -> bool {
    let given =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let kind = given.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Error> {
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "payload_too_large",
            "The request is larger than allowed.",
        ),
        _ => bad_request("malformed_json", "The request broke off before it was complete."),
    })
}

fn unsupported() -> Error {
    Error::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "unsupported_media_type",
        "Send JSON with the header Content-Type: application/json.",
    )
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    // serde would read an array into a struct, field by field; a body is an object or nothing.
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if first != Some(&b'{') {
        let is_json = is_json(bytes);
        let whole = FieldError::new("", "invalid_type", "The body is one JSON object.");
        return Err(if is_json { invalid(vec![whole]) } else { malformed() });
    }
    let parsed = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        match error.inner().classify() {
            // A later syntax error outranks an earlier wrong field: the body cannot be trusted to mean anything.
            Category::Data if is_json(bytes) => invalid(vec![complaint(&path, &error.inner().to_string())]),
            _ => malformed(),
        }
    })?;
    deserializer.end().map_err(|_| malformed())?;
    Ok(parsed)
}

/// Whether the bytes are JSON at all. A large body is only skimmed, so that nobody makes us hold it as a tree.
fn is_json(bytes: &[u8]) -> bool {
    if bytes.len() <= 64 * 1024 {
        serde_json::from_slice::<serde_json::Value>(bytes).is_ok()
    } else {
        serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
    }
}

fn malformed() -> Error {
    bad_request("malformed_json", "The body is not valid JSON.")
}

/// Turns serde's sentence into ours, without the value it may hold.
fn complaint(path: &str, sentence: &str) -> FieldError {
    let path = path.trim_matches('.');
    let named = || sentence.split('`').nth(1).unwrap_or_default().to_owned();
    let within = path.rsplit_once('.').map(|(parent, _)| format!("{parent}.")).unwrap_or_default();
    if sentence.starts_with("unknown field") {
        let field = if path.ends_with(&named()) { path.to_owned() } else { format!("{within}{}", named()) };
        FieldError::new(field, "unknown_field", "This field is not known here.")
    } else if sentence.starts_with("missing field") {
        FieldError::new(format!("{within}{}", named()), "required", "This field is needed.")
    } else if sentence.starts_with("duplicate field") {
        FieldError::new(format!("{within}{}", named()), "duplicate_field", "This field is given twice.")
    } else {
        FieldError::new(path, "invalid_type", "This is not of the kind that is asked for.")
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only the refusals are looked at")]
    struct Body {
        name: String,
        age: Option<u8>,
    }

    fn refusal(body: &str) -> (StatusCode, &'static str) {
        let error = parse::<Body>(body.as_bytes()).expect_err("refused");
        (error.status(), error.code())
    }

    #[test]
    fn a_body_that_is_not_json_is_malformed() {
        for body in [
            "",
            "{",
            "{\"name\":}",
            "nonsense",
            "{\"name\":\"\\ud800\"}",
            "{\"name\":\"a\"} {}",
            "\u{feff}{}",
        ] {
            assert_eq!(refusal(body), (StatusCode::BAD_REQUEST, "malformed_json"), "{body}");
        }
    }

    #[test]
    fn a_body_of_another_shape_is_refused_with_its_field() {
        let bodies = [
            "[\"ada\"]",
            "\"ada\"",
            "null",
            "{}",
            "{\"name\":[\"ada\"]}",
            "{\"name\":1}",
            "{\"name\":\"a\",\"name\":\"b\"}",
            "{\"name\":\"a\",\"sex\":1}",
            "{\"name\":\"a\",\"age\":300}",
        ];
        for body in bodies {
            assert_eq!(refusal(body), (StatusCode::UNPROCESSABLE_ENTITY, "validation_failed"), "{body}");
        }
    }

    #[test]
    fn a_complaint_names_its_field_and_never_the_value() {
        let found = complaint("password", "invalid type: string \"secret\", expected u8 at line 1 column 9");
        assert_eq!((found.field.as_str(), found.code), ("password", "invalid_type"));
        assert!(!found.message.contains("secret"));
        assert_eq!(complaint(".", "missing field `name` at line 1").field, "name");
        assert_eq!(complaint("sex", "unknown field `sex`, expected `name`").field, "sex");
        assert_eq!(complaint("name", "duplicate field `name` at line 1").field, "name");
    }
}
