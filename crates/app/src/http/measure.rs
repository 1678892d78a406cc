//! What every request leaves in the numbers, and the id that it is found by in the log.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use crypto::Random;
use http::{Method, StatusCode};
use metrics::Histogram;
use uuid::Uuid;

/// Ids of requests: 32 hexadecimal digits, the first half of which is a node's own since it started. They need to
/// differ, not to be secret, and asking the system for chance costs as much as a read.
pub struct RequestIds {
    node: u64,
    next: AtomicU64,
}

impl RequestIds {
    /// The ids of this node until it stops.
    pub fn new(random: &Random) -> Self {
        Self { node: u64::from_be_bytes(random.bytes()), next: AtomicU64::new(0) }
    }

    pub(super) fn next(&self) -> String {
        let id = Uuid::from_u64_pair(self.node, self.next.fetch_add(1, Ordering::Relaxed));
        // Its digits alone; a formatted number takes ten times as long.
        id.simple().encode_lower(&mut Uuid::encode_buffer()).to_owned()
    }
}

/// How long requests took, by method, route and status. Looking a figure up by its labels costs more than to record it,
/// so each is looked up once.
#[derive(Default)]
pub struct Durations(RwLock<HashMap<(&'static str, u16), ByRoute>>);

type ByRoute = HashMap<Box<str>, Histogram>;

impl Durations {
    /// Counts an answer; `route` is a route's pattern, never what a client sent.
    pub(super) fn record(&self, method: &Method, route: &str, status: StatusCode, seconds: f64) {
        let key = (label(method), status.as_u16());
        {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(histogram) = known.get(&key).and_then(|routes| routes.get(route)) {
                return histogram.record(seconds);
            }
        }
        let histogram = metrics::histogram!(
            "http_server_request_duration_seconds",
            "method" => key.0,
            "route" => route.to_owned(),
            "status" => status.as_str().to_owned(),
        );
        histogram.record(seconds);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(key).or_default().insert(route.into(), histogram);
    }
}

/// Only methods that exist become labels: a client must not be able to grow the metrics.
fn label(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("OTHER")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_requests_share_an_id_and_two_nodes_share_none() {
        let (here, there) = (RequestIds::new(&Random::seeded(1)), RequestIds::new(&Random::seeded(2)));
        let ids = [here.next(), here.next(), there.next(), there.next()];
        assert!(ids.iter().all(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())));
        let mut distinct = ids.to_vec();
        distinct.dedup();
        assert_eq!(distinct, ids);
    }

    #[test]
    fn a_method_that_nobody_knows_is_other() {
        assert_eq!(label(&Method::GET), "GET");
        assert_eq!(label(&Method::from_bytes(b"BREW").unwrap()), "OTHER");
    }
}
