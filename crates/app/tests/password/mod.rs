mod change;
mod failed;
mod first;
mod forgot;
mod login;
mod notice;
mod reauthenticate;
mod reset;
