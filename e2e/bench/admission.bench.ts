/** What admission costs, beside servers that admit everything: the same load, one after the other, in one run. */
import { hocuspocusProtocol, yWebsocketProtocol, type Protocol } from './load-client.ts'
import { Load } from './load.ts'
import { fsyncMilliseconds, percentile, startServerProcess } from './measure.ts'
import type { Figures } from './figures.ts'

interface Contender {
  name: string
  server: string
  protocol: Protocol
  environment?: NodeJS.ProcessEnv
}
const contenders: readonly Contender[] = [
  { name: 'plain', server: 'plain-hocuspocus', protocol: hocuspocusProtocol },
  { name: 'y-websocket', server: 'y-websocket', protocol: yWebsocketProtocol },
  { name: 'admission', server: 'admission', protocol: hocuspocusProtocol },
  { name: 'judging', server: 'admission', protocol: hocuspocusProtocol, environment: { LEDGER: 'memory' } },
]
const rates = [200, 1000]
const clients = 50
const cards = 200

async function measure({ server, protocol, environment }: Contender, rate: number, seconds: number) {
  const process = await startServerProcess(server, environment)
  const load = new Load(protocol, process.port, clients)
  try {
    const empty = await process.usage()
    await load.prepare(cards)
    await load.run(rate, 2)
    const before = await process.usage()
    const begun = performance.now()
    const { latencies, lost } = await load.run(rate, seconds)
    const elapsed = (performance.now() - begun) * 1000
    const after = await process.usage()
    return {
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
      lost,
      cpu: (100 * (after.processCpu - before.processCpu)) / elapsed,
      mainCpu: (100 * (after.mainCpu - before.mainCpu)) / elapsed,
      memory: (before.memory - empty.memory) / cards,
    }
  } finally {
    await load.close()
    await process.stop()
  }
}

/** `rounds` rounds of all contenders, so that a slow moment of the machine falls on each alike; middles are kept. */
export async function admissionFigures(options: { seconds: number; rounds: number }): Promise<Figures> {
  const figures: Figures = {}
  for (const rate of rates) {
    const fsyncs: number[] = []
    const runs = new Map<string, Awaited<ReturnType<typeof measure>>[]>()
    for (let round = 0; round < options.rounds; round++) {
      fsyncs.push(await fsyncMilliseconds(1000 / rate))
      for (const contender of contenders) {
        const run = await measure(contender, rate, options.seconds)
        runs.set(contender.name, [...(runs.get(contender.name) ?? []), run])
      }
    }
    figures[`fsync ${rate}/s ms`] = percentile(fsyncs, 0.5)
    for (const [name, measured] of runs) {
      const middle = (pick: (run: (typeof measured)[number]) => number) => percentile(measured.map(pick), 0.5)
      figures[`${name} ${rate}/s p50 ms`] = middle(({ p50 }) => p50)
      figures[`${name} ${rate}/s p99 ms`] = middle(({ p99 }) => p99)
      figures[`${name} ${rate}/s cpu %`] = middle(({ cpu }) => cpu)
      figures[`${name} ${rate}/s main thread cpu %`] = middle(({ mainCpu }) => mainCpu)
      figures[`${name} ${rate}/s lost`] = measured.reduce((sum, { lost }) => sum + lost, 0)
      if (rate === rates[0])
        figures[`${name} memory of an open card KB`] = middle(({ memory }) => memory / 1024)
    }
  }
  return { ...figures, ...comparisons(figures) }
}

function comparisons(figures: Figures): Figures {
  const of = (name: string) => figures[name] ?? Number.NaN
  const compared: Figures = {}
  for (const rate of rates) {
    compared[`admission adds at p50, ${rate}/s, fsyncs`] =
      (of(`admission ${rate}/s p50 ms`) - of(`plain ${rate}/s p50 ms`)) / of(`fsync ${rate}/s ms`)
    compared[`admission p99 over plain, ${rate}/s`] =
      of(`admission ${rate}/s p99 ms`) / of(`plain ${rate}/s p99 ms`)
    compared[`admission cpu over plain, ${rate}/s`] =
      of(`admission ${rate}/s cpu %`) / of(`plain ${rate}/s cpu %`)
    const added = of(`admission ${rate}/s cpu %`) - of(`plain ${rate}/s cpu %`)
    compared[`share of the added cpu: judging, ${rate}/s`] =
      (of(`judging ${rate}/s cpu %`) - of(`plain ${rate}/s cpu %`)) / added
    const besideMain = (name: string) =>
      of(`${name} ${rate}/s cpu %`) - of(`${name} ${rate}/s main thread cpu %`)
    compared[`share of the added cpu: the ledger's threads, ${rate}/s`] =
      (besideMain('admission') - besideMain('plain')) / added
    compared[`share of the added cpu: to those threads and back, ${rate}/s`] =
      (of(`admission ${rate}/s main thread cpu %`) - of(`judging ${rate}/s main thread cpu %`)) / added
  }
  compared['memory of an open card over plain'] =
    of('admission memory of an open card KB') / of('plain memory of an open card KB')
  return compared
}
