//! The log: lines for people in development, JSON in production, on stderr; `RUST_LOG` filters it.
//!
//! What must always hold: no secret and no text of a person is ever logged. Secrets have no `Display`, and what goes
//! to the terminal goes through `terminal`, never through here.

use std::borrow::Cow;
use std::fmt::{self, Debug};
use std::io::IsTerminal;
use std::panic::{self, PanicHookInfo};

use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing_subscriber::field::{MakeExt, MakeVisitor, VisitFmt, VisitOutput};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::FormatFields;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, registry};

use crate::Failure;
use crate::traces::{self, Traces};

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For a person at a terminal.
    Lines,
    /// One JSON object to a line.
    Json,
    /// For a command that is not the server: only warnings, as lines.
    Quiet,
}

/// Begins to log; panics are logged too. Once per process. What sends traces comes back when there is where to.
pub(crate) fn begin(form: Form, collector: Option<&str>) -> Result<Option<Traces>, Failure> {
    let level = if form == Form::Quiet { LevelFilter::WARN } else { LevelFilter::INFO };
    let filter = EnvFilter::builder().with_default_directive(level.into());
    let filter = filter.from_env().map_err(|error| Failure::of("RUST_LOG is not understood", error))?;
    let gathered = collector.map(traces::gather).transpose();
    let gathered = gathered.map_err(|unusable| Failure::new(unusable.to_string()))?;
    let (started, traces) = match gathered {
        // One level for everything is decided once for each place that logs, and costs a request nothing.
        None if filter.to_string() == level.to_string() => {
            (registry().with(level).with(lines(form)).try_init(), None)
        }
        gathered => {
            let (spans, traces) = gathered.unzip();
            (registry().with(lines(form).with_filter(filter)).with(spans).try_init(), traces)
        }
    };
    started.map_err(|error| Failure::of("the log cannot be written", error))?;
    panic::set_hook(Box::new(move |panicked| on_panic(form, panicked)));
    Ok(traces)
}

/// What writes the log.
fn lines<S>(form: Form) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let log = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match form {
        Form::Json => log.json().flatten_event(true).with_current_span(true).with_span_list(false).boxed(),
        Form::Lines | Form::Quiet => log.compact().with_target(false).fmt_fields(plain_fields()).boxed(),
    }
}

/// How fields are written in lines: what they hold stays in its line and moves no terminal's cursor, because an error may
/// quote what somebody sent. In JSON its strings see to that.
pub fn plain_fields() -> impl for<'writer> FormatFields<'writer> + 'static {
    PlainFields.delimited(" ")
}

#[derive(Clone)]
struct PlainFields;

impl<'a> MakeVisitor<Writer<'a>> for PlainFields {
    type Visitor = PlainVisitor<'a>;

    fn make_visitor(&self, writer: Writer<'a>) -> PlainVisitor<'a> {
        PlainVisitor { writer, written: Ok(()) }
    }
}

struct PlainVisitor<'a> {
    writer: Writer<'a>,
    written: fmt::Result,
}

impl PlainVisitor<'_> {
    fn write(&mut self, field: &Field, text: &[&str]) {
        let name: &[&str] = if field.name() == "message" { &[] } else { &[field.name(), "="] };
        for part in name.iter().chain(text) {
            self.written = self.written.and_then(|()| self.writer.write_str(part));
        }
    }
}

impl Visit for PlainVisitor<'_> {
    /// Every request has three of these, and none of them needs an escape.
    fn record_str(&mut self, field: &Field, value: &str) {
        let is_simple = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
        if value.bytes().all(is_simple) && field.name() != "message" {
            self.write(field, &["\"", value, "\""]);
        } else {
            self.record_debug(field, &value);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = format!("{value:?}");
        self.write(field, &[&plain(&text)]);
    }
}

impl VisitOutput<fmt::Result> for PlainVisitor<'_> {
    fn finish(self) -> fmt::Result {
        self.written
    }
}

impl VisitFmt for PlainVisitor<'_> {
    fn writer(&mut self) -> &mut dyn fmt::Write {
        &mut self.writer
    }
}

/// The text with what controls a terminal, or turns the direction of writing, as its escape.
fn plain(text: &str) -> Cow<'_, str> {
    let moves = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(moves) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if moves(c) { escaped.extend(c.escape_default()) } else { escaped.push(c) }
    }
    Cow::Owned(escaped)
}

/// Logs a panic: where it was, and at a developer's terminal also what it said. Elsewhere its words stay unsaid, because
/// they may quote what a person wrote.
pub fn on_panic(form: Form, panicked: &PanicHookInfo<'_>) {
    let location = panicked.location().map(ToString::to_string).unwrap_or_default();
    let says = (form == Form::Lines).then(|| panicked.payload_as_str().unwrap_or("(no text)"));
    tracing::error!(location, says, "a part of the program panicked");
}
