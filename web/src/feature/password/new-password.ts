import { z } from "@/api/zod";

const bytes = (text: string) => new TextEncoder().encode(text.normalize("NFC")).length;

/** What the page can tell of a new password before it asks; the server decides, with the same sentences. */
export const newPassword = z
  .string()
  .refine((text) => bytes(text) >= 8, "A password has at least 8 characters.")
  .refine((text) => bytes(text) <= 1024, "A password has at most 1,024 bytes.");
