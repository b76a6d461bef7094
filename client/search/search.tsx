/** One field for everything: patients as typed, and commands by name. `/` and Ctrl K lead here. */
import { Combobox, createListCollection } from '@ark-ui/solid/combobox'
import { useNavigate } from '@solidjs/router'
import SearchIcon from 'lucide-solid/icons/search'
import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from 'solid-js'
import * as v from 'valibot'
import { request, sentenceOf, type Failure } from '#client/api/request.ts'
import { patientFound, type PatientFound } from '#client/api/shapes.ts'
import { cardHref } from '#client/workspace/addresses.ts'
import { searchFieldId } from '#client/workspace/shortcuts.ts'
import { useWorkspace } from '#client/workspace/workspace.tsx'
import { words } from '#client/words/words.ts'
import { createCommands, type Command } from './commands.ts'
import { PatientLine } from './patient-line.tsx'
import styles from './search.module.css'

type Item = { value: string; label: string } & ({ patient: PatientFound } | { command: Command })

/** Milliseconds after the last key before the server is asked. */
const pause = 90

export function Search() {
  const { clinics } = useWorkspace()
  const navigate = useNavigate()
  const commands = createCommands()
  const [text, setText] = createSignal('')
  const [found, setFound] = createSignal<readonly PatientFound[]>([])
  const [searching, setSearching] = createSignal(false)
  const [failure, setFailure] = createSignal<Failure>()
  /** The highlight was moved by hand. */
  let moved = false
  /** Enter came while the list was still that of an earlier text: the first one of the coming list is meant. */
  let firstMeant = false

  createEffect(
    on(text, (typed) => {
      const query = typed.trim()
      moved = false
      firstMeant = false
      setSearching(query.length >= 2)
      if (query.length < 2) return setFound([])
      const stop = new AbortController()
      const timer = setTimeout(() => void look(query, stop.signal), pause)
      onCleanup(() => {
        clearTimeout(timer)
        stop.abort()
      })
      return undefined
    }),
  )
  async function look(query: string, signal: AbortSignal): Promise<void> {
    const answer = await request(`/api/patients?q=${encodeURIComponent(query)}`, v.array(patientFound), {
      signal,
    })
    if (signal.aborted) return
    setFailure(answer.ok ? undefined : answer.failure)
    setFound(answer.ok ? answer.value : [])
    setSearching(false)
    if (firstMeant && answer.ok) choose(collection().items[0]?.value)
  }

  const patientItems = createMemo<Item[]>(() =>
    found().map((patient) => ({
      value: `${patient.clinic}/${patient.patient}`,
      label: patient.name,
      patient,
    })),
  )
  const commandItems = createMemo<Item[]>(() => {
    const typed = text().trim().toLowerCase()
    return commands()
      .filter(({ label }) => label.toLowerCase().includes(typed))
      .map((command) => ({ value: command.id, label: command.label, command }))
  })
  const collection = createMemo(() =>
    createListCollection<Item>({ items: [...patientItems(), ...commandItems()] }),
  )

  /** Why the list has no patients in it. */
  function emptyWords(): string {
    const failed = failure()
    if (text().trim().length < 2) return words().search.hint
    if (searching()) return words().search.searching
    return failed ? sentenceOf(failed) : words().search.nothing
  }
  function onKey(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
    switch (event.key) {
      // Closes the list, then leaves the field.
      case 'Escape':
        setText('')
        event.currentTarget.blur()
        break
      case 'ArrowDown':
      case 'ArrowUp':
        moved = true
        break
      case 'Enter':
        if (!searching() || moved) break
        event.preventDefault()
        firstMeant = true
    }
  }
  function leaveField(): void {
    const { activeElement } = document
    if (activeElement instanceof HTMLElement && activeElement.id === searchFieldId) activeElement.blur()
  }
  function choose(value: string | undefined): void {
    const item = collection().items.find((candidate) => candidate.value === value)
    if (!item) return
    setText('')
    leaveField()
    // The list gives the focus back to its field a frame after it has closed.
    requestAnimationFrame(() => requestAnimationFrame(leaveField))
    if ('patient' in item) navigate(cardHref(item.patient.clinic, item.patient.patient))
    else item.command.run()
  }

  return (
    <Combobox.Root
      class={styles.search}
      collection={collection()}
      inputValue={text()}
      onInputValueChange={(details) => setText(details.inputValue)}
      value={[]}
      onValueChange={(details) => choose(details.value[0])}
      selectionBehavior="preserve"
      inputBehavior="autohighlight"
      openOnClick
      ids={{ input: searchFieldId }}
      positioning={{ placement: 'bottom-end', gutter: 6, sameWidth: false }}
    >
      <Combobox.Control class={styles.field}>
        <SearchIcon size={16} />
        <Combobox.Input
          onKeyDown={onKey}
          aria-label={words().search.label}
          placeholder={words().search.placeholder}
          spellcheck={false}
        />
        <kbd class="key">/</kbd>
      </Combobox.Control>
      <Combobox.Positioner>
        <div class={styles.list}>
          <p class={styles.nothing} role="status">
            {patientItems().length === 0 ? emptyWords() : ''}
          </p>
          <Combobox.Content class={styles.items}>
            <Show when={patientItems().length > 0}>
              <Combobox.ItemGroup>
                <Combobox.ItemGroupLabel class={styles.group}>
                  {words().search.patients}
                </Combobox.ItemGroupLabel>
                <For each={patientItems()}>
                  {(item) => (
                    <Combobox.Item item={item} class={styles.item}>
                      {'patient' in item && (
                        <PatientLine
                          patient={item.patient}
                          clinic={clinics.find(({ id }) => id === item.patient.clinic)}
                        />
                      )}
                    </Combobox.Item>
                  )}
                </For>
              </Combobox.ItemGroup>
            </Show>
            <Show when={commandItems().length > 0}>
              <Combobox.ItemGroup>
                <Combobox.ItemGroupLabel class={styles.group}>
                  {words().search.commands}
                </Combobox.ItemGroupLabel>
                <For each={commandItems()}>
                  {(item) => (
                    <Combobox.Item item={item} class={styles.item}>
                      {item.label}
                    </Combobox.Item>
                  )}
                </For>
              </Combobox.ItemGroup>
            </Show>
          </Combobox.Content>
        </div>
      </Combobox.Positioner>
    </Combobox.Root>
  )
}
