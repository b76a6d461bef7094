import { Combobox, createListCollection } from '@ark-ui/solid/combobox'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { words } from '#client/words/words.ts'
import styles from './controls.module.css'
import { createDraft } from './draft.ts'

export interface Suggestion {
  value: string
  /** Said beside it: the doctor's speciality. */
  detail?: string
}

/** A text with suggestions: the clinic's own doctors, branches, sources; anything else may be typed too. */
export function SuggestInput(props: {
  id: string
  label?: string
  class?: string | undefined
  value: string
  suggestions: readonly Suggestion[]
  placeholder?: string
  disabled?: boolean
  onCommit: (text: string) => void
}) {
  const draft = createDraft(
    () => props.value,
    (text) => {
      props.onCommit(text)
      return undefined
    },
  )
  const [filter, setFilter] = createSignal('')
  const collection = createMemo(() =>
    createListCollection({
      items: props.suggestions.filter(({ value }) => value.toLowerCase().includes(filter().toLowerCase())),
      itemToString: ({ value }) => value,
    }),
  )

  return (
    <Combobox.Root
      class={styles.suggest}
      collection={collection()}
      ids={{ input: props.id }}
      inputValue={draft.text()}
      onInputValueChange={({ inputValue, reason }) => {
        if (reason === 'input-change') {
          draft.type(inputValue)
          setFilter(inputValue)
        }
      }}
      value={[]}
      onValueChange={({ value: [chosen] }) => {
        if (chosen === undefined) return
        draft.type(chosen)
        draft.commit()
        setFilter('')
      }}
      onOpenChange={({ open }) => {
        if (open) setFilter('')
      }}
      selectionBehavior="preserve"
      allowCustomValue
      openOnClick
      disabled={props.disabled ?? false}
      positioning={{ sameWidth: false, placement: 'bottom-start', gutter: 4 }}
    >
      <Combobox.Control>
        <Combobox.Input
          class={props.class ?? styles.control}
          aria-label={props.label}
          placeholder={props.placeholder ?? words().card.empty}
          spellcheck={false}
          onBlur={() => draft.commit()}
          onKeyDown={(event: KeyboardEvent & { currentTarget: HTMLElement }) => draft.onKeyDown(event)}
        />
      </Combobox.Control>
      <Combobox.Positioner>
        <Combobox.Content class={styles.list} aria-label={words().card.suggestions}>
          <For each={collection().items}>
            {(item) => (
              <Combobox.Item item={item} class={styles.item}>
                {item.value}
                <Show when={item.detail}>
                  <small>{item.detail}</small>
                </Show>
              </Combobox.Item>
            )}
          </For>
        </Combobox.Content>
      </Combobox.Positioner>
    </Combobox.Root>
  )
}
