import { describe, expect, it, vi } from "vitest";
import { BrowserOfTabs } from "@/test/browser-of-tabs";
import { ApiError, unreachable } from "./problem";

const ada = { identifier: "ada", password: "p" };
const later = (ms = 20) => new Promise((resolve) => setTimeout(resolve, ms));

describe("one refresh over all tabs", () => {
  it("asks the server once when ten callers of one tab need a token", async () => {
    const browser = new BrowserOfTabs();
    const tab = browser.openTab();
    await Promise.all(Array.from({ length: 10 }, () => tab.freshToken()));
    expect(browser.refreshes).toBe(1);
    expect(tab.standing()).toEqual({ kind: "in", account: "ada" });
  });

  it("asks the server once when five tabs start together", async () => {
    const browser = new BrowserOfTabs();
    const tabs = Array.from({ length: 5 }, () => browser.openTab());
    const tokens = await Promise.all(tabs.map((tab) => tab.freshToken()));
    expect(browser.refreshes).toBe(1);
    expect(new Set(tokens)).toEqual(new Set(["fresh-1"]));
  });

  it("takes a neighbour's token instead of asking, however late the tab comes", async () => {
    const browser = new BrowserOfTabs();
    await browser.openTab().resume();
    const late = browser.openTab();
    expect(await late.freshToken()).toBe("fresh-1");
    expect(browser.refreshes).toBe(1);
  });

  it("refreshes once for two tabs whose common token the server no longer takes", async () => {
    const browser = new BrowserOfTabs();
    const [one, two] = [browser.openTab(), browser.openTab()];
    await one.signIn(ada);
    await later();
    const stale = await two.freshToken();
    expect(stale).toBe("login-ada");
    await Promise.all([one.renew(stale), two.renew(stale)]);
    expect(browser.refreshes).toBe(1);
    expect(await one.freshToken()).toBe("fresh-1");
    expect(await two.freshToken()).toBe("fresh-1");
  });

  it("goes on after a neighbour that is frozen and never answers", async () => {
    vi.useFakeTimers();
    const browser = new BrowserOfTabs();
    const tab = browser.openTab();
    browser.openFrozenTab();
    const token = tab.freshToken();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await token).toBe("fresh-1");
    vi.useRealTimers();
  });

  it("works without locks, where the server's rotation rule carries the race", async () => {
    const browser = new BrowserOfTabs({ hasLocks: false });
    const tabs = [browser.openTab(), browser.openTab()];
    await Promise.all(tabs.map((tab) => tab.resume()));
    expect(tabs.map((tab) => tab.standing().kind)).toEqual(["in", "in"]);
  });

  it("renews before it sends when the token is about to run out", async () => {
    const browser = new BrowserOfTabs();
    browser.answer = async () => ({
      kind: "token",
      token: browser.token(`short-${browser.refreshes}`, "ada", 1_000),
    });
    const tab = browser.openTab();
    await tab.resume();
    browser.answer = async () => ({ kind: "token", token: browser.token("long") });
    expect(await tab.freshToken()).toBe("long");
  });
});

describe("when the session is over", () => {
  it("locks the living page and keeps whose it is", async () => {
    const browser = new BrowserOfTabs();
    const tab = browser.openTab();
    await tab.signIn(ada);
    browser.answer = async () => ({ kind: "over", code: "session_revoked" });
    await tab.renew("login-ada");
    expect(tab.standing()).toEqual({ kind: "locked", account: "ada", because: "session_revoked" });
    expect(await tab.freshToken()).toBeNull();
  });

  it("unlocks when the person signs in in another tab", async () => {
    const browser = new BrowserOfTabs();
    const [one, two] = [browser.openTab(), browser.openTab()];
    await one.signIn(ada);
    await later();
    browser.answer = async () => ({ kind: "over", code: "session_expired" });
    await one.renew("login-ada");
    await two.signIn(ada);
    await later();
    expect(one.standing()).toEqual({ kind: "in", account: "ada" });
  });

  it("shows a stranger the door without a reason, and who was here why", async () => {
    const browser = new BrowserOfTabs();
    browser.answer = async () => ({ kind: "over", code: "session_expired" });
    expect(await browser.openTab().resume()).toEqual({ kind: "out" });
    const again = new BrowserOfTabs();
    await again.openTab().signIn(ada);
    again.answer = async () => ({ kind: "over", code: "session_expired" });
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(await again.openTab().resume()).toEqual({ kind: "out", because: "session_expired" });
    vi.useRealTimers();
  });

  it("does not take a lost answer for the end", async () => {
    const browser = new BrowserOfTabs();
    const tab = browser.openTab();
    await tab.signIn(ada);
    browser.answer = async () => ({ kind: "away", error: unreachable() });
    await tab.renew("login-ada");
    expect(tab.standing()).toEqual({ kind: "in", account: "ada" });
    expect(await tab.freshToken()).toBe("login-ada");
  });

  it("says that nothing could be found out when the first refresh got no answer, and asks again", async () => {
    const browser = new BrowserOfTabs();
    const tab = browser.openTab();
    browser.answer = async () => ({
      kind: "away",
      error: new ApiError({ status: 503, code: "unavailable" }),
    });
    expect((await tab.resume()).kind).toBe("unknown");
    browser.answer = async () => ({ kind: "token", token: browser.token("back") });
    expect((await tab.resume()).kind).toBe("in");
  });
});

