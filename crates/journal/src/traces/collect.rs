//! Gathers spans as they end. It runs within requests, so it never waits: what does not fit into the queue is dropped.

use app::clock::Clock;
use crypto::Random;
use tokio::sync::mpsc::Sender;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::model::{self, Span, Value};

/// The layer.
pub(super) struct Spans {
    clock: Clock,
    random: Random,
    out: Sender<Span>,
}

impl Spans {
    pub(super) fn new(clock: Clock, random: Random, out: Sender<Span>) -> Self {
        Self { clock, random, out }
    }
}

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Spans {
    fn on_new_span(&self, given: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let around = span
            .parent()
            .and_then(|parent| parent.extensions().get::<Span>().map(|parent| (parent.trace, parent.id)));
        let (name, now) = (span.name(), self.clock.now());
        let mut new = Span {
            trace: around.map_or_else(|| self.random.bytes(), |(trace, _)| trace),
            id: self.random.bytes(),
            parent: around.map(|(_, id)| id),
            name,
            kind: model::kind(name),
            began: now,
            ended: now,
            attributes: Vec::new(),
            failed: false,
        };
        given.record(&mut Fields(&mut new));
        span.extensions_mut().insert(new);
    }

    fn on_record(&self, id: &Id, given: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(open) = span.extensions_mut().get_mut::<Span>()
        {
            given.record(&mut Fields(open));
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let ended = context.span(&id).and_then(|span| span.extensions_mut().remove::<Span>());
        if let Some(mut ended) = ended
            && (ended.parent.is_some() || model::stands_alone(ended.name))
        {
            ended.ended = self.clock.now().max(ended.began);
            let _ = self.out.try_send(ended);
        }
    }
}

/// Puts into a span what may be told of it.
struct Fields<'a>(&'a mut Span);

impl Fields<'_> {
    fn add(&mut self, field: &Field, value: Value) {
        if let Some(attribute) = model::attribute(field.name(), value) {
            self.0.failed |= model::is_failure(&attribute);
            self.0.attributes.push(attribute);
        }
    }
}

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.add(field, Value::Text(format!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, Value::Text(value.to_owned()));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, Value::Number(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, Value::Number(value.try_into().unwrap_or(i64::MAX)));
    }
}
