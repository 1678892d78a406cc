import { z } from "zod";

// zod tries out `eval` when a schema is made, which the content security policy refuses and reports. So this module is
// the first that `main.tsx` loads.
z.config({ jitless: true });
