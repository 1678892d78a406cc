//! What an answer looks like to somebody who compares: all of it but the values that are different in every answer.

use serde_json::Value;

use crate::wire::Heard;

/// Members whose values are made anew for each answer, or are the address that was asked about; of these the length
/// alone is compared.
const CHANGING: [&str; 9] = [
    "request_id",
    "registration",
    "dev_verify_token",
    "dev_reset_token",
    "challenge",
    "ceremony_id",
    "id",
    "name",
    "displayName",
];

/// An answer without what changes every time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    status: u16,
    /// The names, in the order in which they came.
    headers: Vec<String>,
    length: usize,
    body: Value,
}

impl Shape {
    pub(super) fn of(heard: &Heard) -> Self {
        let mut body = serde_json::from_slice(&heard.body)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&heard.body).into_owned()));
        measure_changing(&mut body);
        let headers = heard.headers.keys().map(ToString::to_string).collect();
        Self { status: heard.status, headers, length: heard.body.len(), body }
    }
}

/// Puts the lengths of values that change in their places, however deep they stand.
fn measure_changing(body: &mut Value) {
    match body {
        Value::Object(members) => {
            for (name, value) in members {
                if CHANGING.contains(&name.as_str()) {
                    *value = Value::from(value.to_string().len());
                } else {
                    measure_changing(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(measure_changing),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(body: &str) -> Heard {
        let headers = [("content-type", "application/json")];
        let headers = headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        Heard { status: 202, headers: headers.into_iter().collect(), body: body.to_owned().into() }
    }

    #[test]
    fn a_token_may_be_another_one_and_a_word_may_not() {
        let one = Shape::of(&heard(r#"{"message":"sent","dev_reset_token":"aaaa"}"#));
        assert_eq!(one, Shape::of(&heard(r#"{"message":"sent","dev_reset_token":"bbbb"}"#)));
        assert_ne!(one, Shape::of(&heard(r#"{"message":"lost","dev_reset_token":"bbbb"}"#)));
        assert_ne!(one, Shape::of(&heard(r#"{"message":"sent","dev_reset_token":"bbbbb"}"#)));
        assert_ne!(one, Shape::of(&heard(r#"{"message":"sent"}"#)));
        let nested = |user: &str, flag: bool| {
            Shape::of(&heard(&format!(
                r#"{{"user":{{"id":"{user}"}},"list":[{{"id":"{user}","is":{flag}}}]}}"#
            )))
        };
        assert_eq!(nested("aa", true), nested("bb", true));
        assert_ne!(nested("aa", true), nested("aa", false));
        assert_ne!(nested("aa", true), nested("bbb", true));
    }
}
