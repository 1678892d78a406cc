mod change;
mod failed;
mod forgot;
mod login;
mod notice;
mod reauthenticate;
mod reset;
