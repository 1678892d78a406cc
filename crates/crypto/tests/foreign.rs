//! Known answers, each made by the program that the scheme is known from: Django 5.2, passlib 1.7, OpenSSL 3, bcrypt's
//! and Argon2's own libraries, and Python's scrypt.

use crypto::password::{Hasher, Params, Unfit, Verdict, adopt, is_verifiable};
use crypto::{Random, Secret};

const PASSWORD: &str = "canary-velvet-otter-93-lantern";

const MADE_ELSEWHERE: [&str; 12] = [
    "$2b$10$LquNnUEQr1YVXqLx4.Tz1uNQhA0x2k.lOagJX7Q77PSzo//BK2Nju",
    "$2a$06$LquNnUEQr1YVXqLx4.Tz1uReBTEtPfSigv4UEn6LqXYdYyp1uHdcy",
    "bcrypt$$2b$10$LquNnUEQr1YVXqLx4.Tz1uNQhA0x2k.lOagJX7Q77PSzo//BK2Nju",
    "bcrypt_sha256$$2b$06$LquNnUEQr1YVXqLx4.Tz1ukVRxFsXeP3GEGeegZZDeSUEM8V2XwnS",
    "pbkdf2_sha256$260000$5BmWZ2vQyYcL$H/f6tUpPq8PAPWUnFqRj1LZlU3PDsNBwvzWnJFWh4tg=",
    "scrypt$16384$Qm9kZWdhMTIz$8$1$fykkooVRuETXPvSEmwFVQfQjAZB+xpCOFvwRXY2P/xL7OsthtXu4iXu3i5fyoUADJzqfaGHQ5KLJ3GBLjUibFA==",
    "$scrypt$ln=14,r=8,p=1$c29tZXNhbHRzb21lc2FsdA$BD/FvAJFiN2EomPV8M361hiSJrt9Ujk+tdGUnheVW+Y",
    "$6$saltstring$SuemBJUJeD9nQyGC.XwdRJ/Jmh2vlIIlEfv4B3yqBTo8GogxpvgrbKpQx0PvteaYpmfLcAlbU9eY.Aduhh7aU/",
    "$argon2i$v=19$m=8192,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$wRXdqQ9hWEeyEO4AvcKLv+AJYv8/XSHRwGR3jpFS5P4",
    "$argon2d$v=19$m=8192,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$evJUfoyNPLL4eo983mItgXQr8KDZe+DlkGnQssDDCgY",
    "$argon2id$v=19$m=8192,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$ZA05S7lSPdJMb9JYA/mPhcw1XwgrYT7K9bpnMEnQvxk",
    "argon2$argon2id$v=19$m=102400,t=2,p=8$YzI5dFpYTmhiSFF4TWpN$zLWUSNwNpLlwFkJ++nazW5QVZy8//TQQi5KJ/5T4GPY",
];

fn hasher() -> Hasher {
    let params = Params { memory_kib: 64, passes: 1, lanes: 1 };
    Hasher::start(params, 1, 8, &Random::system(), |_| {}).unwrap()
}

async fn verdict(hasher: &Hasher, password: &str, hash: &str) -> Verdict {
    let stored = adopt(hash).unwrap_or_else(|unfit| panic!("{hash}: {unfit}"));
    assert!(is_verifiable(&stored));
    hasher.verify(Secret::new(password.to_owned()), Some(stored)).await.unwrap()
}

#[tokio::test]
async fn a_hash_made_elsewhere_knows_its_password_and_is_to_be_made_anew() {
    let hasher = hasher();
    for hash in MADE_ELSEWHERE {
        assert_eq!(verdict(&hasher, PASSWORD, hash).await, Verdict::RightOutdated, "{hash}");
        assert_eq!(verdict(&hasher, "canary-velvet-otter-93-lanterm", hash).await, Verdict::Wrong, "{hash}");
        assert_eq!(verdict(&hasher, "", hash).await, Verdict::Wrong, "{hash}");
    }
}

