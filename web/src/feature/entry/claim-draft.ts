import { type Claim, claim } from "./claims";
import { type Draft, draftIn } from "./drafts";

export type ClaimedDraft = { draft: Draft; claim: Claim };

/** Claims a draft; null when another tab has it open, or had it and is done with it. */
export async function claimDraft(account: string, slot: string): Promise<ClaimedDraft | null> {
  const held = await claim(slot);
  if (!held) return null;
  // Read under the claim: the tab that held it may have sent and forgotten the draft just now.
  const draft = await draftIn(account, slot).catch(() => null);
  if (draft) return { draft, claim: held };
  held.release();
  return null;
}

/** The first of these drafts that nobody else has open. */
export async function claimFirst(drafts: Draft[]): Promise<ClaimedDraft | null> {
  for (const { account, slot } of drafts) {
    const claimed = await claimDraft(account, slot);
    if (claimed) return claimed;
  }
  return null;
}
