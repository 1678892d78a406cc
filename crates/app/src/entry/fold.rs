//! When two tags are the same.

use unicode_normalization::UnicodeNormalization;

/// A tag as it is compared: compatibility forms and case folded, so that `Café`, `CAFÉ` and `ｃａｆé` are one.
pub(super) fn tag(text: &str) -> String {
    text.trim().nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_width_and_composition_make_no_difference() {
        for same in ["Café", "CAFÉ", "cafe\u{301}", "ｃａｆé", "  café "] {
            assert_eq!(tag(same), "café", "{same}");
        }
        assert_ne!(tag("cafe"), tag("café"));
    }
}