#[tokio::test]
async fn known_answers_of_the_specifications_hold() {
    let hasher = hasher();
    for (password, hash) in [
        // Drepper's vectors for SHA-crypt: rounds said, and a salt of more than 16 letters.
        (
            "Hello world!",
            "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
        ),
        (
            "Hello world!",
            "$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
        ),
        (
            "Hello world!",
            "$6$rounds=10000$saltstringsaltstring$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
        ),
        // jBCrypt's.
        ("", "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s."),
        ("éééééééé", "pbkdf2_sha256$1000$seasalt$DixPLw2JY66NeMZr0qplW+MiWYSq+g68JwcwLD0+3jA="),
    ] {
        assert_eq!(verdict(&hasher, password, hash).await, Verdict::RightOutdated, "{hash}");
    }
}

#[test]
fn what_is_broken_or_too_dear_is_refused_before_anything_is_computed() {
    let output = "A".repeat(43);
    for hash in [
        "$2b$15$LquNnUEQr1YVXqLx4.Tz1uNQhA0x2k.lOagJX7Q77PSzo//BK2Nju",
        "$2b$03$LquNnUEQr1YVXqLx4.Tz1uNQhA0x2k.lOagJX7Q77PSzo//BK2Nju",
        "$2b$10$LquNnUEQr1YVXqLx4.Tz1uNQhA0x2k.lOagJX7Q77PSzo//BK2Nj",
        "$2b$10$é",
        "bcrypt$$2x$10$LquNnUEQr1YVXqLx4.Tz1uNQhA0x2k.lOagJX7Q77PSzo//BK2Nju",
        &format!("pbkdf2_sha256$2000001$salt${output}="),
        &format!("pbkdf2_sha256$0$salt${output}="),
        &format!("pbkdf2_sha256$1000$${output}="),
        "pbkdf2_sha256$1000$salt$AAAA",
        &format!("scrypt$16385$salt$8$1${output}="),
        &format!("scrypt$262144$salt$16$1${output}="),
        &format!("$scrypt$ln=63,r=8,p=1$c2FsdA${output}"),
        &format!("$scrypt$ln=64,r=8,p=1$c2FsdA${output}"),
        &format!("$scrypt$ln=14,r=8,p=4294967295$c2FsdA${output}"),
        &format!("$6$rounds=500001$salt${}", "A".repeat(86)),
        &format!("$6$rounds=999$salt${}", "A".repeat(86)),
        &format!("$6$salt${}", "A".repeat(85)),
        "$argon2id$v=19$m=1048576,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$ZA05S7lSPdJMb9JYA/mPhcw1XwgrYT7K9bpnMEnQvxk",
        "$argon2id$",
    ] {
        assert_eq!(adopt(hash), Err(Unfit::Unusable), "{hash}");
    }
}

#[test]
fn what_is_no_hash_that_is_known_is_refused() {
    for hash in [
        "",
        "secret",
        "$1$salt$hash",
        "$5$salt$hash",
        "md5$salt$hash",
        "{SSHA}abc",
        "$apr1$a$b",
        "$y$j9T$a$b",
    ] {
        assert_eq!(adopt(hash), Err(Unfit::Unknown), "{hash}");
    }
}

#[tokio::test]
async fn a_flood_of_foreign_hashes_waits_for_one_thread_and_is_refused_beyond_its_queue() {
    let hasher = hasher();
    let ask = |_| {
        let hasher = hasher.clone();
        tokio::spawn(async move { verdict_of(&hasher, MADE_ELSEWHERE[0]).await })
    };
    let asked: Vec<_> = (0..40).map(ask).collect();
    let mut answers = Vec::new();
    for answer in asked {
        answers.push(answer.await.unwrap());
    }
    assert!(answers.iter().any(Result::is_err), "the queue is bounded");
    assert!(answers.iter().any(Result::is_ok), "and serves who came first");
    let ours = hasher.hash(Secret::new(PASSWORD.to_owned()), [1; 16]).await.unwrap();
    assert_eq!(verdict_of(&hasher, &ours).await.unwrap(), Verdict::Right);
}

async fn verdict_of(hasher: &Hasher, hash: &str) -> Result<Verdict, crypto::password::Error> {
    hasher.verify(Secret::new(PASSWORD.to_owned()), Some(hash.to_owned())).await
}
