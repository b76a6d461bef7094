/** `logger.conf`: queue_log is kept in its file, the journal that the bridge reads; the rest is what went wrong. */
import { file, section } from './section.ts'

export function loggerConf(): string {
  return file(
    section('general', [
      ['dateformat', '%F %T.%3q'],
      ['appendhostname', 'no'],
      ['queue_log', 'yes'],
      ['queue_log_to_file', 'yes'],
    ]),
    section('logfiles', [['messages', 'notice,warning,error']]),
  )
}
