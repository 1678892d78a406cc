use std::fs;
use std::sync::Arc;

use app::access::Role;
use app::account::{BreachList, Broken, Unmade, build_breach_list};
use app::admin;
use reqwest::Method;
use serde_json::json;
use testkit::{OTHER_PASSWORD, PASSWORD, TestApp};

fn hex(password: &str) -> String {
    crypto::sha1(password.as_bytes()).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02X}"))
}

/// Lines as they are published: 20,000 made-up passwords and these, ordered by hash.
fn published(passwords: &[&str]) -> Vec<String> {
    let made_up = (0..20_000).map(|number| format!("made up {number}"));
    let mut lines: Vec<String> = made_up.map(|password| hex(&password)).collect();
    lines.extend(passwords.iter().map(|password| hex(password)));
    lines.sort();
    lines.iter().map(|line| format!("{line}:7\r\n")).collect()
}

/// ASVS 6.2.12
#[tokio::test]
async fn a_breached_password_is_refused_however_good_it_looks() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in.txt"), folder.path().join("list"));
    fs::write(&input, published(&[PASSWORD]).concat()).expect("written");
    assert_eq!(build_breach_list(&input, &output).expect("made"), 20_001);
    let list = Arc::new(BreachList::open(&output).expect("opened"));
    assert_eq!(list.count(), 20_001);
    let journal = TestApp::with(|settings| settings.breach_list = Some(list)).await;
    let register = async |password: &str| {
        let body = json!({"email": "ada@example.com", "password": password});
        journal.send(journal.request(Method::POST, "/api/auth/register").json(&body)).await
    };
    let refused = register(PASSWORD).await;
    assert_eq!(refused.refusal(), (422, "validation_failed"));
    assert_eq!(refused.json["errors"][0]["field"], "password");
    assert_eq!(refused.json["errors"][0]["code"], "breached");
    assert_eq!(register(OTHER_PASSWORD).await.status, 202);
    assert!(admin::create(&journal.app, "root@example.com", PASSWORD, Role::User).await.is_err());
}

#[test]
fn every_password_of_the_input_is_found_and_no_other_from_a_file_or_from_ranges() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, ranges) = (folder.path().join("in.txt"), folder.path().join("ranges"));
    let lines = published(&["twice"]);
    fs::write(&input, lines.concat()).expect("written");
    fs::create_dir(&ranges).expect("a folder");
    for chunk in lines.chunk_by(|a, b| a[..5] == b[..5]) {
        let suffixes: String = chunk.iter().map(|line| &line[5..]).collect();
        fs::write(ranges.join(format!("{}.txt", &chunk[0][..5])), suffixes).expect("written");
    }
    let made = [folder.path().join("a"), folder.path().join("b")];
    for (from, to) in [&input, &ranges].into_iter().zip(&made) {
        assert_eq!(build_breach_list(from, to).expect("made"), 20_001);
    }
    assert_eq!(fs::read(&made[0]).expect("read"), fs::read(&made[1]).expect("read"));
    let list = BreachList::open(&made[0]).expect("opened");
    for number in 0..20_000 {
        assert!(list.contains(&format!("made up {number}")).expect("whole"), "{number}");
        assert!(!list.contains(&format!("not made up {number}")).expect("whole"), "{number}");
    }
}

#[test]
fn a_damaged_list_is_refused_and_never_says_that_a_password_is_unknown() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in.txt"), folder.path().join("list"));
    fs::write(&input, published(&["known"]).concat()).expect("written");
    build_breach_list(&input, &output).expect("made");
    let whole = fs::read(&output).expect("read");
    let damaged = |bytes: &[u8]| {
        fs::write(&output, bytes).expect("written");
        matches!(BreachList::open(&output), Err(Broken::Damaged(_)))
    };
    assert!(damaged(&[]) && damaged(&whole[..1_000]) && damaged(&whole[..whole.len() - 1]));
    assert!(damaged(&[whole.as_slice(), b"x"].concat()));
    for at in [0, 8, 400_000, 786_400] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        assert!(damaged(&changed), "{at}");
    }
    let mut changed = whole.clone();
    changed[786_472..].iter_mut().for_each(|byte| *byte ^= 1);
    assert!(!damaged(&changed), "a look-up finds what opening does not read");
    let list = BreachList::open(&output).expect("opened");
    assert!(matches!(list.contains("known"), Err(Broken::Damaged(_))));
    assert!(matches!(BreachList::open(&folder.path().join("nowhere")), Err(Broken::Unreadable(..))));
}

#[test]
fn an_input_that_is_no_ordered_list_of_hashes_makes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in.txt"), folder.path().join("list"));
    let make = |text: &str| {
        fs::write(&input, text).expect("written");
        build_breach_list(&input, &output).expect_err("refused")
    };
    let (low, high) = ("0".repeat(40), "F".repeat(40));
    assert!(matches!(make(""), Unmade::Empty(_)));
    assert!(matches!(make(&format!("{high}:1\n{low}:2\n")), Unmade::Disorder(_, 2)));
    assert!(matches!(make(&format!("{low}:1\nnonsense\n")), Unmade::NoHash(_, 2)));
    assert!(matches!(make(&format!("{low}0:1\n")), Unmade::NoHash(_, 1)));
    assert!(!output.exists() && fs::read_dir(folder.path()).expect("read").count() == 1);
}
