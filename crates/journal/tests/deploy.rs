//! What stands in `deploy/` fits the program: the metrics that alerts and dashboard ask for exist, the unit is sound, and
//! the proxies pass on what Journal relies on.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join("deploy").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The metrics that a text asks for, without the endings of histograms.
fn asked_for(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let ours = words.filter(|word| word.starts_with("journal_") || word.starts_with("http_server_"));
    let whole = ours.map(|word| {
        let base = word.strip_suffix("_bucket").or_else(|| word.strip_suffix("_count"));
        base.or_else(|| word.strip_suffix("_sum")).unwrap_or(word).to_owned()
    });
    whole.collect()
}

/// The metrics that the program's own source names.
fn measured() -> BTreeSet<String> {
    fn walk(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                let text = fs::read_to_string(&path).unwrap_or_default();
                found.extend(
                    text.split('"')
                        .skip(1)
                        .step_by(2)
                        .filter(|word| asked_for(word).contains(*word))
                        .map(str::to_owned),
                );
            }
        }
    }
    let mut found = BTreeSet::new();
    for part in ["crates/app/src", "crates/journal/src"] {
        walk(&root().join(part), &mut found);
    }
    assert!(found.len() > 10, "{found:?}");
    found
}

#[test]
fn alerts_and_dashboard_ask_for_metrics_that_exist() {
    let measured = measured();
    for path in ["prometheus/rules.yaml", "prometheus/dashboard.json"] {
        let asked = asked_for(&read(path));
        assert!(asked.len() > 5, "{path} asks for {asked:?}");
        let missing: Vec<_> = asked.difference(&measured).collect();
        assert!(missing.is_empty(), "{path} asks for what nobody measures: {missing:?}");
    }
    assert_eq!(
        asked_for("rate(journal_nothing_bucket[5m])").into_iter().collect::<Vec<_>>(),
        ["journal_nothing"]
    );
}

#[test]
fn every_alert_says_what_it_is_and_what_to_do() {
    let rules = read("prometheus/rules.yaml");
    let alerts: Vec<&str> = rules.split("- alert: ").skip(1).collect();
    assert!(alerts.len() >= 8);
    for alert in alerts {
        for part in ["expr:", "severity:", "summary:", "description:"] {
            assert!(alert.contains(part), "{part} is missing in {alert}");
        }
        let open = |bracket: char| alert.matches(bracket).count();
        assert_eq!((open('('), open('['), open('{')), (open(')'), open(']'), open('}')), "{alert}");
    }
}

/// What a program says; `None`, said aloud, where it is not installed and nobody asked for everything.
#[expect(clippy::disallowed_methods, reason = "whether all must be there is told by the environment")]
fn ask(program: &str, arguments: &[&str], path: &Path) -> Option<Output> {
    match Command::new(program).args(arguments).arg(path).output() {
        Ok(output) => Some(output),
        Err(error) => {
            let is_complete = ["JOURNAL_TEST_COMPLETE", "CI"].map(|name| std::env::var_os(name).is_some());
            assert!(!is_complete.contains(&true), "{program}: {error}; script/bootstrap installs it");
            let said = format!("\nnot tested, because there is no {program}: {}\n", path.display());
            // Straight to the terminal: what a passing test prints is not shown.
            std::io::stderr().write_all(said.as_bytes()).unwrap();
            None
        }
    }
}

