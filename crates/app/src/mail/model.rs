//! What Journal writes to people.

use std::fmt::Write;
use std::sync::LazyLock;

use jiff::Timestamp;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, Value};
use serde::{Deserialize, Serialize};

/// Everything that Journal writes to people. Links are complete URLs that start with the public one.
///
/// A new message is a variant here and two templates: what the variant holds is what its templates may name.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub enum Message {
    /// To whoever registered: the address must be confirmed.
    VerifyAddress {
        /// Confirms the address; its token is in the fragment.
        link: String,
        /// When the registration began whose password the link makes good.
        begun: Timestamp,
        /// When the link stops working.
        expires: Timestamp,
    },
    /// To the owner of an address that somebody tried to register again.
    AlreadyRegistered {
        /// When it was tried.
        at: Timestamp,
        /// Where one signs in.
        link: String,
    },
    /// To the owner of a session that was ended, because an old refresh token came back.
    RefreshReused {
        /// When it came back.
        at: Timestamp,
        /// The network address that it came from.
        address: String,
        /// The browser and system of the session that was ended.
        browser: String,
        /// Where the devices are listed.
        link: String,
    },
    /// To an operator who asked whether mail arrives.
    Test {},
}

/// A message in words, with the address that it goes to. It may hold tokens: it is sealed wherever it rests.
#[derive(Clone, Serialize, Deserialize)]
pub struct Letter {
    /// The one recipient.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Lines of at most 72 characters, links apart.
    pub text: String,
    /// A complete document that loads nothing.
    pub html: String,
}

impl Message {
    /// Puts the message into words.
    pub fn write(&self, to: &str) -> Letter {
        self.render(to).expect("templates are part of the program, and a test renders each")
    }

    fn templates(&self) -> (&'static str, &'static str) {
        match self {
            Self::VerifyAddress { .. } => {
                (include_str!("templates/verify-address.txt"), include_str!("templates/verify-address.html"))
            }
            Self::AlreadyRegistered { .. } => (
                include_str!("templates/already-registered.txt"),
                include_str!("templates/already-registered.html"),
            ),
            Self::RefreshReused { .. } => {
                (include_str!("templates/refresh-reused.txt"), include_str!("templates/refresh-reused.html"))
            }
            Self::Test {} => (include_str!("templates/test.txt"), include_str!("templates/test.html")),
        }
    }

    fn render(&self, to: &str) -> Result<Letter, Error> {
        let (text, html) = self.templates();
        let values = Value::from(Serde(self));
        let mut written =
            TEMPLATES.template_from_named_str("message.txt", text)?.render_captured(values.clone())?;
        let subject = one_line(&written.with_state_mut(|state| state.render_block("subject"))?);
        let text = written.into_output();
        let values = minijinja::context! { subject => subject.clone(), ..values };
        let html =
            TEMPLATES.template_from_named_str("message.html", html)?.render_captured(values)?.into_output();
        Ok(Letter { to: to.to_owned(), subject, text, html })
    }
}

impl Letter {
    /// The links in the text, in order and each once.
    pub fn links(&self) -> Vec<&str> {
        let words = self.text.split_whitespace();
        let mut links: Vec<&str> = Vec::new();
        for link in words.filter(|word| word.starts_with("https://") || word.starts_with("http://")) {
            if !links.contains(&link) {
                links.push(link);
            }
        }
        links
    }
}

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    templates.set_formatter(write_value);
    templates.add_filter("moment", moment);
    for (name, source) in [
        ("layout.txt", include_str!("templates/layout.txt")),
        ("layout.html", include_str!("templates/layout.html")),
        ("button.html", include_str!("templates/button.html")),
    ] {
        templates
            .add_template(name, source)
            .expect("templates are part of the program, and a test renders each");
    }
    templates
});

