/** Common names, from which the demonstration patients' are put together; no one in particular is meant. */
import type { Profile, Sex } from '#domain/documents/card.ts'
import { pick, type Dice } from './dice.ts'

export type PatientName = Pick<Profile, 'familyName' | 'givenName'> & Partial<Pick<Profile, 'patronymic'>>

const familyNames = [
  'Иванов',
  'Смирнов',
  'Кузнецов',
  'Попов',
  'Васильев',
  'Петров',
  'Соколов',
  'Михайлов',
  'Новиков',
  'Фёдоров',
  'Морозов',
  'Волков',
  'Алексеев',
  'Лебедев',
  'Семёнов',
  'Егоров',
  'Павлов',
  'Козлов',
  'Степанов',
  'Николаев',
  'Орлов',
  'Андреев',
  'Макаров',
  'Никитин',
  'Захаров',
  'Зайцев',
  'Соловьёв',
  'Борисов',
  'Яковлев',
  'Григорьев',
  'Романов',
  'Воробьёв',
  'Сергеев',
  'Кузьмин',
  'Фролов',
  'Александров',
  'Дмитриев',
  'Королёв',
  'Гусев',
  'Киселёв',
  'Ильин',
  'Максимов',
  'Поляков',
  'Сорокин',
  'Виноградов',
  'Ковалёв',
  'Белов',
  'Медведев',
  'Антонов',
  'Тарасов',
  'Гафуров',
  'Хасанов',
  'Юсупов',
  'Каримов',
  'Сафин',
]
const women = [
  'Анна',
  'Мария',
  'Елена',
  'Дарья',
  'Алина',
  'Ирина',
  'Екатерина',
  'Арина',
  'Полина',
  'Ольга',
  'Юлия',
  'Татьяна',
  'Наталья',
  'Виктория',
  'Елизавета',
  'Ксения',
  'Милана',
  'Вероника',
  'Алиса',
  'Валерия',
  'Гульнара',
  'Людмила',
]
const men = [
  'Александр',
  'Сергей',
  'Дмитрий',
  'Алексей',
  'Андрей',
  'Максим',
  'Евгений',
  'Иван',
  'Михаил',
  'Артём',
  'Николай',
  'Роман',
  'Павел',
  'Тимофей',
  'Даниил',
  'Кирилл',
  'Илья',
  'Марат',
  'Рустам',
  'Матвей',
  'Лев',
  'Георгий',
]
const fathers = [
  'Александр',
  'Сергей',
  'Алексей',
  'Андрей',
  'Максим',
  'Иван',
  'Михаил',
  'Артём',
  'Роман',
  'Павел',
  'Кирилл',
  'Виктор',
  'Марат',
  'Рустам',
  'Владимир',
  'Борис',
]
const englishFamilies = [
  'Wilson',
  'Taylor',
  'Evans',
  'Walker',
  'Roberts',
  'Hughes',
  'Green',
  'Cooper',
  'Bennett',
  'Foster',
  'Reed',
  'Hayes',
]
const englishWomen = ['Emily', 'Charlotte', 'Olivia', 'Grace', 'Sophie', 'Hannah']
const englishMen = ['Thomas', 'Oliver', 'Henry', 'George', 'Daniel', 'Edward']

/** `-ова`, `-ина`… */
const feminine = (familyName: string): string => `${familyName}а`

/** `Иван` → `Иванович`, `Сергей` → `Сергеевна`; the fathers above need no other rule. */
function patronymicOf(father: string, sex: Sex): string {
  const stem = father.endsWith('й') ? `${father.slice(0, -1)}ев` : `${father}ов`
  return sex === 'female' ? `${stem}на` : `${stem}ич`
}

export function russianName(dice: Dice, sex: Sex, familyName = pick(dice, familyNames)): PatientName {
  return {
    familyName: sex === 'female' ? feminine(familyName) : familyName,
    givenName: pick(dice, sex === 'female' ? women : men),
    patronymic: patronymicOf(pick(dice, fathers), sex),
  }
}

export function englishName(dice: Dice, sex: Sex): PatientName {
  return {
    familyName: pick(dice, englishFamilies),
    givenName: pick(dice, sex === 'female' ? englishWomen : englishMen),
  }
}
