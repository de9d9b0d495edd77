import { longDate, recentDay } from './instant.ts'

type Dated = { createdAt: string }

/** What happened, by the day it happened on in the reader's zone: Today, Yesterday, then the date. Keeps the order. */
export function byDay<T extends Dated>(happened: T[], now = new Date()): { day: string; happened: T[] }[] {
  const groups = new Map<string, T[]>()
  for (const one of happened) {
    const day = dayOf(new Date(one.createdAt), now)
    groups.set(day, [...(groups.get(day) ?? []), one])
  }
  return [...groups].map(([day, happened]) => ({ day, happened }))
}

function dayOf(at: Date, now: Date): string {
  const recent = recentDay(at, now)
  return recent ? capitalized(recent) : longDate(at)
}

const capitalized = (word: string) => word.replace(/^./, (first) => first.toUpperCase())
