mod cookie;
mod list;
mod logout;
mod races;
mod refresh;
