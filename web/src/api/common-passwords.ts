import list from "@server/src/account/common-passwords.txt?raw";

/** The passwords that are tried first, in lower case: the very file that the server has. Large, so import it late. */
export const commonPasswords: ReadonlySet<string> = new Set(list.split("\n"));
