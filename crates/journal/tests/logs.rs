//! What a panic leaves in the log.

use std::io::Write;
use std::panic::{catch_unwind, set_hook, take_hook};
use std::sync::{Arc, Mutex};
use std::thread;

use journal::logs::{Form, on_panic};
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
