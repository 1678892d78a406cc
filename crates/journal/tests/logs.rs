//! What a panic leaves in the log.

use std::io::Write;
use std::panic::{catch_unwind, set_hook, take_hook};
use std::sync::{Arc, Mutex};
use std::thread;

use journal::logs::{Form, on_panic, plain_fields};
use tracing_subscriber::fmt;

#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What is logged when this thread panics with these words.
fn logged(form: Form, words: &str) -> String {
    let paper = Paper::default();
    let writer = paper.clone();
    let log = fmt().with_writer(move || writer.clone()).with_ansi(false).finish();
    tracing::subscriber::with_default(log, || catch_unwind(|| panic!("{words}")).unwrap_err());
    let bytes = paper.0.lock().unwrap().clone();
    assert!(!bytes.is_empty(), "{form:?} logs nothing");
    String::from_utf8(bytes).unwrap()
}

/// ASVS 16.2.5, ASVS 16.5.1
#[test]
fn what_a_panic_says_is_for_developers_and_where_it_was_for_all() {
    // The hook is the whole process's: other threads keep theirs.
    let (me, others) = (thread::current().id(), Arc::new(take_hook()));
    let told = [Form::Lines, Form::Json, Form::Quiet].map(|form| {
        let others = others.clone();
        set_hook(Box::new(move |panicked| {
            if thread::current().id() == me { on_panic(form, panicked) } else { others(panicked) }
        }));
        logged(form, "the diary says: canary")
    });
    let _ = take_hook();
    set_hook(Box::new(move |panicked| others(panicked)));
    for log in &told {
        assert!(log.contains("tests/logs.rs"), "{log}");
    }
    let [lines, json, quiet] = told.map(|log| log.contains("canary"));
    assert!(lines && !json && !quiet);
}

/// ASVS 16.4.1
#[test]
fn whatever_a_field_holds_stays_in_its_line() {
    let evil = "a\r\n2026-01-01T00:00:00Z ERROR forged \u{1b}[31m\u{9b}2J\u{0}\u{7f}\u{202e}";
    for is_json in [false, true] {
        let paper = Paper::default();
        let writer = paper.clone();
        let told = || tracing::warn!(network = evil, reason = %evil, "a request was refused");
        let begin = fmt().with_writer(move || writer.clone()).with_ansi(false);
        if is_json {
            tracing::subscriber::with_default(begin.json().flatten_event(true).finish(), told);
        } else {
            tracing::subscriber::with_default(
                begin.compact().with_target(false).fmt_fields(plain_fields()).finish(),
                told,
            );
        }
        let log = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
        assert_eq!(log.matches('\n').count(), 1, "one event is one line: {log:?}");
        assert!(!log.trim_end().contains(['\r', '\u{1b}']), "{log:?}");
        assert!(is_json || !log.contains(['\u{9b}', '\u{202e}', '\u{7f}']), "{log:?}");
        if is_json {
            let event: serde_json::Value = serde_json::from_str(&log).unwrap();
            assert_eq!((event["network"].as_str(), event["reason"].as_str()), (Some(evil), Some(evil)));
        }
    }
}
