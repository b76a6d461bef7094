/** A door on a ledger as a process of its own, so that it can be killed: `server-process.ts <database file> <port>`. */
import { listen } from './open-centre.ts'

const [, , path = '', port = '0'] = process.argv
// Nobody is left to kill it when whoever started it is gone.
process.on('disconnect', () => process.exit())
const server = await listen(path, Number(port))
process.send?.(server.port)
