use super::Home;

#[test]
fn the_database_is_brought_up_to_date_once() {
    let home = Home::without_tables();
    let first = home.json(&["migrate"]);
    assert_eq!(first["applied"][0], 1);
    let second = home.json(&["migrate"]);
    assert_eq!(second["applied"].as_array().map(Vec::len), Some(0));
    assert_eq!(second["at"], first["at"]);
}
