//! The master key's file.

use std::os::unix::fs::PermissionsExt;
use std::sync::Barrier;

use crypto::Random;
use journal::master_key::{FILE, in_folder, is_open_to_others, read};

#[test]
fn a_key_is_made_once_and_read_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let first = in_folder(folder.path(), &Random::system()).unwrap();
    assert_eq!(first.made, Some(folder.path().join(FILE)));
    let second = in_folder(folder.path(), &Random::system()).unwrap();
    assert_eq!(second.made, None);
    assert_eq!(first.key.fingerprint(), second.key.fingerprint());
    assert_eq!(folder.path().read_dir().unwrap().count(), 1, "no draft is left behind");
}

#[test]
fn only_its_owner_may_read_it() {
    let folder = tempfile::tempdir().unwrap();
    in_folder(folder.path(), &Random::system()).unwrap();
    let path = folder.path().join(FILE);
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!is_open_to_others(&path).unwrap());
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(is_open_to_others(&path).unwrap());
}

#[test]
fn programs_that_start_together_agree_on_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let barrier = Barrier::new(16);
    let start = || {
        barrier.wait();
        in_folder(folder.path(), &Random::system()).unwrap().key.fingerprint()
    };
    let keys: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(start)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}

#[test]
fn a_file_that_holds_no_key_is_refused_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    std::fs::write(&path, "not a key").unwrap();
    let refused = in_folder(folder.path(), &Random::system()).err().unwrap().to_string();
    assert!(refused.contains("32 bytes in base64"), "{refused}");
    assert!(!refused.contains("not a key"), "{refused}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "not a key");
    assert!(read(&folder.path().join("none")).unwrap().is_none());
}
