import { Combobox, createListCollection, useCombobox } from '@ark-ui/solid/combobox'
import { createMemo, createSignal, For, getOwner, mergeProps, runWithOwner, Show } from 'solid-js'
import { words } from '#client/words/words.ts'
import styles from './controls.module.css'
import { createDraft, type Draft } from './draft.ts'

export interface Suggestion {
  value: string
  /** Said beside it: the doctor's speciality. */
  detail?: string
}

interface Suggesting {
  id: string
  suggestions: readonly Suggestion[]
  disabled?: boolean
}

/**
 * A text with suggestions: the clinic's own doctors, branches, sources; anything else may be typed too. The list comes
 * with the first visit to the field: made for every field of a card, it would take longer than the card's painting.
 */
export function SuggestInput(
  props: Suggesting & {
    label?: string
    class?: string | undefined
    value: string
    placeholder?: string
    maxLength?: number
    onCommit: (text: string) => void
  },
) {
  const draft = createDraft(
    () => props.value,
    (text) => {
      props.onCommit(text)
      return undefined
    },
  )
  const owner = getOwner()
  const [list, setList] = createSignal<SuggestionList>()
  function enter(event: InputFocus): void {
    if (list() || props.disabled) return
    const made = runWithOwner(owner, () => createSuggestionList(props, draft))
    setList(() => made)
    made?.enter(event)
  }
  function leave(): void {
    draft.commit()
    list()?.combobox().setOpen(false)
  }
  const atRest = {
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': false,
    type: 'text',
  } as const

  return (
    <div class={styles.suggest} {...list()?.combobox().getControlProps()}>
      <input
        {...mergeProps(atRest, () => list()?.combobox().getInputProps())}
        id={props.id}
        class={props.class ?? styles.control}
        aria-label={props.label}
        value={draft.text()}
        placeholder={props.placeholder ?? words().card.empty}
        disabled={props.disabled}
        maxLength={props.maxLength}
        autocomplete="off"
        spellcheck={false}
        on:focus={enter}
        on:blur={leave}
        on:keydown={(event: KeyboardEvent & { currentTarget: HTMLElement }) => draft.onKeyDown(event)}
      />
      <Show when={list()}>{(open) => <Suggestions list={open()} />}</Show>
    </div>
  )
}

type InputFocus = FocusEvent & { currentTarget: HTMLInputElement; target: HTMLInputElement }
type SuggestionList = ReturnType<typeof createSuggestionList>

function createSuggestionList(props: Suggesting, draft: Draft) {
  const [filter, setFilter] = createSignal('')
  const collection = createMemo(() =>
    createListCollection({
      items: props.suggestions.filter(({ value }) => value.toLowerCase().includes(filter().toLowerCase())),
      itemToString: ({ value }) => value,
    }),
  )
  const combobox = useCombobox<Suggestion>(() => ({
    collection: collection(),
    ids: { input: props.id },
    inputValue: draft.text(),
    onInputValueChange: ({ inputValue, reason }) => {
      if (reason !== 'input-change') return
      draft.type(inputValue)
      setFilter(inputValue)
    },
    value: [],
    onValueChange: ({ value: [chosen] }) => {
      if (chosen === undefined) return
      draft.type(chosen)
      draft.commit()
      setFilter('')
    },
    onOpenChange: ({ open, reason }) => {
      if (open && reason !== 'input-change') setFilter('')
    },
    selectionBehavior: 'preserve',
    allowCustomValue: true,
    openOnClick: true,
    disabled: props.disabled ?? false,
    positioning: { sameWidth: false, placement: 'bottom-start', gutter: 4 },
  }))
  return {
    combobox,
    items: () => collection().items,
    /** The focus that it was made by, which it has not seen itself. */
    enter(event: InputFocus): void {
      const { onFocusIn } = combobox().getInputProps()
      if (typeof onFocusIn === 'function') onFocusIn(event)
    },
  }
}

function Suggestions(props: { list: SuggestionList }) {
  return (
    <Combobox.RootProvider value={props.list.combobox}>
      <Combobox.Positioner>
        <Combobox.Content class={styles.list} aria-label={words().card.suggestions}>
          <For each={props.list.items()}>
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
    </Combobox.RootProvider>
  )
}
