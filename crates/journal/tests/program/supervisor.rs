use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

use rustix::process::Signal;

use super::{Home, refusal};

/// The next thing that a supervisor hears.
fn heard(socket: &UnixDatagram) -> String {
    let mut bytes = [0; 1024];
    let length = socket.recv(&mut bytes).expect("the program says something in time");
    String::from_utf8(bytes[..length].to_vec()).unwrap()
}

fn listening(socket: UnixDatagram) -> UnixDatagram {
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    socket
}

#[test]
fn a_supervisor_hears_that_it_is_ready_that_it_lives_and_that_it_stops() {
    let home = Home::new();
    let path = home.path().join("notify");
    let socket = listening(UnixDatagram::bind(&path).unwrap());
    let environment = [("NOTIFY_SOCKET", path.to_str().unwrap()), ("WATCHDOG_USEC", "100000")];
    let mut server = home.serve_below(&[], &environment);
    let ready = heard(&socket);
    assert!(ready.starts_with("READY=1\nSTATUS=Serving http://localhost:"), "{ready}");
    assert!(ready.ends_with(&format!("MAINPID={}", server.pid().as_raw_nonzero())), "{ready}");
    for _ in 0..3 {
        assert_eq!(heard(&socket), "WATCHDOG=1");
    }
    server.signal(Signal::TERM);
    let told = (0..100).map(|_| heard(&socket)).find(|told| told != "WATCHDOG=1").unwrap();
    assert!(told.starts_with("STOPPING=1"), "{told}");
    assert!(server.wait().success());
}

#[test]
fn a_name_that_no_file_stands_for_will_do_and_nobody_is_told_what_they_did_not_ask() {
    let home = Home::new();
    let name = format!("journal-test-{}", std::process::id());
    let address = SocketAddr::from_abstract_name(&name).unwrap();
    let socket = listening(UnixDatagram::bind_addr(&address).unwrap());
    let place = format!("@{name}");
    // A watchdog that watches another process asks nothing of this one.
    let environment = [("NOTIFY_SOCKET", place.as_str()), ("WATCHDOG_USEC", "1000"), ("WATCHDOG_PID", "1")];
    let server = home.serve_below(&[], &environment);
    assert!(heard(&socket).starts_with("READY=1"));
    assert!(server.stop().success());
    assert!(heard(&socket).starts_with("STOPPING=1"));
}

#[test]
fn a_supervisor_that_goes_away_stops_nothing() {
    let home = Home::new();
    let path = home.path().join("notify");
    let socket = listening(UnixDatagram::bind(&path).unwrap());
    let environment = [("NOTIFY_SOCKET", path.to_str().unwrap()), ("WATCHDOG_USEC", "20000")];
    let server = home.serve_below(&[], &environment);
    assert!(heard(&socket).starts_with("READY=1"));
    drop(socket);
    std::thread::sleep(Duration::from_millis(100));
    assert!(server.stop().success());
}

#[test]
fn a_supervisor_that_was_never_there_is_told_in_a_sentence() {
    let refused = refusal(&Home::new().run_under("export NOTIFY_SOCKET=/nonexistent/notify", &["serve"]));
    assert!(refused.contains("NOTIFY_SOCKET"), "{refused}");
}
