import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = fileURLToPath(new URL("..", import.meta.url));
const MADE = ["schema.d.ts", "openapi.json"];

type File = { path: string; text: string; lines: number };

const files: File[] = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !MADE.includes(basename(path)))
  .map((path) => {
    const text = readFileSync(join(SRC, path), "utf8");
    return { path, text, lines: text.split("\n").length - 1 };
  });
const code = files.filter(({ path }) => !/\.test\.tsx?$|^test\//.test(path));
const components = code.filter(({ path }) => path.endsWith(".tsx"));
const paths = (found: File[]) => found.map(({ path }) => path);
const imports = ({ text }: File) =>
  [...text.matchAll(/from "(@\/[^"]+|\.[^"]*)"|import\("([^"]+)"\)/g)].map((m) => m[1] ?? m[2] ?? "");

describe("the tree stays as it was meant", () => {
  it("no file has more than 250 lines, no component more than 120, and half of them have 60 at most", () => {
    expect(paths(files.filter(({ path, lines }) => lines > (path.includes(".test.") ? 400 : 250)))).toEqual(
      [],
    );
    expect(paths(components.filter(({ path, lines }) => lines > 120 && path !== "app/router.tsx"))).toEqual(
      [],
    );
    const lengths = code.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(60);
  });

  it("a feature imports ui, api and the paths, and never another feature", () => {
    const feature = code.filter(({ path }) => path.startsWith("feature/"));
    const foreign = feature.flatMap((file) =>
      imports(file)
        .filter((from) => !/^@\/(ui|api)\/|^@\/app\/paths$|^\.\/[^/]+$/.test(from))
        .map((from) => `${file.path} imports ${from}`),
    );
    expect(foreign).toEqual([]);
    expect(feature.length).toBeGreaterThan(40);
  });

  it("each feature that speaks to the server does so in its api.ts, and nothing else fetches", () => {
    const speaks = /\b(api|openApi)\.(GET|POST|PUT|PATCH|DELETE)\(|\bfetch\(/;
    const allowed = /^feature\/\w+\/api\.ts$|^api\/(client|auth-wire|me)\.ts$/;
    expect(paths(code.filter(({ path, text }) => speaks.test(text) && !allowed.test(path)))).toEqual([]);
  });

  it("there are at most two effects in a thousand lines", () => {
    const count = code.reduce((sum, { text }) => sum + (text.match(/use(Layout)?Effect\(/g)?.length ?? 0), 0);
    const lines = code.reduce((sum, file) => sum + file.lines, 0);
    expect(count).toBeLessThanOrEqual((2 * lines) / 1000);
  });

  it("a component takes six properties at most", () => {
    const greedy = components.flatMap(({ path, text }) =>
      [...text.matchAll(/^type (\w*Props) = \{([^}]*)\}/gm)]
        .filter(([, , body]) => (body?.match(/(^|[;{\n])\s*\w+\??:/g)?.length ?? 0) > 6)
        .map(([, name]) => `${path} ${name}`),
    );
    expect(greedy).toEqual([]);
  });

  // ASVS 3.2.2
  it("nothing is exported by default, nothing is of any type, and nothing is inserted as HTML", () => {
    expect(
      paths(
        code.filter(({ text }) => /^export default|: any\b|as any\b|dangerouslySetInnerHTML/m.test(text)),
      ),
    ).toEqual([]);
  });

  // ASVS 14.3.3
  it("no token goes into storage: what is kept there are four settings by name", () => {
    const keys = code.flatMap(({ text }) => [...text.matchAll(/"(journal:[a-z-]+)"/g)].map((m) => m[1]));
    expect([...new Set(keys)].sort()).toEqual([
      "journal:account",
      "journal:autosave-delay",
      "journal:keys-off",
      "journal:last-way",
    ]);
    const store = /localStorage|sessionStorage/;
    expect(paths(code.filter(({ text }) => store.test(text))).sort()).toEqual([
      "api/last-way.ts",
      "api/live-session.ts",
      "app/keys.ts",
      "feature/entry/autosave-delay.ts",
      "feature/passkey/passkey-offer.tsx",
    ]);
  });

  // ASVS 3.5.5
  it("nobody's message is listened to but that of a tab of this origin", () => {
    const open = /addEventListener\(\s*"message"|\bonmessage\b|\.postMessage\(|\bopener\b|\bMessageChannel\b/;
    const speak = code.filter(({ text }) => open.test(text));
    expect(paths(speak).sort()).toEqual([
      "api/proof.ts",
      "api/tabs.ts",
      "app/desks.ts",
      "app/follow-server.ts",
    ]);
    // A BroadcastChannel reaches this origin alone; a window would take messages from any page that has it.
    for (const { path, text } of speak) {
      expect(text, path).toContain("new BroadcastChannel(");
      expect(text, path).not.toMatch(/window\.(on|addEventListener|postMessage|parent|opener)/);
    }
  });

  // ASVS 15.3.6
  it("no object takes names from outside as its keys, nor is one merged deeply into another", () => {
    const merges =
      /__proto__|\bObject\.setPrototypeOf|\bfor \(const \w+ in |\bmerge\(|\bdefaultsDeep\(|\bstructuredMerge/;
    expect(paths(code.filter(({ text }) => merges.test(text)))).toEqual([]);
  });

  // ASVS 1.2.2
  it("an address is put together by the router, the client or the URL itself, not by joining text", () => {
    const joins = /href=\{`|to=\{`|location\.(href|assign|replace)\b\s*[=(]|window\.open\(|href: `/;
    const leave = code.filter(({ text }) => joins.test(text));
    expect(paths(leave)).toEqual(["feature/provider/go-there.ts"]);
    // The server made that address, and only one of the web is gone to.
    for (const [, from] of leave[0]?.text.matchAll(/location\.assign\((\w+)\(/g) ?? []) {
      expect(from).toBe("onTheWeb");
    }
    expect(leave[0]?.text.match(/location\.assign\(/g)).toHaveLength(2);
  });
});
