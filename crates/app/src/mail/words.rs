//! How a message becomes text and HTML: its two templates, filled in.

use std::fmt::Write;
use std::sync::LazyLock;

use jiff::Timestamp;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, Value};

use super::model::{Letter, Message};

/// A pair for each message, and what several share.
const TEMPLATES: [(&str, &str); 59] = [
    ("layout.html", include_str!("templates/layout.html")),
    ("layout.txt", include_str!("templates/layout.txt")),
    ("button.html", include_str!("templates/button.html")),
    ("not-me.html", include_str!("templates/not-me.html")),
    ("not-me.txt", include_str!("templates/not-me.txt")),
    ("account-locked.html", include_str!("templates/account-locked.html")),
    ("account-locked.txt", include_str!("templates/account-locked.txt")),
    ("address-in-use.html", include_str!("templates/address-in-use.html")),
    ("address-in-use.txt", include_str!("templates/address-in-use.txt")),
    ("admin-acted.html", include_str!("templates/admin-acted.html")),
    ("admin-acted.txt", include_str!("templates/admin-acted.txt")),
    ("already-registered.html", include_str!("templates/already-registered.html")),
    ("already-registered.txt", include_str!("templates/already-registered.txt")),
    ("confirm-email.html", include_str!("templates/confirm-email.html")),
    ("confirm-email.txt", include_str!("templates/confirm-email.txt")),
    ("deletion-planned.html", include_str!("templates/deletion-planned.html")),
    ("deletion-planned.txt", include_str!("templates/deletion-planned.txt")),
    ("deletion-waits.html", include_str!("templates/deletion-waits.html")),
    ("deletion-waits.txt", include_str!("templates/deletion-waits.txt")),
    ("email-change-asked.html", include_str!("templates/email-change-asked.html")),
    ("email-change-asked.txt", include_str!("templates/email-change-asked.txt")),
    ("email-changed.html", include_str!("templates/email-changed.html")),
    ("email-changed.txt", include_str!("templates/email-changed.txt")),
    ("new-device.html", include_str!("templates/new-device.html")),
    ("new-device.txt", include_str!("templates/new-device.txt")),
    ("passkey-added.html", include_str!("templates/passkey-added.html")),
    ("passkey-added.txt", include_str!("templates/passkey-added.txt")),
    ("passkey-cloned.html", include_str!("templates/passkey-cloned.html")),
    ("passkey-cloned.txt", include_str!("templates/passkey-cloned.txt")),
    ("passkey-removed.html", include_str!("templates/passkey-removed.html")),
    ("passkey-removed.txt", include_str!("templates/passkey-removed.txt")),
    ("password-changed.html", include_str!("templates/password-changed.html")),
    ("password-changed.txt", include_str!("templates/password-changed.txt")),
    ("provider-connected.html", include_str!("templates/provider-connected.html")),
    ("provider-connected.txt", include_str!("templates/provider-connected.txt")),
    ("provider-disconnected.html", include_str!("templates/provider-disconnected.html")),
    ("provider-disconnected.txt", include_str!("templates/provider-disconnected.txt")),
    ("recovery-code-used.html", include_str!("templates/recovery-code-used.html")),
    ("recovery-code-used.txt", include_str!("templates/recovery-code-used.txt")),
    ("second-factor-off.html", include_str!("templates/second-factor-off.html")),
    ("second-factor-off.txt", include_str!("templates/second-factor-off.txt")),
    ("second-factor-on.html", include_str!("templates/second-factor-on.html")),
    ("second-factor-on.txt", include_str!("templates/second-factor-on.txt")),
    ("refresh-reused.html", include_str!("templates/refresh-reused.html")),
    ("refresh-reused.txt", include_str!("templates/refresh-reused.txt")),
    ("reset-password.html", include_str!("templates/reset-password.html")),
    ("reset-password.txt", include_str!("templates/reset-password.txt")),
    ("taken-back.html", include_str!("templates/taken-back.html")),
    ("taken-back.txt", include_str!("templates/taken-back.txt")),
    ("test.html", include_str!("templates/test.html")),
    ("test.txt", include_str!("templates/test.txt")),
    ("role-grants-changed.html", include_str!("templates/role-grants-changed.html")),
    ("role-grants-changed.txt", include_str!("templates/role-grants-changed.txt")),
    ("roles-changed.html", include_str!("templates/roles-changed.html")),
    ("roles-changed.txt", include_str!("templates/roles-changed.txt")),
    ("token-created.html", include_str!("templates/token-created.html")),
    ("token-created.txt", include_str!("templates/token-created.txt")),
    ("verify-address.html", include_str!("templates/verify-address.html")),
    ("verify-address.txt", include_str!("templates/verify-address.txt")),
];

/// Fills in the templates of a message for its recipient.
pub(super) fn render(message: &Message, to: &str) -> Result<Letter, Error> {
    let (name, values) = (message.name(), Value::from(Serde(message)));
    let text = READY.get_template(&format!("{name}.txt"))?;
    let html = READY.get_template(&format!("{name}.html"))?;
    let mut written = text.render_captured(values.clone())?;
    let subject = one_line(&written.with_state_mut(|state| state.render_block("subject"))?);
    let text = written.into_output();
    let values = minijinja::context! { subject => subject.clone(), ..values };
    let html = html.render_captured(values)?.into_output();
    Ok(Letter { to: to.to_owned(), subject, text, html })
}

static READY: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    templates.set_formatter(write_value);
    templates.add_filter("moment", moment);
    templates.add_filter("quoted", quoted);
    for (name, source) in TEMPLATES {
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

/// A text of somebody's own in lines of at most 72 characters, marked as theirs.
fn quoted(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= 72 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("> {word}")),
        }
    }
    lines.join("\n")
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

    /// ASVS 1.3.3
    #[test]
    fn a_subject_is_one_line_whatever_it_is_made_of() {
        assert_eq!(one_line("Hello\r\nBcc: eve@example.org\u{0} there "), "Hello Bcc: eve@example.org there");
    }
}
