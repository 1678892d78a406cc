//! The rotation rule under a model checker.
//!
//! [`World`] is one session with all that acts on it: a browser with one cookie jar and any number of tabs, a wire
//! that loses, delays and reorders, servers that read and commit apart from each other and die in between, clocks that
//! disagree, a thief, an owner who revokes, a database that comes back from a backup. What a server decides is decided
//! by `app::session::rotate`, the very function that the handler calls; only what the store does with the decision is
//! modelled here. `stateright` explores every order of events within the bounds of a [`Scene`].
//!
//! Time is counted in ticks of ten seconds and generations from the oldest that still matters, so that the number of
//! worlds is finite and sessions of any length are among them. [`FAULTS`] are rules that are wrong in one point each:
//! a model that does not find them proves nothing. `doc/design/refresh.md` tells what was found.

mod fault;
mod fault_table;
mod scene;
mod search;
mod server;
mod step;
mod story;
mod world;

pub use fault::Fault;
pub use fault_table::FAULTS;
pub use scene::{FULL, Promise, SMALL, Scene, TOO_TIGHT};
pub use search::{Report, Story, find, prove};
pub use world::World;