describe("between tabs", () => {
  it("spreads a sign-out to every tab", async () => {
    const browser = new BrowserOfTabs();
    const [one, two] = [browser.openTab(), browser.openTab()];
    await one.signIn(ada);
    await later();
    await two.signOut(false);
    await later();
    expect(one.standing()).toEqual({ kind: "out" });
    expect(await one.freshToken()).toBeNull();
    expect(one.wasIn()).toBe(false);
  });

  it("lets a tab at the door in when somebody signs in elsewhere", async () => {
    const browser = new BrowserOfTabs();
    const [one, two] = [browser.openTab(), browser.openTab()];
    one.giveUp();
    await two.signIn(ada);
    await later();
    expect(one.standing()).toEqual({ kind: "in", account: "ada" });
  });

  it("tells its listeners when the account became another one", async () => {
    const browser = new BrowserOfTabs();
    const [one, two] = [browser.openTab(), browser.openTab()];
    await one.signIn(ada);
    const seen = vi.fn();
    one.subscribe(seen);
    await two.signIn({ identifier: "grace", password: "p" });
    await later();
    expect(seen).toHaveBeenCalledOnce();
    expect(one.standing()).toEqual({ kind: "in", account: "grace" });
  });

  it("stays at the door when news of an older refresh arrives after the sign-out", async () => {
    const browser = new BrowserOfTabs();
    const [one, two] = [browser.openTab(), browser.openTab()];
    one.giveUp();
    await two.resume();
    await later();
    expect(one.standing()).toEqual({ kind: "out" });
  });
});

describe("when there is word that the session ended", () => {
  async function three() {
    const browser = new BrowserOfTabs();
    const tabs = [browser.openTab(), browser.openTab(), browser.openTab()] as const;
    await tabs[0].signIn(ada);
    await later();
    browser.answer = async () => ({ kind: "over", code: "session_revoked" });
    return { browser, tabs };
  }
  const locked = { kind: "locked", account: "ada", because: "session_revoked" };

  it("asks the server, not a neighbour, and every tab is locked for the same reason", async () => {
    const { browser, tabs } = await three();
    await tabs[1].doubt();
    await later();
    expect(browser.refreshes).toBe(1);
    expect(tabs.map((tab) => tab.standing())).toEqual([locked, locked, locked]);
  });

  it("changes nothing when the session lives", async () => {
    const { browser, tabs } = await three();
    browser.answer = async () => ({ kind: "token", token: browser.token("next") });
    await tabs[1].doubt();
    expect(tabs[1].standing()).toEqual({ kind: "in", account: "ada" });
  });

  it("lets a tab at the door make the others look", async () => {
    const { browser, tabs } = await three();
    tabs[0].giveUp();
    tabs[0].doubtEverywhere();
    await later(200);
    expect(browser.refreshes).toBe(1);
    expect(tabs.map((tab) => tab.standing())).toEqual([{ kind: "out" }, locked, locked]);
  });

  it("hands no token on that may be dead", async () => {
    const { browser } = await three();
    const another = browser.openTab();
    another.doubtEverywhere();
    expect(await another.resume()).toMatchObject({ kind: "out" });
  });

  it("locks no tab that has signed in anew meanwhile", async () => {
    const { tabs } = await three();
    const [one, two] = tabs;
    const doubting = one.doubt();
    await two.signIn({ identifier: "ada2", password: "p" });
    await doubting;
    await later();
    expect(two.standing()).toEqual({ kind: "in", account: "ada2" });
  });
});

it("an account that could not be closed leaves one signed in", async () => {
  const tab = new BrowserOfTabs().openTab();
  await tab.signIn(ada);
  await expect(tab.close(() => Promise.reject(unreachable()), "deletion_planned")).rejects.toBeTruthy();
  expect(tab.standing()).toEqual({ kind: "in", account: "ada" });
});

it("word of an end that was brought about here asks nobody", async () => {
  const browser = new BrowserOfTabs();
  const [one, two] = [browser.openTab(), browser.openTab()];
  await one.signIn(ada);
  await later();
  await one.signOut(false);
  await two.doubt();
  await one.signIn(ada);
  await one.close(() => one.doubt(), "deletion_planned");
  expect(browser.refreshes).toBe(0);
});

it("a closed account brings every tab to the door, with the reason", async () => {
  const browser = new BrowserOfTabs();
  const [one, two] = [browser.openTab(), browser.openTab()];
  await one.signIn(ada);
  await later();
  const order: string[] = [];
  one.beforeLeaving = async () => void order.push("saved");
  await one.close(async () => void order.push("closed"), "deletion_planned");
  await later();
  expect(order).toEqual(["saved", "closed"]);
  expect([one.standing(), two.standing()]).toEqual([
    { kind: "out", because: "deletion_planned" },
    { kind: "out", because: "deletion_planned" },
  ]);
});