#[test]
fn prometheus_itself_finds_the_rules_right() {
    let rules = root().join("deploy/prometheus/rules.yaml");
    let Some(output) = ask("promtool", &["check", "rules"], &rules) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_dashboard_is_one_that_grafana_reads() {
    let dashboard: Value = serde_json::from_str(&read("prometheus/dashboard.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    assert!(panels.len() >= 10);
    let ids: BTreeSet<i64> = panels.iter().map(|panel| panel["id"].as_i64().unwrap()).collect();
    assert_eq!(ids.len(), panels.len());
    for panel in panels {
        assert!(panel["targets"].as_array().is_some_and(|targets| !targets.is_empty()), "{panel}");
        assert!(panel["title"].is_string() && panel["description"].is_string(), "{panel}");
    }
}

#[test]
fn the_unit_calls_the_program_as_it_is_and_waits_for_its_word() {
    let unit = read("systemd/journal.service");
    for line in [
        "Type=notify",
        "ExecStart=/usr/local/bin/journal serve --config /etc/journal/journal.toml",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "User=journal",
        "CapabilityBoundingSet=",
    ] {
        assert!(unit.lines().any(|is| is == line), "{line}");
    }
    let call = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    let words = call.split(' ').map(|word| word.trim_start_matches("/usr/local/bin/"));
    journal::cli::grammar().try_get_matches_from(words).expect("the program understands the unit");
}

/// ASVS 13.2.2
#[test]
fn systemd_itself_finds_the_unit_right_and_tight() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.service");
    // The program need not be installed where the unit wants it.
    fs::write(&path, read("systemd/journal.service").replace("/usr/local/bin/journal", "/bin/true")).unwrap();
    let Some(verified) = ask("systemd-analyze", &["verify", "--man=no"], &path) else { return };
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    let judged = ask("systemd-analyze", &["security", "--offline=yes", "--threshold=20"], &path).unwrap();
    assert!(judged.status.success(), "exposure is above 2.0: {}", String::from_utf8_lossy(&judged.stdout));
}

/// ASVS 13.2.2
#[test]
fn the_image_runs_as_nobody_on_a_file_system_that_cannot_be_written() {
    let image = read("container/Containerfile");
    assert!(image.lines().any(|line| line == "USER 10001:10001"));
    assert!(image.contains("HEALTHCHECK ") && image.contains("CMD [\"journal\", \"doctor\"]"));
    assert!(image.matches("\nFROM ").count() >= 3, "it is built in stages");
    let compose = read("container/compose.yaml");
    assert!(compose.contains("read_only: true") && compose.contains("cap_drop: [ALL]"));
}

#[test]
fn settings_that_the_samples_name_exist() {
    for path in ["container/Containerfile", "container/compose.yaml", "systemd/journal.service", "README.md"]
    {
        let text = read(path);
        let words = text.split(|c: char| !(c.is_ascii_uppercase() || c == '_'));
        for name in words.filter_map(|word| word.strip_prefix("JOURNAL_")) {
            let known = journal::config::find(name.strip_suffix("_FILE").unwrap_or(name));
            assert!(known.is_some() || name == "UPSTREAM", "{path} names JOURNAL_{name}");
        }
    }
}

/// ASVS 16.4.3
#[test]
fn the_log_is_shipped_over_tls_with_certificates_on_both_ends() {
    let upload = read("systemd/journal-upload.conf");
    let given = |name: &str| upload.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    assert!(given("URL").is_some_and(|url| url.starts_with("https://")));
    for file in ["ServerKeyFile", "ServerCertificateFile", "TrustedCertificateFile"] {
        assert!(given(file).is_some_and(|path| path.starts_with("/etc/ssl/")), "{file}");
    }
    let unit = read("systemd/journal.service");
    assert!(!unit.contains("StandardError"), "what the program logs reaches the system's journal");
}

/// ASVS 12.1.1
#[test]
fn the_proxy_speaks_no_tls_that_is_broken() {
    let nginx = read("proxy/nginx.conf");
    let protocols = nginx.lines().find_map(|line| line.trim().strip_prefix("ssl_protocols")).unwrap();
    assert_eq!(
        protocols.trim().trim_end_matches(';').split_whitespace().collect::<Vec<_>>(),
        ["TLSv1.2", "TLSv1.3"]
    );
}

/// ASVS 12.1.2
#[test]
fn every_proxy_takes_ciphers_with_forward_secrecy_and_authentication_alone() {
    let is_strong = |cipher: &str| {
        let strong = ["AES256-GCM", "AES128-GCM", "AES_256_GCM", "AES_128_GCM", "CHACHA20"];
        cipher.contains("ECDHE") && strong.iter().any(|word| cipher.contains(word))
    };
    let nginx = read("proxy/nginx.conf");
    let ciphers = nginx.lines().find_map(|line| line.trim().strip_prefix("ssl_ciphers")).unwrap();
    let ciphers: Vec<&str> = ciphers.trim().trim_end_matches(';').split(':').collect();
    assert!(ciphers.len() >= 4 && ciphers.iter().all(|cipher| is_strong(cipher)), "{ciphers:?}");
    assert!(nginx.contains("ssl_prefer_server_ciphers on;"), "the strongest come first");
    assert!(ciphers[0].contains("AES256") && ciphers.last().unwrap().contains("AES128"), "{ciphers:?}");
    let traefik = read("proxy/traefik.yaml");
    let ciphers: Vec<&str> = traefik.lines().filter_map(|line| line.trim().strip_prefix("- TLS_")).collect();
    assert!(ciphers.len() >= 4 && ciphers.iter().all(|cipher| is_strong(cipher)), "{ciphers:?}");
    assert!(traefik.contains("minVersion: VersionTLS12"));
    let caddy = read("proxy/Caddyfile");
    assert!(
        !caddy.contains("ciphers ") && !caddy.contains("protocols "),
        "what Caddy takes by itself is strong"
    );
}

/// ASVS 4.1.2
#[test]
fn in_the_clear_pages_are_led_to_https_and_the_api_is_refused() {
    let nginx = read("proxy/nginx.conf");
    let clear = nginx.split("server {").find(|server| server.contains("listen 80;")).unwrap();
    let api = clear.split("location /api/ {").nth(1).unwrap().split('}').next().unwrap();
    assert_eq!(api.trim(), "return 403;");
    assert!(
        clear.contains("return 301 https://journal.example.org$request_uri;") && !clear.contains("$host")
    );
    let caddy = read("proxy/Caddyfile");
    let clear = caddy.split("http://journal.example.org {").nth(1).unwrap();
    let api = clear.split("handle /api/* {").nth(1).unwrap().split('}').next().unwrap();
    assert_eq!(api.trim(), "respond 403");
    let traefik = read("proxy/traefik.yaml");
    let routers = traefik.split("  middlewares:").next().unwrap();
    let clear = routers.split("pages-in-the-clear:").nth(1).unwrap();
    assert!(clear.contains("&& !PathPrefix(`/api`)") && clear.contains("entryPoints: [web]"), "{clear}");
    assert_eq!(traefik.matches("[web]").count(), 1, "nothing else listens without TLS");
}

#[test]
fn every_proxy_passes_the_event_stream_on_as_it_is_written() {
    assert!(read("proxy/Caddyfile").contains("flush_interval -1"));
    assert!(read("proxy/traefik.yaml").contains("flushInterval: -1ms"));
    let nginx = read("proxy/nginx.conf");
    let events = nginx.split("location = /api/events {").nth(1).unwrap().split('}').next().unwrap();
    assert!(events.contains("proxy_buffering off;"), "{events}");
    for header in ["proxy_set_header Host ", "proxy_set_header X-Forwarded-For "] {
        assert!(nginx.contains(header), "{header}");
    }
}
