use serde_json::json;

use super::{Home, refusal};

#[test]
fn a_role_of_ones_own_is_made_given_changed_taken_and_deleted() {
    let home = Home::new();
    home.create("ada@example.org", "admin");
    let built_in = home.json(&["role", "list"]);
    assert_eq!(
        (&built_in["items"][0]["name"], &built_in["items"][1]["name"]),
        (&json!("admin"), &json!("user"))
    );
    let made = home.json(&["role", "create", "support", "admin:read", "profile:read"]);
    assert_eq!((&made["scopes"], &made["people"]), (&json!(["profile:read", "admin:read"]), &json!(0)));
    home.create("grace@example.org", "support");
    let given = home.json(&["user", "set-role", "grace@example.org", "user", "support"]);
    assert_eq!(given["roles"], json!(["user", "support"]));
    let changed = home.json(&["role", "set-scopes", "support", "admin:read"]);
    assert_eq!((&changed["scopes"], &changed["people"]), (&json!(["admin:read"]), &json!(1)));
    let refused = refusal(&home.run(&["role", "delete", "support"], &[]));
    assert!(refused.contains("somebody has this role"), "{refused}");
    home.json(&["user", "set-role", "grace@example.org", "user"]);
    home.json(&["role", "delete", "support"]);
    assert_eq!(home.json(&["role", "list"])["items"].as_array().map(Vec::len), Some(2));
}

#[test]
fn what_cannot_be_done_to_roles_is_refused_in_one_sentence() {
    let home = Home::new();
    home.create("ada@example.org", "admin");
    for (arguments, says) in [
        (&["role", "create", "admin", "admin:read"][..], "built in"),
        (&["role", "create", "Support", "admin:read"], "small letters"),
        (&["role", "create", "support", "everything"], "The scopes are"),
        (&["role", "set-scopes", "user", "admin:read"], "built in"),
        (&["role", "delete", "support"], "there is no role"),
        (&["user", "set-role", "ada@example.org", "support"], "there is no role"),
        (&["user", "set-role", "ada@example.org", "user"], "the last admin"),
    ] {
        let refused = refusal(&home.run(arguments, &[]));
        assert!(refused.contains(says), "{arguments:?}: {refused}");
    }
    assert_eq!(home.json(&["user", "show", "ada@example.org"])["roles"], json!(["user", "admin"]));
}
