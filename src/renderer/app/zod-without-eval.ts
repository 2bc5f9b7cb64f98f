import { config } from 'zod'

// zod would compile its schemas with new Function, which Trusted Types refuses. To be imported before any schema is
// made.
config({ jitless: true })
