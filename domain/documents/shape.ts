/**
 * Every document is flat: its roots are maps of JSON values or shared texts, and nothing is nested. A key names one
 * field (`appointments` → `<id>/doctor`), so what an update changes can be read off the update itself, field by
 * field, and two people who edit different fields of one thing never meet.
 */
import type { DocumentKind } from './names.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type RootKind = 'map' | 'text'
/** Root name → what is in it. */
export type DocumentShape = ReadonlyMap<string, RootKind>

export const documentShapes: Readonly<Record<DocumentKind, DocumentShape>> = {
  card: new Map<string, RootKind>([
    ['profile', 'map'],
    ['phones', 'map'],
    ['notes', 'text'],
    ['calls', 'map'],
    ['dispositions', 'map'],
    ['appointments', 'map'],
    ['requests', 'map'],
  ]),
  line: new Map<string, RootKind>([
    ['pbx', 'map'],
    ['calls', 'map'],
    ['matches', 'map'],
    ['patients', 'map'],
  ]),
  queue: new Map<string, RootKind>([
    ['tasks', 'map'],
    ['claims', 'map'],
  ]),
  floor: new Map<string, RootKind>([['people', 'map']]),
}
