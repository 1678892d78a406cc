use crate::place::{TABLES, id, insert, noon, on_each_engine, on_postgres, rotate};
use futures_util::FutureExt;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use store::{Announced, Migrations, Store};

fn listen(store: &Store) -> Receiver<Announced> {
    let (said, heard) = channel();
    store.on_announced(move |announced| said.send(announced).unwrap_or_default());
    heard
}

/// What was heard by now, without the calls to forget everything. Schemas of one database hear each other, so each
/// test announces ids of its own, and hears them again from the server.
fn ids(heard: &Receiver<Announced>) -> Vec<Announced> {
    heard.try_iter().filter(|announced| *announced != Announced::All).collect()
}

async fn wait_for(heard: &Receiver<Announced>, wanted: Announced) {
    let waiting = async {
        while !heard.try_iter().any(|announced| announced == wanted) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("it is heard");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_committed_announcement_is_heard_before_commit_returns() {
    on_each_engine(async |place| {
        let store = place.store().await;
        let (one, another) = (listen(&store), listen(&store));
        let (first, second) = (id(0x101), id(0x102));
        let list =
            [insert(id(1), "one").announces(first), insert(id(2), "two"), rotate(id(2), 0).announces(second)];
        store.commit(list).await.unwrap();
        for heard in [one, another] {
            let heard = ids(&heard);
            assert!(
                heard.contains(&Announced::One(first)) && heard.contains(&Announced::One(second)),
                "{heard:?}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_committed_is_not_announced() {
    on_each_engine(async |place| {
        let store = place.store().await;
        let heard = listen(&store);
        store.commit([insert(id(1), "one").announces(id(0x201)), rotate(id(1), 5)]).await.unwrap_err();
        store.commit([insert(id(1), "one").announces(id(0x202))]).await.unwrap();
        let heard = ids(&heard);
        assert!(
            heard.contains(&Announced::One(id(0x202))) && !heard.contains(&Announced::One(id(0x201))),
            "{heard:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_went_away_is_announced_all_the_same() {
    on_each_engine(async |place| {
        let store = place.store().await;
        let heard = listen(&store);
        for number in 0..100 {
            let (changed, announced) = (id(number), id(0x300 + number));
            let mut commit =
                Box::pin(store.commit([insert(changed, &number.to_string()).announces(announced)]));
            let is_under_way = (&mut commit).now_or_never().is_none();
            drop(commit);
            wait_for(&heard, Announced::One(announced)).await;
            if is_under_way {
                return;
            }
        }
        panic!("each of a hundred commits was done before its caller could go away");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_that_panics_stops_neither_the_writer_nor_the_others() {
    on_each_engine(async |place| {
        let store = place.store().await;
        store.on_announced(|_| panic!("as the test wants"));
        let heard = listen(&store);
        for number in 0..3 {
            store
                .commit([insert(id(number), &number.to_string()).announces(id(0x400 + number))])
                .await
                .unwrap();
            assert!(ids(&heard).contains(&Announced::One(id(0x400 + number))));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_nodes_hear_it_too() {
    on_postgres(async |place| {
        let (here, there) = (place.store().await, place.open().await);
        let heard = listen(&there);
        wait_for(&heard, Announced::All).await;
        here.commit([insert(id(1), "one").announces(id(0xA11CE))]).await.unwrap();
        wait_for(&heard, Announced::One(id(0xA11CE))).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_listener_comes_back_and_says_that_anything_may_have_changed() {
    on_postgres(async |place| {
        let (proxy, url) = crate::proxy::Proxy::before(place.address()).await;
        let here = place.open().await;
        here.migrate_to(&Migrations::from(TABLES), noon()).await.unwrap();
        let there = Store::open(store::Options { url, connections: 2 }).await.unwrap();
        let heard = listen(&there);
        wait_for(&heard, Announced::All).await;
        proxy.cut();
        wait_for(&heard, Announced::All).await;
        here.commit([insert(id(1), "one").announces(id(0xB0B))]).await.unwrap();
        wait_for(&heard, Announced::One(id(0xB0B))).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_witness_and_a_reader_hear_of_what_was_committed_and_of_nothing_else() {
    on_each_engine(async |place| {
        let store = place.store().await;
        let (said, witnessed) = channel();
        store.on_witnessed(move |owner, id| said.send((owner, id)).unwrap_or_default());
        let (said, news) = channel();
        store.on_news(move |owner, word| said.send((owner, word.to_owned())).unwrap_or_default());
        let list =
            [insert(id(1), "one").witnessed(id(0x501), id(1)).spreads(id(0x501), "lost"), rotate(id(1), 5)];
        store.commit(list).await.unwrap_err();
        let done = insert(id(1), "one").witnessed(id(0x502), id(1)).spreads(id(0x502), "kept");
        store.commit([done]).await.unwrap();
        assert_eq!(witnessed.try_iter().collect::<Vec<_>>(), [(id(0x502), id(1))]);
        assert_eq!(news.try_iter().collect::<Vec<_>>(), [(id(0x502), "kept".to_owned())]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn news_reach_other_nodes_and_their_own_node_once() {
    on_postgres(async |place| {
        let (here, there) = (place.store().await, place.open().await);
        let ready = [listen(&here), listen(&there)];
        for heard in &ready {
            wait_for(heard, Announced::All).await;
        }
        let (said, far) = channel();
        there.on_news(move |owner, word| said.send((owner, word.to_owned())).unwrap_or_default());
        let (said, near) = channel();
        here.on_news(move |owner, word| said.send((owner, word.to_owned())).unwrap_or_default());
        here.commit([insert(id(1), "one").spreads(id(0x601), "a word or two")]).await.unwrap();
        let wanted = (id(0x601), "a word or two".to_owned());
        let heard = tokio::task::spawn_blocking(move || {
            std::iter::from_fn(|| far.recv_timeout(Duration::from_secs(20)).ok())
                .find(|news| news.0 == id(0x601))
        });
        assert_eq!(heard.await.unwrap(), Some(wanted.clone()));
        tokio::time::sleep(Duration::from_millis(200)).await;
        let own: Vec<_> = near.try_iter().filter(|news| news.0 == id(0x601)).collect();
        assert_eq!(own, [wanted]);
    })
    .await;
}
