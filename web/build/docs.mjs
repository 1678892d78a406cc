// Puts the API's docs page beside the built page: Swagger UI, and the few lines that start it. Nothing comes from
// another host, and nothing is inline, so that the content security policy need not bend.
import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../dist/docs");
const swagger = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

await mkdir(target, { recursive: true });
for (const name of ["swagger-ui.css", "swagger-ui-bundle.js"])
  await copyFile(join(swagger, name), join(target, name));
await copyFile(join(here, "docs-init.js"), join(target, "init.js"));
