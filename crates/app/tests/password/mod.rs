mod change;
mod forgot;
mod login;
mod notice;
mod reauthenticate;
mod reset;
