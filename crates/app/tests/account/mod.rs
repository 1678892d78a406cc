mod breach;
mod me;
mod new_password;
mod register;
mod resend;
mod verify;
