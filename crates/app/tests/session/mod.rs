mod cookie;
mod list;
mod logout;
mod patience;
mod races;
mod refresh;
