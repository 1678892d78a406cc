mod cookie;
mod list;
mod logout;
mod refresh;
