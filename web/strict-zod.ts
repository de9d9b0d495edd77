import { z } from 'zod'

/* Our content security policy forbids code made from text; zod then must not even try. Comes before every schema. */
z.config({ jitless: true })
