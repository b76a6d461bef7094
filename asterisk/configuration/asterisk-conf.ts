/** `asterisk.conf`: where everything lies, and the secret name that true events carry. */
import type { PbxInput } from './input.ts'
import { file, section } from './section.ts'

export function asteriskConf({ directories, secrets }: PbxInput): string {
  return file(
    section('directories', [
      ['astetcdir', directories.configuration],
      ['astmoddir', directories.modules],
      ['astvarlibdir', directories.state],
      ['astdbdir', directories.state],
      ['astkeydir', directories.state],
      ['astdatadir', directories.data],
      ['astagidir', directories.state],
      ['astcachedir', directories.state],
      ['astspooldir', directories.state],
      ['astrundir', directories.run],
      ['astlogdir', directories.log],
      ['astsbindir', directories.run],
    ]),
    section('options', [
      ['systemname', secrets.systemName],
      ['nocolor', 'yes'],
      ['hideconnect', 'yes'],
      ['live_dangerously', 'no'],
      ['documentation_language', 'en_US'],
    ]),
  )
}
