import { z } from "@/api/zod";

const bytes = (text: string) => new TextEncoder().encode(text.normalize("NFC")).length;

/** What the page can tell before it asks; the server decides, with the same sentences. */
export const newAccount = z.object({
  email: z
    .string()
    .trim()
    .min(1, "Enter your email address.")
    .regex(/^\S+@\S+$/, "An email address has an @ in it."),
  username: z
    .string()
    .trim()
    .regex(/^$|^[\p{L}\p{N}._-]{3,32}$/u, "3 to 32 letters, digits, dots, underscores or hyphens."),
  password: z
    .string()
    .refine((text) => bytes(text) >= 8, "A password has at least 8 characters.")
    .refine((text) => bytes(text) <= 1024, "A password has at most 1,024 bytes."),
  invite: z.string().trim(),
});

export type RegisterFields = z.infer<typeof newAccount>;
