mod me;
mod register;
mod resend;
mod verify;
