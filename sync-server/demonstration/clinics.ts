/** The two clinics of the demonstration centre. They do not exist; their numbers are taken from no directory. */
import type { Clinic, DispositionOption } from '#domain/clinics/clinic.ts'
import { known, parseClinicId } from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import { alphaForms, betaForms } from './forms.ts'
import { words } from './words.ts'

const dispositions: DispositionOption[] = [
  { id: 'booked', label: words('Записан', 'Booked'), topic: 'booking' },
  { id: 'consulted', label: words('Проконсультирован', 'Consulted'), topic: 'consultation' },
  { id: 'transferred', label: words('Переведён в клинику', 'Transferred to the clinic'), topic: 'other' },
  { id: 'complaint', label: words('Жалоба', 'Complaint'), topic: 'complaint' },
  { id: 'purchase', label: words('Покупка', 'Purchase'), topic: 'purchase' },
  { id: 'non-target', label: words('Нецелевой', 'Not a patient'), topic: 'other' },
]

const week = (weekdays: [opens: string, closes: string], weekend: [opens: string, closes: string]) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const [opens, closes] = weekday < 6 ? weekdays : weekend
    return { weekday, opens, closes }
  })

export const alpha: Clinic = {
  id: known(parseClinicId, 'alpha'),
  name: words('Клиника Альфа', 'Alpha Clinic'),
  colour: 'teal',
  greeting: words(
    'Клиника «Альфа», здравствуйте! Меня зовут {operator}, чем могу помочь?',
    'Alpha Clinic, good day! My name is {operator}, how may I help you?',
  ),
  timeZone: 'Europe/Moscow',
  dids: [
    { number: known(parsePhone, '+74951200001'), source: 'Сайт', label: words('Сайт', 'Website') },
    {
      number: known(parsePhone, '+74951200002'),
      source: 'Яндекс Карты',
      label: words('Яндекс Карты', 'Yandex Maps'),
    },
  ],
  dispositions,
  forms: alphaForms,
  lockedFields: ['disposition', 'priority'],
  branches: ['Проспект Мира, 12', 'Таганская, 4'],
  doctors: [
    { name: 'Воронцова И. П.', service: 'Терапевт' },
    { name: 'Левин М. А.', service: 'Кардиолог' },
    { name: 'Шарипова Д. Р.', service: 'Невролог' },
    { name: 'Ким А. В.', service: 'Педиатр' },
    { name: 'Осипов Г. Н.', service: 'УЗИ' },
  ],
  sources: ['Сайт', 'Яндекс Карты', 'Рекомендация', 'Реклама в метро', 'Повторное обращение'],
  workingHours: week(['08:00', '21:00'], ['09:00', '18:00']),
  queueTimeout: 90,
}

export const beta: Clinic = {
  id: known(parseClinicId, 'beta'),
  name: words('Клиника Бета', 'Beta Clinic'),
  colour: 'violet',
  greeting: words(
    'Стоматология «Бета», {operator}, здравствуйте! Слушаю вас.',
    'Beta Dental Clinic, {operator} speaking. How can I help?',
  ),
  timeZone: 'Europe/Samara',
  dids: [
    {
      number: known(parsePhone, '+78432100001'),
      source: 'Сайт',
      label: words('Единый номер', 'Main number'),
    },
  ],
  dispositions: dispositions.filter(({ id }) => id !== 'transferred'),
  forms: betaForms,
  lockedFields: ['disposition'],
  branches: ['Садовая, 30'],
  doctors: [
    { name: 'Гарипов Р. И.', service: 'Стоматолог-терапевт' },
    { name: 'Назарова Е. С.', service: 'Ортодонт' },
    { name: 'Белкин П. О.', service: 'Имплантолог' },
    { name: 'Юсупова А. Т.', service: 'Гигиенист' },
  ],
  sources: ['Сайт', '2ГИС', 'Рекомендация', 'Соцсети', 'Повторное обращение'],
  workingHours: week(['09:00', '20:00'], ['10:00', '16:00']),
  queueTimeout: 60,
}
