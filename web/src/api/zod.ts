import { z } from "zod";

// zod tries out `eval` when a schema is made, which the content security policy refuses and reports. So it is told not
// to where everybody gets it from: a module that made a schema before would be one too early.
z.config({ jitless: true });

export { z };
