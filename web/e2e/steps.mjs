// What people do, in their words, so that the tests read as what they mean.

export const PASSWORD = "seven quiet herons at dawn";
let people = 0;

/** Waits until a condition holds; the pages settle by themselves, so this is for what is not in them. */
export async function until(condition, what, patience = 10_000) {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const found = await condition();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`not in ${patience} ms: ${typeof what === "function" ? what() : what}`);
}

export function newAddress() {
  people += 1;
  return `ada${people}-${Date.now().toString(36)}@example.com`;
}

/** Makes a verified account over HTTP, for tests that are about something else. */
export async function haveAccount(url, email = newAddress()) {
  await post(url, "/api/auth/register", { email, password: PASSWORD });
  const link = await linkFor(url, email);
  await post(url, "/api/auth/verify-email", { token: new URL(link).hash.replace("#token=", "") });
  return email;
}

/** The newest link to a page of this name that was mailed to an address. */
export async function linkFor(url, email, page = "") {
  const answer = await fetch(`${url}/api/dev/mailbox?to=${encodeURIComponent(email)}`);
  const { items } = await answer.json();
  return items.flatMap(({ links }) => links).find((link) => link.includes(`${page}#token=`));
}

export async function post(url, path, body, headers = {}) {
  const answer = await fetch(url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}

/** Signs in over HTTP, as another device would. */
export async function signInElsewhere(url, email) {
  const { access_token } = await post(url, "/api/auth/login", { email, password: PASSWORD });
  return async (method, path, body, headers = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json", ...headers },
      body: body && JSON.stringify(body),
    });
    return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
  };
}

export async function signIn(page, email, password = PASSWORD) {
  await page.getByLabel("Email or username").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/**
 * A tab in which somebody is signed in, for tests that are about something else: the browser asks for the cookie without a
 * page, and the first page finds it.
 */
export async function signedInTab(person, email, path = "/entries") {
  const credentials = { email, password: PASSWORD, refresh: "cookie" };
  const answer = await person.context.request.post("/api/auth/login", { data: credentials });
  if (!answer.ok()) throw new Error(`${email} is not signed in: ${answer.status()} ${await answer.text()}`);
  const page = await person.openTab(path);
  await page.getByRole("navigation", { name: "Journal", includeHidden: true }).waitFor();
  return page;
}

/** Signs in at the door of a tab that is opened for it, as people do, and waits for the entries. */
export async function enteredTab(person, email) {
  const page = await person.openTab("/");
  await signIn(page, email);
  await page.waitForURL("**/entries");
  return page;
}

/** Leaves by the account page. */
export async function signOut(page) {
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByRole("heading", { name: "Welcome back" }).waitFor();
}

/** Where a mailed link leads in the page, once such a mail has come. */
export async function mailedTo(url, email, page) {
  const link = await until(
    () => linkFor(url, email, page).catch(() => null),
    `a link to ${page} for ${email}`,
  );
  const { pathname, hash } = new URL(link);
  return pathname + hash;
}

export const text = (page) => page.getByRole("textbox", { name: "Text" });
export const title = (page) => page.getByRole("textbox", { name: "Title" });
export const saveState = (page) => page.getByRole("status", { name: "Save state" });

export async function saved(page) {
  await saveState(page).getByText("Saved", { exact: true }).waitFor();
}

/** Begins a page and writes it; answers its id once it is saved. */
export async function write(page, heading, words) {
  await page.getByRole("link", { name: "Write" }).click();
  await title(page).fill(heading);
  await text(page).click();
  await page.keyboard.insertText(words);
  await saved(page);
  await page.waitForURL(/entries\/[0-9a-f-]{36}$/);
  return page.url().split("/").at(-1);
}

/** Waits until the last words typed are on this device: a tab that dies within a millisecond of a key takes that along. */
export async function kept(page, words) {
  const drafts = () =>
    page.evaluate(async () => {
      const done = (request) =>
        new Promise((resolve) => request.addEventListener("success", () => resolve(request.result)));
      const database = await done(indexedDB.open("journal"));
      const found = await done(database.transaction("drafts").objectStore("drafts").getAll());
      database.close();
      return found.map((draft) => draft.page.content);
    });
  await until(async () => (await drafts()).includes(words), `${words} is kept on this device`);
}
