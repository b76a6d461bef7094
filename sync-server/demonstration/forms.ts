/** What either demonstration clinic asks about a complaint and a purchase: Alpha is a polyclinic, Beta a dental clinic. */
import type { Clinic } from '#domain/clinics/clinic.ts'
import type { Question } from '#domain/clinics/topic-form.ts'
import { words } from './words.ts'

const option = (id: string, ru: string, en: string) => ({ id, label: words(ru, en) })

const whom: Question = { id: 'whom', kind: 'doctor', label: words('На кого', 'About whom'), required: false }
const sum: Question = { id: 'sum', kind: 'sum', label: words('Сумма', 'Sum'), required: true }

export const alphaForms: Clinic['forms'] = {
  complaint: [
    {
      id: 'about',
      kind: 'choice',
      label: words('На что', 'About what'),
      required: true,
      options: [
        option('doctor', 'Врач', 'Doctor'),
        option('service', 'Обслуживание', 'Service'),
        option('administrators', 'Администраторы', 'Front desk'),
        option('price', 'Цена', 'Price'),
        option('waiting', 'Ожидание', 'Waiting'),
      ],
    },
    whom,
    {
      id: 'reply',
      kind: 'choice',
      label: words('Какой ответ нужен', 'Wanted answer'),
      required: true,
      options: [
        option('call', 'Перезвонить', 'Call back'),
        option('letter', 'Письмо', 'Letter'),
        option('none', 'Не нужен', 'None'),
      ],
    },
  ],
  purchase: [
    {
      id: 'what',
      kind: 'choice',
      label: words('Что куплено', 'What was bought'),
      required: true,
      options: [
        option('programme', 'Годовая программа', 'Yearly programme'),
        option('tests', 'Анализы', 'Tests'),
        option('certificate', 'Сертификат', 'Gift certificate'),
      ],
    },
    sum,
    {
      id: 'paid',
      kind: 'choice',
      label: words('Как оплачено', 'How paid'),
      required: false,
      options: [
        option('link', 'По ссылке', 'By link'),
        option('card', 'Картой', 'By card'),
        option('cash', 'Наличными', 'In cash'),
      ],
    },
  ],
}

export const betaForms: Clinic['forms'] = {
  complaint: [
    {
      id: 'about',
      kind: 'choice',
      label: words('На что', 'About what'),
      required: true,
      options: [
        option('pain', 'Боль после лечения', 'Pain after treatment'),
        option('quality', 'Качество работы', 'Quality of work'),
        option('price', 'Цена', 'Price'),
        option('administrators', 'Администраторы', 'Front desk'),
      ],
    },
    whom,
    {
      id: 'reply',
      kind: 'choice',
      label: words('Какой ответ нужен', 'Wanted answer'),
      required: true,
      options: [
        option('head-doctor', 'Звонок главврача', 'Call from the head doctor'),
        option('visit', 'Бесплатный осмотр', 'Free examination'),
        option('none', 'Не нужен', 'None'),
      ],
    },
  ],
  purchase: [
    { id: 'what', kind: 'text', label: words('Что куплено', 'What was bought'), required: true },
    sum,
    {
      id: 'paid',
      kind: 'choice',
      label: words('Как оплачено', 'How paid'),
      required: true,
      options: [
        option('instalments', 'В рассрочку', 'In instalments'),
        option('card', 'Картой', 'By card'),
        option('cash', 'Наличными', 'In cash'),
      ],
    },
  ],
}
