/** What the API answers when it does not do what was asked: a code for programs, a sentence for the person. */
import type { Context } from 'hono'
import type { Words } from '#domain/clinics/clinic.ts'

interface Problem {
  status: 400 | 401 | 403 | 404 | 409 | 413 | 416 | 429 | 500 | 503 | 504
  message: Words
}

export const problems = {
  'not-signed-in': {
    status: 401,
    message: { ru: 'Войдите, чтобы продолжить.', en: 'Sign in to continue.' },
  },
  'session-ended': {
    status: 401,
    message: {
      ru: 'Ваш сеанс завершён. Данные пациентов с этого устройства удалены. Войдите, чтобы продолжить.',
      en: 'Your session has been ended. Patients’ data has been removed from this device. Sign in to continue.',
    },
  },
  'wrong-password': {
    status: 401,
    message: { ru: 'Неверная почта или пароль.', en: 'The e-mail address or the password is wrong.' },
  },
  'too-many-attempts': {
    status: 429,
    message: {
      ru: 'Слишком много попыток входа. Подождите 15 минут или обратитесь к администратору.',
      en: 'Too many attempts to sign in. Wait 15 minutes or ask your administrator.',
    },
  },
  'foreign-origin': {
    status: 403,
    message: {
      ru: 'Запрос пришёл со страницы другого сайта.',
      en: 'The request came from a page of another site.',
    },
  },
  'no-access': {
    status: 403,
    message: {
      ru: 'У вас нет доступа к этой клинике. Обратитесь к супервизору.',
      en: 'You have no access to this clinic. Ask your supervisor.',
    },
  },
  'not-your-role': {
    status: 403,
    message: { ru: 'С вашей ролью это недоступно.', en: 'Your role does not include this.' },
  },
  'not-a-service': {
    status: 401,
    message: { ru: 'Нужен служебный ключ.', en: 'The service secret is missing or wrong.' },
  },
  'bad-request': {
    status: 400,
    message: { ru: 'Запрос составлен неверно.', en: 'The request is not written as it should be.' },
  },
  'not-found': { status: 404, message: { ru: 'Такого здесь нет.', en: 'There is no such thing here.' } },
  'no-recording': {
    status: 404,
    message: { ru: 'Записи этого разговора нет.', en: 'This call has no recording.' },
  },
  'too-large': {
    status: 413,
    message: { ru: 'Слишком большой файл.', en: 'The file is too large.' },
  },
  'no-telephone': {
    status: 409,
    message: {
      ru: 'У вас нет внутреннего номера. Обратитесь к администратору.',
      en: 'You have no internal number. Ask your administrator.',
    },
  },
  'call-gone': {
    status: 409,
    message: { ru: 'Этого звонка уже нет на линии.', en: 'This call is no longer on the line.' },
  },
  'not-your-call': {
    status: 403,
    message: {
      ru: 'Этот звонок ведёте не вы. Завершить его может тот, кто говорит, или супервизор.',
      en: 'This is not your call. Whoever talks, or a supervisor, can end it.',
    },
  },
  'not-waiting': {
    status: 409,
    message: { ru: 'На этот звонок уже ответили.', en: 'This call has already been answered.' },
  },
  'no-bridge': {
    status: 503,
    message: {
      ru: 'Связи с телефонной станцией нет. Попробуйте ещё раз через несколько секунд.',
      en: 'There is no connection to the telephone exchange. Try again in a few seconds.',
    },
  },
  expired: {
    status: 504,
    message: {
      ru: 'Телефонная станция не ответила вовремя.',
      en: 'The telephone exchange did not answer in time.',
    },
  },
  refused: {
    status: 409,
    message: { ru: 'Телефонная станция отказала.', en: 'The telephone exchange refused.' },
  },
  internal: {
    status: 500,
    message: {
      ru: 'На сервере произошла ошибка. Она записана в журнал.',
      en: 'Something went wrong on the server. It has been logged.',
    },
  },
} as const satisfies Record<string, Problem>

export type ProblemCode = keyof typeof problems

export function problem(c: Context, code: ProblemCode) {
  const { status, message } = problems[code]
  return c.json({ code, message }, status)
}
