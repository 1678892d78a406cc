//! What Journal is made of is known to the last part, and so is what is known against a part.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output};
use std::thread;

use serde_json::{Value, json};

use super::root;

fn bill() -> Value {
    let output = Command::new(root().join("script/sbom")).output().expect("python3 is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("the bill is JSON")
}

/// ASVS 15.1.2
#[test]
fn the_bill_of_materials_holds_every_part_and_no_tool() {
    let bill = bill();
    assert_eq!((bill["bomFormat"].as_str(), bill["specVersion"].as_str()), (Some("CycloneDX"), Some("1.6")));
    let components = bill["components"].as_array().unwrap();
    let names: BTreeSet<&str> =
        components.iter().map(|component| component["name"].as_str().unwrap()).collect();
    for part in [
        "axum",
        "argon2",
        "rusqlite",
        "libsqlite3-sys",
        "rustls",
        "ring",
        "react",
        "react-dom",
        "zod",
        "journal-app",
    ] {
        assert!(names.contains(part), "{part} is missing");
    }
    for tool in ["vitest", "vite", "typescript", "journal-testkit", "proptest", "jsonwebtoken", "p256"] {
        assert!(!names.contains(tool), "{tool} is no part of the program");
    }
    let refs: BTreeSet<&str> =
        components.iter().map(|component| component["bom-ref"].as_str().unwrap()).collect();
    assert_eq!(refs.len(), components.len(), "each stands once");
    for component in components {
        let purl = component["purl"].as_str().unwrap();
        assert!(purl.starts_with("pkg:cargo/") || purl.starts_with("pkg:npm/"), "{purl}");
        assert!(purl.ends_with(&format!("@{}", component["version"].as_str().unwrap())), "{purl}");
        assert!(component["licenses"].is_array(), "{purl} says no licence");
        let is_ours = component["name"].as_str().is_some_and(|name| name.starts_with("journal-"));
        assert!(is_ours || component["hashes"].is_array(), "{purl} has no digest");
    }
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let wanted = |name: &str| lock.contains(&format!("name = \"{name}\"\n"));
    let of_cargo =
        components.iter().filter(|component| component["purl"].as_str().unwrap().starts_with("pkg:cargo/"));
    assert!(
        of_cargo.clone().count() > 150
            && of_cargo.into_iter().all(|part| wanted(part["name"].as_str().unwrap()))
    );
    for link in bill["dependencies"].as_array().unwrap() {
        let known = |name: &Value| {
            refs.contains(name.as_str().unwrap()) || name == &bill["metadata"]["component"]["purl"]
        };
        assert!(known(&link["ref"]) && link["dependsOn"].as_array().unwrap().iter().all(known), "{link}");
    }
}

/// A server that knows one advisory, on one component, published then; and what the script says of it.
fn advised(published: &'static str, severity: &'static str) -> Output {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let (mut bytes, mut some) = (Vec::new(), [0; 8_192]);
            let (head, body) = loop {
                let read = connection.read(&mut some).unwrap();
                bytes.extend(&some[..read]);
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                let length = head.to_ascii_lowercase();
                let length = length
                    .split("content-length: ")
                    .nth(1)
                    .and_then(|rest| rest.split("\r\n").next()?.parse().ok());
                if body.len() >= length.unwrap_or(0) {
                    break (head.to_owned(), body.to_owned());
                }
            };
            let answer = if head.starts_with("POST /v1/querybatch") {
                let asked: Value = serde_json::from_str(&body).unwrap();
                let results = asked["queries"].as_array().unwrap().iter().map(|query| {
                    let purl = query["package"]["purl"].as_str().unwrap();
                    if purl.starts_with("pkg:cargo/axum@") {
                        json!({"vulns": [{"id": "TEST-1"}]})
                    } else {
                        json!({})
                    }
                });
                json!({"results": results.collect::<Vec<_>>()})
            } else {
                assert!(head.starts_with("GET /v1/vulns/TEST-1 "), "{head}");
                json!({"id": "TEST-1", "published": published, "database_specific": {"severity": severity}})
            };
            let answer = answer.to_string();
            let length = answer.len();
            let _ = write!(
                connection,
                "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{answer}"
            );
        }
    });
    Command::new(root().join("script/advisories"))
        .args(["--server", &server])
        .env("no_proxy", "*")
        .output()
        .unwrap()
}

/// ASVS 15.2.1
#[test]
fn a_part_with_a_weakness_past_its_deadline_is_found() {
    let late = advised("2024-01-01T00:00:00Z", "LOW");
    let said = String::from_utf8_lossy(&late.stdout).into_owned();
    assert_eq!(late.status.code(), Some(1), "{said}{}", String::from_utf8_lossy(&late.stderr));
    assert!(said.contains("LATE") && said.contains("TEST-1") && said.contains("pkg:cargo/axum@"), "{said}");
    let in_time = advised("2999-01-01T00:00:00Z", "CRITICAL");
    let said = String::from_utf8_lossy(&in_time.stdout).into_owned();
    assert_eq!(in_time.status.code(), Some(0), "{said}{}", String::from_utf8_lossy(&in_time.stderr));
    assert!(said.contains("until 2999-01-08") && said.contains(" 0 advisories past"), "{said}");
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let away = Command::new(root().join("script/advisories"))
        .args(["--server", &format!("http://{nobody}")])
        .env("no_proxy", "*")
        .output();
    assert_eq!(away.unwrap().status.code(), Some(2), "what is not known is no good news");
}
