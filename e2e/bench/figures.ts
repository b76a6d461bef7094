/** A benchmark's results by name; the name says the unit. */
export type Figures = Record<string, number>
