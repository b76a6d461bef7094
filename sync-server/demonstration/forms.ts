/** What either demonstration clinic asks about a complaint and a purchase: Alpha is a polyclinic, Beta a dental clinic. */
import type { Clinic, Words } from '#domain/clinics/clinic.ts'
import type { Question } from '#domain/clinics/topic-form.ts'
import { words } from './words.ts'

const option = (id: string, ru: string, en: string) => ({ id, label: words(ru, en) })
type Option = ReturnType<typeof option>

const administrators = option('administrators', 'Администраторы', 'Front desk')
const price = option('price', 'Цена', 'Price')
const none = option('none', 'Не нужен', 'None')
const card = option('card', 'Картой', 'By card')
const cash = option('cash', 'Наличными', 'In cash')

const choice = (id: string, label: Words, required: boolean, options: Option[]): Question => ({
  id,
  kind: 'choice',
  label,
  required,
  options,
})
const about = (...options: Option[]): Question =>
  choice('about', words('На что', 'About what'), true, options)
const reply = (...options: Option[]): Question =>
  choice('reply', words('Какой ответ нужен', 'Wanted answer'), true, options)
const paid = (required: boolean, ...options: Option[]): Question =>
  choice('paid', words('Как оплачено', 'How paid'), required, options)
const whom: Question = { id: 'whom', kind: 'doctor', label: words('На кого', 'About whom'), required: false }
const sum: Question = { id: 'sum', kind: 'sum', label: words('Сумма', 'Sum'), required: true }
const bought = words('Что куплено', 'What was bought')

export const alphaForms: Clinic['forms'] = {
  complaint: [
    about(
      option('doctor', 'Врач', 'Doctor'),
      option('service', 'Обслуживание', 'Service'),
      administrators,
      price,
      option('waiting', 'Ожидание', 'Waiting'),
    ),
    whom,
    reply(option('call', 'Перезвонить', 'Call back'), option('letter', 'Письмо', 'Letter'), none),
  ],
  purchase: [
    choice('what', bought, true, [
      option('programme', 'Годовая программа', 'Yearly programme'),
      option('tests', 'Анализы', 'Tests'),
      option('certificate', 'Сертификат', 'Gift certificate'),
    ]),
    sum,
    paid(false, option('link', 'По ссылке', 'By link'), card, cash),
  ],
}

export const betaForms: Clinic['forms'] = {
  complaint: [
    about(
      option('pain', 'Боль после лечения', 'Pain after treatment'),
      option('quality', 'Качество работы', 'Quality of work'),
      price,
      administrators,
    ),
    whom,
    reply(
      option('head-doctor', 'Звонок главврача', 'Call from the head doctor'),
      option('visit', 'Бесплатный осмотр', 'Free examination'),
      none,
    ),
  ],
  purchase: [
    { id: 'what', kind: 'text', label: bought, required: true },
    sum,
    paid(true, option('instalments', 'В рассрочку', 'In instalments'), card, cash),
  ],
}
