import { z } from "@/api/zod";

const told = z.string().optional().catch(undefined);

/** What an address says of the way to a provider and back, when it was refused: by whom, and a code that has words. */
export const refusal = z.object({ provider: told, error: told });
