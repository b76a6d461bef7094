/** `kartoteka.env` in the folder of the project: settings for those who would rather not set them in the environment. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

/** What is in the environment already stays as it is. */
export function loadSettingsFile(): void {
  const file = join(root, 'kartoteka.env')
  if (existsSync(file)) process.loadEnvFile(file)
}
