//! An `ExportTraceServiceRequest` in protocol buffers, written by hand: the message has four levels and a dozen fields,
//! and whoever generates code for it brings a compiler along. Numbers are those of opentelemetry-proto 1.0.

use jiff::Timestamp;

use super::model::{Span, Value};

/// Field types on the wire.
const VARINT: u64 = 0;
const EIGHT_BYTES: u64 = 1;
const LENGTH: u64 = 2;
/// `STATUS_CODE_ERROR`.
const ERROR: u64 = 2;

/// The body of a request that tells of these spans.
pub(super) fn request(spans: &[Span]) -> Vec<u8> {
    let resource = Message::new()
        .message(1, &pair("service.name", &Value::Text("journal".to_owned())))
        .message(1, &pair("service.version", &Value::Text(env!("CARGO_PKG_VERSION").to_owned())));
    let scope = Message::new().bytes(1, b"journal");
    let spans =
        spans.iter().fold(Message::new().message(1, &scope), |scope, one| scope.message(2, &span(one)));
    let of_resource = Message::new().message(1, &resource).message(2, &spans);
    Message::new().message(1, &of_resource).0
}

fn span(span: &Span) -> Message {
    let mut message = Message::new().bytes(1, &span.trace).bytes(2, &span.id);
    if let Some(parent) = &span.parent {
        message = message.bytes(4, parent);
    }
    message = message.bytes(5, span.name.as_bytes()).number(6, span.kind as u64);
    message = message.fixed(7, nanoseconds(span.began)).fixed(8, nanoseconds(span.ended));
    message =
        span.attributes.iter().fold(message, |message, (name, value)| message.message(9, &pair(name, value)));
    if span.failed {
        message = message.message(15, &Message::new().number(3, ERROR));
    }
    message
}

fn pair(key: &str, value: &Value) -> Message {
    let value = match value {
        Value::Text(text) => Message::new().bytes(1, text.as_bytes()),
        Value::Number(number) => Message::new().number(3, number.cast_unsigned()),
    };
    Message::new().bytes(1, key.as_bytes()).message(2, &value)
}

fn nanoseconds(at: Timestamp) -> u64 {
    at.as_nanosecond().try_into().unwrap_or(0)
}

/// A message while it is written.
struct Message(Vec<u8>);

impl Message {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn number(mut self, field: u64, value: u64) -> Self {
        self.varint(field << 3 | VARINT);
        self.varint(value);
        self
    }

    fn fixed(mut self, field: u64, value: u64) -> Self {
        self.varint(field << 3 | EIGHT_BYTES);
        self.0.extend(value.to_le_bytes());
        self
    }

    fn bytes(mut self, field: u64, value: &[u8]) -> Self {
        self.varint(field << 3 | LENGTH);
        self.varint(value.len() as u64);
        self.0.extend(value);
        self
    }

    fn message(self, field: u64, value: &Self) -> Self {
        self.bytes(field, &value.0)
    }

    /// Seven bits to a byte, the lowest first; all but the last have the eighth set.
    fn varint(&mut self, mut value: u64) {
        loop {
            let [low, ..] = (value & 0x7f).to_le_bytes();
            value >>= 7;
            if value == 0 {
                return self.0.push(low);
            }
            self.0.push(low | 0x80);
        }
    }
}
