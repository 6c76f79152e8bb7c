import { z } from 'zod'

// Zod compiles schemas by `new Function` and tries whether it may. The pages' policy forbids it, and each try is
// reported as a violation. Imported for its effect by every page, before anything is parsed.
z.config({ jitless: true })
