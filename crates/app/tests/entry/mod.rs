use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, TestApp};

mod create;
mod delete;
mod export;
mod hostile;
mod list;
mod ownership;
mod page;
mod read;
mod repeat;
mod seal;
mod trash;
mod update;

/// Somebody who is signed in to a Journal and writes.
struct Writer<'a> {
    journal: &'a TestApp,
    access: String,
    id: String,
}

impl<'a> Writer<'a> {
    async fn new(journal: &'a TestApp, email: &str) -> Self {
        let person = journal.person(email).await;
        Self { journal, access: person.tokens.access, id: person.id }
    }

    async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        self.journal.call(method, path, &self.access, body).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    async fn post(&self, body: &Value) -> Answer {
        self.call(Method::POST, "/api/entries", Some(body)).await
    }

    async fn put(&self, id: &str, body: &Value) -> Answer {
        self.call(Method::PUT, &format!("/api/entries/{id}"), Some(body)).await
    }

    async fn read(&self, id: &str) -> Answer {
        self.get(&format!("/api/entries/{id}")).await
    }

    async fn delete(&self, id: &str, version: i64) -> Answer {
        self.call(Method::DELETE, &format!("/api/entries/{id}?expected_version={version}"), None).await
    }

    async fn restore(&self, id: &str) -> Answer {
        self.call(Method::POST, &format!("/api/entries/{id}/restore"), None).await
    }

    /// Sends a request with one more header.
    async fn with_header(&self, call: (Method, &str), header: (&str, &str), body: Option<&Value>) -> Answer {
        let request =
            self.journal.request(call.0, call.1).bearer_auth(&self.access).header(header.0, header.1);
        let request = body.into_iter().fold(request, reqwest::RequestBuilder::json);
        self.journal.send(request).await
    }

    /// Writes an entry that must be taken, and returns it.
    async fn write(&self, body: &Value) -> Value {
        let answer = self.post(body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.json
    }

    /// Writes a plain entry and returns its id.
    async fn page(&self, title: &str) -> String {
        let entry = self.write(&json!({"title": title, "content": "Some words."})).await;
        entry["id"].as_str().expect("an id").to_owned()
    }
}

/// The fields that a refusal complains of, with their codes.
fn complaints(answer: &Answer) -> Vec<(String, String)> {
    let errors = answer.json["errors"].as_array().cloned().unwrap_or_default();
    let text = |error: &Value, member: &str| error[member].as_str().unwrap_or_default().to_owned();
    errors.iter().map(|error| (text(error, "field"), text(error, "code"))).collect()
}

/// Asserts a 422 with one complaint.
#[track_caller]
fn assert_complaint(answer: &Answer, field: &str, code: &str) {
    assert_eq!(answer.refusal(), (422, "validation_failed"), "{answer:?}");
    assert_eq!(complaints(answer), [(field.to_owned(), code.to_owned())]);
}

/// The values of a member over the items of a list.
fn all(answer: &Answer, member: &str) -> Vec<String> {
    let items = answer.json["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item[member].as_str().unwrap_or_default().to_owned()).collect()
}
