//! The passwords that attackers try first: 16,298 of at least 8 bytes, from well-known lists (`common-passwords.txt`,
//! whose sources and licences stand beside it).
//!
//! They are folded to lower case, and so is what is looked up. The page has the same file, so that both say the same.

use std::sync::LazyLock;

/// Sorted by bytes, one to a line.
static LIST: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("common-passwords.txt").lines().collect());

/// Whether a password, in NFC, is on the list in whatever case.
pub(super) fn is_common(password: &str) -> bool {
    LIST.binary_search(&password.to_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ASVS 6.2.4
    #[test]
    fn the_list_is_long_sorted_and_of_passwords_that_the_policy_would_let_through() {
        assert!(LIST.len() > 10_000);
        assert!(LIST.is_sorted_by(|a, b| a < b));
        assert!(LIST.iter().all(|word| word.len() >= 8 && **word == word.to_lowercase()));
    }

    #[test]
    fn case_makes_no_difference_and_a_letter_does() {
        assert!(is_common("password1") && is_common("PassWord1"));
        assert!(!is_common("password1 ") && !is_common("kR7$wq2!"));
    }
}
