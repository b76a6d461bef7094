import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { putOnCard, putOnLine } from './testing/calls.ts'
import { actors, openCentre, synced, until, type Centre } from './testing/open-centre.ts'

const card = 'card/alpha/01JC0000000000000000000001'
const call = '1789000000.42'
const booked = (by: string) => ({ result: 'booked', comment: '', by })

let centre: Centre
beforeEach(async () => {
  centre = await openCentre()
})
afterEach(() => centre.close())

describe('the door', () => {
  it('shows an admitted change to a colleague and says saved to its author', async () => {
    const anna = centre.join('anna', card)
    const boris = centre.join('boris', card)
    await Promise.all([synced(anna), synced(boris)])
    anna.replica.act([{ kind: 'set', root: 'profile', key: 'givenName', value: 'Анна' }])
    expect(anna.replica.pending).toBe(1)
    await until(anna.replica, () => anna.replica.pending === 0)
    await until(boris.replica, () => boris.replica.view.getMap('profile').get('givenName') === 'Анна')
  })

  it('takes a result as soon as the call is on the line, and none for a call that never was', async () => {
    const anna = centre.join('anna', card)
    await synced(anna)
    const setResult = () =>
      anna.replica.act([{ kind: 'set', root: 'dispositions', key: `${call}/1`, value: booked('anna') }])
    setResult()
    await until(anna.replica, () => anna.replica.refused.length === 1)
    expect(anna.replica.refused[0]).toMatchObject({ code: 'unknown-call' })
    await centre.door.transact('line/alpha', actors.bridge, putOnLine(call))
    setResult()
    await until(anna.replica, () => anna.replica.confirmed.getMap('dispositions').size === 1)
    expect(anna.replica.refused).toHaveLength(1)
  })

  it('refuses a second disposition, keeps what was typed after it, and lets the supervisor change it', async () => {
    const anna = centre.join('anna', card)
    const boris = centre.join('boris', card)
    const supervisor = centre.join('supervisor', card)
    await Promise.all([synced(anna), synced(boris), synced(supervisor)])
    await centre.door.transact(card, actors.filing, putOnCard(call))
    anna.replica.act([{ kind: 'set', root: 'dispositions', key: `${call}/1`, value: booked('anna') }])
    await until(boris.replica, () => boris.replica.view.getMap('dispositions').has(`${call}/1`))

    boris.replica.act([{ kind: 'edit', root: 'notes', index: 0, removed: 0, inserted: 'до ' }])
    boris.replica.act([
      {
        kind: 'set',
        root: 'dispositions',
        key: `${call}/1`,
        value: { ...booked('boris'), result: 'consulted' },
      },
    ])
    boris.replica.act([{ kind: 'edit', root: 'notes', index: 3, removed: 0, inserted: 'после' }])
    await until(boris.replica, () => boris.replica.pending === 0 && boris.replica.refused.length === 1)
    expect(boris.replica.refused[0]).toMatchObject({ code: 'disposition-locked' })
    expect(boris.replica.view.getMap('dispositions').get(`${call}/1`)).toEqual(booked('anna'))
    await until(anna.replica, () => anna.replica.view.getText('notes').toString() === 'до после')

    const changed = { ...booked('supervisor'), result: 'consulted' }
    supervisor.replica.act([{ kind: 'set', root: 'dispositions', key: `${call}/1`, value: changed }])
    const resultBy = () => anna.replica.view.getMap<{ by: string }>('dispositions').get(`${call}/1`)?.by
    await until(anna.replica, () => resultBy() === 'supervisor')

    const history = centre.ledger.history(card, 10).filter((row) => row.changes.includes('dispositions'))
    expect(history.map(({ actor }) => actor)).toEqual(['supervisor', 'anna'])
    expect(JSON.parse(history[0]?.changes ?? '')).toEqual([
      { type: 'field', root: 'dispositions', key: `${call}/1`, before: booked('anna'), after: changed },
    ])
  })

  it("refuses an operation under another person's Yjs client", async () => {
    const anna = centre.join('anna', card)
    const boris = centre.join('boris', card)
    await Promise.all([synced(anna), synced(boris)])
    anna.replica.act([{ kind: 'edit', root: 'notes', index: 0, removed: 0, inserted: 'a' }])
    await until(boris.replica, () => boris.replica.view.getText('notes').length === 1)
    const forged = new Y.Doc()
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(boris.replica.confirmed))
    forged.clientID = anna.replica.view.clientID
    const refused = new Promise<string>((resolve) =>
      boris.provider.on('stateless', ({ payload }: { payload: string }) => resolve(payload)),
    )
    forged.on('update', (update: Uint8Array) => boris.provider.documentUpdateHandler(update, 'test'))
    forged.getText('notes').insert(1, 'b')
    expect(JSON.parse(await refused)).toMatchObject({ type: 'refused', code: 'malformed' })
  })

  it('opens no document to somebody without a grant, and tells them so', async () => {
    const vera = centre.join('vera', card)
    const reason = await new Promise((resolve) =>
      vera.provider.on('authenticationFailed', ({ reason }: { reason: string }) => resolve(reason)),
    )
    expect(reason).toBe('no-access')
    const lost = centre.join('anna', 'profile/alpha')
    const unknown = await new Promise((resolve) =>
      lost.provider.on('authenticationFailed', ({ reason }: { reason: string }) => resolve(reason)),
    )
    expect(unknown).toBe('unknown-document')
  })

  it('gives back after a restart all that was said to be saved, and takes in what was not', async () => {
    const anna = centre.join('anna', card)
    await synced(anna)
    anna.replica.act([{ kind: 'edit', root: 'notes', index: 0, removed: 0, inserted: 'сохранено' }])
    await until(anna.replica, () => anna.replica.pending === 0)
    anna.socket.disconnect()
    anna.replica.act([{ kind: 'edit', root: 'notes', index: 9, removed: 0, inserted: ', нет' }])
    await centre.restart()
    const boris = centre.join('boris', card)
    await synced(boris)
    expect(boris.replica.view.getText('notes').toString()).toBe('сохранено')
    await anna.socket.connect()
    await until(anna.replica, () => anna.replica.pending === 0)
    await until(boris.replica, () => boris.replica.view.getText('notes').toString() === 'сохранено, нет')
  })

  it('writes under whoever is verified, whatever presence they claim', async () => {
    const anna = centre.join('anna', card)
    const boris = centre.join('boris', card)
    await Promise.all([synced(anna), synced(boris)])
    const seen = new Promise<unknown>((resolve) =>
      anna.provider.awareness?.on('change', () => {
        const state = anna.provider.awareness?.getStates().get(boris.replica.confirmed.clientID)
        if (state && 'field' in state) resolve(state)
      }),
    )
    boris.provider.awareness?.setLocalState({
      person: { id: 'anna', name: 'anna' },
      field: 'profile/givenName',
    })
    expect(await seen).toEqual({ person: { id: actors.boris.id, name: 'boris' }, field: 'profile/givenName' })
  })
})
