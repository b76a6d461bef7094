import type { Words } from '#domain/clinics/clinic.ts'

export const words = (ru: string, en: string): Words => ({ ru, en })
