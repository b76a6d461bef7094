/** Why a change is refused: a code for programs, a sentence for the person who can do something about it. */
import type { Words } from '#domain/clinics/clinic.ts'

export const refusals = {
  'not-yours': {
    ru: 'Это поле заполняет система, изменить его вручную нельзя.',
    en: 'The system fills this in; it cannot be changed by hand.',
  },
  'no-access': {
    ru: 'У вас нет доступа к этой клинике. Обратитесь к супервизору.',
    en: 'You have no access to this clinic. Ask your supervisor.',
  },
  'read-only-role': {
    ru: 'С вашей ролью карточку можно только смотреть.',
    en: 'Your role may read this card but not change it.',
  },
  'disposition-locked': {
    ru: 'Результат уже поставлен. Изменить его может только супервизор.',
    en: 'The result is already set. Only a supervisor can change it.',
  },
  'priority-locked': {
    ru: 'Приоритет уже поставлен. Изменить его может только супервизор.',
    en: 'The priority is already set. Only a supervisor can change it.',
  },
  'not-your-name': {
    ru: 'Результат можно поставить только от своего имени.',
    en: 'A result can only be set in your own name.',
  },
  'unknown-result': {
    ru: 'Такого результата нет в списке клиники.',
    en: 'The clinic has no such result in its list.',
  },
  unanswered: {
    ru: 'Ответьте на обязательные вопросы формы.',
    en: 'Answer the questions that the form requires.',
  },
  'unknown-call': {
    ru: 'Этого звонка нет на карточке.',
    en: 'This call is not on the card.',
  },
  'call-over': {
    ru: 'Этого звонка уже нет на линии: он закончился и подшит в карточку.',
    en: 'This call is not on the line any more: it is over and filed on a card.',
  },
  overtaken: {
    ru: 'Пока не было связи, это поле изменил кто-то другой. Сохранено то, что написал он.',
    en: 'Somebody else changed this field while you had no line. What they wrote has been kept.',
  },
  'unknown-field': { ru: 'Такого поля на карточке нет.', en: 'There is no such field.' },
  'bad-value': {
    ru: 'Значение не подходит этому полю: проверьте, как оно записано.',
    en: 'The value does not fit this field: check how it is written.',
  },
  'too-long': { ru: 'Слишком длинный текст.', en: 'The text is too long.' },
  'not-allowed': { ru: 'Это изменение не разрешено.', en: 'This change is not allowed.' },
  gap: {
    ru: 'Изменение пришло не по порядку и будет отправлено ещё раз.',
    en: 'The change arrived out of order and will be sent again.',
  },
  malformed: {
    ru: 'Изменение не удалось прочитать.',
    en: 'The change could not be read.',
  },
} as const satisfies Record<string, Words>

export type RefusalCode = keyof typeof refusals
export type Verdict = { admitted: true } | { admitted: false; code: RefusalCode }

export const admit: Verdict = { admitted: true }
export const refuse = (code: RefusalCode): Verdict => ({ admitted: false, code })
