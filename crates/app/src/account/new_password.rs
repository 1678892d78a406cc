//! What a new password must be: long enough, not guessable, and nothing else.
//!
//! NIST SP 800-63B: length and a look at what attackers try first, no rules of composition. A list of common passwords
//! is asked, then zxcvbn judges with the person's own words, so that a name and a year are not a password. The page
//! says the same beforehand; `tests/account/password-cases.json` holds both to it.

use crypto::Secret;
use unicode_normalization::UnicodeNormalization;
use zxcvbn::{Entropy, Score, zxcvbn};

use super::breach::{BreachList, Broken};
use super::common_password::is_common;
use super::model::{Email, Username};
use crate::http::Complaint;

/// Bytes after NFC, at least.
const SHORTEST: usize = 8;
/// Bytes after NFC, at most.
const LONGEST: usize = 1_024;
/// Characters that are judged at once: the work of zxcvbn explodes with the length.
const JUDGED: usize = 32;

/// A password that may be set.
#[derive(Clone)]
pub struct NewPassword(Secret<String>);

impl NewPassword {
    /// Checks a password that a person with this address and username wants to set.
    pub fn parse(text: &str, email: Option<&Email>, username: Option<&Username>) -> Result<Self, Complaint> {
        let password = normalize(text);
        match password.expose().len() {
            ..SHORTEST => return Err(Complaint::new("too_short", "A password has at least 8 characters.")),
            SHORTEST..=LONGEST => {}
            _ => return Err(Complaint::new("too_long", "A password has at most 1,024 bytes.")),
        }
        if is_common(password.expose()) {
            let message = "This is one of the passwords that are tried first. Try a few unrelated words.";
            return Err(Complaint::new("too_weak", message));
        }
        let words = own_words(email, username);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let estimate = estimate(password.expose(), &words);
        if estimate.score() < Score::Three {
            let hint = estimate
                .feedback()
                .and_then(zxcvbn::feedback::Feedback::warning)
                .map(|warning| warning.to_string());
            let hint = hint.unwrap_or_else(|| "It is easy to guess.".to_owned());
            return Err(Complaint::new("too_weak", format!("{hint} Try a few unrelated words.")));
        }
        Ok(Self(password))
    }

    /// Complains when the operator's list of breached passwords has it; without a list, none is. Reads a file.
    pub fn unless_breached(self, list: Option<&BreachList>) -> Result<Result<Self, Complaint>, Broken> {
        let is_breached = list.map_or(Ok(false), |list| list.contains(self.0.expose()))?;
        let breached = || {
            Complaint::new("breached", "This password is known from a breach elsewhere. Choose another one.")
        };
        Ok(if is_breached { Err(breached()) } else { Ok(self) })
    }

    /// The password itself, for hashing.
    pub fn into_secret(self) -> Secret<String> {
        self.0
    }
}

/// How hard a password is to guess: as hard as its beginning or, when that is easy, as its end.
fn estimate(password: &str, words: &[&str]) -> Entropy {
    let characters: Vec<char> = password.chars().collect();
    let piece = |from: usize| characters[from..].iter().take(JUDGED).collect::<String>();
    let beginning = zxcvbn(&piece(0), words);
    if beginning.score() >= Score::Three || characters.len() <= JUDGED {
        return beginning;
    }
    zxcvbn(&piece(characters.len() - JUDGED), words)
}

/// The form in which passwords are hashed and compared: NFC, so that an accent is the same from every keyboard.
pub fn normalize(text: &str) -> Secret<String> {
    Secret::new(text.nfc().collect())
}

fn own_words(email: Option<&Email>, username: Option<&Username>) -> Vec<String> {
    let mut words = vec!["journal".to_owned()];
    if let Some(email) = email {
        words.push(email.folded().to_owned());
        words.extend(email.folded().split(['@', '.', '+', '-', '_']).map(str::to_owned));
    }
    words.extend(username.map(|name| name.folded().to_owned()));
    words.retain(|word| word.len() > 2);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(password: &str) -> Result<(), &'static str> {
        let email = Email::parse("ada.lovelace@example.com").ok();
        let username = Username::parse("countess").ok();
        NewPassword::parse(password, email.as_ref(), username.as_ref())
            .map(drop)
            .map_err(|complaint| complaint.code)
    }

    /// ASVS 6.2.1, 6.2.5
    #[test]
    fn length_is_counted_in_bytes_after_normalisation() {
        assert_eq!(verdict("kR7$wq2"), Err("too_short"));
        assert_eq!(verdict("correct horse battery staple"), Ok(()));
        assert_eq!(verdict(&"kR7$wq2!".repeat(129)), Err("too_long"));
        assert_eq!(normalize("e\u{301}").expose(), "\u{e9}");
    }

    /// ASVS 6.2.4
    #[test]
    fn a_password_that_attackers_try_first_is_refused() {
        for password in ["password", "12345678", "qwertyuiop", "iloveyou1"] {
            assert_eq!(verdict(password), Err("too_weak"), "{password}");
        }
    }

    #[test]
    fn a_long_password_is_judged_by_its_beginning_or_its_end() {
        let l33t = "4@8({[<69!1|i30$5+7%2z".repeat(40);
        assert!(verdict(&l33t[..800]).is_ok());
        assert_eq!(verdict(&"password".repeat(20)), Err("too_weak"));
        assert_eq!(verdict(&format!("{}correct horse battery staple", "a".repeat(40))), Ok(()));
    }

    /// ASVS 2.2.3, 6.2.11
    #[test]
    fn a_password_made_of_the_persons_own_words_is_refused() {
        for password in ["ada.lovelace@example.com", "countess1", "lovelace12", "journaljournal"] {
            assert_eq!(verdict(password), Err("too_weak"), "{password}");
        }
    }
}
