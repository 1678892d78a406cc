// A real provider of OpenID Connect on loopback. It asks at every visit who one is, and whoever is known to it may say so.
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { interactionPolicy, Provider } from "oidc-provider";

const CLIENT = { id: "journal", secret: "a-secret-between-house-and-journal" };
const CALLBACK = "/api/auth/oauth/house/callback";
const HEAD = '<!doctype html><html lang="en"><title>House</title><link rel="icon" href="data:,">';
let people = 0;

/**
 * Starts the provider. `know(claims)` makes an account there and answers its name, `stop()` and `start()` make an outage
 * of the same address, `failing` holds paths that answer 503, and `keepNextAnswer()` resolves to the address that the
 * next browser would have been sent back to, and is not.
 */
export async function startHouse() {
  const accounts = new Map();
  const failing = new Set();
  let keep = null;
  let answer = () => {};
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://house");
    if (failing.has(pathname)) return response.writeHead(503).end();
    if (keep) keepAnswer(response, keep);
    return answer(request, response, pathname);
  });
  await listen(server, 0);
  const { port } = server.address();
  const url = `http://127.0.0.1:${port}`;
  const provider = new Provider(url, configuration(accounts));
  // Where Journal listens is known later than this; it is the path that has to be right.
  provider.Client.prototype.redirectUriAllowed = (uri) => new URL(uri).pathname === CALLBACK;
  const speak = provider.callback();
  answer = (request, response, pathname) =>
    pathname.startsWith("/interaction/")
      ? ask(provider, accounts, request, response).catch((error) => {
          response.writeHead(500, { "content-type": "text/plain" }).end(String(error));
        })
      : speak(request, response);

  return {
    url,
    failing,
    settings: {
      JOURNAL_OAUTH_HOUSE_KIND: "oidc",
      JOURNAL_OAUTH_HOUSE_CLIENT_ID: CLIENT.id,
      JOURNAL_OAUTH_HOUSE_CLIENT_SECRET: CLIENT.secret,
      JOURNAL_OAUTH_HOUSE_ISSUER: url,
      JOURNAL_OAUTH_HOUSE_LABEL: "House",
      JOURNAL_OAUTH_HOUSE_TRUST_EMAIL: "true",
    },
    know: (claims = {}) => {
      people += 1;
      const name = `person-${people}`;
      accounts.set(name, { email_verified: true, ...claims });
      return name;
    },
    keepNextAnswer: () =>
      new Promise((kept) => {
        keep = (location) => {
          keep = null;
          kept(location);
        };
      }),
    stop: () => close(server),
    start: () => listen(server, port),
    close: () => close(server),
  };
}

/** Says at the provider who one is; the page is one that was sent there. */
export async function continueAs(page, name) {
  await page.getByRole("button", { name: `Continue as ${name}`, exact: true }).click();
}

/** Turns back there. */
export async function turnBack(page) {
  await page.getByRole("button", { name: "Cancel" }).click();
}

function configuration(accounts) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: "jwk" }), kid: "house", use: "sig", alg: "RS256" };
  const { base, Check } = interactionPolicy;
  const policy = base();
  const asksAlways = new Check("asks_always", "whoever comes says who they are", ({ oidc }) =>
    oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
  );
  policy.get("login").checks.add(asksAlways);
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`http://127.0.0.1${CALLBACK}`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ["of one test alone"] },
    // As the large providers do: what they know of a person stands in the ID token.
    conformIdTokenClaims: false,
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { policy, url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, name) => ({
      accountId: name,
      claims: () => ({ sub: name, ...accounts.get(name) }),
    }),
    // Nobody is asked whether Journal may know what it asks for.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
    ttl: {
      Grant: 600,
      Interaction: 600,
      Session: 600,
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
    },
  };
}

/** The page that asks who one is, and what becomes of the answer. */
async function ask(provider, accounts, request, response) {
  await provider.interactionDetails(request, response);
  if (request.method === "GET") {
    const buttons = [...accounts.keys()].map(
      (name) => `<p><button name="name" value="${name}">Continue as ${name}</button></p>`,
    );
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(
      `${HEAD}<h1>House</h1><form method="post">${buttons.join("")}
       <p><button name="name" value="">Cancel</button></p></form>`,
    );
    return;
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const name = new URLSearchParams(body).get("name");
  const result = name
    ? { login: { accountId: name, remember: false } }
    : { error: "access_denied", error_description: "turned back" };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** Lets an answer that would send the browser back to Journal stay where it is. */
function keepAnswer(response, keep) {
  const end = response.end.bind(response);
  response.end = (...rest) => {
    const location = String(response.getHeader("location") ?? "");
    if (!location.includes(CALLBACK)) return end(...rest);
    response.statusCode = 200;
    for (const name of ["location", "content-length"]) response.removeHeader(name);
    response.setHeader("content-type", "text/html; charset=utf-8");
    keep(location);
    return end(`${HEAD}<p>Kept.`);
  };
}

async function listen(server, port) {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}

async function close(server) {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
