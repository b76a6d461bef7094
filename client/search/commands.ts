/** What can be done from anywhere by typing its name. */
import { useNavigate } from '@solidjs/router'
import { createMemo, type Accessor } from 'solid-js'
import { prefer, preferences } from '#client/preferences/preferences.ts'
import { leaveWork } from '#client/workspace/leave-work.ts'
import { words } from '#client/words/words.ts'
import { openSettings } from '#client/workspace/settings.tsx'
import { useWorkspace } from '#client/workspace/workspace.tsx'

export interface Command {
  id: string
  label: string
  run(): void
}

export function createCommands(): Accessor<readonly Command[]> {
  const navigate = useNavigate()
  const { saving } = useWorkspace()
  return createMemo(() => {
    const { commands } = words()
    const other = preferences.language === 'ru' ? 'en' : 'ru'
    return [
      { id: 'calls', label: commands.calls, run: () => navigate('/') },
      { id: 'missed', label: commands.missed, run: () => navigate('/missed') },
      { id: 'settings', label: commands.settings, run: openSettings },
      { id: 'light', label: commands.lightTheme, run: () => prefer('theme', 'light') },
      { id: 'dark', label: commands.darkTheme, run: () => prefer('theme', 'dark') },
      {
        id: 'language',
        label: other === 'en' ? commands.english : commands.russian,
        run: () => prefer('language', other),
      },
      { id: 'sign-out', label: commands.signOut, run: () => leaveWork(saving) },
    ]
  })
}
