/** For `npx drizzle-kit generate --config sync-server/store/drizzle.config.ts` after a change of the schema. */
import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './sync-server/store/schema/*.ts',
  out: './sync-server/store/migrations',
})