/// Escapes for HTML, but leaves `/` alone, unlike the library: not every mail program finds `https:&#x2f;&#x2f;`.
fn write_value(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_safe() || !matches!(state.auto_escape(), AutoEscape::Html) {
        return out.write_str(&value.to_string()).map_err(Error::from);
    }
    for c in value.to_string().chars() {
        let written = match c {
            '&' => out.write_str("&amp;"),
            '<' => out.write_str("&lt;"),
            '>' => out.write_str("&gt;"),
            '"' => out.write_str("&quot;"),
            '\'' => out.write_str("&#39;"),
            c => out.write_char(c),
        };
        written?;
    }
    Ok(())
}

/// A point in time as people write it, in UTC.
fn moment(time: &str) -> Result<String, Error> {
    let time: Timestamp =
        time.parse().map_err(|_| Error::new(ErrorKind::InvalidOperation, "not a point in time"))?;
    Ok(time.strftime("%-d %B %Y, %H:%M UTC").to_string())
}

/// A header ends where a line ends; nothing that a stranger chose may start another one.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control())
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn all() -> Vec<Message> {
        let link = "https://journal.example/verify-email#token=abc_DEF-123&x".to_owned();
        let at = time("2026-09-22T16:05:00Z");
        vec![
            Message::VerifyAddress { link: link.clone(), begun: at, expires: at },
            Message::AlreadyRegistered { at, link: link.clone() },
            Message::RefreshReused {
                at,
                address: "2001:db8:1:2:3:4:5:6".to_owned(),
                browser: "Firefox on Linux".to_owned(),
                link,
            },
            Message::Test {},
        ]
    }

    #[test]
    fn every_message_has_a_subject_and_says_the_same_in_text_and_html() {
        for message in all() {
            let letter = message.write("ada@example.org");
            assert!((10..60).contains(&letter.subject.len()), "{}", letter.subject);
            assert!(letter.html.contains(&letter.subject));
            assert!(letter.html.trim_end().ends_with("</html>"));
            assert!(letter.html.lines().all(|line| line.len() <= 998), "a line is too long for mail");
            for link in letter.links() {
                assert!(
                    letter.html.contains(&link.replace('&', "&amp;")),
                    "{link} is missing in {}",
                    letter.html
                );
            }
        }
    }

    #[test]
    fn the_text_fits_a_terminal_and_never_shouts() {
        for message in all() {
            let letter = message.write("ada@example.org");
            for line in letter.text.lines().filter(|line| !line.contains("://")) {
                assert!(line.chars().count() <= 72, "{line}");
            }
            assert!(
                !letter.text.contains('!') && !letter.text.contains("{{") && !letter.text.contains("\n\n\n")
            );
            assert!(!letter.text.starts_with('\n') && letter.text.contains("\n-- \n"), "{}", letter.text);
        }
    }

    #[test]
    fn a_verification_names_its_link_and_when_it_ends() {
        let letter = all()[0].write("ada@example.org");
        assert_eq!(letter.links(), ["https://journal.example/verify-email#token=abc_DEF-123&x"]);
        assert!(letter.text.contains("22 September 2026, 16:05 UTC"));
        assert!(letter.html.contains("22 September 2026, 16:05 UTC"));
    }

    /// ASVS 1.2.1, 1.3.7
    #[test]
    fn what_a_stranger_chose_is_text_and_not_markup() {
        let notice = Message::RefreshReused {
            at: time("2026-11-22T16:05:00Z"),
            address: "192.0.2.7".to_owned(),
            browser: "<img src=x onerror=alert(1)>\"'&".to_owned(),
            link: "https://journal.example/account/devices".to_owned(),
        };
        let letter = notice.write("ada@example.org");
        assert!(letter.html.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"));
        assert!(!letter.html.contains("<img"));
        assert!(letter.text.contains("<img src=x onerror=alert(1)>\"'&"));
    }

    /// ASVS 1.3.3
    #[test]
    fn a_subject_is_one_line_whatever_it_is_made_of() {
        assert_eq!(one_line("Hello\r\nBcc: eve@example.org\u{0} there "), "Hello Bcc: eve@example.org there");
    }
}
