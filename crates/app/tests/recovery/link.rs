//! Mailed links start with the public URL, whatever a request says that the host is.

use serde_json::{Value, json};
use testkit::{OTHER_PASSWORD, PASSWORD, TestApp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How a request can lie about the host: what stands before the path, and its headers.
const LIES: [(&str, &str); 5] = [
    ("", "Host: evil.example"),
    ("", "Host: OWN\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https"),
    ("", "Host: OWN\r\nForwarded: host=evil.example;proto=https"),
    ("http://evil.example", "Host: evil.example"),
    ("http://evil.example", "Host: OWN\r\nX-Original-Host: evil.example\r\nX-Host: evil.example"),
];

/// Requests that lie in one of these ways.
struct Liar<'a> {
    journal: &'a TestApp,
    lie: (&'static str, &'static str),
}

impl Liar<'_> {
    /// Sends a request as it stands and tells the status.
    async fn send(&self, method: &str, path: &str, access: Option<&str>, body: &Value) -> u16 {
        let own = self.journal.url.trim_start_matches("http://");
        let (before, headers) = (self.lie.0, self.lie.1.replace("OWN", own));
        let bearer = access.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        let body = body.to_string();
        let request = format!(
            "{method} {before}{path} HTTP/1.1\r\n{headers}\r\n{bearer}Connection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(own).await.expect("the server");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status")
    }

    async fn post(&self, path: &str, access: Option<&str>, body: &Value) {
        let status = self.send("POST", path, access, body).await;
        assert!((200..300).contains(&status), "{path} by {:?}: {status}", self.lie);
    }

    /// Brings about every mail that a request can.
    async fn live(&self, name: &str) -> [String; 2] {
        let (email, next) = (format!("{name}@example.com"), format!("{name}@example.org"));
        let registration = json!({"email": email, "password": PASSWORD});
        let address = json!({"email": email});
        self.post("/api/auth/register", None, &registration).await;
        self.post("/api/auth/resend-verification", None, &address).await;
        let token = self.journal.mailed(&email, "/verify-email").await;
        self.post("/api/auth/verify-email", None, &json!({"token": token})).await;
        self.post("/api/auth/register", None, &registration).await;
        self.post("/api/auth/login", None, &registration).await;
        self.post("/api/auth/login", None, &registration).await;
        self.post("/api/auth/forgot-password", None, &address).await;
        let token = self.journal.mailed(&email, "/reset-password").await;
        let body = json!({"token": token, "password": OTHER_PASSWORD});
        self.post("/api/auth/reset-password", None, &body).await;
        let tokens = self.journal.sign_in(&email, OTHER_PASSWORD).await;
        let access = Some(tokens.access.as_str());
        let body = json!({"current_password": OTHER_PASSWORD, "new_password": PASSWORD});
        self.post("/api/auth/change-password", access, &body).await;
        self.post("/api/auth/change-email", access, &json!({"new_email": "taken@example.com"})).await;
        self.post("/api/auth/change-email", access, &json!({"new_email": next})).await;
        let token = self.journal.mailed(&next, "/confirm-email-change").await;
        self.post("/api/auth/confirm-email-change", None, &json!({"token": token})).await;
        assert_eq!(self.send("DELETE", "/api/auth/me", access, &json!({})).await, 202);
        self.post("/api/auth/forgot-password", None, &json!({"email": next})).await;
        let token = self.journal.mailed(&email, "/undo-email-change").await;
        self.post("/api/auth/undo-email-change", None, &json!({"token": token})).await;
        self.reuse(&email).await;
        [email, next]
    }

    /// Brings a refresh token back that is too old.
    async fn reuse(&self, email: &str) {
        let token = self.journal.mailed(email, "/reset-password").await;
        let body = json!({"token": token, "password": PASSWORD});
        self.post("/api/auth/reset-password", None, &body).await;
        let tokens = self.journal.sign_in(email, PASSWORD).await;
        let renewed = self.journal.refresh(&tokens.refresh).await;
        assert!(self.journal.works(renewed.text("access_token")).await);
        self.journal.advance(61);
        let body = json!({"refresh_token": tokens.refresh});
        assert_eq!(self.send("POST", "/api/auth/refresh", None, &body).await, 401);
    }
}

/// ASVS 4.1.3
#[tokio::test]
async fn no_way_to_name_another_host_changes_a_link_of_any_mail() {
    let journal = TestApp::with(|settings| {
        settings.limits.mails = 0;
        settings.limits.registrations = 0;
    })
    .await;
    journal.person("taken@example.com").await;
    for (at, lie) in LIES.into_iter().enumerate() {
        let addresses = Liar { journal: &journal, lie }.live(&format!("person{at}")).await;
        let mut subjects = std::collections::BTreeSet::new();
        for address in addresses {
            for mail in journal.mails_to(&address).await {
                assert!(!mail.links.is_empty(), "{mail:?}");
                for link in &mail.links {
                    assert!(
                        link.starts_with(&format!("{}/", journal.url)) || *link == journal.url,
                        "{mail:?}"
                    );
                }
                assert!(!mail.text.contains("evil"), "{mail:?}");
                subjects.insert(mail.subject);
            }
        }
        assert!(subjects.len() >= 11, "every kind of mail was sent: {subjects:?}");
    }
    let told = journal.mails_to("taken@example.com").await;
    assert!(told.iter().all(|mail| !mail.text.contains("evil")) && told.len() > LIES.len());
}
